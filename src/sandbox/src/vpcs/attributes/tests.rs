use kms_api::Product;
use serde_json::{Value, json};

use crate::call::Call;
use crate::seed::Seed;
use crate::testing::{Refusal, assert_documented, assert_refused, call, now, texts, world};
use crate::world::World;

fn vpc(operation: &str, parameters: &[(&str, &str)]) -> Call {
    call(Product::Vpc, operation, parameters)
}

const HERE: (&str, &str) = ("RegionId", "cn-hangzhou");

#[test]
fn attributes_agree_with_the_lists() {
    let mut world = World::seed(Seed::Default, now());
    let cases = [
        ("DescribeVpcs", "/Vpcs/Vpc", "DescribeVpcAttribute", "VpcId"),
        ("DescribeVSwitches", "/VSwitches/VSwitch", "DescribeVSwitchAttributes", "VSwitchId"),
    ];
    for (list, pointer, attributes, id) in cases {
        let page = world.call(&vpc(list, &[HERE, ("PageSize", "50")])).unwrap();
        let listed = page.pointer(pointer).and_then(Value::as_array).unwrap();
        assert!(listed.len() >= 40, "{list}");
        for one in listed {
            let told = world.call(&vpc(attributes, &[HERE, (id, one[id].as_str().unwrap())])).unwrap();
            for (name, value) in one.as_object().unwrap() {
                assert_eq!(told.get(name), Some(value), "{attributes} {name}");
            }
        }
    }
}

#[test]
fn what_is_inside_is_counted_as_the_caller_sees_it() {
    // The owner of `vpc-shared` has two vSwitches in it and shares one.
    for (account, count) in [("1192583047163511", 2), ("1147203918250263", 1)] {
        let mut call = vpc("DescribeVpcAttribute", &[HERE, ("VpcId", "vpc-shared")]);
        call.caller = crate::testing::root(account);
        let answer = world().call(&call).unwrap();
        let inside = answer.pointer("/CloudResources/CloudResourceSetType/0");
        assert_eq!(inside, Some(&json!({ "ResourceType": "VSwitch", "ResourceCount": count })), "{account}");
    }
}

#[test]
fn zones_have_names() {
    let cases: [(&[(&str, &str)], &[&str], &str); 5] = [
        (
            &[],
            &["cn-hangzhou-g", "cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-j", "cn-hangzhou-k"],
            "杭州 可用区G",
        ),
        (
            &[("AcceptLanguage", "en-us"), ("RegionId", "ap-southeast-1")],
            &["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"],
            "Singapore Zone A",
        ),
        (
            &[("RegionId", "ap-southeast-1")],
            &["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"],
            "新加坡 可用区A",
        ),
        (&[("ZoneType", "EdgeZone")], &[], ""),
        (&[("RegionId", "eu-central-1")], &[], ""),
    ];
    let mut world = World::seed(Seed::Default, now());
    for (more, ids, first) in cases {
        let mut call = vpc("DescribeZones", &[HERE]);
        call.parameters.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let answer = world.call(&call).unwrap();
        assert_eq!(texts(&answer, "/Zones/Zone", "ZoneId"), ids, "{more:?}");
        let names = texts(&answer, "/Zones/Zone", "LocalName");
        assert_eq!(names.first().map(String::as_str).unwrap_or_default(), first, "{more:?}");
    }
}

#[test]
fn refusals() {
    const VPC: Refusal = (404, "InvalidVpcId.NotFound", "does not exist");
    const V_SWITCH: Refusal = (400, "InvalidVSwitchId.NotFound", "can not found");
    const MISSING: Refusal = (400, "MissingParameter", "mandatory");
    const DRY: Refusal = (400, "DryRunOperation", "passed");
    let zones = (404, "InvalidRegionId.NotFound", "does not exist in our records");
    let cases: &[(&str, &[(&str, &str)], Refusal)] = &[
        ("DescribeVpcAttribute", &[HERE], MISSING),
        ("DescribeVpcAttribute", &[("VpcId", "vpc-a")], MISSING),
        ("DescribeVpcAttribute", &[HERE, ("VpcId", "vpc-hidden")], VPC),
        ("DescribeVpcAttribute", &[HERE, ("VpcId", "vpc-far")], VPC),
        ("DescribeVpcAttribute", &[HERE, ("VpcId", "vpc-a"), ("IsDefault", "true")], VPC),
        ("DescribeVpcAttribute", &[HERE, ("VpcId", "vpc-a"), ("DryRun", "true")], DRY),
        ("DescribeVSwitchAttributes", &[HERE], MISSING),
        ("DescribeVSwitchAttributes", &[("VSwitchId", "vsw-s2")], V_SWITCH),
        ("DescribeVSwitchAttributes", &[HERE, ("VSwitchId", "vsw-far")], V_SWITCH),
        ("DescribeVSwitchAttributes", &[("VSwitchId", "vsw-a1"), ("DryRun", "true")], DRY),
        ("DescribeZones", &[], MISSING),
        ("DescribeZones", &[("RegionId", "cn-nowhere")], zones),
        (
            "DescribeZones",
            &[HERE, ("AcceptLanguage", "fr")],
            (400, "InvalidParameter", "AcceptLanguage must be"),
        ),
    ];
    for (operation, parameters, refusal) in cases {
        let call = vpc(operation, parameters);
        let answer = world().call(&call);
        assert_refused(&format!("{operation} {parameters:?}"), &answer, *refusal);
        if [V_SWITCH, zones].contains(refusal) {
            assert_documented(&call, &answer);
        }
    }
}
