use super::{Parts, parts, picture};

#[test]
fn arns_fall_apart() {
    let of = |account: &str, rest: &str| Some(Parts { account: account.to_owned(), rest: rest.to_owned() });
    for (arn, expected, icon) in [
        ("acs:ram::1147203918250263:*", of("1147203918250263", "*"), "house-front"),
        ("acs:ram::1147203918250263:user/a:b", of("1147203918250263", "user/a:b"), "user"),
        ("acs:ram::1192853035114021:role/etl", of("1192853035114021", "role/etl"), "id-card"),
        ("*", of("*", "*"), "house-front"),
        ("acs:ram:cn-hangzhou:1147203918250263:*", None, "user"),
        ("<b>", None, "user"),
        ("", None, "user"),
    ] {
        assert_eq!(parts(arn), expected, "{arn}");
        assert_eq!(picture(arn), icon, "{arn}");
    }
}
