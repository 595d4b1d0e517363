//! Refusals of Resource Sharing, in the words of its error tables.

use crate::error::CloudError;

/// A required parameter is absent.
pub(super) fn missing(parameter: &str) -> CloudError {
    let message = format!("You must specify {parameter}.");
    CloudError::gateway(400, &format!("MissingParameter.{parameter}"), message)
}

/// A parameter has a value that cannot be used; a sentence of the simulator may follow the cloud's.
pub(super) fn invalid(parameter: &str, detail: &str) -> CloudError {
    let message = format!("The {parameter} is invalid. {detail}");
    CloudError::gateway(400, &format!("InvalidParameter.{parameter}"), message.trim_end())
}

/// A list names something twice. The texts of the cloud differ from list to list.
pub(super) fn duplicate(parameter: &str) -> CloudError {
    let message = match parameter {
        "ResourceIds" => "The specified ResourceId contains duplicate values.".to_owned(),
        "PermissionNames" | "ResourceShareInvitationIds" => format!("The {parameter} duplicate values."),
        _ => format!("The {parameter} contains duplicate values."),
    };
    CloudError::gateway(400, &format!("InvalidParameter.{parameter}.Duplicate"), message)
}

/// A list or a text is too long.
pub(super) fn too_long(parameter: &str) -> CloudError {
    let message = match parameter {
        "ResourceShareName" => "The maximum length of ResourceShareName exceeds 50 characters.".to_owned(),
        "NextToken" => "The maximum length of NextToken exceeds 256 characters.".to_owned(),
        "ResourceShareIds" => "The maximum length of ResourceShareIds exceeds 5 characters.".to_owned(),
        "ResourceIds" => "The maximum number of ResourceIds (5) is exceeded.".to_owned(),
        "PermissionNames" | "ResourceShareInvitationIds" => {
            format!("The maximum length of {parameter} exceeds quota limit.")
        }
        _ => format!("The maximum number of {parameter} exceeds 5."),
    };
    CloudError::gateway(400, &format!("InvalidParameter.{parameter}.Length"), message)
}

/// No such share for the caller.
pub(super) fn no_share() -> CloudError {
    let message = "The resource share does not exist in the current account.";
    CloudError::gateway(404, "EntityNotExists.ResourceShare", message)
}

/// No such permission.
pub(super) fn no_permission_named() -> CloudError {
    CloudError::gateway(404, "EntityNotExists.Permission", "The resource share permission does not exist.")
}

/// The share is deleted.
pub(super) fn share_is_deleted() -> CloudError {
    let message = "The status of the resource share does not allow the specified operation.";
    CloudError::gateway(409, "ResourceShareStatusMismatchAction", message)
}

/// Neither a resource nor a target is named.
pub(super) fn nothing_named() -> CloudError {
    let message = "Either a resource or a shared target must be specified.";
    CloudError::gateway(400, "ResourceAndTargetBothEmpty", message)
}

/// Something to remove is not in the share.
pub(super) fn not_in_share() -> CloudError {
    let message = "You can not disassociate unassociated resource or target.";
    CloudError::gateway(400, "DisassociateInvalid", message)
}

/// A conflict with the state of things.
pub(super) fn conflict(code: &str, message: &str) -> CloudError {
    CloudError::gateway(409, code, message)
}

/// The account is outside the directory, and the share takes only accounts inside.
pub(super) fn outside_directory() -> CloudError {
    let message = "The shared target does not exist in the resource directory.";
    CloudError::gateway(400, "InvalidTarget", message)
}
