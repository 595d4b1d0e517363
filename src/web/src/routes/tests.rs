use super::*;

#[test]
fn addresses_stand_for_pages() {
    let instance = |rest| vec![("region", "cn-hangzhou"), ("id", "kst-1"), ("rest", rest)];
    for (path, expected, params) in [
        ("", Page::Start, vec![]),
        ("/", Page::Start, vec![]),
        ("/regions", Page::Regions, vec![]),
        ("/r/cn-hangzhou/instances", Page::Instances, vec![("region", "cn-hangzhou")]),
        ("/r/cn-hangzhou/instances/", Page::Instances, vec![("region", "cn-hangzhou")]),
        ("/r/cn-hangzhou/instances/kst-1", Page::Instance, instance("")),
        ("/r/cn-hangzhou/instances/kst-1/overview", Page::Instance, instance("overview")),
        ("/r/cn-hangzhou/instances/kst-1/vpcs/configure", Page::Instance, instance("vpcs/configure")),
        ("/r/cn-hangzhou", Page::NotFound, vec![]),
        ("/regions/more", Page::NotFound, vec![]),
    ] {
        let (page, found) = page(path);
        assert_eq!(page, expected, "{path}");
        let found: Vec<(&str, &str)> = found.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(found, params, "{path}");
    }
}
