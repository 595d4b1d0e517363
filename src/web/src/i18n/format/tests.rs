use super::format;
use crate::i18n::Lang;

#[test]
fn messages_are_filled() {
    let plural = "{count, plural, one {# VPC} other {# VPCs}} in {region}";
    for (lang, message, arguments, expected) in [
        (Lang::En, "plain", vec![], "plain"),
        (Lang::En, "{a} and {b}", vec![("a", "x"), ("b", "y")], "x and y"),
        (Lang::En, "{a}", vec![], "{a}"),
        (Lang::En, plural, vec![("count", "1"), ("region", "cn#1")], "1 VPC in cn#1"),
        (Lang::En, plural, vec![("count", "0"), ("region", "r")], "0 VPCs in r"),
        (Lang::En, plural, vec![("count", "1,204"), ("region", "r")], "1,204 VPCs in r"),
        (Lang::Zh, "{count, plural, other {# 个 VPC}}", vec![("count", "1")], "1 个 VPC"),
        (Lang::Id, plural, vec![("count", "1"), ("region", "r")], "1 VPCs in r"),
        (Lang::En, "broken {count", vec![("count", "1")], "broken {count"),
        (Lang::En, "{a}", vec![("a", "{b}"), ("b", "no")], "{b}"),
    ] {
        assert_eq!(format(message, lang, &arguments), expected, "{message}");
    }
}
