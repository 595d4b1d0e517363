use super::{format_date, parse_date};

#[test]
fn takes_only_whole_seconds_in_utc() {
    let cases = [
        ("2026-02-02T01:07:13Z", true),
        ("2028-02-29T23:59:59Z", true),
        ("2026-02-29T00:00:00Z", false),
        ("2026-02-02T01:07:13.5Z", false),
        ("2026-02-02T01:07:13.000Z", false),
        ("2026-02-02T01:07:13+00:00", false),
        ("2026-02-02T09:07:13+08:00", false),
        ("2026-02-02t01:07:13z", false),
        ("2026-02-02 01:07:13Z", false),
        ("2026-02-02T01:07Z", false),
        ("2026-2-2T1:7:13Z", false),
        ("2026-06-30T23:59:60Z", false),
        (" 2026-02-02T01:07:13Z", false),
        ("1769994433", false),
        ("", false),
    ];
    for (text, accepted) in cases {
        assert_eq!(parse_date(text).is_some(), accepted, "{text:?}");
    }
}

#[test]
fn writes_what_it_reads_and_cuts_fractions() {
    let time = "2026-02-02T01:07:13.999Z".parse().unwrap();
    assert_eq!(format_date(time), "2026-02-02T01:07:13Z");
    assert_eq!(format_date(parse_date("2028-02-29T23:59:59Z").unwrap()), "2028-02-29T23:59:59Z");
}
