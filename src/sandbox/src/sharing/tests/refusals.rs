//! Every refusal, which the catalogue must list with its text.

use super::{DATA, DATA_ID, HOME, HOME_ID, PARTNER, PARTNER_ID, Scene};
use crate::testing::{Refusal, assert_documented, assert_refused};

type Case<'a> = (&'a str, &'a str, Vec<(&'a str, &'a str)>, Refusal);

const OWN: (&str, &str) = ("ResourceOwner", "Self");
const DATA_SHARE: (&str, &str) = ("ResourceShareId", "rs-mhnee1phireh");
const DELETED_SHARE: (&str, &str) = ("ResourceShareId", "rs-bve8hh7ndg1k");
const HUB_SHARE: (&str, &str) = ("ResourceShareId", "rs-5m6nczw07rru");
const NAME: (&str, &str) = ("ResourceShareName", "new");
const OPEN: (&str, &str) = ("ResourceShareInvitationId", "i-6yqw7cf5atpkazco");

/// Runs cases, each on a new seed.
fn check(cases: Vec<Case<'_>>) {
    for (operation, who, parameters, refusal) in cases {
        let mut scene = Scene::new();
        let before = scene.world.clone();
        let call = scene.call(kms_api::Product::ResourceSharing, who, operation, &parameters);
        let answer = scene.world.call(&call);
        assert_refused(&format!("{operation} {who} {parameters:?}"), &answer, refusal);
        assert_documented(&call, &answer);
        assert_eq!(scene.world, before, "{operation} {parameters:?} changed something");
    }
}

/// Six values of a list, which is one more than allowed.
fn six(name: &str, head: &str) -> Vec<(String, String)> {
    (1..=6).map(|number| (format!("{name}.{number}"), format!("{head}{number}"))).collect()
}

/// These parameters, for the caller's own shares.
fn own(more: &[(String, String)]) -> Vec<(&str, &str)> {
    let more = more.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    std::iter::once(OWN).chain(more).collect()
}

#[test]
fn lists() {
    let resource = ("AssociationType", "Resource");
    let target = ("AssociationType", "Target");
    let long = "t".repeat(257);
    let wide = "n".repeat(51);
    let ids = six("ResourceShareIds", "rs-");
    let (resources, targets) = (six("ResourceIds", "vsw-"), six("Targets", "1"));
    for operation in ["ListResourceShares", "ListSharedResources", "ListSharedTargets"] {
        check(vec![
            (operation, HOME, vec![], (400, "MissingParameter.ResourceOwner", "You must specify")),
            (
                operation,
                HOME,
                vec![("ResourceOwner", "Mine")],
                (400, "InvalidParameter.ResourceOwner", "invalid"),
            ),
            (
                operation,
                HOME,
                vec![OWN, ("MaxResults", "0")],
                (400, "InvalidParameter.MaxResults", "invalid"),
            ),
            (
                operation,
                HOME,
                vec![OWN, ("MaxResults", "101")],
                (400, "InvalidParameter.MaxResults", "invalid"),
            ),
            (operation, HOME, vec![OWN, ("NextToken", "x")], (400, "InvalidParameter.NextToken", "invalid")),
            (
                operation,
                HOME,
                vec![OWN, ("NextToken", &long)],
                (400, "InvalidParameter.NextToken.Length", "256"),
            ),
            (
                operation,
                HOME,
                vec![OWN, ("ResourceShareIds.1", "x")],
                (400, "InvalidParameter.ResourceShareIds", "invalid"),
            ),
            (
                operation,
                HOME,
                vec![OWN, ("ResourceShareIds.x", "rs-1")],
                (400, "InvalidParameter.ResourceShareIds", "invalid"),
            ),
            (
                operation,
                HOME,
                vec![OWN, ("ResourceShareIds.1", "rs-1"), ("ResourceShareIds.2", "rs-1")],
                (400, "InvalidParameter.ResourceShareIds.Duplicate", "duplicate"),
            ),
            (operation, HOME, own(&ids), (400, "InvalidParameter.ResourceShareIds.Length", "exceeds 5")),
        ]);
    }
    check(vec![
        (
            "ListResourceShares",
            HOME,
            vec![OWN, ("ResourceShareName", "a b")],
            (400, "InvalidParameter.ResourceShareName", "invalid"),
        ),
        (
            "ListResourceShares",
            HOME,
            vec![OWN, ("ResourceShareName", &wide)],
            (400, "InvalidParameter.ResourceShareName.Length", "50"),
        ),
        (
            "ListResourceShares",
            HOME,
            vec![OWN, ("ResourceShareStatus", "On")],
            (400, "InvalidParameter.ResourceShareStatus", "invalid"),
        ),
        ("ListResourceShares", HOME, vec![OWN, ("Tag.1.Key", "a")], (400, "InvalidParameter", "has no Tag")),
        (
            "ListResourceShares",
            HOME,
            vec![OWN, ("ResourceGroupId", "rg")],
            (400, "InvalidParameter", "has no ResourceGroupId"),
        ),
        (
            "ListSharedResources",
            HOME,
            vec![OWN, ("ResourceType", "Image")],
            (400, "InvalidParameter.ResourceType", "invalid"),
        ),
        (
            "ListSharedResources",
            HOME,
            vec![OWN, ("Target", "me")],
            (400, "InvalidParameter.Target", "invalid"),
        ),
        ("ListSharedResources", HOME, own(&resources), (400, "InvalidParameter.ResourceIds.Length", "(5)")),
        (
            "ListSharedResources",
            HOME,
            vec![OWN, ("ResourceIds.1", "a"), ("ResourceIds.2", "a")],
            (400, "InvalidParameter.ResourceIds.Duplicate", "duplicate"),
        ),
        (
            "ListSharedTargets",
            HOME,
            vec![OWN, ("Targets.1", "fd-1")],
            (400, "InvalidParameter.Targets", "accounts only"),
        ),
        ("ListSharedTargets", HOME, own(&targets), (400, "InvalidParameter.Targets.Length", "exceeds 5")),
        (
            "ListSharedTargets",
            HOME,
            vec![OWN, ("Targets.1", "12"), ("Targets.2", "12")],
            (400, "InvalidParameter.Targets.Duplicate", "duplicate"),
        ),
        (
            "ListSharedTargets",
            HOME,
            vec![OWN, ("ResourceType", "Image")],
            (400, "InvalidParameter.ResourceType", "invalid"),
        ),
        ("ListResourceShareAssociations", HOME, vec![], (400, "MissingParameter.AssociationType", "specify")),
        (
            "ListResourceShareAssociations",
            HOME,
            vec![("AssociationType", "Both")],
            (400, "InvalidParameter.AssociationType", "invalid"),
        ),
        (
            "ListResourceShareAssociations",
            HOME,
            vec![resource, ("AssociationStatus", "On")],
            (400, "InvalidParameter.AssociationStatus", "invalid"),
        ),
        (
            "ListResourceShareAssociations",
            HOME,
            vec![resource, ("Target", DATA_ID)],
            (400, "ConflictedAssociationType", "conflicts"),
        ),
        (
            "ListResourceShareAssociations",
            HOME,
            vec![target, ("ResourceId", "vsw-1")],
            (400, "ConflictedAssociationType", "conflicts"),
        ),
        (
            "ListResourceShareAssociations",
            HOME,
            vec![target, ("Target", "x")],
            (400, "InvalidParameter.Target", "invalid"),
        ),
        (
            "ListPermissions",
            HOME,
            vec![("ResourceType", "Image")],
            (400, "InvalidParameter.ResourceType", "invalid"),
        ),
        ("GetPermission", HOME, vec![], (400, "MissingParameter.PermissionName", "specify")),
        (
            "GetPermission",
            HOME,
            vec![("PermissionName", "None")],
            (404, "EntityNotExists.Permission", "does not exist"),
        ),
        (
            "GetPermission",
            HOME,
            vec![("PermissionName", "AliyunRSDefaultPermissionVSwitch"), ("PermissionVersion", "v2")],
            (400, "InvalidParameter.PermissionVersion", "invalid"),
        ),
        (
            "ListResourceSharePermissions",
            HOME,
            vec![OWN],
            (400, "MissingParameter.ResourceShareId", "specify"),
        ),
        (
            "ListResourceSharePermissions",
            HOME,
            vec![DATA_SHARE],
            (400, "MissingParameter.ResourceOwner", "specify"),
        ),
        (
            "ListResourceSharePermissions",
            HOME,
            vec![OWN, DATA_SHARE],
            (404, "EntityNotExists.ResourceShare", "does not exist"),
        ),
        (
            "ListResourceSharePermissions",
            HOME,
            vec![OWN, ("ResourceShareId", "x")],
            (400, "InvalidParameter.ResourceShareId", "invalid"),
        ),
        (
            "ListResourceShareInvitations",
            HOME,
            vec![("ResourceShareInvitationIds.1", "x")],
            (400, "InvalidParameter.ResourceShareInvitationIds", "invalid"),
        ),
        (
            "ListResourceShareInvitations",
            HOME,
            vec![("ResourceShareInvitationIds.1", "i-1"), ("ResourceShareInvitationIds.2", "i-1")],
            (400, "InvalidParameter.ResourceShareInvitationIds.Duplicate", "duplicate"),
        ),
    ]);
}

#[test]
fn what_can_be_shared() {
    let scene = Scene::new();
    let switch = scene.v_switch("private-k").0;
    let home_switch = scene.v_switch("a-k").0;
    let default_switch = {
        let all = (0..).map_while(|at| scene.world.network.v_switch_at(at));
        all.into_iter().find(|one| one.is_default).unwrap().id.to_string()
    };
    let far = scene.v_switch("sg-core-a").0;
    let id = |name: &str| scene.instance_id(name);
    let (payments, staging, external) = (id("payments-kms"), id("staging"), id("sg-external"));
    let resource = |id, kind| vec![NAME, ("Resources.1.ResourceId", id), ("Resources.1.ResourceType", kind)];
    let sorry = |part| (400, "InvalidParameter.Resources", part);
    let to = |account| vec![NAME, ("Targets.1", account)];
    let outside = |account| vec![NAME, ("Targets.1", account), ("AllowExternalTargets", "true")];
    let create = "CreateResourceShare";
    let wide = "n".repeat(51);
    let mut instance_outside = resource(&payments, "KMSInstance");
    instance_outside.extend([("Targets.1", PARTNER_ID), ("AllowExternalTargets", "true")]);
    check(vec![
        (create, DATA, vec![], (400, "MissingParameter.ResourceShareName", "specify")),
        (
            create,
            DATA,
            vec![("ResourceShareName", "a/b")],
            (400, "InvalidParameter.ResourceShareName", "invalid"),
        ),
        (
            create,
            DATA,
            vec![("ResourceShareName", &wide)],
            (400, "InvalidParameter.ResourceShareName.Length", "50"),
        ),
        (
            create,
            DATA,
            vec![NAME, ("AllowExternalTargets", "yes")],
            (400, "InvalidParameter", "true or false"),
        ),
        (
            create,
            DATA,
            vec![NAME, ("TargetProperties.1.Property", "x")],
            (400, "InvalidParameter", "has no TargetProperties"),
        ),
        (create, DATA, resource("vsw-1", "VSwitch"), sorry("is no vSwitch of this account")),
        (create, DATA, resource(&home_switch, "VSwitch"), sorry("is no vSwitch of this account")),
        (create, HOME, resource(&far, "VSwitch"), sorry("in this region")),
        (create, HOME, resource(&default_switch, "VSwitch"), sorry("default VPC")),
        (create, HOME, resource("kst-1", "KMSInstance"), sorry("is no instance")),
        (create, DATA, resource(&payments, "KMSInstance"), sorry("is no instance")),
        (create, HOME, resource(&staging, "KMSInstance"), sorry("is not enabled")),
        (
            create,
            HOME,
            resource(&external, "KMSInstance"),
            sorry("is no instance of this account in this region"),
        ),
        (create, HOME, resource("i-1", "Image"), (400, "InvalidParameter.ResourceType", "invalid")),
        (create, HOME, vec![NAME, ("Resources.1.ResourceType", "VSwitch")], sorry("invalid")),
        (create, HOME, vec![NAME, ("Resources.1", "vsw-1")], sorry("invalid")),
        (create, HOME, vec![NAME, ("Resources.1.Id", "vsw-1")], sorry("invalid")),
        (
            create,
            HOME,
            [
                resource(&home_switch, "VSwitch"),
                vec![("Resources.2.ResourceId", &home_switch), ("Resources.2.ResourceType", "VSwitch")],
            ]
            .concat(),
            (400, "InvalidParameter.Resources.Duplicate", "duplicate"),
        ),
        (create, HOME, to("rd-1"), (400, "InvalidParameter.Targets", "accounts only")),
        (
            create,
            HOME,
            to("1234567890123456"),
            (400, "InvalidParameter.Targets", "none of the simulated accounts"),
        ),
        (create, HOME, to(HOME_ID), (409, "ShareWithYourself", "with yourself")),
        (create, HOME, to(PARTNER_ID), (400, "InvalidTarget", "does not exist in the resource directory")),
        (create, PARTNER, to(HOME_ID), (409, "AccountNotInResourceDirectory", "not a master or a member")),
        (
            create,
            HOME,
            instance_outside,
            (409, "ExternalTargetsNotAllowed.ResourceType", "outside the resource directory"),
        ),
        (
            create,
            HOME,
            vec![NAME, ("PermissionNames.1", "None")],
            (404, "EntityNotExists.Permission", "does not exist"),
        ),
        (
            create,
            HOME,
            vec![NAME, ("PermissionNames.1", "a"), ("PermissionNames.2", "a")],
            (400, "InvalidParameter.PermissionNames.Duplicate", "duplicate"),
        ),
        (
            "AssociateResourceShare",
            DATA,
            vec![DATA_SHARE, ("Targets.1", PARTNER_ID)],
            (400, "InvalidTarget", "does not exist"),
        ),
    ]);
    let mut scene = Scene::new();
    scene.world.sharing.directory.shares = false;
    let parameters = [NAME, ("Targets.1", DATA_ID), ("Resources.1.ResourceId", &switch)];
    let call = scene.call(kms_api::Product::ResourceSharing, HOME, create, &parameters[..2]);
    let answer = scene.world.call(&call);
    assert_refused(
        "sharing is off",
        &answer,
        (409, "NotEnableSharingWithResourceDirectory", "have not enabled"),
    );
    assert_documented(&call, &answer);
    // Outside the directory the switch does not matter.
    scene.share(HOME, create, &outside(PARTNER_ID));
}

#[test]
fn changes_of_shares() {
    let gone = (404, "EntityNotExists.ResourceShare", "does not exist in the current account");
    let form = (400, "InvalidParameter.ResourceShareId", "invalid");
    let missing = (400, "MissingParameter.ResourceShareId", "specify");
    let deleted = (409, "ResourceShareStatusMismatchAction", "does not allow");
    let home = ("Targets.1", HOME_ID);
    let others = ("ResourceOwner", "OtherAccounts");
    for operation in
        ["UpdateResourceShare", "DeleteResourceShare", "AssociateResourceShare", "DisassociateResourceShare"]
    {
        check(vec![
            (operation, DATA, vec![NAME, home], missing),
            (operation, DATA, vec![NAME, home, ("ResourceShareId", "x")], form),
            (operation, DATA, vec![NAME, home, ("ResourceShareId", "rs-")], form),
            (operation, HOME, vec![NAME, ("Targets.1", PARTNER_ID), DATA_SHARE], gone),
            (operation, DATA, vec![NAME, home, ("ResourceShareId", "rs-nothing")], gone),
            (operation, DATA, vec![NAME, home, DELETED_SHARE], deleted),
        ]);
    }
    check(vec![
        (
            "UpdateResourceShare",
            DATA,
            vec![DATA_SHARE],
            (400, "MissingParameter.ResourceShareName", "specify"),
        ),
        (
            "UpdateResourceShare",
            PARTNER,
            vec![HUB_SHARE, NAME, ("AllowExternalTargets", "false")],
            (409, "OperationNotPermitted", "Remove the outside accounts first"),
        ),
        (
            "AssociateResourceShare",
            DATA,
            vec![DATA_SHARE],
            (400, "ResourceAndTargetBothEmpty", "must be specified"),
        ),
        (
            "DisassociateResourceShare",
            DATA,
            vec![DATA_SHARE],
            (400, "ResourceAndTargetBothEmpty", "must be specified"),
        ),
        (
            "DisassociateResourceShare",
            DATA,
            vec![DATA_SHARE, ("Targets.1", PARTNER_ID)],
            (400, "DisassociateInvalid", "unassociated"),
        ),
        (
            "DisassociateResourceShare",
            DATA,
            vec![DATA_SHARE, ("Resources.1.ResourceId", "vsw-1"), ("Resources.1.ResourceType", "VSwitch")],
            (400, "DisassociateInvalid", "unassociated"),
        ),
        (
            "DisassociateResourceShare",
            HOME,
            vec![DATA_SHARE, home, others],
            (409, "LeavingFailed.Account", "automatically"),
        ),
        (
            "DisassociateResourceShare",
            HOME,
            vec![HUB_SHARE, ("Targets.1", DATA_ID), others],
            (400, "DisassociateInvalid", "unassociated"),
        ),
        ("DisassociateResourceShare", DATA, vec![HUB_SHARE, ("Targets.1", DATA_ID), others], gone),
        ("EnableSharingWithResourceDirectory", HOME, vec![], (409, "AlreadyEnabled", "already enabled")),
        ("EnableSharingWithResourceDirectory", DATA, vec![], (409, "ActionNotPermitted", "master account")),
    ]);
}

#[test]
fn invitations() {
    let gone = (409, "EntityNotExists.ResourceShareInvitation", "does not exist in the current account");
    for operation in ["AcceptResourceShareInvitation", "RejectResourceShareInvitation"] {
        check(vec![
            (operation, HOME, vec![], (400, "MissingParameter.ResourceShareInvitationId", "specify")),
            (
                operation,
                HOME,
                vec![("ResourceShareInvitationId", "x")],
                (400, "InvalidParameter.ResourceShareInvitationId", "invalid"),
            ),
            (operation, HOME, vec![("ResourceShareInvitationId", "i-1")], gone),
            (operation, DATA, vec![OPEN], gone),
            (
                operation,
                HOME,
                vec![("ResourceShareInvitationId", "i-ljy8gdd80a7213ji")],
                (409, "InvitationStatus.AlreadyAccepted", "alredy"),
            ),
        ]);
        let mut scene = Scene::new();
        scene.share(HOME, "RejectResourceShareInvitation", &[OPEN]);
        let rejected = (409, "InvitationStatus.AlreadyRejected", "rejected");
        let mut late = Scene::new();
        late.minutes = 5 * 24 * 60;
        let expired = (409, "InvitationStatus.Expired", "expired");
        for (mut scene, refusal) in [(scene, rejected), (late, expired)] {
            let call = scene.call(kms_api::Product::ResourceSharing, HOME, operation, &[OPEN]);
            let answer = scene.world.call(&call);
            assert_refused(operation, &answer, refusal);
            assert_documented(&call, &answer);
        }
    }
}
