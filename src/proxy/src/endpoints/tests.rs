use super::{EndpointError, Endpoints, host_header, is_loopback};
use kms_api::Product;

#[test]
fn each_product_has_its_host_in_each_cloud() {
    let cases = [
        (Endpoints::cloud(), Product::Kms, "https://kms.cn-hangzhou.aliyuncs.com/"),
        (Endpoints::cloud(), Product::Vpc, "https://vpc.cn-hangzhou.aliyuncs.com/"),
        (Endpoints::cloud(), Product::ResourceSharing, "https://resourcesharing.cn-hangzhou.aliyuncs.com/"),
        (Endpoints::cloud(), Product::Ram, "https://ram.aliyuncs.com/"),
        (Endpoints::cloud(), Product::Sts, "https://sts.aliyuncs.com/"),
        (Endpoints::simulated(4000), Product::Kms, "http://kms.cn-hangzhou.localhost:4000/"),
        (Endpoints::simulated(4000), Product::Sts, "http://sts.cn-hangzhou.localhost:4000/"),
    ];
    for (endpoints, product, expected) in cases {
        assert_eq!(endpoints.url(product, &"cn-hangzhou".into()).unwrap().as_str(), expected);
    }
}

#[test]
fn only_regions_of_the_table_become_part_of_a_host() {
    for region in ["", "cn-nowhere", "evil.example/", "cn-hangzhou.evil", "CN-HANGZHOU"] {
        let found = Endpoints::cloud().url(Product::Kms, &region.into());
        assert_eq!(found, Err(EndpointError::UnknownRegion(region.into())));
    }
}

#[test]
fn endpoints_are_bare_hosts_and_plain_http_stays_on_this_machine() {
    let cases = [
        ("kms-vpc.cn-hangzhou.aliyuncs.com", Some("https://kms-vpc.cn-hangzhou.aliyuncs.com/")),
        ("kms.{region}.internal", Some("https://kms.cn-hangzhou.internal/")),
        ("kms.{region}.internal:8443", Some("https://kms.cn-hangzhou.internal:8443/")),
        ("https://kms.internal:443", Some("https://kms.internal/")),
        ("127.0.0.1:4000", Some("http://127.0.0.1:4000/")),
        ("[::1]:4000", Some("http://[::1]:4000/")),
        ("kms.{region}.localhost:4000", Some("http://kms.cn-hangzhou.localhost:4000/")),
        ("https://localhost:4443", Some("https://localhost:4443/")),
        ("http://kms.internal", None),
        ("ftp://kms.internal", None),
        ("KMS.internal", None),
        ("kms.internal/path", None),
        ("user@kms.internal", None),
        ("kms.internal?x", None),
        ("", None),
    ];
    for (text, expected) in cases {
        let mut endpoints = Endpoints::default();
        let found = endpoints
            .set(Product::Kms, text)
            .and_then(|()| endpoints.url(Product::Kms, &"cn-hangzhou".into()));
        assert_eq!(found.ok().map(String::from).as_deref(), expected, "{text}");
    }
}

#[test]
fn the_signed_host_is_the_one_that_the_client_sends() {
    for (url, expected) in [
        ("https://kms.internal:443/", "kms.internal"),
        ("http://127.0.0.1:4000/", "127.0.0.1:4000"),
        ("http://[::1]:4000/", "[::1]:4000"),
    ] {
        assert_eq!(host_header(&url.parse().unwrap()), expected);
    }
}

#[test]
fn loopback_is_known_by_name() {
    for (host, expected) in [
        ("localhost", true),
        ("kms.cn-hangzhou.localhost", true),
        ("127.0.0.1", true),
        ("127.8.9.1", true),
        ("[::1]", true),
        ("localhost.evil.example", false),
        ("evillocalhost", false),
        ("10.0.0.1", false),
    ] {
        assert_eq!(is_loopback(host), expected, "{host}");
    }
}
