//! `cargo xtask test`: the unit, wire, SDK, policy and browser tests, and one line with the sum at the end.

use std::{ops::AddAssign, process::ExitCode};

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::{
    setup::{chromium, node},
    step::step,
    web,
    workspace::Workspace,
};

mod browser;
mod policy;
mod rust;
mod sdk;

/// What a person may choose.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only tests whose name contains this.
    filter: Option<String>,
    /// Only one kind of test.
    #[arg(long, value_enum)]
    only: Option<Kind>,
}

/// The kinds of tests, by what they need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Inside one crate; nothing but Rust.
    Unit,
    /// Real HTTP between proxy, gateway and sandbox.
    Wire,
    /// The official SDKs of the cloud against the simulated one.
    Sdk,
    /// The policy engine in wasm against the native one.
    Policy,
    /// The page in a real browser, with all of that behind it.
    Browser,
}

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Held.
    pub(crate) passed: u64,
    /// Did not hold, or did not end.
    pub(crate) failed: u64,
    /// Not run, by their own word.
    pub(crate) skipped: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Runs what was chosen. Fails when a test fails, and when there was none to run.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let wanted = |kind: Kind| options.only.is_none_or(|only| only == kind);
    let filter = options.filter.as_deref();
    // All set-up comes first: nobody wants to wait for the tests to learn that a browser is missing.
    let browser = if wanted(Kind::Browser) {
        let browser = chromium::ensure(workspace)?;
        node::ensure(workspace)?;
        Some(browser)
    } else {
        None
    };
    let sdks = if wanted(Kind::Sdk) { Some(sdk::ensure(workspace)?) } else { None };
    compile(workspace)?;
    let worker = if wanted(Kind::Policy) { Some(policy::ensure(workspace)?) } else { None };
    if wanted(Kind::Browser) {
        web::build(workspace)?;
    }

    let mut total = Counts::default();
    let mut lines = Vec::new();
    if wanted(Kind::Unit) || wanted(Kind::Wire) {
        for (kind, counts) in rust::run(workspace, options.only, filter)? {
            lines.push(format!("{kind:?}: {}", sentence(counts)));
            total += counts;
        }
    }
    if let Some(sdks) = sdks {
        let counts = sdk::run(workspace, &sdks, filter)?;
        lines.push(format!("Sdk: {}", sentence(counts)));
        total += counts;
    }
    if let Some(worker) = worker {
        let counts = policy::run(workspace, &worker, filter)?;
        lines.push(format!("Policy: {}", sentence(counts)));
        total += counts;
    }
    if let Some(browser) = browser {
        let counts = browser::run(workspace, &browser, filter)?;
        lines.push(format!("Browser: {}", sentence(counts)));
        total += counts;
    }
    println!("\n{}", lines.join("\n"));
    if total.passed + total.failed == 0 {
        eprintln!("error: no test ran");
    }
    println!("\n{}", sentence(total));
    let good = total.failed == 0 && total.passed > 0;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds tests and server in one go: with the same features, each crate is compiled once.
fn compile(workspace: &Workspace) -> Result<()> {
    step("Tests and server: compile", |step| {
        let programs = ["--bin", "kms-console", "--bin", "policies"];
        step.run(
            workspace.cargo().args(["build", "--locked", "--workspace", "--tests"]).args(programs),
            "the tests do not build: the compiler's words stand above",
        )
    })
}

/// The line that ends a test run, in a form that tools read.
fn sentence(counts: Counts) -> String {
    let skipped = if counts.skipped > 0 { format!(", {} skipped", counts.skipped) } else { String::new() };
    format!("{} passed, {} failed{skipped}", counts.passed, counts.failed)
}
