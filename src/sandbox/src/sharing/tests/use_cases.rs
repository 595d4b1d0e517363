//! Shares from end to end.

use kms_api::Product;
use serde_json::{Value, json};

use super::{DATA, DATA_ID, HOME, HOME_ID, PARTNER, PARTNER_ID, Scene};
use crate::error::CloudError;
use crate::testing::assert_refused;

fn v_switch(id: &str) -> [(&str, &str); 2] {
    [("Resources.1.ResourceId", id), ("Resources.1.ResourceType", "VSwitch")]
}

fn instance(id: &str) -> [(&str, &str); 2] {
    [("Resources.1.ResourceId", id), ("Resources.1.ResourceType", "KMSInstance")]
}

fn bind(scene: &mut Scene, instance: &str, vpc: &str, v_switch: &str) -> Result<Value, CloudError> {
    let binding = json!([{
        "VpcId": vpc, "VSwitchId": v_switch, "RegionId": "cn-hangzhou", "VpcOwnerId": DATA_ID,
    }]);
    let parameters = [("KmsInstanceId", instance), ("BindVpcs", &binding.to_string())];
    let call = scene.call(Product::Kms, HOME, "UpdateKmsInstanceBindVpc", &parameters);
    scene.world.call(&call)
}

#[test]
fn a_shared_v_switch_is_seen_and_bound_until_the_share_ends() {
    const UNSHARED: (u16, &str, &str) = (400, "InvalidParameter", "is not shared with account");
    let ends: [(&str, &[(&str, &str)]); 3] = [
        ("DeleteResourceShare", &[]),
        ("DisassociateResourceShare", &[("Targets.1", HOME_ID)]),
        ("DisassociateResourceShare", &[("ResourceOwner", "Self"), ("Resources.1.ResourceType", "VSwitch")]),
    ];
    for (operation, more) in ends {
        let mut scene = Scene::new();
        let (switch, vpc) = scene.v_switch("private-k");
        let (bound, other) = (scene.instance_id("analytics"), scene.instance_id("ledger-core"));
        assert_refused("before", &bind(&mut scene, &bound, &vpc, &switch), UNSHARED);
        assert_eq!(scene.share_type(HOME, &switch), None);
        assert_eq!(scene.share_type(DATA, &switch).as_deref(), Some(""));

        let share = scene.create(DATA, &[&v_switch(&switch)[..], &[("Targets.1", HOME_ID)]].concat());
        assert_eq!(scene.share_type(HOME, &switch).as_deref(), Some("Shared"));
        assert_eq!(scene.share_type(DATA, &switch).as_deref(), Some("Sharing"));
        bind(&mut scene, &bound, &vpc, &switch).unwrap();

        let mut parameters = vec![("ResourceShareId", share.as_str())];
        parameters.extend(more);
        if more.iter().any(|(name, _)| name.starts_with("Resources")) {
            parameters.push(("Resources.1.ResourceId", &switch));
        }
        scene.share(DATA, operation, &parameters);
        assert_eq!(scene.share_type(HOME, &switch), None, "{more:?}");
        assert_eq!(scene.share_type(DATA, &switch).as_deref(), Some(""), "{more:?}");
        // What is bound stays bound; nothing new can be.
        bind(&mut scene, &bound, &vpc, &switch).unwrap();
        assert_refused("after", &bind(&mut scene, &other, &vpc, &switch), UNSHARED);
    }
}

#[test]
fn shares_of_the_seed_can_be_ended_and_made_again() {
    let mut scene = Scene::new();
    let share = scene.share_id("data-vpc");
    let (one, other) = (scene.v_switch("shared-j").0, scene.v_switch("shared-k").0);
    let seen = |scene: &mut Scene| [&one, &other].map(|id| scene.share_type(HOME, id).is_some());
    assert_eq!(seen(&mut scene), [true, true]);
    let named = |id: &str| [("ResourceShareId", share.clone()), ("Resources.1.ResourceId", id.to_owned())];
    for (operation, id, expected) in [
        ("DisassociateResourceShare", &one, [false, true]),
        ("AssociateResourceShare", &one, [true, true]),
        ("DisassociateResourceShare", &other, [true, false]),
    ] {
        let named = named(id);
        let mut parameters: Vec<_> = named.iter().map(|(name, value)| (*name, value.as_str())).collect();
        parameters.push(("Resources.1.ResourceType", "VSwitch"));
        scene.share(DATA, operation, &parameters);
        assert_eq!(seen(&mut scene), expected, "{operation} {id}");
    }
    scene.share(DATA, "DeleteResourceShare", &[("ResourceShareId", &share)]);
    assert_eq!(seen(&mut scene), [false, false]);
}

#[test]
fn what_two_shares_bring_stays_until_both_end() {
    let mut scene = Scene::new();
    let switch = scene.v_switch("private-k").0;
    let parameters = [&v_switch(&switch)[..], &[("Targets.1", HOME_ID)]].concat();
    let shares = [scene.create(DATA, &parameters), scene.create(DATA, &parameters)];
    for (share, seen) in shares.iter().zip([true, false]) {
        scene.share(DATA, "DeleteResourceShare", &[("ResourceShareId", share)]);
        assert_eq!(scene.share_type(HOME, &switch).is_some(), seen);
    }
}

#[test]
fn outsiders_must_accept() {
    // What the receiver does, days later → status of the target, whether the vSwitch is seen.
    let cases = [
        ("AcceptResourceShareInvitation", 0, "Associated", true),
        ("AcceptResourceShareInvitation", 4, "Associated", true),
        ("RejectResourceShareInvitation", 0, "Failed", false),
        ("AcceptResourceShareInvitation", 5, "Associating", false),
    ];
    for (operation, days, status, seen) in cases {
        let mut scene = Scene::new();
        let share = scene.share_id("partner-hub-offer");
        let switch = scene.v_switch("hub-internal").0;
        assert_eq!(scene.links(PARTNER, &share)[HOME_ID], "Associating");
        assert_eq!(scene.share_type(HOME, &switch), None);
        let listed = scene.share(HOME, "ListResourceShareInvitations", &[("ResourceShareIds.1", &share)]);
        let invitation = listed["ResourceShareInvitations"][0].clone();
        assert_eq!(invitation["Status"], json!("Pending"));
        let id = invitation["ResourceShareInvitationId"].as_str().unwrap();
        // The seed sent it two days ago, and it is good for seven.
        scene.minutes = days * 24 * 60;
        let _ = scene.ask(HOME, operation, &[("ResourceShareInvitationId", id)]);
        assert_eq!(scene.links(PARTNER, &share)[HOME_ID], status, "{operation} after {days}");
        assert_eq!(scene.share_type(HOME, &switch).is_some(), seen, "{operation} after {days}");
    }
}

#[test]
fn an_outsider_can_be_invited_and_uninvited() {
    let mut scene = Scene::new();
    let switch = scene.v_switch("hub-internal").0;
    let outside = [("AllowExternalTargets", "true"), ("Targets.1", HOME_ID)];
    let share = scene.create(PARTNER, &[&v_switch(&switch)[..], &outside].concat());
    let named = [("ResourceShareIds.1", share.as_str())];
    let listed = scene.share(HOME, "ListResourceShareInvitations", &named);
    assert_eq!(listed["ResourceShareInvitations"][0]["SenderAccountId"], json!(PARTNER_ID));
    let target = [("ResourceShareId", share.as_str()), ("Targets.1", HOME_ID)];
    scene.share(PARTNER, "DisassociateResourceShare", &target);
    let listed = scene.share(HOME, "ListResourceShareInvitations", &named);
    assert_eq!(listed["ResourceShareInvitations"], json!([]));
    scene.share(PARTNER, "AssociateResourceShare", &target);
    let listed = scene.share(HOME, "ListResourceShareInvitations", &named);
    let id = listed["ResourceShareInvitations"][0]["ResourceShareInvitationId"].as_str().unwrap().to_owned();
    let answer = scene.share(HOME, "AcceptResourceShareInvitation", &[("ResourceShareInvitationId", &id)]);
    assert_eq!(answer["ResourceShareInvitation"]["Status"], json!("Accepted"));
    assert_eq!(scene.share_type(HOME, &switch).as_deref(), Some("Shared"));
    // Only those outside the directory can leave by themselves.
    scene.share(
        HOME,
        "DisassociateResourceShare",
        &[&target[..], &[("ResourceOwner", "OtherAccounts")]].concat(),
    );
    assert_eq!(scene.share_type(HOME, &switch), None);
}

#[test]
fn a_deleted_share_takes_its_invitations_back() {
    let mut scene = Scene::new();
    let share = scene.share_id("partner-hub-offer");
    let named = [("ResourceShareIds.1", share.as_str())];
    let count = |scene: &mut Scene| {
        let listed = scene.share(HOME, "ListResourceShareInvitations", &named);
        listed["ResourceShareInvitations"].as_array().unwrap().len()
    };
    assert_eq!(count(&mut scene), 1);
    scene.share(PARTNER, "DeleteResourceShare", &[("ResourceShareId", &share)]);
    assert_eq!(count(&mut scene), 0);
}

#[test]
fn an_instance_share_takes_a_unit_and_gives_it_back_later() {
    let mut scene = Scene::new();
    let id = scene.instance_id("analytics");
    assert_eq!(scene.units(&id), 1);
    let share = scene.create(HOME, &[&instance(&id)[..], &[("Targets.1", DATA_ID)]].concat());
    assert_eq!(scene.units(&id), 2);
    let target = [("ResourceShareId", share.as_str()), ("Targets.1", DATA_ID)];
    let steps: [(i64, Option<&str>, i64); 7] = [
        (10, Some("DisassociateResourceShare"), 2),
        (14, None, 2),
        // Shared again before the unit is given back: it is not.
        (14, Some("AssociateResourceShare"), 2),
        (16, None, 2),
        (20, Some("DisassociateResourceShare"), 2),
        (24, None, 2),
        (25, None, 1),
    ];
    for (minutes, operation, units) in steps {
        scene.minutes = minutes;
        if let Some(operation) = operation {
            scene.share(HOME, operation, &target);
        }
        assert_eq!(scene.units(&id), units, "minute {minutes}");
    }
}

#[test]
fn an_account_without_a_unit_fails_and_is_not_tried_again() {
    let mut scene = Scene::new();
    let id = scene.instance_id("edge-signing");
    let share = scene.create(HOME, &instance(&id));
    let target = [("ResourceShareId", share.as_str()), ("Targets.1", DATA_ID)];
    let answer = scene.share(HOME, "AssociateResourceShare", &target);
    assert_eq!(answer["ResourceShareAssociations"][0]["AssociationStatus"], json!("Failed"));
    assert_eq!(scene.units(&id), 3);
    let parameters = [("AssociationType", "Target"), ("AssociationStatus", "Failed")];
    let failed = scene.share(HOME, "ListResourceShareAssociations", &parameters);
    let detail = &failed["ResourceShareAssociations"][0]["AssociationFailedDetails"][0];
    assert_eq!(
        (&detail["EntityId"], &detail["FailureDescription"]),
        (&json!(DATA_ID), &json!("Instance Share Quota Exceed Limit."))
    );

    scene.set_quota(&id, 4);
    scene.share(HOME, "AssociateResourceShare", &target);
    assert_eq!((scene.links(HOME, &share)[DATA_ID].as_str(), scene.units(&id)), ("Failed", 3));
    scene.share(HOME, "DisassociateResourceShare", &target);
    scene.share(HOME, "AssociateResourceShare", &target);
    assert_eq!((scene.links(HOME, &share)[DATA_ID].as_str(), scene.units(&id)), ("Associated", 4));
}

#[test]
fn an_instance_without_a_unit_fails_and_leaves_the_account_in_the_share() {
    let mut scene = Scene::new();
    let (full, roomy) = (scene.instance_id("edge-signing"), scene.instance_id("analytics"));
    let share = scene.create(HOME, &[&instance(&roomy)[..], &[("Targets.1", DATA_ID)]].concat());
    let add = [&[("ResourceShareId", share.as_str())][..], &instance(&full)].concat();
    scene.share(HOME, "AssociateResourceShare", &add);
    let links = scene.links(HOME, &share);
    assert_eq!([&links[&full], &links[&roomy], &links[DATA_ID]], ["Failed", "Associated", "Associated"]);
    assert_eq!((scene.units(&full), scene.units(&roomy)), (3, 2));
    // More units alone change nothing, nor does adding it once more.
    scene.set_quota(&full, 4);
    scene.share(HOME, "AssociateResourceShare", &add);
    assert_eq!((scene.links(HOME, &share)[&full].as_str(), scene.units(&full)), ("Failed", 3));
}

#[test]
fn an_account_counts_once_however_often_it_is_named() {
    let mut scene = Scene::new();
    let id = scene.instance_id("analytics");
    let parameters = [&instance(&id)[..], &[("Targets.1", DATA_ID)]].concat();
    let first = scene.create(HOME, &parameters);
    // With too few units another share with the same account still holds.
    scene.set_quota(&id, 1);
    let second = scene.create(HOME, &parameters);
    assert_eq!((scene.links(HOME, &second)[DATA_ID].as_str(), scene.units(&id)), ("Associated", 2));
    for (share, units) in [(first, 2), (second, 1)] {
        scene.share(HOME, "DeleteResourceShare", &[("ResourceShareId", &share)]);
        scene.minutes += 5;
        assert_eq!(scene.units(&id), units);
    }
}

#[test]
fn instance_shares_of_the_seed_can_be_ended() {
    // A key policy of `ledger-core` names the account too, so that its unit stays.
    for (name, before, after) in [("ledger-core", 6, 6), ("legacy", 8, 7)] {
        let mut scene = Scene::new();
        let id = scene.instance_id(name);
        assert_eq!(scene.units(&id), before, "{name}");
        let share = scene.share_id(name);
        scene.share(HOME, "DeleteResourceShare", &[("ResourceShareId", &share)]);
        scene.minutes = 5;
        assert_eq!(scene.units(&id), after, "{name}");
    }
}

#[test]
fn shares_are_renamed() {
    let mut scene = Scene::new();
    let share = scene.create(DATA, &[]);
    let update =
        [("ResourceShareId", share.as_str()), ("ResourceShareName", "old"), ("AllowExternalTargets", "true")];
    scene.minutes = 1;
    let answer = scene.share(DATA, "UpdateResourceShare", &update);
    let told = &answer["ResourceShare"];
    assert_eq!(
        (&told["ResourceShareName"], &told["AllowExternalTargets"], &told["CreateTime"], &told["UpdateTime"]),
        (&json!("old"), &json!(true), &json!("2026-11-22T08:00:00Z"), &json!("2026-11-22T08:01:00Z"))
    );
    let answer = scene.share(DATA, "UpdateResourceShare", &update[..2]);
    assert_eq!(answer["ResourceShare"]["AllowExternalTargets"], json!(true), "left out means unchanged");
}
