//! The kinds of KMS instances, which the cloud tells apart by `ProductVersion`.

/// `ProductVersion` of software key management.
pub const SOFTWARE: &str = "3";
/// `ProductVersion` of hardware key management.
pub const HARDWARE: &str = "5";
/// `ProductVersion` of external key management. A guess: no source names it (`docs/SANDBOX-DIFFERENCES.md`).
pub const EXTERNAL_GUESS: &str = "7";

/// Kind of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InstanceKind {
    /// Software key management.
    Software,
    /// Hardware key management.
    Hardware,
    /// External key management.
    External,
    /// A version that this console does not know.
    Other,
}

impl InstanceKind {
    /// The kind behind a `ProductVersion`.
    pub fn of(product_version: &str) -> Self {
        match product_version {
            SOFTWARE => Self::Software,
            HARDWARE => Self::Hardware,
            EXTERNAL_GUESS => Self::External,
            _ => Self::Other,
        }
    }
}
