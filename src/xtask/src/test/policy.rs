//! The policy engine in wasm, in Node, against the native one.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::{Counts, sdk::read_tap};
use crate::{step::step, web::worker::policy_worker, workspace::Workspace};

/// Documents that both engines judge.
const DOCUMENTS: u32 = 100_000;

/// Builds the engine in wasm; gives its folder.
pub(super) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    policy_worker(workspace).map(|worker| worker.folder)
}

/// Writes the documents and lets the engine in wasm judge them.
pub(super) fn run(workspace: &Workspace, worker: &PathBuf, filter: Option<&str>) -> Result<Counts> {
    let program = workspace.binary("debug", "policies");
    let documents = workspace.state().join("policies");
    step(&format!("Policy engine: judge {DOCUMENTS} documents natively"), |step| {
        let mut write = workspace.command(&program);
        write.args(["documents", "--count", &DOCUMENTS.to_string(), "--folder"]).arg(&documents);
        step.run(&mut write, "the documents cannot be written: the words of the program stand above")
    })?;
    let mut tests = workspace.command("node");
    tests
        .args(["--test", "--test-reporter=tap"])
        .env("KMSC_POLICY_WORKER", worker)
        .env("KMSC_POLICY_DOCUMENTS", &documents)
        .env("KMSC_POLICIES", &program);
    if let Some(filter) = filter {
        tests.args(["--test-name-pattern", filter]);
    }
    let output = tests.arg("tests/policy/engine.test.mjs").output().context("cannot start node")?;
    let words = String::from_utf8_lossy(&output.stdout);
    let counts = read_tap(&words);
    if !output.status.success() {
        println!("{words}{}", String::from_utf8_lossy(&output.stderr));
        if counts.failed == 0 {
            bail!("the tests of the policy engine failed without a failed test: their words stand above");
        }
    }
    Ok(counts)
}
