//! The regions of the cloud. Display names belong to the locale files of the console, under `region.<id>`.

/// Where a region stands in the picker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegionGroup {
    /// Mainland China.
    Mainland,
    /// Asia and Pacific.
    AsiaPacific,
    /// Europe and the Americas.
    EuropeAmericas,
    /// Middle East.
    MiddleEast,
    /// Regions for the finance industry.
    Finance,
}

/// A region where KMS can be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegionInfo {
    /// `cn-hangzhou`.
    pub id: &'static str,
    /// Where it stands in the picker.
    pub group: RegionGroup,
}

const fn region(id: &'static str, group: RegionGroup) -> RegionInfo {
    RegionInfo { id, group }
}

/// Every region where the official SDKs know a KMS host, in picker order (`kms-domain` table, SDK of 2026-07).
pub const REGIONS: [RegionInfo; 32] = [
    region("cn-hangzhou", RegionGroup::Mainland),
    region("cn-shanghai", RegionGroup::Mainland),
    region("cn-beijing", RegionGroup::Mainland),
    region("cn-shenzhen", RegionGroup::Mainland),
    region("cn-qingdao", RegionGroup::Mainland),
    region("cn-zhangjiakou", RegionGroup::Mainland),
    region("cn-huhehaote", RegionGroup::Mainland),
    region("cn-wulanchabu", RegionGroup::Mainland),
    region("cn-heyuan", RegionGroup::Mainland),
    region("cn-guangzhou", RegionGroup::Mainland),
    region("cn-chengdu", RegionGroup::Mainland),
    region("cn-fuzhou", RegionGroup::Mainland),
    region("cn-wuhan-lr", RegionGroup::Mainland),
    region("cn-zhengzhou-jva", RegionGroup::Mainland),
    region("cn-hongkong", RegionGroup::AsiaPacific),
    region("ap-southeast-1", RegionGroup::AsiaPacific),
    region("ap-southeast-3", RegionGroup::AsiaPacific),
    region("ap-southeast-5", RegionGroup::AsiaPacific),
    region("ap-southeast-6", RegionGroup::AsiaPacific),
    region("ap-southeast-7", RegionGroup::AsiaPacific),
    region("ap-northeast-1", RegionGroup::AsiaPacific),
    region("ap-northeast-2", RegionGroup::AsiaPacific),
    region("eu-central-1", RegionGroup::EuropeAmericas),
    region("eu-west-1", RegionGroup::EuropeAmericas),
    region("us-east-1", RegionGroup::EuropeAmericas),
    region("us-west-1", RegionGroup::EuropeAmericas),
    region("me-east-1", RegionGroup::MiddleEast),
    region("me-central-1", RegionGroup::MiddleEast),
    region("cn-beijing-finance-1", RegionGroup::Finance),
    region("cn-hangzhou-finance", RegionGroup::Finance),
    region("cn-shanghai-finance-1", RegionGroup::Finance),
    region("cn-shenzhen-finance-1", RegionGroup::Finance),
];

/// Whether `id` is a region of the table; hosts are built from such ids only.
pub fn is_known(id: &str) -> bool {
    REGIONS.iter().any(|region| region.id == id)
}
