//! The message from the page to whoever makes the call for it.

use serde::{Deserialize, Serialize};

use crate::{Parameters, Product, RegionId};

/// Body of `POST api/call/{Operation}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CallRequest {
    /// Owner of the operation; a name alone is not unique.
    pub product: Product,
    /// Region of the call; must be in [`crate::regions::REGIONS`].
    pub region: RegionId,
    /// Wire parameters by name, each as text.
    #[serde(default)]
    pub parameters: Parameters,
}
