//! What the lists tell.

use kms_api::RegionId;
use serde_json::{Value, json};

use super::{DATA, DATA_ID, HOME, HOME_ID, PARTNER, PARTNER_ID, Scene};
use crate::testing::{Parameters, texts};

const OWN: (&str, &str) = ("ResourceOwner", "Self");
const OTHERS: (&str, &str) = ("ResourceOwner", "OtherAccounts");

/// All pages of a list, with so many entries each.
fn pages(
    scene: &mut Scene,
    who: &str,
    operation: &str,
    parameters: &[(&str, &str)],
    size: &str,
) -> Vec<Value> {
    let mut all = Vec::new();
    let mut token = String::new();
    loop {
        let window = [("MaxResults", size), ("NextToken", token.as_str())];
        let answer = scene.share(who, operation, &[parameters, &window].concat());
        let members = answer.as_object().unwrap();
        let page = members.values().find_map(Value::as_array).unwrap();
        assert!(page.len() <= size.parse().unwrap(), "{operation}");
        all.extend(page.iter().cloned());
        assert!(all.len() <= 50, "{operation} does not end");
        match answer.get("NextToken") {
            None => return all,
            Some(next) => token = next.as_str().unwrap().to_owned(),
        }
    }
}

#[test]
fn lists_of_the_seed() {
    type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str, &'a [&'a str]);
    let resource = ("AssociationType", "Resource");
    let target = ("AssociationType", "Target");
    let k = "vsw-bp9r0wz3oozi78qysdq43";
    let j = "vsw-bp9r36iz4mtfk8d5hlo42";
    let lake = "vsw-uf6ot73sjfp8nu68bbc81";
    let raw = "vsw-uf61dv5o7wltr49b55882";
    let hub = "vsw-bp773ecawai8qossghh11";
    let offer = "vsw-bp7ip5z0xjztr6b2a2912";
    let ledger = "kst-hzz62czn8n9ol0wcx8f3a";
    let legacy = "kst-hzz21aq62lruhwyfo19c7";
    let name = "ResourceShareName";
    let cases: &[Case<'_>] = &[
        ("ListResourceShares", HOME, &[OWN], name, &["legacy", "ledger-core"]),
        ("ListResourceShares", HOME, &[OTHERS], name, &["data-vpc", "lake-vpc", "partner-hub-vpc"]),
        ("ListResourceShares", DATA, &[OWN], name, &["data-vpc", "lake-vpc", "lake-raw-vpc"]),
        (
            "ListResourceShares",
            DATA,
            &[OWN, ("ResourceShareStatus", "Active")],
            name,
            &["data-vpc", "lake-vpc"],
        ),
        ("ListResourceShares", DATA, &[OWN, ("ResourceShareStatus", "Deleted")], name, &["lake-raw-vpc"]),
        ("ListResourceShares", DATA, &[OWN, (name, "lake-vpc")], name, &["lake-vpc"]),
        ("ListResourceShares", DATA, &[OWN, ("ResourceShareIds.1", "rs-mhnee1phireh")], name, &["data-vpc"]),
        ("ListResourceShares", DATA, &[OTHERS], name, &["legacy", "ledger-core"]),
        (
            "ListResourceShares",
            HOME,
            &[OTHERS, ("PermissionName", "AliyunRSDefaultPermissionKMSInstance")],
            name,
            &[],
        ),
        (
            "ListSharedResources",
            HOME,
            &[OTHERS, ("ResourceType", "VSwitch")],
            "ResourceId",
            &[j, k, lake, hub],
        ),
        ("ListSharedResources", HOME, &[OTHERS, ("ResourceType", "KMSInstance")], "ResourceId", &[]),
        ("ListSharedResources", HOME, &[OTHERS, ("Target", PARTNER_ID)], "ResourceId", &[hub]),
        (
            "ListSharedResources",
            HOME,
            &[OTHERS, ("ResourceIds.1", k), ("ResourceIds.2", hub)],
            "ResourceId",
            &[k, hub],
        ),
        ("ListSharedResources", HOME, &[OWN], "ResourceId", &[legacy, ledger]),
        ("ListSharedResources", HOME, &[OWN, ("Target", DATA_ID)], "ResourceId", &[legacy, ledger]),
        ("ListSharedResources", PARTNER, &[OWN], "ResourceId", &[hub, offer]),
        ("ListSharedTargets", HOME, &[OWN], "TargetId", &[DATA_ID, DATA_ID]),
        ("ListSharedTargets", HOME, &[OWN, ("ResourceId", ledger)], "TargetId", &[DATA_ID]),
        ("ListSharedTargets", HOME, &[OWN, ("Targets.1", PARTNER_ID)], "TargetId", &[]),
        (
            "ListSharedTargets",
            HOME,
            &[OTHERS, ("ResourceType", "VSwitch")],
            "TargetId",
            &[DATA_ID, DATA_ID, PARTNER_ID],
        ),
        ("ListSharedTargets", PARTNER, &[OWN], "TargetId", &[HOME_ID]),
        ("ListResourceShareAssociations", DATA, &[resource], "EntityId", &[j, k, lake, raw]),
        (
            "ListResourceShareAssociations",
            DATA,
            &[resource, ("AssociationStatus", "Disassociated")],
            "EntityId",
            &[raw],
        ),
        ("ListResourceShareAssociations", DATA, &[resource, ("ResourceId", lake)], "EntityId", &[lake]),
        (
            "ListResourceShareAssociations",
            PARTNER,
            &[target, ("Target", HOME_ID)],
            "AssociationStatus",
            &["Associated", "Associating"],
        ),
        (
            "ListResourceShareAssociations",
            HOME,
            &[target, ("ResourceShareIds.1", "rs-mhnee1phireh")],
            "EntityId",
            &[],
        ),
        ("ListResourceShareInvitations", HOME, &[], "Status", &["Accepted", "Pending"]),
        ("ListResourceShareInvitations", PARTNER, &[], "Status", &[]),
        ("ListResourceShareInvitations", DATA, &[], "Status", &[]),
        (
            "ListResourceShareInvitations",
            HOME,
            &[("ResourceShareInvitationIds.1", "i-6yqw7cf5atpkazco")],
            "Status",
            &["Pending"],
        ),
        (
            "ListPermissions",
            HOME,
            &[],
            "PermissionName",
            &[
                "AliyunRSDefaultPermissionKMSInstance",
                "AliyunRSDefaultPermissionVSwitch",
                "AliyunRSPermissionKMSInstanceReadWrite",
            ],
        ),
        (
            "ListPermissions",
            HOME,
            &[("ResourceType", "VSwitch")],
            "PermissionName",
            &["AliyunRSDefaultPermissionVSwitch"],
        ),
        (
            "ListResourceSharePermissions",
            HOME,
            &[OTHERS, ("ResourceShareId", "rs-mhnee1phireh")],
            "PermissionName",
            &["AliyunRSDefaultPermissionVSwitch"],
        ),
    ];
    let mut scene = Scene::new();
    for (operation, who, parameters, member, expected) in cases {
        for size in ["1", "3", "100"] {
            let all = pages(&mut scene, who, operation, parameters, size);
            let found: Vec<&str> = all.iter().map(|one| one[*member].as_str().unwrap()).collect();
            assert_eq!(found, *expected, "{operation} {who} {parameters:?} by {size}");
        }
    }
}

#[test]
fn shares_stay_in_their_region() {
    let mut scene = Scene::new();
    for (region, count) in [("cn-hangzhou", 2), ("ap-southeast-1", 0)] {
        let mut call = scene.call(kms_api::Product::ResourceSharing, HOME, "ListResourceShares", &[OWN]);
        call.region = RegionId::from(region);
        let answer = scene.world.call(&call).unwrap();
        assert_eq!(answer["ResourceShares"].as_array().unwrap().len(), count, "{region}");
    }
}

#[test]
fn targets_are_external_or_not() {
    let mut scene = Scene::new();
    for (who, external) in [(HOME, false), (DATA, false), (PARTNER, true)] {
        let parameters = [("AssociationType", "Target"), ("AssociationStatus", "Associated")];
        let answer = scene.share(who, "ListResourceShareAssociations", &parameters);
        let links = answer["ResourceShareAssociations"].as_array().unwrap();
        assert!(!links.is_empty(), "{who}");
        assert!(links.iter().all(|one| one["External"] == json!(external)), "{who}: {links:?}");
    }
}

#[test]
fn permissions_have_versions() {
    let instance = "AliyunRSDefaultPermissionKMSInstance";
    let cases = [
        (&[("PermissionName", instance)][..], "v2", true, "kms:ListKmsInstances"),
        (&[("PermissionName", instance), ("PermissionVersion", "v1")], "v1", false, "kms:CreateKey"),
        (&[("PermissionName", "AliyunRSDefaultPermissionVSwitch")], "v1", true, "vpc:DescribeVSwitches"),
    ];
    let mut scene = Scene::new();
    for (parameters, version, in_force, action) in cases {
        let answer = scene.share(HOME, "GetPermission", parameters);
        let told = &answer["Permission"];
        assert_eq!(
            (&told["PermissionVersion"], &told["DefaultVersion"]),
            (&json!(version), &json!(in_force))
        );
        let text = told["Permission"].as_str().unwrap();
        assert!(text.contains(action), "{text}");
        serde_json::from_str::<Value>(text).unwrap();
    }
}

#[test]
fn a_share_gets_the_permissions_that_its_resources_need() {
    let (switch, instance) = ("AliyunRSDefaultPermissionVSwitch", "AliyunRSDefaultPermissionKMSInstance");
    let old = "AliyunRSPermissionKMSInstanceReadWrite";
    let mut scene = Scene::new();
    let (a, core) = (scene.v_switch("a-k").0, scene.instance_id("analytics"));
    let v_switch = [("Resources.1.ResourceId", a.as_str()), ("Resources.1.ResourceType", "VSwitch")];
    let kms = [("Resources.2.ResourceId", core.as_str()), ("Resources.2.ResourceType", "KMSInstance")];
    let cases: [(Parameters<'_>, &[&str]); 4] = [
        (&v_switch, &[switch]),
        (&[v_switch[0], v_switch[1], kms[0], kms[1]], &[instance, switch]),
        (&[kms[0], kms[1], ("PermissionNames.1", old)], &[old]),
        (&[], &[]),
    ];
    for (parameters, expected) in cases {
        let share = scene.create(HOME, parameters);
        let answer = scene.share(HOME, "ListResourceSharePermissions", &[OWN, ("ResourceShareId", &share)]);
        assert_eq!(texts(&answer, "/Permissions", "PermissionName"), expected);
    }
}

#[test]
fn regions_have_names() {
    let mut scene = Scene::new();
    for (language, name) in [("", "华东1（杭州）"), ("zh-CN", "华东1（杭州）"), ("en-US", "China (Hangzhou)")]
    {
        let answer = scene.share(HOME, "DescribeRegions", &[("AcceptLanguage", language)]);
        let expected = json!({
            "RegionId": "cn-hangzhou", "LocalName": name,
            "RegionEndpoint": "resourcesharing.cn-hangzhou.aliyuncs.com",
        });
        assert!(answer["Regions"].as_array().unwrap().contains(&expected), "{language}");
        let ids = texts(&answer, "/Regions", "RegionId");
        for absent in ["me-east-1", "cn-fuzhou", "cn-zhengzhou-jva", "cn-hangzhou-finance"] {
            assert!(!ids.contains(&absent.to_owned()), "{absent}");
        }
    }
}
