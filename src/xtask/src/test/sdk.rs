//! The official SDKs against the simulated cloud.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Counts;
use crate::{
    setup::{node, python},
    workspace::Workspace,
};

/// The SDKs, installed.
pub(super) struct Sdks {
    python: PathBuf,
}

fn folder(workspace: &Workspace, language: &str) -> PathBuf {
    workspace.root.join("tests/sdk").join(language)
}

/// Installs the SDKs of both languages from their lock files.
pub(super) fn ensure(workspace: &Workspace) -> Result<Sdks> {
    let requirements = folder(workspace, "python").join("requirements.txt");
    let python = python::ensure(workspace, "Python SDKs", &requirements)?;
    node::ensure_in(workspace, "Node SDKs", &folder(workspace, "node"))?;
    Ok(Sdks { python })
}

/// Runs the tests of both languages against the debug build of the server.
pub(super) fn run(workspace: &Workspace, sdks: &Sdks, filter: Option<&str>) -> Result<Counts> {
    let mut counts = python_tests(workspace, &sdks.python, filter)?;
    counts += node_tests(workspace, filter)?;
    Ok(counts)
}

fn python_tests(workspace: &Workspace, python: &Path, filter: Option<&str>) -> Result<Counts> {
    fs::create_dir_all(workspace.state()).context("cannot create the state folder of xtask")?;
    let report = workspace.state().join("python-sdk.json");
    let _ = fs::remove_file(&report);
    let mut tests = workspace.command(python);
    tests
        .current_dir(folder(workspace, "python"))
        .args(["-B", "run.py"])
        .args(filter)
        .env("KMSC_BINARY", workspace.binary("debug", "kms-console"))
        .env("KMSC_REPORT", &report);
    let ended_well = tests.status().context("cannot start Python")?.success();
    let text =
        fs::read_to_string(&report).context("the Python tests did not run: their words stand above")?;
    let read: Value = serde_json::from_str(&text).context("cannot read the report of the Python tests")?;
    let number = |name: &str| read.get(name).and_then(Value::as_u64).unwrap_or(0);
    let counts = Counts { passed: number("passed"), failed: number("failed"), skipped: number("skipped") };
    if !ended_well && counts.failed == 0 {
        bail!("the Python tests failed without a failed test: their words stand above");
    }
    Ok(counts)
}

fn node_tests(workspace: &Workspace, filter: Option<&str>) -> Result<Counts> {
    let mut tests = workspace.command("node");
    tests
        .current_dir(folder(workspace, "node"))
        .args(["--test", "--test-reporter=tap"])
        .env("KMSC_BINARY", workspace.binary("debug", "kms-console"));
    if let Some(filter) = filter {
        tests.args(["--test-name-pattern", filter]);
    }
    let output = tests.output().context("cannot start node")?;
    let words = String::from_utf8_lossy(&output.stdout);
    let counts = read_tap(&words);
    if !output.status.success() {
        println!("{words}{}", String::from_utf8_lossy(&output.stderr));
        if counts.failed == 0 {
            bail!("the Node tests failed without a failed test: their words stand above");
        }
    }
    Ok(counts)
}

/// The sums that node's TAP reporter ends with. A cancelled test did not hold.
pub(super) fn read_tap(words: &str) -> Counts {
    let number = |name: &str| {
        let mut lines = words.lines().filter_map(|line| line.strip_prefix("# ")?.strip_prefix(name));
        lines.next_back().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
    };
    Counts {
        passed: number("pass "),
        failed: number("fail ") + number("cancelled "),
        skipped: number("skipped "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_tap() {
        let words =
            "ok 1 - a\n# tests 4\n# suites 0\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 3\n# todo 0\n";
        assert_eq!(read_tap(words), Counts { passed: 2, failed: 2, skipped: 3 });
        assert_eq!(read_tap("no sums"), Counts::default());
    }
}
