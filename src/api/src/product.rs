//! The cloud products that the console talks to.

use serde::{Deserialize, Serialize};

/// A product of the cloud, as the catalogue spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Product {
    /// Key Management Service, `2016-01-20`.
    Kms,
    /// Virtual Private Cloud, `2016-04-28`.
    Vpc,
    /// Resource Access Management, `2015-05-01`.
    Ram,
    /// Security Token Service, `2015-04-01`.
    Sts,
    /// Resource Sharing, `2020-01-10`.
    ResourceSharing,
}

impl Product {
    /// Every product, in the order of the catalogue.
    pub const ALL: [Self; 5] = [Self::Kms, Self::Vpc, Self::Ram, Self::Sts, Self::ResourceSharing];

    /// The API version that is sent as `x-acs-version`.
    pub fn version(self) -> &'static str {
        match self {
            Self::Kms => "2016-01-20",
            Self::Vpc => "2016-04-28",
            Self::Ram => "2015-05-01",
            Self::Sts => "2015-04-01",
            Self::ResourceSharing => "2020-01-10",
        }
    }

    /// The product behind an API version; versions are unique among the five.
    pub fn from_version(version: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|product| product.version() == version)
    }

    /// The name as the catalogue writes it, for example `ResourceSharing`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kms => "Kms",
            Self::Vpc => "Vpc",
            Self::Ram => "Ram",
            Self::Sts => "Sts",
            Self::ResourceSharing => "ResourceSharing",
        }
    }

    /// The first label of the product's host names, for example `kms` in `kms.cn-hangzhou.aliyuncs.com`.
    pub fn host_label(self) -> &'static str {
        match self {
            Self::Kms => "kms",
            Self::Vpc => "vpc",
            Self::Ram => "ram",
            Self::Sts => "sts",
            Self::ResourceSharing => "resourcesharing",
        }
    }

    /// The public host of the product in a region. RAM and STS have one global host each, which also serves the
    /// regions where STS has no own one.
    pub fn public_host(self, region: &str) -> String {
        let label = self.host_label();
        match self {
            Self::Ram | Self::Sts => format!("{label}.aliyuncs.com"),
            Self::Kms | Self::Vpc | Self::ResourceSharing => format!("{label}.{region}.aliyuncs.com"),
        }
    }
}
