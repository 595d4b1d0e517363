use std::collections::BTreeMap;

use kms_api::AccountId;
use kms_api::operations::vpcs::{VSwitch, VSwitchIds, Vpc};

use super::{Prefer, Reason, Summary, propose, summary, vpc_reason};

fn switch(id: &str, zone: &str, free: i64) -> VSwitch {
    VSwitch {
        v_switch_id: id.into(),
        zone_id: zone.into(),
        available_ip_address_count: free,
        status: "Available".into(),
        ..VSwitch::default()
    }
}

fn account(id: &str) -> AccountId {
    AccountId::parse(id).unwrap()
}

#[test]
fn the_proposal_is_deterministic_and_avoids_few_addresses() {
    let pending = VSwitch { status: "Pending".into(), ..switch("p", "k", 999) };
    let all = vec![
        switch("b", "k", 231),
        switch("a", "k", 231),
        switch("low", "j", 2),
        switch("j", "j", 9),
        pending,
    ];
    let used = BTreeMap::from([("k".to_owned(), 2)]);
    for (prefer, expected) in [
        (Prefer::MostFree, Some("a")),
        (Prefer::SpreadZones, Some("j")),
        (Prefer::Zone("j".into()), Some("j")),
        (Prefer::Zone("h".into()), Some("a")),
    ] {
        let chosen = propose(&all, &prefer, &used).map(|id| id.to_string());
        assert_eq!(chosen.as_deref(), expected, "{prefer:?}");
    }
    let only_low = [switch("low", "j", 1), switch("none", "k", 0)];
    assert_eq!(propose(&only_low, &Prefer::MostFree, &used), Some("low".into()));
    assert_eq!(propose(&[switch("none", "k", 0)], &Prefer::MostFree, &used), None);
    assert_eq!(summary(&all), Summary { count: 5, free: 473 });
}

#[test]
fn a_vpc_that_cannot_be_chosen_says_why() {
    let (own, other) = (account("1"), account("2"));
    let vpc = |owner: &AccountId, ids: &[&str]| Vpc {
        owner_id: owner.clone(),
        v_switch_ids: VSwitchIds { v_switch_id: ids.iter().map(|id| (*id).into()).collect() },
        ..Vpc::default()
    };
    let (good, full) = (vec![switch("a", "k", 1)], vec![switch("a", "k", 0)]);
    for (vpc, switches, room, expected) in [
        (vpc(&own, &["a"]), None, 1, None),
        (vpc(&own, &["a"]), Some(&good), 1, None),
        (vpc(&own, &["a"]), Some(&full), 1, Some(Reason::NoFreeIp)),
        (vpc(&own, &[]), None, 1, Some(Reason::NoVSwitch)),
        (vpc(&other, &[]), None, 1, Some(Reason::NotShared)),
        (vpc(&own, &["a"]), None, 0, Some(Reason::QuotaFull)),
        (vpc(&own, &[]), None, 0, Some(Reason::NoVSwitch)),
    ] {
        assert_eq!(vpc_reason(&vpc, switches.map(Vec::as_slice), &own, room), expected);
    }
}
