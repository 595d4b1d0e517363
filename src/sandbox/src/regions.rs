//! The regions of the cloud, and `DescribeRegions` of KMS, VPC and Resource Sharing.

use kms_api::operations::regions::{DescribeRegionsResponse, Region, Regions};
use kms_api::regions::REGIONS;
use kms_api::{Product, RegionId, regions as kms_regions};
use serde_json::{Value, json};

use crate::call::Call;
use crate::dispatch::{ANY, Entry, Needs};
use crate::error::CloudError;
use crate::parameters::{answer, invalid, optional};
use crate::world::World;

/// Operations of this part. KMS tells its regions to everybody.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Kms, "DescribeRegions", Needs::Nothing, describe_kms_regions),
    Entry::new(Product::ResourceSharing, "DescribeRegions", ANY, describe_sharing_regions),
    Entry::new(Product::Vpc, "DescribeRegions", ANY, describe_vpc_regions),
];

/// Regions with display names as the VPC product gives them: id, `en-US`, `zh-CN`.
///
/// VPC has two regions more than KMS.
const NAMES: [(&str, &str, &str); 34] = [
    ("cn-qingdao", "China (Qingdao)", "华北1（青岛）"),
    ("cn-beijing", "China (Beijing)", "华北2（北京）"),
    ("cn-zhangjiakou", "China (Zhangjiakou)", "华北3（张家口）"),
    ("cn-huhehaote", "China (Hohhot)", "华北5（呼和浩特）"),
    ("cn-wulanchabu", "China (Ulanqab)", "华北6（乌兰察布）"),
    ("cn-hangzhou", "China (Hangzhou)", "华东1（杭州）"),
    ("cn-shanghai", "China (Shanghai)", "华东2（上海）"),
    ("cn-nanjing", "China (Nanjing)", "华东5（南京）"),
    ("cn-fuzhou", "China (Fuzhou)", "华东6（福州）"),
    ("cn-wuhan-lr", "China (Wuhan)", "华中1（武汉）"),
    ("cn-zhengzhou-jva", "China (Zhengzhou)", "郑州"),
    ("cn-shenzhen", "China (Shenzhen)", "华南1（深圳）"),
    ("cn-heyuan", "China (Heyuan)", "华南2（河源）"),
    ("cn-guangzhou", "China (Guangzhou)", "华南3（广州）"),
    ("cn-chengdu", "China (Chengdu)", "西南1（成都）"),
    ("cn-hongkong", "China (Hong Kong)", "中国香港"),
    ("ap-northeast-1", "Japan (Tokyo)", "日本（东京）"),
    ("ap-northeast-2", "South Korea (Seoul)", "韩国（首尔）"),
    ("ap-southeast-1", "Singapore", "新加坡"),
    ("ap-southeast-3", "Malaysia (Kuala Lumpur)", "马来西亚（吉隆坡）"),
    ("ap-southeast-5", "Indonesia (Jakarta)", "印度尼西亚（雅加达）"),
    ("ap-southeast-6", "Philippines (Manila)", "菲律宾（马尼拉）"),
    ("ap-southeast-7", "Thailand (Bangkok)", "泰国（曼谷）"),
    ("us-east-1", "US (Virginia)", "美国（弗吉尼亚）"),
    ("us-west-1", "US (Silicon Valley)", "美国（硅谷）"),
    ("na-south-1", "Mexico", "墨西哥"),
    ("eu-central-1", "Germany (Frankfurt)", "德国（法兰克福）"),
    ("eu-west-1", "UK (London)", "英国（伦敦）"),
    ("me-east-1", "UAE (Dubai)", "阿联酋（迪拜）"),
    ("me-central-1", "Saudi Arabia (Riyadh)", "沙特（利雅得）"),
    ("cn-beijing-finance-1", "China (Beijing) finance", "华北2 金融云（邀测）"),
    ("cn-hangzhou-finance", "China (Hangzhou) finance", "华东1 金融云"),
    ("cn-shanghai-finance-1", "China (Shanghai) finance", "华东2 金融云"),
    ("cn-shenzhen-finance-1", "China (Shenzhen) finance", "华南1 金融云"),
];

/// Whether VPC or KMS has the region.
pub(crate) fn exists(id: &str) -> bool {
    kms_regions::is_known(id) || NAMES.iter().any(|(known, ..)| *known == id)
}

/// The place alone, for names of zones: `Hangzhou` of `China (Hangzhou)`, in English and in Chinese.
pub(crate) fn place(id: &str) -> Option<(&'static str, &'static str)> {
    let (_, english, chinese) = NAMES.iter().find(|(known, ..)| *known == id)?;
    let inner = |name: &'static str, open: char, close: char| {
        name.split_once(open).and_then(|(_, rest)| rest.split_once(close)).map_or(name, |(place, _)| place)
    };
    Some((inner(english, '(', ')'), inner(chinese, '（', '）')))
}

/// KMS gives ids only.
fn describe_kms_regions(_: &mut World, call: &Call) -> Result<Value, CloudError> {
    let region = REGIONS
        .iter()
        .map(|region| Region { region_id: RegionId::from(region.id), ..Region::default() })
        .collect();
    answer(call, &DescribeRegionsResponse { regions: Regions { region } })
}

/// Regions without Resource Sharing; those of the finance cloud come on top.
const WITHOUT_SHARING: [&str; 3] = ["cn-fuzhou", "cn-zhengzhou-jva", "me-east-1"];

/// Resource Sharing gives names too, in a bare array.
fn describe_sharing_regions(_: &mut World, call: &Call) -> Result<Value, CloudError> {
    let chinese = match optional(call, "AcceptLanguage") {
        None | Some("zh-CN") => true,
        // The simulator has no Japanese names.
        Some("en-US" | "ja") => false,
        Some(_) => return Err(invalid(call, "AcceptLanguage must be zh-CN, en-US or ja.")),
    };
    let regions: Vec<Value> = NAMES
        .iter()
        .filter(|(id, ..)| !WITHOUT_SHARING.contains(id) && !id.contains("-finance"))
        .map(|(id, english, name)| {
            json!({
                "RegionId": id,
                "LocalName": if chinese { name } else { english },
                "RegionEndpoint": format!("resourcesharing.{id}.aliyuncs.com"),
            })
        })
        .collect();
    Ok(json!({ "Regions": regions }))
}

/// VPC gives names too, in Chinese unless asked otherwise.
fn describe_vpc_regions(_: &mut World, call: &Call) -> Result<Value, CloudError> {
    let chinese = match optional(call, "AcceptLanguage") {
        None | Some("zh-CN") => true,
        Some("en-US") => false,
        Some(_) => return Err(invalid(call, "AcceptLanguage must be zh-CN or en-US.")),
    };
    let region = NAMES
        .iter()
        .map(|(id, english, name)| Region {
            region_id: RegionId::from(*id),
            local_name: if chinese { *name } else { *english }.to_owned(),
            region_endpoint: format!("vpc.{id}.aliyuncs.com"),
        })
        .collect();
    answer(call, &DescribeRegionsResponse { regions: Regions { region } })
}

#[cfg(test)]
mod tests;
