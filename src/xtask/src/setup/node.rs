//! The Node tools (browser driver, wasm-opt, minifier), from the locked list in `tests/browser`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{setup::cargo_tools::exclusive, step::step, web::hash, workspace::Workspace};

/// The oldest Node that the tools run on.
const OLDEST_NODE: u32 = 20;

/// Installs the locked packages, when the lock file has changed since they were last installed.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    ensure_in(workspace, "Node tools", &workspace.node())
}

/// Installs the locked packages of a folder, when its lock file has changed since they were last installed.
pub(crate) fn ensure_in(workspace: &Workspace, title: &str, folder: &Path) -> Result<()> {
    step(title, |step| {
        check_version()?;
        let stamp = folder.join("node_modules/.kms-console-lock");
        let wanted = hash::of_files([folder.join("package.json"), folder.join("package-lock.json")])?;
        let current = || fs::read_to_string(&stamp).is_ok_and(|found| found == wanted);
        if current() {
            return Ok(());
        }
        fs::create_dir_all(workspace.state()).context("cannot create the state folder of xtask")?;
        let _lock = exclusive(&workspace.state().join(".node.lock"), step)?;
        if current() {
            return Ok(());
        }
        // Install scripts would fetch browsers and programs of their own; none is needed.
        step.run(
            workspace.command(npm()).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder),
            "cannot install the Node packages: check that the npm registry can be reached, then run `npm ci --ignore-scripts` in the folder of the lock file",
        )?;
        fs::write(&stamp, wanted).context("cannot write into node_modules")
    })
}

/// Node with a script of the installed packages, such as `binaryen/bin/wasm-opt`.
pub(crate) fn script(workspace: &Workspace, path: &str) -> Command {
    let mut command = workspace.command("node");
    command.arg(package_file(workspace, path));
    command
}

fn package_file(workspace: &Workspace, path: &str) -> PathBuf {
    workspace.node().join("node_modules").join(path)
}

fn check_version() -> Result<()> {
    let advice = "install Node.js 20 or newer, with npm";
    let output = Command::new("node").arg("--version").stderr(Stdio::null()).output().context(advice)?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let major = version.trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => bail!("{advice}: this one says `{version}`"),
    }
}

fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}
