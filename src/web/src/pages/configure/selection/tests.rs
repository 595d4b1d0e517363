use std::collections::HashSet;

use kms_api::operations::instances::{BindVpc, BindVpcs, KmsInstance};
use kms_api::{AccountId, VpcId};

use super::{Changes, Pick, Quota, Row, Selection};

const OWNER: &str = "9007199254740993";

fn owner() -> AccountId {
    AccountId::parse(OWNER).unwrap()
}

fn bound(vpc: &str, switch: &str) -> BindVpc {
    BindVpc { vpc_id: vpc.into(), v_switch_id: switch.into(), region_id: "r".into(), vpc_owner_id: owner() }
}

/// core is primary, data and web are bound, one outside account, eight units.
fn selection() -> Selection {
    let instance = KmsInstance {
        vpc_id: "core".into(),
        vpc_num: 8,
        bind_vpcs: BindVpcs { bind_vpc: vec![bound("data", "d-1"), bound("web", "w-1")] },
        ..KmsInstance::default()
    };
    Selection::new(&instance, &"r".into(), Quota::of(&instance, Some(4)))
}

fn pick(switch: &str) -> Pick {
    Pick { v_switch_id: switch.into(), proposed: false }
}

fn ids(names: &[&str]) -> HashSet<VpcId> {
    names.iter().map(|name| VpcId::from(*name)).collect()
}

fn wanted(selection: &Selection) -> Option<Vec<String>> {
    let request = selection.request()?;
    Some(
        request
            .iter()
            .map(|one| format!("{} {} {}", one.vpc_id, one.v_switch_id, one.vpc_owner_id))
            .collect(),
    )
}

#[test]
fn quota_counts_vpcs_and_outside_accounts() {
    let selection = selection();
    assert_eq!(selection.quota(), Quota { vpcs: 3, accounts: 1, limit: 8 });
    assert_eq!((selection.used_after(), selection.room()), (4, 4));
}

#[test]
fn moving_stops_at_the_limit_and_says_how_many_fitted() {
    let mut selection = selection();
    let many = (0..6).map(|n| (VpcId::from(format!("app-{n}")), owner()));
    let moved = selection.add(many);
    assert_eq!((moved.added.len(), moved.left_out), (4, 2));
    assert_eq!(selection.room(), 0);
    assert_eq!(
        selection.add([("core".into(), owner()), ("web".into(), owner())]).left_out,
        0,
        "already there"
    );
    assert_eq!(selection.remove(&ids(&["app-0", "core", "nobody"])), 1, "the primary VPC stays");
    assert_eq!(selection.room(), 1);
    assert!(!selection.lists(&"app-0".into()));
}

#[test]
fn a_struck_binding_comes_back_by_undo_or_by_moving_it_again() {
    let mut selection = selection();
    assert_eq!(selection.remove(&ids(&["web"])), 1);
    assert_eq!(selection.row(&"web".into()), Some(Row::Removed(bound("web", "w-1"))));
    assert!(selection.lists(&"web".into()), "struck rows stay in Selected");
    assert_eq!(selection.used_after(), 3);
    assert!(selection.undo(&"web".into()));
    selection.remove(&ids(&["web"]));
    assert_eq!(selection.add([("web".into(), owner())]).restored, 1);
    assert_eq!(selection.changes(), Changes::default());
}

#[test]
fn undo_of_a_removal_needs_a_free_unit() {
    let mut selection = selection();
    selection.remove(&ids(&["web"]));
    assert_eq!(selection.add((0..9).map(|n| (VpcId::from(format!("app-{n}")), owner()))).added.len(), 5);
    assert!(!selection.undo(&"web".into()));
}

#[test]
fn the_request_is_the_whole_list() {
    let mut selection = selection();
    let owner = OWNER;
    assert_eq!(wanted(&selection), Some(vec![format!("data d-1 {owner}"), format!("web w-1 {owner}")]));
    selection.remove(&ids(&["web"]));
    selection.choose(&"data".into(), pick("d-2"));
    selection.add([("app".into(), self::owner())]);
    assert_eq!(wanted(&selection), None, "app has no vSwitch yet");
    assert_eq!(selection.undecided().count(), 1);
    selection.choose(&"app".into(), pick("a-1"));
    assert_eq!(wanted(&selection), Some(vec![format!("data d-2 {owner}"), format!("app a-1 {owner}")]));
    assert_eq!(selection.changes(), Changes { added: 1, moved: 1, removed: 1 });
    assert!(selection.is_stored(&[bound("app", "a-1"), bound("data", "d-2")]));
    assert!(!selection.is_stored(&[bound("app", "a-1"), bound("data", "d-1")]));
    selection.choose(&"data".into(), pick("d-1"));
    assert_eq!(selection.changes().moved, 0, "its own vSwitch is no change");
}

#[test]
fn an_instance_without_the_quota_operation_counts_its_vpcs() {
    let instance = KmsInstance { vpc_id: "core".into(), vpc_num: 1, ..KmsInstance::default() };
    assert_eq!(Quota::of(&instance, None), Quota { vpcs: 1, accounts: 0, limit: 1 });
    assert_eq!(Quota::of(&KmsInstance::default(), Some(0)).used(), 0);
}
