use super::{is_network, split_moment, zones};

#[test]
fn networks() {
    for (text, expected) in [
        ("203.0.113.0/24", true),
        ("203.0.113.7", true),
        ("2001:db8::/32", true),
        ("203.0.113.0/33", false),
        ("2001:db8::/129", false),
        ("203.0.113", false),
        ("203.0.113.0/", false),
        ("", false),
    ] {
        assert_eq!(is_network(text), expected, "{text}");
    }
}

#[test]
fn moments_fall_into_time_and_zone() {
    for (text, expected) in [
        ("2027-01-02T03:04:05Z", Some(("2027-01-02T03:04:05", "Z"))),
        ("2027-01-02T03:04:05+08:00", Some(("2027-01-02T03:04:05", "+08:00"))),
        ("2027-01-02T03:04:05-03:00", Some(("2027-01-02T03:04:05", "-03:00"))),
        ("2027-01-02T03:04", Some(("2027-01-02T03:04", ""))),
        ("2027-01-02", None),
        ("", None),
    ] {
        assert_eq!(split_moment(text), expected, "{text}");
    }
    assert_eq!(zones("+08:00", "-03:00"), ["+08:00", "-03:00", "Z"]);
}
