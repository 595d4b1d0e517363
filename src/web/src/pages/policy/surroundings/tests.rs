use super::{account_of, identity};

#[test]
fn a_session_stands_for_its_role() {
    for (arn, expected) in [
        ("acs:ram::1147203918250263:user/li.wei", Some("acs:ram::1147203918250263:user/li.wei")),
        ("acs:sts::1147203918250263:assumed-role/etl/run-7", Some("acs:ram::1147203918250263:role/etl")),
        ("acs:ram::1147203918250263:root", Some("acs:ram::1147203918250263:root")),
        ("li.wei", None),
        ("", None),
    ] {
        assert_eq!(identity(arn).as_deref(), expected, "{arn}");
    }
}

#[test]
fn an_arn_names_the_account() {
    for (id, expected) in [
        ("acs:kms:cn-hangzhou:1192853035114021:key/key-1", Some("1192853035114021")),
        ("acs:kms:cn-hangzhou:x:key/key-1", None),
        ("key-1", None),
        ("a:b", None),
    ] {
        assert_eq!(account_of(id).as_deref(), expected, "{id}");
    }
}
