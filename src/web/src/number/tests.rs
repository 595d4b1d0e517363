use super::{grouped, grouped_i64, short_account, short_id, short_zone};

#[test]
fn figures_and_ids_are_short() {
    for (count, expected) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
        assert_eq!(grouped(count), expected);
    }
    assert_eq!(grouped_i64(-5), "0");
    for (id, expected) in [("vpc-1", "vpc-1"), ("kst-hzz65a0000000000d9a1", "kst-hzz65a…d9a1"), ("", "")] {
        assert_eq!(short_id(id), expected);
    }
    assert_eq!(short_account("1147203918250263"), "1147…0263");
    assert_eq!(short_zone("cn-hangzhou-k"), "k");
}
