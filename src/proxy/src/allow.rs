//! The operations that the proxy signs. Everything else is refused before any credential is touched.

use kms_api::Product::{self, Kms, Ram, Sts, Vpc};

/// Operation and owner; a name alone is not unique.
pub const ALLOWED: [(Product, &str); 24] = [
    (Kms, "DescribeKey"),
    (Kms, "DescribeRegions"),
    (Kms, "DescribeSecret"),
    (Kms, "GetKeyPolicy"),
    (Kms, "GetKmsInstance"),
    (Kms, "GetKmsInstanceQuotaInfos"),
    (Kms, "GetSecretPolicy"),
    (Kms, "ListAliases"),
    (Kms, "ListAliasesByKeyId"),
    (Kms, "ListKeyVersions"),
    (Kms, "ListKeys"),
    (Kms, "ListKmsInstances"),
    (Kms, "ListSecretVersionIds"),
    (Kms, "ListSecrets"),
    (Kms, "ListTagResources"),
    (Kms, "SetKeyPolicy"),
    (Kms, "SetSecretPolicy"),
    (Kms, "UpdateKmsInstanceBindVpc"),
    (Ram, "ListRoles"),
    (Ram, "ListUsers"),
    (Sts, "GetCallerIdentity"),
    (Vpc, "DescribeRegions"),
    (Vpc, "DescribeVSwitches"),
    (Vpc, "DescribeVpcs"),
];

/// Whether any product's operation of this name is allowed: the check that needs no body.
pub(crate) fn is_known_name(operation: &str) -> bool {
    ALLOWED.iter().any(|(_, name)| *name == operation)
}

/// Whether the operation of this product may be signed.
pub(crate) fn is_allowed(product: Product, operation: &str) -> bool {
    ALLOWED.contains(&(product, operation))
}

#[cfg(test)]
mod tests;
