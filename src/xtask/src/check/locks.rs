//! Lock files say which packages, not where one machine fetched them; pinned tools match them.

use anyhow::{Context, Result};

use super::{Finding, source::Source};
use crate::{setup::cargo_tools::WASM_BINDGEN, workspace::Workspace};

/// Every line of a lock file that should not be there.
pub(super) fn findings(workspace: &Workspace) -> Result<Vec<Finding>> {
    let cargo = Source::read(workspace, &workspace.root.join("Cargo.lock"))?;
    let mut findings = cargo_findings(&cargo);
    for folder in ["tests/browser", "tests/sdk/node", "tests/bench", "src/web/editor"] {
        let lock = workspace.root.join(folder).join("package-lock.json");
        findings.extend(node_findings(&Source::read(workspace, &lock)?));
    }
    let locked = locked_version(&cargo.text, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")?;
    if locked != WASM_BINDGEN.version {
        findings.push(Finding::new(
            &cargo.path,
            format!("wasm-bindgen is {locked}, its tool is {}: they must be the same", WASM_BINDGEN.version),
        ));
    }
    Ok(findings)
}

/// Cargo writes the index of a package beside it; any other than the public one is a private address.
fn cargo_findings(lock: &Source) -> Vec<Finding> {
    let lines = lock.text.lines().enumerate();
    let sources =
        lines.filter_map(|(index, line)| line.strip_prefix("source = ").map(|source| (index + 1, source)));
    sources
        .filter(|(_, source)| !(source.starts_with("\"registry+") && source.ends_with("/crates.io-index\"")))
        .map(|(line, source)| {
            Finding::new(format!("{}:{line}", lock.path), format!("not from the crate registry: {source}"))
        })
        .collect()
}

/// npm writes download addresses unless `omit-lockfile-registry-resolved` is set.
fn node_findings(lock: &Source) -> Vec<Finding> {
    let lines = lock.text.lines().enumerate();
    lines
        .filter(|(_, line)| line.trim_start().starts_with("\"resolved\""))
        .map(|(index, _)| {
            let place = format!("{}:{}", lock.path, index + 1);
            Finding::new(place, "a download address: delete the file and run `npm install` in its folder")
        })
        .collect()
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests;
