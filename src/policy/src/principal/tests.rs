use super::{Fault, FormFault, Identity, Principal};

#[test]
fn entries() {
    use Fault::{AccountId, Form, Placeholder, Type};
    let ok = |text: &str| Ok(text.to_owned());
    for (text, expected) in [
        ("acs:ram::1111222233334444:*", ok("acs:ram::1111222233334444:*")),
        ("*", ok("acs:ram::*:*")),
        ("acs:ram::1111222233334444:user/li.wei", ok("acs:ram::1111222233334444:user/li.wei")),
        ("acs:ram::*:user/x", ok("acs:ram::*:user/x")),
        ("acs:ram::1111222233334444:user/ci-*", ok("acs:ram::1111222233334444:user/ci-*")),
        ("acs:ram::119285303511****:*", Err(Placeholder)),
        ("acs:ram::<account>:user/x", Err(Placeholder)),
        ("acs:ram::1111111111111111:*", Err(Placeholder)),
        ("acs:ram::1111222233334444:group/dev", Err(Type("group".to_owned()))),
        ("acs:ram::1111222233334444:root", Err(Type("root".to_owned()))),
        ("acs:sts::1111222233334444:assumed-role/r/s", Err(Type("sts".to_owned()))),
        ("ecs.aliyuncs.com", Err(Type("ecs.aliyuncs.com".to_owned()))),
        ("acs:ram::123:*", Err(AccountId("123".to_owned()))),
        ("acs:ram::111122223333444a:*", Err(AccountId("111122223333444a".to_owned()))),
        ("acs:ram:cn-hangzhou:1111222233334444:*", Err(Form(FormFault::Region))),
        ("acs:ram::1111222233334444", Err(Form(FormFault::MissingPart))),
        ("acs:ram::1111222233334444:user/", Err(Form(FormFault::MissingPart))),
        ("acs:ram::1111222233334444:user/a b", Err(Form(FormFault::Space))),
        ("asc:ram::1111222233334444:*", Err(Form(FormFault::Prefix))),
        ("arn:aws:iam::111122223333:root", Err(Form(FormFault::Prefix))),
        ("", Err(Form(FormFault::Prefix))),
    ] {
        assert_eq!(Principal::parse(text).map(|found| found.to_string()), expected, "{text}");
    }
}

#[test]
fn callers() {
    for (arn, expected) in [
        ("acs:ram::1111222233334444:user/x", Some("acs:ram::1111222233334444:user/x")),
        ("acs:sts::1111222233334444:assumed-role/etl/s1", Some("acs:ram::1111222233334444:role/etl")),
        ("acs:ram::1111222233334444:role/etl/s1", Some("acs:ram::1111222233334444:role/etl")),
        ("acs:ram::1111222233334444:root", Some("acs:ram::1111222233334444:root")),
        ("acs:ram::1111222233334444:*", None),
        ("x", None),
    ] {
        assert_eq!(Identity::parse(arn).map(|found| found.to_string()).as_deref(), expected, "{arn}");
    }
}

#[test]
fn who_is_meant() {
    for (principal, identity, expected) in [
        ("acs:ram::1111222233334444:*", "acs:ram::1111222233334444:root", true),
        ("acs:ram::1111222233334444:*", "acs:ram::1111222233334444:role/x", true),
        ("acs:ram::1111222233334444:*", "acs:ram::2222333344445555:role/x", false),
        ("acs:ram::1111222233334444:role/ETL", "acs:ram::1111222233334444:role/etl", true),
        ("acs:ram::1111222233334444:user/ETL", "acs:ram::1111222233334444:user/etl", false),
        ("acs:ram::1111222233334444:user/ci-*", "acs:ram::1111222233334444:user/ci-7", true),
        ("acs:ram::1111222233334444:user/x", "acs:ram::1111222233334444:root", false),
        ("*", "acs:ram::1111222233334444:root", true),
    ] {
        let principal = Principal::parse(principal).expect(principal);
        let identity = Identity::parse(identity).expect(identity);
        assert_eq!(principal.covers(&identity), expected, "{principal} {identity}");
    }
}
