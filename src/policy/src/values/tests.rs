use std::cmp::Ordering;

use proptest::prelude::*;

use super::{Decimal, Instant, Network};

#[test]
fn numbers_are_exact() {
    for (one, two, expected) in [
        ("9007199254740993", "9007199254740992", Ordering::Greater),
        ("0.1", "0.10", Ordering::Equal),
        ("1e3", "1000", Ordering::Equal),
        ("-1", "-2", Ordering::Greater),
        ("-0", "0", Ordering::Equal),
        (".5", "5e-1", Ordering::Equal),
        ("1e400", "1e399", Ordering::Greater),
    ] {
        let parse = |text| Decimal::parse(text).expect(text);
        assert_eq!(parse(one).cmp(&parse(two)), expected, "{one} {two}");
    }
    for text in ["", "-", ".", "1e", "1e99999", "0x1", "1 ", "NaN", "1_0", "--1"] {
        assert_eq!(Decimal::parse(text), None, "{text}");
    }
}

#[test]
fn moments_have_zones() {
    for (text, expected) in [
        ("1970-01-01T00:00:00Z", Some("1970-01-01T00:00:00Z")),
        ("2026-11-24T08:00:00+08:00", Some("2026-11-24T00:00:00Z")),
        ("2026-11-24T08:00+0800", Some("2026-11-24T00:00:00Z")),
        ("1969-12-31T23:59:59.25Z", Some("1969-12-31T23:59:59.25Z")),
        ("2024-02-29T00:00:00Z", Some("2024-02-29T00:00:00Z")),
        ("2023-02-29T00:00:00Z", None),
        ("2026-11-24T08:00:00", None),
        ("2026-11-24", None),
        ("2026-13-01T00:00:00Z", None),
        ("2026-11-24T24:00:00Z", None),
        ("é026-11-24T24:00:00Z", None),
    ] {
        assert_eq!(Instant::parse(text).map(|found| found.to_string()).as_deref(), expected, "{text}");
    }
}

#[test]
fn networks() {
    for (text, expected) in [
        ("10.1.2.3/8", Some("10.0.0.0/8")),
        ("203.0.113.7", Some("203.0.113.7")),
        ("203.0.113.7/32", Some("203.0.113.7")),
        ("2001:db8::1/32", Some("2001:db8::/32")),
        ("0.0.0.0/0", Some("0.0.0.0/0")),
        ("::/0", Some("::/0")),
        ("10.0.0.0/33", None),
        ("10.0.0.0/08", None),
        ("10.0.0/8", None),
        ("10.0.0.0/", None),
        ("vpc-1", None),
    ] {
        assert_eq!(Network::parse(text).map(|found| found.to_string()).as_deref(), expected, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn between_is_between(one in "-?[0-9]{1,3}(\\.[0-9]{1,4})?", two in "-?[0-9]{1,3}(\\.[0-9]{1,4})?") {
        let (one, two) = (Decimal::parse(&one).expect("one"), Decimal::parse(&two).expect("two"));
        let (low, high) = if one < two { (one, two) } else { (two, one) };
        prop_assert!(low.below() < low && high < high.above());
        if low != high {
            let middle = low.between(&high);
            prop_assert!(low < middle && middle < high, "{} {} {}", low, middle, high);
        }
        prop_assert_eq!(Decimal::parse(&low.to_string()), Some(low));
    }

    #[test]
    fn moments_print_as_they_are(seconds in -60_000_000_000_i64..250_000_000_000, fraction in "[0-9]{0,12}") {
        let moment = Instant::from_seconds(Decimal::from_parts(seconds, &fraction).expect("a moment"));
        if (0..=253_402_300_799).contains(&seconds) || seconds > -62_135_596_800 {
            prop_assert_eq!(Instant::parse(&moment.to_string()), Some(moment));
        }
    }
}
