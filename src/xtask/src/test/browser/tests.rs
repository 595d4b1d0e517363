use super::*;

#[test]
fn reads_the_sums() {
    let text = r#"{"suites": [], "stats": {"duration": 1.5, "expected": 7, "skipped": 1, "unexpected": 2, "flaky": 1}}"#;
    assert_eq!(read_report(text), Some(Counts { passed: 7, failed: 3, skipped: 1 }));
    assert_eq!(read_report("{"), None);
    assert_eq!(read_report("{}"), None);
}

#[test]
fn filters_by_plain_text() {
    for (filter, expected) in [("bind a VPC", "bind a VPC"), ("a.b (c)", r"a\.b \(c\)"), ("绑定", "绑定")]
    {
        assert_eq!(literal(filter), expected);
    }
}
