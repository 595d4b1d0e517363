//! The browser tests, by Playwright with the Chromium of the machine.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Counts;
use crate::{setup::node, workspace::Workspace};

/// Runs the specs of `tests/browser` against the debug build of the server.
pub(super) fn run(workspace: &Workspace, browser: &Path, filter: Option<&str>) -> Result<Counts> {
    fs::create_dir_all(workspace.state()).context("cannot create the state folder of xtask")?;
    let report = workspace.state().join("playwright.json");
    let _ = fs::remove_file(&report);
    let mut playwright = node::script(workspace, "@playwright/test/cli.js");
    playwright
        .current_dir(workspace.node())
        .args(["test", "--pass-with-no-tests"])
        .env("KMSC_BINARY", workspace.binary("debug", "kms-console"))
        .env("KMSC_ASSETS", workspace.dist())
        .env("KMSC_REPORT", &report)
        .env("CHROMIUM", browser);
    if let Some(filter) = filter {
        playwright.args(["--grep", &literal(filter)]);
    }
    let ended_well = playwright.status().context("cannot start node")?.success();
    let Some(counts) = fs::read_to_string(&report).ok().and_then(|text| read_report(&text)) else {
        if ended_well {
            return Ok(Counts::default());
        }
        bail!("the browser tests did not run: the words of Playwright stand above");
    };
    if !ended_well && counts.failed == 0 {
        bail!("Playwright failed without a failed test: its words stand above");
    }
    Ok(counts)
}

/// The sums that Playwright's json reporter ends with. A test that passed only when tried again failed.
fn read_report(text: &str) -> Option<Counts> {
    let report: Value = serde_json::from_str(text).ok()?;
    let stats = report.get("stats")?;
    let number = |name: &str| stats.get(name).and_then(Value::as_u64);
    Some(Counts {
        passed: number("expected")?,
        failed: number("unexpected")? + number("flaky")?,
        skipped: number("skipped")?,
    })
}

/// Playwright takes a regular expression; the person gave a plain part of a name.
fn literal(filter: &str) -> String {
    let mut out = String::new();
    for letter in filter.chars() {
        if !letter.is_alphanumeric() && letter != ' ' {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests;
