use kms_api::ApiError;
use kms_api::error::Origin;

use super::SavedPolicy;
use crate::api::CallError;

#[test]
fn no_policy_is_told_from_no_resource_by_code_and_words() {
    for (code, words, expected) in [
        (
            "Forbidden.KeyPolicyUnSupported",
            "The specified key does not support key policy.",
            Some(SavedPolicy::Unsupported),
        ),
        ("Forbidden.ResourceNotFound", "Policy not found.", Some(SavedPolicy::None)),
        ("Forbidden.ResourceNotFound", "Resource not found.", None),
        ("Forbidden.NoPermission", "no policy allows it", None),
    ] {
        let error = CallError::Api(ApiError {
            code: code.to_owned(),
            message: words.to_owned(),
            request_id: String::new(),
            status: 404,
            origin: Origin::Cloud,
        });
        assert_eq!(SavedPolicy::of_error(&error), expected, "{code} {words}");
    }
    assert_eq!(SavedPolicy::of_error(&CallError::Offline), None);
}
