use serde_json::json;

use super::*;

#[test]
fn reads_a_junit_report() {
    let report = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="6" failures="2" errors="1">
    <testsuite name="kms-api" tests="3" disabled="0" errors="0" failures="1"/>
    <testsuite name="kms-proxy::bin/x" tests="1" disabled="0" errors="0" failures="0"/>
    <testsuite name="kms-tests::wire" tests="2" disabled="0" errors="1" failures="0"/>
</testsuites>"#;
    assert_eq!(read_report(report, Kind::Unit), Counts { passed: 3, failed: 1, skipped: 0 });
    assert_eq!(read_report(report, Kind::Wire), Counts { passed: 1, failed: 1, skipped: 0 });
}

#[test]
fn reads_a_list_of_tests() {
    let case =
        |reason: &str| json!({"ignored": true, "filter-match": {"status": "mismatch", "reason": reason}});
    let list = json!({"rust-suites": {
        "kms-api": {"testcases": {"a": case("ignored"), "b": case("string"), "c": {"filter-match": {"status": "matches"}}}},
        "kms-tests::wire": {"testcases": {"d": case("ignored"), "e": case("ignored")}},
    }});
    let counts =
        |kind, filter| (count(&list, kind, |_, case| is_chosen(case)), skipped(&list, kind, filter).skipped);
    assert_eq!((counts(Kind::Unit, None), counts(Kind::Wire, None)), ((1, 1), (0, 2)));
    assert_eq!((counts(Kind::Unit, Some("b")).1, counts(Kind::Wire, Some("e")).1), (0, 1));
}

#[test]
fn reads_closing_lines_of_test_programs() {
    let words = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                 test result: FAILED. 5 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n";
    assert_eq!(read_summaries(words), Counts { passed: 7, failed: 3, skipped: 1 });
}
