use kms_api::{RegionId, VSwitchId, VpcId};

use crate::testing::{HOME, OTHER, REGION, account, world};

fn ids(account_id: &str) -> (Vec<String>, Vec<String>) {
    let world = world();
    let visible = world.network.visible(&account(account_id), &RegionId::from(REGION));
    let vpc = |position: &usize| world.network.vpc_at(*position).unwrap().name.clone();
    let v_switch = |position: &usize| world.network.v_switch_at(*position).unwrap().name.clone();
    (visible.vpcs.iter().map(vpc).collect(), visible.v_switches.iter().map(v_switch).collect())
}

#[test]
fn visibility_follows_shares() {
    let cases = [
        (HOME, "primary a b c d shared ended", "primary a1 a2 a0 b1 b-pending c1 d1 s1"),
        (OTHER, "shared ended hidden", "s1 s2 e1 h1"),
        ("1385720946158274", "", ""),
    ];
    for (account, vpcs, v_switches) in cases {
        let split = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(ids(account), (split(vpcs), split(v_switches)), "{account}");
    }
}

#[test]
fn a_v_switch_needs_its_vpc() {
    let mut world = world();
    let mut orphan = world.network.v_switch(&VSwitchId::from("vsw-a1")).unwrap().clone();
    orphan.id = VSwitchId::from("vsw-orphan");
    orphan.vpc_id = VpcId::from("vpc-none");
    let before = world.clone();
    assert!(!world.network.add_v_switch(orphan));
    assert_eq!(world, before);
}
