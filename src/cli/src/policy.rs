//! `kms-console policy`: what the console says of policies, for files that are kept in git and checked in CI.
//!
//! Each command reads files, asks `kms-policy`, and prints. The exit code is 0 for yes, 1 for findings or a no, and 2
//! for input that cannot be used.

mod check;
mod diff;
mod explain;
mod fmt;
mod input;
mod lint;
mod merge;
mod output;
mod simulate;
mod words;

use anyhow::{Context, Result, bail};
use clap::{Subcommand, ValueEnum};
use kms_policy::{Catalog, Kind, messages::Language};
use std::{io::Write, path::PathBuf, process::ExitCode};

use self::{
    input::{Inputs, Source},
    words::Words,
};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say what is wrong with a policy, and mend what can be mended safely.
    Lint(lint::Args),
    /// Answer what an organisation asks of every policy: no new access, not public, an owner left.
    Check(check::Args),
    /// Say what the cloud would answer to a request, and why.
    Simulate(simulate::Args),
    /// Compare two policies by who may do what.
    Diff(diff::Args),
    /// Merge two changes of a policy, statement by statement.
    Merge(merge::Args),
    /// Say in plain sentences what a policy allows and denies.
    Explain(explain::Args),
    /// Lay a policy out anew.
    Fmt(fmt::Args),
}

/// What every command takes.
#[derive(Debug, clap::Args)]
struct Common {
    /// What the policy belongs to.
    #[arg(long, value_enum, default_value = "key")]
    kind: KindName,
    /// The account that created the key or secret: 16 digits.
    #[arg(long, value_name = "ACCOUNT", value_parser = account)]
    owner: Option<String>,
    /// The language of texts: en, zh or id.
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = language)]
    language: Language,
    /// Actions to use in place of the built-in ones, in the format of src/policy/catalog/actions.json.
    #[arg(long, value_name = "FILE")]
    catalog: Option<PathBuf>,
    /// Condition operators and keys to use in place of the built-in ones, as in src/policy/catalog/conditions.json.
    #[arg(long, value_name = "FILE")]
    conditions: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KindName {
    Key,
    Secret,
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

fn account(text: &str) -> Result<String, String> {
    if text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err("an account is 16 digits".to_owned())
    }
}

fn language(tag: &str) -> Result<Language, String> {
    Language::by_tag(tag).ok_or_else(|| "known are en, zh and id".to_owned())
}

impl Common {
    fn kind(&self) -> Kind {
        match self.kind {
            KindName::Key => Kind::Key,
            KindName::Secret => Kind::Secret,
        }
    }

    /// The account, for commands that say nothing without it.
    fn owner(&self) -> Result<&str> {
        self.owner.as_deref().context("--owner ACCOUNT is missing: who may do what hangs on it")
    }

    fn words(&self) -> Words {
        Words::new(self.language)
    }

    /// Actions, operators and condition keys.
    fn catalog(&self, inputs: &mut Inputs) -> Result<Catalog> {
        let mut text = |file: &Option<PathBuf>, published: &str| match file {
            Some(file) => Source::new(file).text(inputs),
            None => Ok(published.to_owned()),
        };
        let actions = text(&self.catalog, kms_policy::PUBLISHED_ACTIONS)?;
        let conditions = text(&self.conditions, kms_policy::PUBLISHED_CONDITIONS)?;
        Catalog::parse(&actions, &conditions).context("cannot use the catalogue")
    }
}

/// The answer of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    /// Findings, a difference, a conflict, a refusal.
    No,
}

impl Answer {
    fn yes_if(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

pub(crate) fn run(args: &Args) -> ExitCode {
    let answer = match &args.command {
        Command::Lint(args) => lint::run(args),
        Command::Check(args) => check::run(args),
        Command::Simulate(args) => simulate::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Merge(args) => merge::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Fmt(args) => fmt::run(args),
    };
    match answer {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        Err(error) => {
            let text = output::one_line(&format!("{error:#}"));
            writeln!(std::io::stderr(), "kms-console: {text}").ok();
            ExitCode::from(2)
        }
    }
}

/// Refuses more than one `-`: standard input can be read once only.
fn refuse_second_stdin(is_taken: bool) -> Result<()> {
    if is_taken {
        bail!("`-` stands for standard input, which can be read only once");
    }
    Ok(())
}
