use super::*;

#[test]
fn addresses_stand_for_pages() {
    let params = |kind, id, rest| vec![("region", "cn-hangzhou"), ("kind", kind), ("id", id), ("rest", rest)];
    let instance = |rest| params("instances", "kst-1", rest);
    for (path, expected, params) in [
        ("", Page::Start, vec![]),
        ("/", Page::Start, vec![]),
        ("/regions", Page::Regions, vec![]),
        ("/r/cn-hangzhou/instances", Page::Instances, params("instances", "", "")),
        ("/r/cn-hangzhou/instances/", Page::Instances, params("instances", "", "")),
        ("/r/cn-hangzhou/instances/kst-1", Page::Instance, instance("")),
        ("/r/cn-hangzhou/instances/kst-1/overview", Page::Instance, instance("overview")),
        ("/r/cn-hangzhou/instances/kst-1/vpcs/configure", Page::Instance, instance("vpcs/configure")),
        ("/r/cn-hangzhou/keys", Page::Resources, params("keys", "", "")),
        ("/r/cn-hangzhou/keys/key-1/policy", Page::Resources, params("keys", "key-1", "policy")),
        ("/r/cn-hangzhou/keys/key-1/policy/edit", Page::Policy, params("keys", "key-1", "policy/edit")),
        ("/r/cn-hangzhou/secrets/", Page::Resources, params("secrets", "", "")),
        ("/r/cn-hangzhou/secrets/a%2Fb%20c", Page::Resources, params("secrets", "a%2Fb%20c", "")),
        ("/r/cn-hangzhou/secrets/a%2Fb/policy/edit", Page::Policy, params("secrets", "a%2Fb", "policy/edit")),
        ("/r/cn-hangzhou", Page::NotFound, vec![]),
        ("/r/cn-hangzhou/vaults", Page::NotFound, params("vaults", "", "")),
        ("/regions/more", Page::NotFound, vec![]),
    ] {
        let (page, found) = page(path);
        assert_eq!(page, expected, "{path}");
        let found: Vec<(&str, &str)> = found.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(found, params, "{path}");
    }
}
