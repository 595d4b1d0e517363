use std::collections::BTreeSet;

use kms_api::Product;
use kms_api::regions::REGIONS;
use serde_json::json;

use super::NAMES;
use crate::testing::{assert_refused, call, texts, world};

#[test]
fn kms_gives_ids_only() {
    let answer = world().call(&call(Product::Kms, "DescribeRegions", &[])).unwrap();
    assert_eq!(answer["Regions"]["Region"][0], json!({"RegionId": "cn-hangzhou"}));
    assert_eq!(texts(&answer, "/Regions/Region", "RegionId").len(), REGIONS.len());
}

#[test]
fn vpc_gives_names_in_the_asked_language() {
    let cases: [(&[(&str, &str)], &str); 3] = [
        (&[], "华东1（杭州）"),
        (&[("AcceptLanguage", "zh-CN")], "华东1（杭州）"),
        (&[("AcceptLanguage", "en-US")], "China (Hangzhou)"),
    ];
    for (parameters, name) in cases {
        let answer = world().call(&call(Product::Vpc, "DescribeRegions", parameters)).unwrap();
        let expected = json!({
            "RegionId": "cn-hangzhou", "LocalName": name, "RegionEndpoint": "vpc.cn-hangzhou.aliyuncs.com",
        });
        let regions = answer["Regions"]["Region"].as_array().unwrap();
        assert!(regions.contains(&expected), "{parameters:?}");
    }
    let french = call(Product::Vpc, "DescribeRegions", &[("AcceptLanguage", "fr-FR")]);
    assert_refused("fr-FR", &world().call(&french), (400, "InvalidParameter", "AcceptLanguage must be"));
}

#[test]
fn vpc_knows_every_region_of_kms() {
    let named: BTreeSet<&str> = NAMES.iter().map(|(id, ..)| *id).collect();
    assert_eq!(named.len(), NAMES.len(), "an id stands twice");
    let missing: Vec<&str> =
        REGIONS.iter().map(|region| region.id).filter(|id| !named.contains(id)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}
