use super::{Fault, parse};

#[test]
fn fields_are_checked_before_anything_is_sent() {
    let owner = "1192583047163511";
    assert!(parse(" vpc-uf6k1 ", "vsw-bp1x", owner).is_ok());
    for (vpc, switch, owner, fault) in [
        ("", "vsw-bp1x", owner, Fault::Vpc),
        ("vpc_bp2a", "vsw-bp1x", owner, Fault::Vpc),
        ("vpc-<b>x</b>", "vsw-bp1x", owner, Fault::Vpc),
        ("vpc-uf6k1", "vpc-uf6k1", owner, Fault::Switch),
        ("vpc-uf6k1", "vsw-bp1x", "1192…3511", Fault::Owner),
        ("vpc-uf6k1", "vsw-bp1x", "", Fault::Owner),
    ] {
        assert_eq!(parse(vpc, switch, owner), Err(fault), "{vpc} {switch} {owner}");
    }
}
