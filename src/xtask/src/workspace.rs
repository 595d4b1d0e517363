//! Where things are: the root of the workspace, the target folder, and the commands that run there.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The workspace that the task works on.
#[derive(Debug)]
pub(crate) struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, which `CARGO_TARGET_DIR` may have moved.
    pub(crate) target: PathBuf,
    /// The packages of the workspace as `cargo metadata` lists them.
    pub(crate) packages: Vec<Value>,
}

impl Workspace {
    /// Asks cargo, so that every setting which moves the target folder is respected.
    pub(crate) fn load() -> Result<Self> {
        let output = Command::new(cargo_program())
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .output()
            .context("cannot start cargo: install Rust with rustup")?;
        if !output.status.success() {
            bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let metadata: Value = serde_json::from_slice(&output.stdout).context("cannot read cargo metadata")?;
        let path = |key: &str| {
            metadata
                .get(key)
                .and_then(Value::as_str)
                .map(PathBuf::from)
                .context("cargo metadata has no paths")
        };
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
            packages: metadata.get("packages").and_then(Value::as_array).cloned().unwrap_or_default(),
        })
    }

    /// The finished web app: what `kms-console serve --assets` takes.
    pub(crate) fn dist(&self) -> PathBuf {
        self.target.join("dist")
    }

    /// The web app as it is compiled: not optimised, not hashed.
    pub(crate) fn raw_dist(&self) -> PathBuf {
        self.target.join("dist-raw")
    }

    /// Files that the tasks keep from one run to the next.
    pub(crate) fn state(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// The Node folder: the browser tests, and the Node tools of the web build.
    pub(crate) fn node(&self) -> PathBuf {
        self.root.join("tests/browser")
    }

    /// A binary that cargo built, by its profile folder (`debug`, `release`).
    pub(crate) fn binary(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// Cargo at the root of the workspace.
    pub(crate) fn cargo(&self) -> Command {
        self.command(cargo_program())
    }

    /// Any program at the root of the workspace.
    pub(crate) fn command(&self, program: impl Into<OsString>) -> Command {
        let mut command = Command::new(program.into());
        command.current_dir(&self.root);
        command
    }

    /// A path as a person reads it: relative to the root where it lies inside.
    pub(crate) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}

/// The cargo that started this task, else the one on the search path.
pub(crate) fn cargo_program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
