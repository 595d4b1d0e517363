//! The top level stays small: a newcomer sees at once what the parts are.

use std::{collections::BTreeSet, fs};

use anyhow::{Context, Result};

use super::Finding;
use crate::workspace::Workspace;

/// Files and folders that belong there, beside dot files.
const ALLOWED: [&str; 12] = [
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "Trunk.toml",
    "docs",
    "index.html",
    "rust-toolchain.toml",
    "src",
    "style",
    "tests",
];

/// Every entry that does not belong there.
pub(super) fn findings(workspace: &Workspace) -> Result<Vec<Finding>> {
    Ok(entries(workspace)?
        .into_iter()
        .filter(|name| !name.starts_with('.') && !ALLOWED.contains(&name.as_str()))
        .map(|name| Finding::new(name, "does not belong at the top level"))
        .collect())
}

/// What git knows or would take; without git, what is there but for the target folder.
fn entries(workspace: &Workspace) -> Result<BTreeSet<String>> {
    let git =
        workspace.command("git").args(["ls-files", "--cached", "--others", "--exclude-standard"]).output();
    if let Ok(output) = git
        && output.status.success()
    {
        let files = String::from_utf8_lossy(&output.stdout);
        return Ok(files.lines().filter_map(|path| path.split('/').next()).map(str::to_owned).collect());
    }
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(&workspace.root).context("cannot read the root of the workspace")? {
        let entry = entry?;
        if entry.path() != workspace.target {
            names.insert(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(names)
}
