//! `kms-console policy lint`.

mod context;
mod report;
mod sarif;

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use kms_policy::{Context, Document, Severity, Surroundings, fix_all_safe};
use std::path::PathBuf;

use super::{
    Answer, Common,
    input::{Inputs, Source},
    output,
};
use report::Judged;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What rules may know beside the text, as JSON; each part is optional.
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
    /// The policy as it is saved in the cloud, for rules about what a change does.
    #[arg(long, value_name = "FILE")]
    base: Option<PathBuf>,
    /// The mildest findings that make the exit code 1.
    #[arg(long, value_enum, value_name = "LEVEL", default_value = "suggestion")]
    fail_on: Level,
    /// Apply all safe fixes to the file, then say what is left; of standard input the mended text goes to standard
    /// output, and what is left to standard error.
    #[arg(long)]
    fix: bool,
    #[arg(long, value_enum, default_value = "text")]
    format: LintFormat,
    #[command(flatten)]
    common: Common,
    /// The policy; `-` for standard input.
    file: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Level {
    Error,
    Security,
    Warning,
    Suggestion,
}

impl Level {
    fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Security => Severity::Security,
            Self::Warning => Severity::Warning,
            Self::Suggestion => Severity::Suggestion,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LintFormat {
    /// One line for each finding.
    Text,
    /// For programs.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

pub(super) fn run(args: &Args) -> Result<Answer> {
    let mut inputs = Inputs::default();
    let catalog = args.common.catalog(&mut inputs)?;
    let around = match &args.context {
        Some(file) => context::read(&Source::new(file), &mut inputs)?,
        None => Surroundings::default(),
    };
    let base = args.base.as_deref().map(|file| {
        let source = Source::new(file);
        let base = source.policy(&mut inputs, &catalog)?;
        String::from_utf8(base.tree().source().to_vec()).context("cannot read the base")
    });
    let context = Context {
        kind: args.common.kind(),
        owner: args.common.owner.clone(),
        base: base.transpose()?,
        around,
    };
    let source = Source::new(&args.file);
    let mut text = source.bytes(&mut inputs)?;
    if args.fix {
        let fixed = fix_all_safe(&text, &context, &catalog);
        if source.is_stdin() {
            output::print(&fixed)?;
        } else if fixed != text {
            source.replace(&fixed)?;
        }
        text = fixed;
    }
    let document = Document::parse(text, &catalog);
    let report = kms_policy::lint(&document, &context, &catalog);
    let judged = Judged { source: &source, document: &document, report: &report, words: args.common.words() };
    let answer = match args.format {
        LintFormat::Text => judged.text().into_bytes(),
        LintFormat::Json => output::json(&judged.json())?,
        LintFormat::Sarif => output::json(&sarif::log(&judged))?,
    };
    if args.fix && source.is_stdin() {
        output::print_aside(&answer)?;
    } else {
        output::print(&answer)?;
    }
    let fails = report.findings.iter().any(|finding| finding.severity <= args.fail_on.severity());
    Ok(Answer::yes_if(!fails))
}
