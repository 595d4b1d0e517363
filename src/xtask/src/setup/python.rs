//! Python packages from a locked list, in an environment of their own in the user's cache folder.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::{
    apt,
    cargo_tools::{cache_folder, exclusive},
};
use crate::{step::step, web::hash, workspace::Workspace};

const ADVICE: &str = "install Python 3.9 or newer with its venv module (on Debian, as root: `apt-get install python3 python3-venv`)";

/// The Python of an environment that has the packages of `requirements`; made first when the list has changed.
pub(crate) fn ensure(workspace: &Workspace, title: &str, requirements: &Path) -> Result<PathBuf> {
    step(title, |step| {
        let cache = cache_folder()?;
        fs::create_dir_all(&cache).with_context(|| format!("cannot create {}", cache.display()))?;
        let wanted = hash::of_files([requirements.to_owned()])?;
        let name: String = wanted.chars().take(16).collect();
        let home = cache.join(format!("python-{name}"));
        let python = home.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
        // Written at the very end: an interrupted installation is made anew.
        let stamp = home.join(".complete");
        if stamp.is_file() {
            return Ok(python);
        }
        let _lock = exclusive(&cache.join(format!(".python-{name}.lock")), step)?;
        if stamp.is_file() {
            return Ok(python);
        }
        if !has_venv() {
            apt::install(workspace, step, &["python3", "python3-venv"], ADVICE)?;
        }
        let _ = fs::remove_dir_all(&home);
        step.run(workspace.command(interpreter()).args(["-m", "venv"]).arg(&home), ADVICE)?;
        step.run(
            workspace
                .command(&python)
                .args(["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--requirement"])
                .arg(requirements),
            "cannot install the Python packages: check that the Python registry can be reached",
        )?;
        fs::write(&stamp, wanted).context("cannot write into the Python environment")?;
        Ok(python)
    })
}

fn interpreter() -> PathBuf {
    env::var_os("PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from)
}

fn has_venv() -> bool {
    Command::new(interpreter())
        .args(["-c", "import ensurepip, venv"])
        .output()
        .is_ok_and(|output| output.status.success())
}
