//! Where a write stands. One is sent once; what no answer proves is found out by reading.

use super::CallError;

/// Where a write stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Saving {
    /// Nothing was sent.
    #[default]
    Idle,
    /// Sent; no answer yet.
    Sending,
    /// Done, as the cloud says; what it changed is being read.
    ReadingBack,
    /// Refused: nothing was changed.
    Refused(CallError),
    /// Sent, but no answer came; what it would have changed is being read.
    Unclear,
    /// Sent, no answer, and everything is what it was.
    NotApplied(CallError),
    /// What is there is neither what was asked for nor what it was.
    Differs,
}

impl Saving {
    /// Whether the reader must wait.
    pub fn is_running(&self) -> bool {
        matches!(self, Self::Sending | Self::ReadingBack | Self::Unclear)
    }
}
