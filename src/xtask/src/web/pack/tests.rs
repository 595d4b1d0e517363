use super::*;

#[test]
fn edits_by_place() {
    let edits = vec![(7..8, "Y".to_owned()), (0..1, "X".to_owned()), (3..5, String::new())];
    assert_eq!(rewrite("abcdefghij", edits).unwrap(), "XbcfgYij");
    let overlapping = vec![(0..4, String::new()), (2..5, String::new())];
    assert!(rewrite("abcdefghij", overlapping).is_err());
}

#[test]
fn drops_remarks_and_empty_lines() {
    for (page, expected) in [
        ("<p>\n  <!-- a\n b -->\n\n</p>\n", "<p>\n</p>\n"),
        ("a<!-- x -->b<!-- y -->c", "abc\n"),
        ("a<!-- open", "a\n"),
    ] {
        assert_eq!(without_remarks(page), expected);
    }
}
