//! Keeps the state of the simulated cloud in one file. The file always holds a whole state: the old one or the new one.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, Result};
use kms_gateway::Gateway;
use kms_sandbox::World;
use tokio::{sync::oneshot, task::JoinHandle};

/// Changes within this time are written together.
const GATHER: Duration = Duration::from_millis(50);

/// The state in a file; none when there is no file yet.
pub(super) fn load(path: &Path) -> Result<Option<World>> {
    match fs::read(path) {
        Ok(text) => {
            World::restore(&text).map(Some).with_context(|| format!("cannot go on with {}", path.display()))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Writes the state after each change, until it is stopped.
pub(super) struct Keeper {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<()>>,
}

impl Keeper {
    /// Writes the first state at once: a file that cannot be written is no surprise later.
    pub(super) fn start(gateway: Arc<Gateway>, path: PathBuf) -> Result<Self> {
        write(&gateway, &path)?;
        let (stop, stopped) = oneshot::channel();
        Ok(Self { stop, task: tokio::spawn(keep(gateway, path, stopped)) })
    }

    /// Writes the last state.
    pub(super) async fn stop(self) -> Result<()> {
        drop(self.stop);
        self.task.await.context("the keeper of the state has failed")?
    }
}

async fn keep(gateway: Arc<Gateway>, path: PathBuf, mut stopped: oneshot::Receiver<()>) -> Result<()> {
    let mut changes = gateway.changes();
    changes.mark_unchanged();
    loop {
        let ended = tokio::select! {
            // The gateway outlives its keeper; else there is nothing more to keep.
            changed = changes.changed() => changed.is_err(),
            _ = &mut stopped => true,
        };
        if !ended {
            tokio::time::sleep(GATHER).await;
            changes.mark_unchanged();
        }
        let (gateway, place) = (Arc::clone(&gateway), path.clone());
        let written = tokio::task::spawn_blocking(move || write(&gateway, &place)).await;
        let written = written.context("the keeper of the state has failed")?;
        if ended {
            return written;
        }
        if let Err(error) = written {
            tracing::error!("{error:#}");
        }
    }
}

/// Writes beside the file, then puts the new one in the place of the old one, which the system does in one step.
fn write(gateway: &Gateway, path: &Path) -> Result<()> {
    let failed = || format!("cannot keep the state in {}", path.display());
    let text = gateway.with_world(|world| world.save()).with_context(failed)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{:016x}", rand::random::<u64>()));
    let beside = PathBuf::from(beside);
    let mut file = private(&beside).with_context(failed)?;
    let written =
        file.write_all(&text).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // Nothing is lost: the old state is in its place.
        let _ = fs::remove_file(&beside);
    }
    written.with_context(failed)?;
    // The new name must survive a power cut too, where the system can be asked for that.
    if let Some(Ok(folder)) = path
        .parent()
        .map(|folder| File::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }))
    {
        folder.sync_all().ok();
    }
    Ok(())
}

/// A new file that only its owner can read: the state holds secrets. One that is there already is not ours.
fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
