use super::{EndpointError, Endpoints, host_header, is_loopback};
use kms_api::{Product, regions::REGIONS};

#[test]
fn each_product_has_its_host_in_each_cloud() {
    let cases = [
        (Endpoints::cloud(), Product::Kms, "cn-hangzhou", "https://kms.cn-hangzhou.aliyuncs.com/"),
        (Endpoints::cloud(), Product::Vpc, "cn-hangzhou", "https://vpc.cn-hangzhou.aliyuncs.com/"),
        (
            Endpoints::cloud(),
            Product::ResourceSharing,
            "cn-hangzhou",
            "https://resourcesharing.cn-hangzhou.aliyuncs.com/",
        ),
        (Endpoints::cloud(), Product::Ram, "cn-hangzhou", "https://ram.aliyuncs.com/"),
        (Endpoints::cloud(), Product::Sts, "cn-hangzhou", "https://sts.aliyuncs.com/"),
        (Endpoints::cloud(), Product::Sts, "cn-hangzhou-finance", "https://sts.aliyuncs.com/"),
        // Jakarta has a host of its own, whatever older lists say.
        (Endpoints::cloud(), Product::Kms, "ap-southeast-5", "https://kms.ap-southeast-5.aliyuncs.com/"),
        (Endpoints::cloud_vpc(), Product::Kms, "cn-beijing", "https://kms-vpc.cn-beijing.aliyuncs.com/"),
        (Endpoints::cloud_vpc(), Product::Vpc, "cn-beijing", "https://vpc-vpc.cn-beijing.aliyuncs.com/"),
        (Endpoints::cloud_vpc(), Product::Ram, "cn-beijing", "https://ram.vpc-proxy.aliyuncs.com/"),
        (Endpoints::cloud_vpc(), Product::Sts, "cn-beijing", "https://sts-vpc.cn-beijing.aliyuncs.com/"),
        (Endpoints::cloud_vpc(), Product::Sts, "cn-hangzhou-finance", "https://sts.aliyuncs.com/"),
        (Endpoints::cloud_vpc(), Product::Sts, "cn-shenzhen-finance-1", "https://sts.aliyuncs.com/"),
        (
            Endpoints::cloud_vpc(),
            Product::Sts,
            "cn-shanghai-finance-1",
            "https://sts-vpc.cn-shanghai-finance-1.aliyuncs.com/",
        ),
        (
            Endpoints::cloud_vpc(),
            Product::ResourceSharing,
            "cn-beijing",
            "https://resourcesharing-vpc.cn-beijing.aliyuncs.com/",
        ),
        (Endpoints::simulated(4000), Product::Kms, "cn-hangzhou", "http://kms.cn-hangzhou.localhost:4000/"),
        (Endpoints::simulated(4000), Product::Sts, "cn-hangzhou", "http://sts.cn-hangzhou.localhost:4000/"),
    ];
    for (endpoints, product, region, expected) in cases {
        assert_eq!(endpoints.url(product, &region.into()).unwrap().as_str(), expected);
    }
}

#[test]
fn resource_sharing_is_missing_in_seven_regions_and_nothing_else_anywhere() {
    for endpoints in [Endpoints::cloud(), Endpoints::cloud_vpc()] {
        let mut missing = Vec::new();
        for region in REGIONS {
            for product in Product::ALL {
                if let Err(error) = endpoints.url(product, &region.id.into()) {
                    missing.push(format!("{error}"));
                }
            }
        }
        assert_eq!(missing.len(), 7, "{missing:?}");
        assert!(missing.contains(&"ResourceSharing is not offered in region `me-east-1`".to_owned()));
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
        ("kms-vpc.cn-hangzhou.aliyuncs.com", "https://kms-vpc.cn-hangzhou.aliyuncs.com/"),
        ("kms.{region}.internal", "https://kms.cn-hangzhou.internal/"),
        ("10.0.0.7", "https://10.0.0.7/"),
        ("127.0.0.1:4000", "http://127.0.0.1:4000/"),
        ("[::1]:4000", "http://[::1]:4000/"),
        ("localhost", "http://localhost/"),
        ("kms.{region}.localhost:4000", "http://kms.cn-hangzhou.localhost:4000/"),
    ];
    for (text, expected) in cases {
        let mut endpoints = Endpoints::default();
        endpoints.set(Product::Kms, text).unwrap();
        assert_eq!(endpoints.url(Product::Kms, &"cn-hangzhou".into()).unwrap().as_str(), expected, "{text}");
        assert_eq!(endpoints.is_local(Product::Kms), expected.starts_with("http:"), "{text}");
    }
}

#[test]
fn other_endpoints_are_refused_with_the_host_that_was_meant() {
    let cases = [
        ("http://kms.internal", Some("kms.internal")),
        ("https://kms.internal:443/", Some("kms.internal")),
        ("ftp://kms.internal", Some("kms.internal")),
        ("kms.{region}.internal:8443", Some("kms.{region}.internal")),
        ("KMS.{region}.Aliyuncs.com", Some("kms.{region}.aliyuncs.com")),
        ("kms.internal/path", Some("kms.internal")),
        ("kms.internal?x", Some("kms.internal")),
        (" kms.internal ", Some("kms.internal")),
        ("http://127.0.0.1:4000", Some("127.0.0.1:4000")),
        ("https://LocalHost:4443/", Some("localhost:4443")),
        ("user@kms.internal", None),
        ("[2001:db8::1]:443", None),
        ("kms.internal:x:y", None),
        ("a b", None),
        ("https://", None),
        ("", None),
    ];
    for (text, expected) in cases {
        let error = Endpoints::default().set(Product::Kms, text).unwrap_err();
        match (&error, expected) {
            (EndpointError::NotBare { corrected, .. }, Some(expected)) => assert_eq!(corrected, expected),
            (EndpointError::NotAHost(given), None) => assert_eq!(given, text),
            _ => panic!("{text}: {error:?}"),
        }
        if let Some(expected) = expected {
            assert!(error.to_string().ends_with(&format!("write `{expected}`")), "{error}");
            Endpoints::default().set(Product::Kms, expected).expect("the corrected host is accepted");
        }
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
