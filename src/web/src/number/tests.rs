use super::{grouped, grouped_i64, share_text, short_account, short_id, short_zone, whole};

#[test]
fn figures_and_ids_are_short() {
    for (count, expected) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
        assert_eq!(grouped(count), expected);
    }
    assert_eq!(grouped_i64(-5), "0");
    for (id, expected) in [("vpc-1", "vpc-1"), ("kst-hzz65a0000000000d9a1", "kst-hzz65a…d9a1"), ("", "")] {
        assert_eq!(short_id(id), expected);
    }
    for (share, expected) in
        [(0.0, "0.000"), (0.2126, "0.213"), (1.0, "1.000"), (7.0, "1.000"), (-1.0, "0.000")]
    {
        assert_eq!(share_text(share), expected);
    }
    assert_eq!((whole(-3.0), whole(2.5), whole(38.4)), (0, 3, 38));
    assert_eq!(short_account("1147203918250263"), "1147…0263");
    assert_eq!(short_zone("cn-hangzhou-k"), "k");
}
