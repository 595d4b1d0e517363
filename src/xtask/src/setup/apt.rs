//! Debian's packages, where the user may install them.

use std::{path::Path, process::Command};

use anyhow::{Result, bail};

use crate::{step::Step, workspace::Workspace};

/// Installs packages. Where that is not possible, `advice` is the error: one sentence on what to do.
pub(crate) fn install(workspace: &Workspace, step: &Step, packages: &[&str], advice: &str) -> Result<()> {
    if !(is_root() && Path::new("/etc/debian_version").is_file()) {
        bail!("{advice}");
    }
    let quiet = [("DEBIAN_FRONTEND", "noninteractive")];
    step.run(workspace.command("apt-get").envs(quiet).args(["update", "-qq"]), advice)?;
    let mut install = workspace.command("apt-get");
    install.envs(quiet).args(["install", "-y", "--no-install-recommends"]).args(packages);
    step.run(&mut install, advice)
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
