//! The Rust tests, by cargo-nextest where it is installed, else by `cargo test`.

use std::{fs, io::IsTerminal, process::Command};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{Counts, Kind};
use crate::{
    web::html::{Tag, tags},
    workspace::Workspace,
};

/// The package of the wire tests; all others have unit tests only.
const WIRE_PACKAGE: &str = "kms-tests";

/// The counts of each kind that was wanted.
pub(super) fn run(
    workspace: &Workspace,
    only: Option<Kind>,
    filter: Option<&str>,
) -> Result<Vec<(Kind, Counts)>> {
    let kinds: Vec<Kind> =
        [Kind::Unit, Kind::Wire].into_iter().filter(|kind| only.is_none_or(|only| only == *kind)).collect();
    if has_nextest(workspace) {
        nextest(workspace, &kinds, filter)
    } else {
        libtest(workspace, &kinds, filter)
    }
}

fn has_nextest(workspace: &Workspace) -> bool {
    workspace.cargo().args(["nextest", "--version"]).output().is_ok_and(|output| output.status.success())
}

/// One run for both kinds, so that the tests of all crates share the cores.
fn nextest(workspace: &Workspace, kinds: &[Kind], filter: Option<&str>) -> Result<Vec<(Kind, Counts)>> {
    // Below the root wherever cargo has its target folder: `store` in .config/nextest.toml.
    let report = workspace.root.join("target/nextest/default/junit.xml");
    let _ = fs::remove_file(&report);
    let expression = match kinds {
        [Kind::Unit] => Some(format!("not package({WIRE_PACKAGE})")),
        [Kind::Wire] => Some(format!("package({WIRE_PACKAGE})")),
        _ => None,
    };
    let arguments = |command: &mut Command| {
        command.args(["--locked", "--workspace"]);
        if let Some(expression) = &expression {
            command.args(["--filterset", expression]);
        }
        command.args(filter);
    };
    let mut list = workspace.cargo();
    list.args(["nextest", "list", "--message-format", "json"]);
    arguments(&mut list);
    let list = list.output().context("cannot start cargo nextest")?;
    let list: Value = serde_json::from_slice(&list.stdout).context("cannot read the list of tests")?;
    if kinds.iter().all(|kind| count(&list, *kind, |_, case| is_chosen(case)) == 0) {
        // Nothing to run: nextest would write no report.
        return Ok(kinds.iter().map(|kind| (*kind, skipped(&list, *kind, filter))).collect());
    }

    let mut tests = workspace.cargo();
    tests.args(["nextest", "run", "--no-fail-fast"]);
    if !std::io::stderr().is_terminal() {
        tests.args(["--show-progress", "none"]);
    }
    arguments(&mut tests);
    let ended_well = tests.status().context("cannot start cargo nextest")?.success();
    let report = fs::read_to_string(&report)
        .context("the Rust tests left no report: the words of cargo nextest stand above")?;
    let counts: Vec<_> = kinds
        .iter()
        .map(|kind| {
            let mut counts = read_report(&report, *kind);
            counts += skipped(&list, *kind, filter);
            (*kind, counts)
        })
        .collect();
    if !ended_well && counts.iter().all(|(_, counts)| counts.failed == 0) {
        bail!("cargo nextest failed without a failed test: its words stand above");
    }
    Ok(counts)
}

/// Sums the suites of a kind in a JUnit report; a suite is called after its package.
fn read_report(report: &str, kind: Kind) -> Counts {
    let number = |tag: &Tag, name: &str| tag.value(name).parse::<u64>().unwrap_or(0);
    let mut counts = Counts::default();
    for suite in
        tags(report).iter().filter(|tag| tag.name == "testsuite" && kind_of(tag.value("name")) == kind)
    {
        let failed = number(suite, "failures") + number(suite, "errors");
        counts += Counts { passed: number(suite, "tests").saturating_sub(failed), failed, skipped: 0 };
    }
    counts
}

/// The tests of a kind that say of themselves that they must be asked for.
fn skipped(list: &Value, kind: Kind, filter: Option<&str>) -> Counts {
    let is_ignored = |name: &str, case: &Value| {
        case.pointer("/filter-match/reason").and_then(Value::as_str) == Some("ignored")
            && filter.is_none_or(|filter| name.contains(filter))
    };
    Counts { skipped: count(list, kind, is_ignored), ..Counts::default() }
}

fn is_chosen(case: &Value) -> bool {
    case.pointer("/filter-match/status").and_then(Value::as_str) == Some("matches")
}

/// How many tests of a kind in nextest's list are as wanted.
fn count(list: &Value, kind: Kind, wanted: impl Fn(&str, &Value) -> bool) -> u64 {
    let suites = list.get("rust-suites").and_then(Value::as_object).into_iter().flatten();
    let cases = suites
        .filter(|(name, _)| kind_of(name) == kind)
        .filter_map(|(_, suite)| suite.get("testcases").and_then(Value::as_object))
        .flatten();
    cases.filter(|(name, case)| wanted(name, case)).map(|_| 1).sum()
}

fn kind_of(suite: &str) -> Kind {
    if suite == WIRE_PACKAGE || suite.starts_with(&format!("{WIRE_PACKAGE}::")) {
        Kind::Wire
    } else {
        Kind::Unit
    }
}

/// One run a kind; the counts come from the closing line of each test program.
fn libtest(workspace: &Workspace, kinds: &[Kind], filter: Option<&str>) -> Result<Vec<(Kind, Counts)>> {
    let mut found = Vec::new();
    for kind in kinds {
        let mut tests = workspace.cargo();
        tests.args(["test", "--locked", "--no-fail-fast", "--tests"]);
        match kind {
            Kind::Wire => tests.args(["--package", WIRE_PACKAGE]),
            _ => tests.args(["--workspace", "--exclude", WIRE_PACKAGE]),
        };
        let output = tests.args(filter).output().context("cannot start cargo test")?;
        let words = String::from_utf8_lossy(&output.stdout);
        let counts = read_summaries(&words);
        if !output.status.success() {
            println!("{words}{}", String::from_utf8_lossy(&output.stderr));
            if counts.failed == 0 {
                bail!("cargo test failed without a failed test: its words stand above");
            }
        }
        found.push((*kind, counts));
    }
    Ok(found)
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; …` of each test program, summed.
fn read_summaries(words: &str) -> Counts {
    let mut counts = Counts::default();
    for line in words.lines().filter_map(|line| line.strip_prefix("test result: ")) {
        let number = |word: &str| {
            let before = line.split(';').find_map(|part| part.trim().strip_suffix(word));
            before
                .and_then(|text| text.split_whitespace().last())
                .and_then(|text| text.parse().ok())
                .unwrap_or(0)
        };
        counts += Counts { passed: number("passed"), failed: number("failed"), skipped: number("ignored") };
    }
    counts
}

#[cfg(test)]
mod tests;
