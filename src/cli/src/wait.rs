//! The runtime, the clock, and the end of the program.

use anyhow::{Context, Result};
use jiff::Timestamp;
use std::{future::Future, pin::Pin, sync::Arc};

/// Runs a command that serves, with its log.
pub(crate) fn serve(command: impl Future<Output = Result<()>>) -> Result<()> {
    crate::logs::start("info");
    block_on(command)
}

/// Runs a command that asks and ends; its result and its one error say everything.
pub(crate) fn ask(command: impl Future<Output = Result<()>>) -> Result<()> {
    crate::logs::start("error");
    block_on(command)
}

fn block_on(command: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Runtime::new().context("cannot start the runtime")?.block_on(command)
}

/// The machine's clock; everything below takes the time from here.
pub(crate) fn clock() -> Arc<dyn Fn() -> Timestamp + Send + Sync> {
    Arc::new(Timestamp::now)
}

/// The wish that the program ends: ctrl-c, or the system's polite signal.
pub(crate) struct Stop(Pin<Box<dyn Future<Output = ()>>>);

impl Stop {
    /// Listens from now on. Done before a command says that it is ready, so that no signal finds nobody listening.
    #[cfg(unix)]
    pub(crate) fn listen() -> Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).context("cannot listen for signals");
        let (mut interrupt, mut terminate) =
            (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
        Ok(Self(Box::pin(async move {
            tokio::select! {
                _ = interrupt.recv() => (),
                _ = terminate.recv() => (),
            }
        })))
    }

    /// Listens from now on.
    #[cfg(windows)]
    pub(crate) fn listen() -> Result<Self> {
        let mut interrupt = tokio::signal::windows::ctrl_c().context("cannot listen for ctrl-c")?;
        Ok(Self(Box::pin(async move { drop(interrupt.recv().await) })))
    }

    /// Until somebody wants the program to end.
    pub(crate) async fn wished(self) {
        self.0.await;
    }
}
