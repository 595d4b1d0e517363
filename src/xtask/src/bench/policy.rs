//! The policy engine, natively and in Chromium, beside what else reads or judges policies of the same size.

use std::{
    fs,
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{
    setup::{chromium, node, python},
    step::step,
    web::worker::policy_worker,
    workspace::Workspace,
};

/// The size that the aims are about, and the one that growth is measured from.
const SIZES: (u32, u32) = (32 * 1_024, 8 * 1_024);
/// Most milliseconds of parsing and linting the large policy natively.
const AIM_NATIVE: f64 = 4.0;
/// The same in the browser.
const AIM_BROWSER: f64 = 10.0;
/// Most milliseconds of comparing two large policies in the browser.
const AIM_ACCESS: f64 = 50.0;
/// How far the growth of a measured time may be above that of n log n: neighbours on the machine are no growth.
const SLACK: f64 = 1.25;

/// Milliseconds of one measurement.
#[derive(Clone, Debug, Deserialize)]
struct Row {
    name: String,
    bytes: u32,
    median: f64,
    least: f64,
    most: f64,
}

/// What a measuring program prints.
#[derive(Debug, Default, Deserialize)]
struct Report {
    rows: Vec<Row>,
    #[serde(default)]
    hostile: Vec<Row>,
}

/// Measures everything, prints a table, and fails on a miss.
pub(super) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let peers = workspace.root.join("tests/bench");
    let python = python::ensure(workspace, "parliament, the AWS linter", &peers.join("requirements.txt"))?;
    let browser = chromium::ensure(workspace)?;
    node::ensure(workspace)?;
    node::ensure_in(workspace, "Cedar, in wasm", &peers)?;
    let worker = policy_worker(workspace)?.folder;
    step("Native measurement: compile", |step| {
        let mut cargo = workspace.cargo();
        cargo.args(["build", "--locked", "--release", "--package", "kms-tests", "--bin", "policies"]);
        step.run(&mut cargo, "the measurement does not build: the compiler's words stand above")
    })?;
    let program = workspace.binary("release", "policies");
    let samples = workspace.state().join("policy-samples");
    fs::create_dir_all(&samples).context("cannot create the folder of the samples")?;
    step("Policies to measure with", |step| {
        let mut write = workspace.command(&program);
        write.arg("samples").arg("--folder").arg(&samples);
        step.run(&mut write, "the policies cannot be written: the words of the program stand above")
    })?;
    let samples = samples.join("samples.json");

    let native = step("Native engine", |_| report(workspace.command(&program).arg("measure")))?;
    let linter = step("parliament", |_| {
        report(workspace.command(python).arg("-B").arg(peers.join("parliament_lint.py")).arg(&samples))
    })?;
    let page = step("Engine and Cedar in Chromium", |_| {
        let mut script = workspace.command("node");
        script
            .arg(workspace.node().join("bench/policy.mjs"))
            .env("KMSC_POLICY_WORKER", &worker)
            .env("KMSC_SAMPLES", &samples)
            .env("KMSC_PEERS", peers.join("node_modules"))
            .env("CHROMIUM", browser);
        report(&mut script)
    })?;

    println!("\nmilliseconds: median (least to most)");
    print("native", &native.rows, "serde_json");
    print("native", &linter.rows, "");
    print("Chromium", &page.rows, "JSON.parse");
    println!("\nmade to be slow, native, for information");
    print("native", &native.hostile, "");
    println!();
    Ok(judge(&native.rows, &linter.rows, &page.rows))
}

fn report(command: &mut Command) -> Result<Report> {
    let output = command.stderr(Stdio::inherit()).output().context("cannot start a measurement")?;
    if !output.status.success() {
        bail!("a measurement failed: its words stand above");
    }
    serde_json::from_slice(&output.stdout).context("cannot read what a measurement prints")
}

/// One line a row; beside it how many times the floor of the same size it takes.
fn print(place: &str, rows: &[Row], floor: &str) {
    for row in rows {
        let Row { name, bytes, median, least, most } = row;
        let spread = format!("{median:.3} ({least:.3} to {most:.3})");
        let floor = rows.iter().find(|other| other.name == floor && other.bytes == *bytes);
        let times = floor.map(|floor| format!("{:>8.1} x {}", median / floor.median, floor.name));
        let kib = bytes / 1_024;
        println!("{place:<9} {name:<30} {kib:>3} KB {spread:>34}{}", times.unwrap_or_default());
    }
}

fn judge(native: &[Row], linter: &[Row], page: &[Row]) -> ExitCode {
    let (large, small) = SIZES;
    let mut missed = Vec::new();
    let mut aim = |words: String, reached: bool| {
        println!("{words}{}", if reached { "" } else { "  MISSED" });
        if !reached {
            missed.push(words);
        }
    };
    let most = [
        ("native", native, "parse + lint", AIM_NATIVE),
        ("Chromium", page, "parse + lint", AIM_BROWSER),
        ("Chromium", page, "no new access", AIM_ACCESS),
    ];
    for (place, rows, name, limit) in most {
        let time = median(rows, name, large);
        aim(format!("{name}, 32 KB, {place}: {time:.2} ms (aim: below {limit})"), time < limit);
    }
    let (from, to) = (f64::from(small), f64::from(large));
    let limit = (to * to.log2()) / (from * from.log2());
    for (place, rows) in [("native", native), ("Chromium", page)] {
        for name in ["parse", "parse + lint", "diff", "no new access"] {
            let growth = median(rows, name, large) / median(rows, name, small);
            let words =
                format!("growth of {name} from 8 to 32 KB, {place}: {growth:.2} (n log n: {limit:.2})");
            aim(words, growth < limit * SLACK);
        }
    }
    for (peer, times, ours) in [("parliament: lint", linter, native), ("cedar: validate", page, page)] {
        let ratio = median(times, peer, large) / median(ours, "parse + lint", large);
        println!("parse + lint, 32 KB: {peer} takes {ratio:.1} times as long");
    }
    if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn median(rows: &[Row], name: &str, bytes: u32) -> f64 {
    rows.iter().find(|row| row.name == name && row.bytes == bytes).map_or(f64::NAN, |row| row.median)
}
