use super::short_name;
use kms_api::AccountId;

#[test]
fn names_are_the_last_part_of_the_arn() {
    let account = AccountId::parse("1147000000000263").unwrap();
    for (arn, expected) in [
        ("acs:ram::1147000000000263:user/li.wei", "li.wei"),
        ("acs:ram::1147000000000263:root", "root"),
        ("acs:sts::1147000000000263:assumed-role/ops/session-1", "ops/session-1"),
        ("acs:ram::1147000000000263:user/", "user/"),
        ("", "1147000000000263"),
    ] {
        assert_eq!(short_name(arn, &account), expected, "{arn}");
    }
}
