use kms_api::Product;
use serde_json::json;

use crate::call::Call;
use crate::testing::{OTHER, Refusal, account, add_vpc, assert_refused, call, texts, world};

fn vpcs(parameters: &[(&str, &str)]) -> Call {
    call(Product::Vpc, "DescribeVpcs", parameters)
}

fn v_switches(parameters: &[(&str, &str)]) -> Call {
    call(Product::Vpc, "DescribeVSwitches", parameters)
}

const HERE: (&str, &str) = ("RegionId", "cn-hangzhou");

#[test]
fn vpc_filters() {
    let everything = "primary a b c d shared ended";
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[], everything),
        (&[("VpcName", "a")], "a"),
        (&[("VpcName", "A")], ""),
        (&[("VpcId", "vpc-b")], "b"),
        (&[("VpcId", "vpc-c, vpc-a,vpc-a,")], "a c"),
        (&[("VpcId", "vpc-none")], ""),
        (&[("VpcId", "vpc-hidden")], ""),
        (&[("VpcId", "vpc-far")], ""),
        (&[("VpcOwnerId", "1192583047163511")], "shared ended"),
        (&[("VpcOwnerId", "1147203918250263")], "primary a b c d"),
        (&[("VpcOwnerId", "1147203918250264")], ""),
        (&[("IsDefault", "true")], "d"),
        (&[("IsDefault", "false"), ("VpcId", "vpc-d,vpc-c")], "c"),
        (&[("Tag.1.Key", "team")], "a"),
        (&[("Tag.1.Key", "team"), ("Tag.1.Value", "pay")], "a"),
        (&[("Tag.1.Key", "team"), ("Tag.1.Value", "web")], ""),
        (&[("Tag.1.Key", "team"), ("Tag.20.Key", "env")], ""),
        (&[("DryRun", "false"), ("VpcName", "b")], "b"),
    ];
    for (parameters, expected) in cases {
        let parameters = [&[HERE], *parameters].concat();
        let answer = world().call(&vpcs(&parameters)).unwrap();
        let expected: Vec<&str> = expected.split_whitespace().collect();
        assert_eq!(texts(&answer, "/Vpcs/Vpc", "VpcName"), expected, "{parameters:?}");
        assert_eq!(answer["TotalCount"], json!(expected.len()), "{parameters:?}");
    }
}

#[test]
fn vpcs_show_only_what_the_caller_may_see() {
    // Caller, region → VPC and its vSwitches.
    let cases = [
        ("1147203918250263", "cn-hangzhou", "vpc-shared", Some("vsw-s1")),
        ("1147203918250263", "cn-hangzhou", "vpc-ended", Some("")),
        ("1147203918250263", "cn-hangzhou", "vpc-a", Some("vsw-a1 vsw-a2 vsw-a0")),
        ("1192583047163511", "cn-hangzhou", "vpc-shared", Some("vsw-s1 vsw-s2")),
        ("1192583047163511", "cn-hangzhou", "vpc-hidden", Some("vsw-h1")),
        ("1192583047163511", "cn-hangzhou", "vpc-a", None),
        ("1147203918250263", "cn-beijing", "vpc-far", Some("vsw-far")),
        ("1147203918250263", "cn-shanghai", "vpc-a", None),
    ];
    for (caller, region, vpc, expected) in cases {
        let mut call = vpcs(&[("RegionId", region), ("PageSize", "50")]);
        call.caller.account = account(caller);
        let answer = world().call(&call).unwrap();
        let entries = answer["Vpcs"]["Vpc"].as_array().unwrap();
        let entry = entries.iter().find(|entry| entry["VpcId"] == vpc);
        let told = entry.map(|entry| {
            let ids = entry["VSwitchIds"]["VSwitchId"].as_array().unwrap();
            ids.iter().map(|id| id.as_str().unwrap()).collect::<Vec<_>>().join(" ")
        });
        assert_eq!(told.as_deref(), expected, "{caller} {vpc}");
    }
}

#[test]
fn a_vpc_has_the_shape_of_the_wire() {
    let answer = world().call(&vpcs(&[HERE, ("VpcId", "vpc-a")])).unwrap();
    let expected = json!({
        "PageNumber": 1, "PageSize": 10, "TotalCount": 1,
        "Vpcs": {"Vpc": [{
            "VpcId": "vpc-a", "VpcName": "a", "CidrBlock": "10.0.0.0/16", "Status": "Available",
            "RegionId": "cn-hangzhou", "OwnerId": 1_147_203_918_250_263_u64, "IsDefault": false, "Description": "",
            "CreationTime": "2026-11-22T08:00:00Z", "VSwitchIds": {"VSwitchId": ["vsw-a1", "vsw-a2", "vsw-a0"]},
            "Tags": {"Tag": [{"Key": "team", "Value": "pay"}]},
        }]},
    });
    assert_eq!(answer, expected);
}

#[test]
fn vpc_pages() {
    let mut world = world();
    for number in 0..60 {
        add_vpc(&mut world, &format!("vpc-more-{number:02}"), "1147203918250263", "cn-hangzhou");
    }
    type Case<'a> = (&'a [(&'a str, &'a str)], usize, Option<&'a str>);
    let cases: &[Case<'_>] = &[
        (&[], 10, Some("vpc-primary")),
        (&[("PageSize", "50")], 50, Some("vpc-primary")),
        (&[("PageSize", "50"), ("PageNumber", "2")], 17, Some("vpc-more-43")),
        (&[("PageSize", "50"), ("PageNumber", "3")], 0, None),
    ];
    for (parameters, count, first) in cases {
        let answer = world.call(&vpcs(&[&[HERE], *parameters].concat())).unwrap();
        let ids = texts(&answer, "/Vpcs/Vpc", "VpcId");
        assert_eq!((ids.len(), ids.first().map(String::as_str)), (*count, *first), "{parameters:?}");
        assert_eq!(answer["TotalCount"], json!(67), "{parameters:?}");
    }
}

#[test]
fn vpcs_refuse() {
    let many = vec!["vpc-a"; 21].join(",");
    let long = "x".repeat(129);
    let invalid = |part| (400, "InvalidParameter", part);
    let cases: Vec<(Vec<(&str, &str)>, Refusal)> = vec![
        (vec![], (400, "MissingParameter", "\"RegionId\" that is mandatory")),
        (vec![("RegionId", "cn-atlantis")], (404, "InvalidRegionId.NotFound", "RegionId does not exist")),
        (vec![HERE, ("PageSize", "51")], invalid("PageSize must be a whole number from 1 to 50.")),
        (vec![HERE, ("PageSize", "0")], invalid("PageSize must be")),
        (vec![HERE, ("PageNumber", "x")], invalid("PageNumber must be")),
        (vec![HERE, ("VpcId", &many)], (400, "InvalidVpcIdNumber.NotSupported", "exceeds the limit")),
        (vec![HERE, ("VpcOwnerId", "root")], (400, "IllegalParam.OwnerId", "VpcOwnerId is not valid")),
        (vec![HERE, ("IsDefault", "yes")], invalid("IsDefault must be true or false.")),
        (vec![HERE, ("Tag.1.Value", "pay")], (400, "InvalidTagKey", "tag keys are not valid")),
        (vec![HERE, ("Tag.21.Key", "team")], (400, "InvalidTagKey", "tag keys are not valid")),
        (vec![HERE, ("Tag.1.Name", "team")], (400, "InvalidTagKey", "tag keys are not valid")),
        (vec![HERE, ("Tag.1.Key", &long)], (400, "InvalidTagKey", "tag keys are not valid")),
        (vec![HERE, ("Tag.1.Key", "team"), ("Tag.1.Value", &long)], (400, "InvalidTagValue", "tag values")),
        (vec![HERE, ("DryRun", "true")], (400, "DryRunOperation", "DryRun flag")),
        (vec![HERE, ("ResourceGroupId", "rg-1")], invalid("cannot filter by ResourceGroupId")),
    ];
    for (parameters, expected) in cases {
        let answer = world().call(&vpcs(&parameters));
        assert_refused(&format!("{parameters:?}"), &answer, expected);
        assert!(!answer.unwrap_err().kms_own, "{parameters:?}: the gateway's envelope");
    }
}

#[test]
fn v_switch_filters() {
    let everything = "primary a1 a2 a0 b1 b-pending c1 d1 s1";
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[HERE], everything),
        (&[("VpcId", "vpc-a")], "a1 a2 a0"),
        (&[HERE, ("VpcId", "vpc-shared")], "s1"),
        (&[("VpcId", "vpc-ended")], ""),
        (&[HERE, ("VSwitchId", "vsw-a2")], "a2"),
        (&[HERE, ("VpcId", "vpc-b"), ("VSwitchId", "vsw-a2")], ""),
        (&[HERE, ("VSwitchName", "c1")], "c1"),
        (&[HERE, ("ZoneId", "cn-hangzhou-k")], "a1 b1 c1 d1 s1"),
        (&[HERE, ("ZoneId", "cn-hangzhou-x")], ""),
        (&[HERE, ("VSwitchOwnerId", "1192583047163511")], "s1"),
        (&[HERE, ("IsDefault", "true")], "d1"),
        (&[HERE, ("IsDefault", "false"), ("VpcId", "vpc-d")], ""),
        (&[("RegionId", "cn-beijing")], "far"),
    ];
    for (parameters, expected) in cases {
        let answer = world().call(&v_switches(parameters)).unwrap();
        let expected: Vec<&str> = expected.split_whitespace().collect();
        assert_eq!(texts(&answer, "/VSwitches/VSwitch", "VSwitchName"), expected, "{parameters:?}");
        assert_eq!(answer["TotalCount"], json!(expected.len()), "{parameters:?}");
    }
}

#[test]
fn a_v_switch_has_the_shape_of_the_wire_and_tells_how_it_is_shared() {
    let answer = world().call(&v_switches(&[HERE, ("VSwitchId", "vsw-s1")])).unwrap();
    let mut expected = json!({
        "PageNumber": 1, "PageSize": 10, "TotalCount": 1,
        "VSwitches": {"VSwitch": [{
            "VSwitchId": "vsw-s1", "VSwitchName": "s1", "VpcId": "vpc-shared", "ZoneId": "cn-hangzhou-k",
            "CidrBlock": "10.0.1.0/24", "Status": "Available", "AvailableIpAddressCount": 5,
            "OwnerId": 1_192_583_047_163_511_u64, "ShareType": "Shared", "IsDefault": false,
            "CreationTime": "2026-11-22T08:00:00Z",
        }]},
    });
    assert_eq!(answer, expected);

    let mut owner = v_switches(&[HERE, ("VSwitchId", "vsw-s1")]);
    owner.caller.account = account(OTHER);
    expected["VSwitches"]["VSwitch"][0]["ShareType"] = json!("Sharing");
    assert_eq!(world().call(&owner).unwrap(), expected);

    let own = world().call(&v_switches(&[HERE, ("VSwitchId", "vsw-a1")])).unwrap();
    assert_eq!(texts(&own, "/VSwitches/VSwitch", "ShareType"), [""]);
}

#[test]
fn v_switches_refuse() {
    let cases: &[(&[(&str, &str)], Refusal)] = &[
        (&[], (400, "MissingParameter", "\"RegionId\"")),
        (&[("VSwitchId", "vsw-a1")], (400, "MissingParameter", "\"RegionId\"")),
        (&[("VpcId", "vpc-none")], (400, "Forbidden.VpcNotFound", "Specified VPC can not found.")),
        (&[("VpcId", "vpc-hidden")], (400, "Forbidden.VpcNotFound", "Specified VPC can not found.")),
        (&[("VpcId", "vpc-far")], (400, "Forbidden.VpcNotFound", "Specified VPC can not found.")),
        (&[HERE, ("VSwitchId", "vsw-none")], (404, "InvalidVSwitchId.NotFound", "VSwitch not exist.")),
        (&[HERE, ("VSwitchId", "vsw-s2")], (404, "InvalidVSwitchId.NotFound", "VSwitch not exist.")),
        (&[HERE, ("PageSize", "51")], (400, "InvalidParameter", "from 1 to 50")),
        (&[HERE, ("VSwitchOwnerId", "-1")], (400, "IllegalParam.OwnerId", "VSwitchOwnerId is not valid")),
        (&[HERE, ("Tag.1.Key", "team")], (400, "InvalidParameter", "cannot filter by Tag.1.Key")),
        (&[HERE, ("DryRun", "true")], (400, "DryRunOperation", "DryRun flag")),
    ];
    for (parameters, expected) in cases {
        let answer = world().call(&v_switches(parameters));
        assert_refused(&format!("{parameters:?}"), &answer, *expected);
    }
}
