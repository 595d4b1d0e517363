//! `kms-console policy check`.

use anyhow::{Result, anyhow, bail};
use clap::ArgGroup;
use kms_policy::{
    ActionPattern, Catalog, Document, Identity, Principal,
    analysis::{
        self, Case, Check, CheckVerdict, Reason, keeps_owner, no_new_access, not_granted, not_public,
        only_accounts, run_cases,
    },
    sorted::Set,
};
use serde::Serialize;
use std::{fmt::Write as _, path::PathBuf};

use super::{
    Answer, Common, Format,
    input::{Inputs, Source},
    output,
    words::{Words, statements},
};

#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("checks").required(true).multiple(true).args([
    "no_new_access", "not_granted", "not_public", "only_accounts", "keeps_owner", "tests",
]))]
pub(super) struct Args {
    /// KPC-1: nothing is allowed that the policy of --base does not allow.
    #[arg(long, requires = "base")]
    no_new_access: bool,
    /// The saved policy, for --no-new-access.
    #[arg(long, value_name = "SAVED")]
    base: Option<PathBuf>,
    /// KPC-2: these actions are allowed to nobody but --except.
    #[arg(long, value_name = "ACTION", num_args = 1..)]
    not_granted: Vec<String>,
    /// Principals that --not-granted leaves out.
    #[arg(long, value_name = "PRINCIPAL", num_args = 1.., requires = "not_granted")]
    except: Vec<String>,
    /// KPC-3: no account gets in that the policy does not name.
    #[arg(long)]
    not_public: bool,
    /// Condition keys that narrow access enough for --not-public.
    #[arg(long, value_name = "KEY", num_args = 1.., requires = "not_public")]
    narrowing_key: Vec<String>,
    /// KPC-4: no outside accounts get in but these.
    #[arg(long, value_name = "ID", num_args = 1..)]
    only_accounts: Vec<String>,
    /// KPC-5: at least so many principals may set the policy in every context.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    keeps_owner: Option<u32>,
    /// Callers of whom one must be among those of --keeps-owner.
    #[arg(long, value_name = "ARN", num_args = 1.., requires = "keeps_owner")]
    keeper: Vec<String>,
    /// KPC-6: every case of this file comes out as expected.
    #[arg(long, value_name = "FILE")]
    tests: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    common: Common,
    /// The policy; `-` for standard input. It may also be the last word of a list such as --except.
    draft: Option<PathBuf>,
}

#[derive(Serialize)]
struct Json {
    checks: Vec<Check>,
}

pub(super) fn run(args: &Args) -> Result<Answer> {
    let owner = args.common.owner()?;
    let mut inputs = Inputs::default();
    let catalog = args.common.catalog(&mut inputs)?;
    let asked = Asked::read(args, &catalog)?;
    let base =
        args.base.as_deref().map(|file| Source::new(file).policy(&mut inputs, &catalog)).transpose()?;
    let cases: Option<Vec<Case>> =
        args.tests.as_deref().map(|file| Source::new(file).json(&mut inputs)).transpose()?;
    let draft = Source::new(&asked.draft).policy(&mut inputs, &catalog)?;

    let checks = asked.checks(args, base.as_ref(), cases.as_deref(), &draft, owner, &catalog);
    let passes = checks.iter().all(|check| check.verdict == CheckVerdict::Pass);
    let answer = match args.format {
        Format::Text => text(&checks, args.common.words())?.into_bytes(),
        Format::Json => output::json(&Json { checks })?,
    };
    output::print(&answer)?;
    Ok(Answer::yes_if(passes))
}

/// What was asked, read.
struct Asked {
    actions: Vec<ActionPattern>,
    except: Vec<Principal>,
    accounts: Set<String>,
    keepers: Vec<Identity>,
    narrowing: Set<String>,
    draft: PathBuf,
}

impl Asked {
    fn read(args: &Args, catalog: &Catalog) -> Result<Self> {
        let mut draft = args.draft.clone();
        // A list takes every word up to the next option, so the draft behind a list is its last word.
        let mut list = |words: &[String], fits: &dyn Fn(&str) -> bool| -> Vec<String> {
            match words.split_last() {
                Some((last, before)) if draft.is_none() && !before.is_empty() && !fits(last) => {
                    draft = Some(PathBuf::from(last));
                    before.to_vec()
                }
                _ => words.to_vec(),
            }
        };
        let actions = list(&args.not_granted, &|word| ActionPattern::parse(word, catalog).is_some());
        let except = list(&args.except, &|word| Principal::parse(word).is_ok());
        let accounts = list(&args.only_accounts, &|word| super::account(word).is_ok());
        let keepers = list(&args.keeper, &|word| Identity::parse(word).is_some());
        let narrowing =
            list(&args.narrowing_key, &|word| word.starts_with("acs:") || word.starts_with("kms:"));
        let Some(draft) = draft else { bail!("the policy to check is missing: a file, or `-`") };

        let action = |word: String| match ActionPattern::parse(&word, catalog) {
            // A misspelt action is granted to nobody, and would pass.
            Some(pattern) if pattern.known(catalog).next().is_some() => Ok(pattern),
            _ => Err(anyhow!("`{word}` is no action of the catalogue")),
        };
        let principal = |word: String| {
            Principal::parse(&word).map_err(|_| anyhow!("`{word}` is no principal of a policy"))
        };
        let account = |word: String| super::account(&word).map_err(|why| anyhow!("`{word}`: {why}"));
        let keeper = |word: String| Identity::parse(&word).ok_or_else(|| anyhow!("`{word}` is no caller"));
        Ok(Self {
            actions: actions.into_iter().map(action).collect::<Result<_>>()?,
            except: except.into_iter().map(principal).collect::<Result<_>>()?,
            accounts: accounts.into_iter().map(account).collect::<Result<_>>()?,
            keepers: keepers.into_iter().map(keeper).collect::<Result<_>>()?,
            narrowing: narrowing.into_iter().collect(),
            draft,
        })
    }

    /// In the order of their ids.
    fn checks(
        &self,
        args: &Args,
        base: Option<&Document>,
        cases: Option<&[Case]>,
        draft: &Document,
        owner: &str,
        catalog: &Catalog,
    ) -> Vec<Check> {
        let kind = args.common.kind();
        let mut checks = Vec::new();
        if let Some(base) = base.filter(|_| args.no_new_access) {
            checks.push(no_new_access(base, draft, kind, owner, catalog));
        }
        if !self.actions.is_empty() {
            checks.push(not_granted(draft, &self.actions, &self.except, kind, owner, catalog));
        }
        if args.not_public {
            checks.push(not_public(draft, &self.narrowing, kind, owner, catalog));
        }
        if !self.accounts.is_empty() {
            checks.push(only_accounts(draft, &self.accounts, kind, owner, catalog));
        }
        if let Some(minimum) = args.keeps_owner {
            let minimum = usize::try_from(minimum).unwrap_or(usize::MAX);
            checks.push(keeps_owner(draft, minimum, &self.keepers, kind, owner, catalog));
        }
        if let Some(cases) = cases {
            checks.push(run_cases(draft, cases, kind, owner, catalog));
        }
        checks
    }
}

fn text(checks: &[analysis::Check], words: Words) -> Result<String> {
    let mut text = String::new();
    for check in checks {
        let verdict = match check.verdict {
            CheckVerdict::Pass => "check.pass",
            CheckVerdict::Fail => "check.fail",
            CheckVerdict::NotDecided => "check.open",
        };
        writeln!(text, "{}", words.say(verdict, [("id", check.id)])).ok();
        for reason in &check.reasons {
            writeln!(text, "    {}", sentence(reason, words)).ok();
        }
        if let Some(witness) = &check.witness {
            let request = serde_json::to_string(witness)?;
            writeln!(text, "    {}", words.say("check.witness", [("request", &request)])).ok();
        }
    }
    Ok(text)
}

fn sentence(reason: &Reason, words: Words) -> String {
    let detail = reason.detail.as_deref().unwrap_or_default();
    let key = match (reason.kind, &reason.principal) {
        ("undecided", Some(_)) => "check.undecided.pair".to_owned(),
        (kind, _) => format!("check.{kind}"),
    };
    let doubt = words.say(&format!("doubt.{detail}"), []);
    let detail = if reason.kind == "undecided" { &doubt } else { detail };
    let sentence = words.say(
        &key,
        [
            ("principal", reason.principal.as_deref().unwrap_or_default()),
            ("action", reason.action.as_deref().unwrap_or_default()),
            ("detail", detail),
        ],
    );
    if reason.statements.is_empty() {
        sentence
    } else {
        format!("{sentence} [{}]", statements(&reason.statements))
    }
}
