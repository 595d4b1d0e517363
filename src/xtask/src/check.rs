//! `cargo xtask check`: what must hold of the tree beside its tests. One line a check; what is wrong
//! follows as `file:line: words`.

use std::{fmt, process::ExitCode};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::{
    setup,
    step::{Step, step},
    web::{self, editor::editor, part::Part, report, worker::policy_worker},
    workspace::Workspace,
};

mod arrows;
mod locales;
mod locks;
mod source;
mod top_level;
mod views;

/// What a person may choose.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only these checks.
    #[arg(value_enum)]
    names: Vec<Check>,
}

/// The checks, quick ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Check {
    /// Nothing at the top level but what belongs there.
    TopLevel,
    /// Lock files name packages and digests, not addresses; pinned tools match them.
    Locks,
    /// Markup keeps to the content security policy.
    Views,
    /// Every text in every language, with the same parameters, and used.
    Locales,
    /// Crates depend on each other only as designed.
    Arrows,
    /// `rustfmt` has nothing to change.
    Format,
    /// Clippy for this machine, all targets.
    Lints,
    /// Clippy for the page and its workers.
    LintsWasm,
    /// The first page is within its byte budget.
    Budget,
    /// The policy engine is within its byte budget.
    PolicyBudget,
    /// The code editor is within its byte budget.
    EditorBudget,
}

/// One thing that is wrong.
#[derive(Debug)]
struct Finding {
    place: String,
    words: String,
}

impl Finding {
    /// `place` is a path or `path:line`, relative to the root.
    fn new(place: impl Into<String>, words: impl Into<String>) -> Self {
        Self { place: place.into(), words: words.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "    {}: {}", self.place, self.words)
    }
}

/// Runs all checks, also after a failed one, so that one run tells all.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let all = Check::value_variants().iter().copied();
    let wanted = all.filter(|check| options.names.is_empty() || options.names.contains(check));
    let mut failed = Vec::new();
    for check in wanted {
        if let Err(error) = run_one(workspace, check) {
            println!("    {error:#}");
            failed.push(check.title());
        }
    }
    if failed.is_empty() {
        println!("all checks hold");
        return Ok(ExitCode::SUCCESS);
    }
    println!("failed: {}", failed.join(", "));
    Ok(ExitCode::FAILURE)
}

fn run_one(workspace: &Workspace, check: Check) -> Result<()> {
    if check == Check::LintsWasm {
        setup::wasm_target(workspace)?;
    }
    match check {
        Check::Budget => return budget(workspace),
        Check::PolicyBudget => {
            return part_budget(
                check,
                &policy_worker(workspace)?,
                "the policy engine",
                report::POLICY_BUDGET,
            );
        }
        Check::EditorBudget => {
            return part_budget(check, &editor(workspace)?, "the code editor", report::EDITOR_BUDGET);
        }
        _ => {}
    }
    let mut findings = Vec::new();
    let result = step(check.title(), |step| {
        findings = check.findings(workspace, step)?;
        if findings.is_empty() {
            return Ok(());
        }
        bail!("{} found", findings.len())
    });
    for finding in findings {
        println!("{finding}");
    }
    result
}

impl Check {
    fn title(self) -> &'static str {
        match self {
            Self::TopLevel => "top level",
            Self::Locks => "lock files and pins",
            Self::Views => "views under the content security policy",
            Self::Locales => "locale files",
            Self::Arrows => "dependency arrows",
            Self::Format => "format",
            Self::Lints => "lints, this machine",
            Self::LintsWasm => "lints, wasm",
            Self::Budget => "bundle budget",
            Self::PolicyBudget => "budget of the policy engine",
            Self::EditorBudget => "budget of the code editor",
        }
    }

    fn findings(self, workspace: &Workspace, step: &Step) -> Result<Vec<Finding>> {
        match self {
            Self::TopLevel => top_level::findings(workspace),
            Self::Locks => locks::findings(workspace),
            Self::Views => views::findings(workspace),
            Self::Locales => locales::findings(workspace),
            Self::Arrows => arrows::findings(workspace),
            Self::Format => {
                let mut cargo = workspace.cargo();
                cargo.args(["fmt", "--all", "--check", "--", "--files-with-diff"]);
                step.run(&mut cargo, "run `cargo fmt --all`").map(|()| Vec::new())
            }
            Self::Lints => clippy(workspace, step, &["--workspace", "--all-targets"]),
            Self::LintsWasm => {
                let packages = ["--package", "kms-web", "--package", "kms-worker"];
                clippy(workspace, step, &[&packages[..], &["--target", setup::WASM_TARGET]].concat())
            }
            // Have steps of their own.
            Self::Budget | Self::PolicyBudget | Self::EditorBudget => Ok(Vec::new()),
        }
    }
}

fn clippy(workspace: &Workspace, step: &Step, what: &[&str]) -> Result<Vec<Finding>> {
    let mut cargo = workspace.cargo();
    cargo
        .args(["clippy", "--locked", "--message-format", "short"])
        .args(what)
        .args(["--", "--deny", "warnings"]);
    step.run(&mut cargo, "clippy has something to say above").map(|()| Vec::new())
}

/// The weight of a part that is loaded later.
fn part_budget(check: Check, part: &Part, name: &str, limit: u64) -> Result<()> {
    let files = &part.bundle.files;
    let weight = report::part(files);
    let result = step(check.title(), |_| {
        if weight <= limit {
            return Ok(());
        }
        bail!("{name} is {} bytes too heavy", report::grouped(weight - limit))
    });
    println!("{}", report::part_table(files, name, limit));
    result
}

/// Builds the bundle, or takes it as the tests left it, and compares its weight.
fn budget(workspace: &Workspace) -> Result<()> {
    let bundle = web::build(workspace)?;
    let (weight, limit) = (report::first_page(&bundle), report::FIRST_PAGE_BUDGET);
    step(Check::Budget.title(), |_| {
        if weight <= limit {
            return Ok(());
        }
        bail!("the first page is {} bytes too heavy", report::grouped(weight - limit))
    })
    .inspect_err(|_| println!("{}", report::table(&bundle)))?;
    println!("{}", report::table(&bundle));
    Ok(())
}
