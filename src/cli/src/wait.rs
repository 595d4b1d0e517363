//! The runtime, the clock, and the end of the program.

use anyhow::{Context, Result};
use jiff::Timestamp;
use std::{future::Future, sync::Arc};

/// Runs a command that serves.
pub(crate) fn block_on(command: impl Future<Output = Result<()>>) -> Result<()> {
    crate::logs::start();
    tokio::runtime::Runtime::new().context("cannot start the runtime")?.block_on(command)
}

/// The machine's clock; everything below takes the time from here.
pub(crate) fn clock() -> Arc<dyn Fn() -> Timestamp + Send + Sync> {
    Arc::new(Timestamp::now)
}

/// Until somebody wants the program to end: ctrl-c, or the system's polite signal.
pub(crate) async fn until_stopped() -> Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate()).context("cannot listen for signals")?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted.context("cannot listen for ctrl-c"),
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.context("cannot listen for ctrl-c")
}
