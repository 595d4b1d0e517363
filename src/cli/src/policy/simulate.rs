//! `kms-console policy simulate`.

use anyhow::{Result, anyhow, bail};
use kms_policy::{
    ActionPattern, Because, Catalog, Deciding, Decision, Document, Effect, EncryptingKey, Outcome, Policies,
    RamPolicy, Request, Verdict, Where, decide, sorted::Set,
};
use serde::Serialize;
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use super::{
    Answer, Common, Format,
    input::{Inputs, Source},
    output,
    words::{Words, statement},
};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The request, as JSON.
    #[arg(long, value_name = "FILE")]
    request: PathBuf,
    /// A RAM policy of the caller; may be given several times.
    #[arg(long, value_name = "FILE")]
    ram: Vec<PathBuf>,
    /// The account that created the key that encrypts the secret.
    #[arg(long, value_name = "ACCOUNT", value_parser = super::account, requires = "encrypting_key_policy")]
    encrypting_key_owner: Option<String>,
    /// The policy of the key that encrypts the secret.
    #[arg(long, value_name = "FILE", requires = "encrypting_key_owner")]
    encrypting_key_policy: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    common: Common,
    /// The policy of the key or secret; `-` for standard input.
    policy: PathBuf,
}

#[derive(Serialize)]
struct Json<'a> {
    verdict: &'static str,
    deciding: Vec<Place>,
    because: Vec<JsonBecause<'a>>,
    /// Open keys that it hangs on.
    depends_on: &'a Set<String>,
    doubts: Vec<&'static str>,
    not_confirmed: bool,
}

/// Counted from 0.
#[derive(Serialize)]
struct Place {
    #[serde(rename = "where")]
    place: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<usize>,
}

#[derive(Serialize)]
struct JsonBecause<'a> {
    #[serde(flatten)]
    place: Place,
    effect: Option<&'static str>,
    outcome: &'static str,
    /// The key whose condition does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    /// Open keys that it hangs on.
    #[serde(skip_serializing_if = "Set::is_empty")]
    open: Set<&'a str>,
}

pub(super) fn run(args: &Args) -> Result<Answer> {
    let owner = args.common.owner()?;
    let mut inputs = Inputs::default();
    let catalog = args.common.catalog(&mut inputs)?;
    let request: Request = Source::new(&args.request).json(&mut inputs)?;
    if ActionPattern::parse(&request.action, &catalog).is_some_and(|pattern| pattern.is_pattern()) {
        bail!("`{}` is a pattern: a request is for one action", request.action);
    }
    let ram = args.ram.iter().map(|file| ram_policy(file, &mut inputs, &catalog));
    let ram = ram.collect::<Result<Vec<RamPolicy>>>()?;
    let key_policy: Option<Document> = args
        .encrypting_key_policy
        .as_deref()
        .map(|file| Source::new(file).policy(&mut inputs, &catalog))
        .transpose()?;
    let document = Source::new(&args.policy).policy(&mut inputs, &catalog)?;
    let encrypting_key = args.encrypting_key_owner.as_deref().zip(key_policy.as_ref());
    let policies = Policies {
        kind: args.common.kind(),
        owner,
        resource: Some(&document),
        ram: &ram,
        encrypting_key: encrypting_key.map(|(owner, policy)| EncryptingKey { owner, policy }),
    };
    let decision = decide(&request, &policies, &catalog);
    let answer = match args.format {
        Format::Text => text(&decision, args.common.words()).into_bytes(),
        Format::Json => output::json(&json(&decision))?,
    };
    output::print(&answer)?;
    Ok(Answer::yes_if(decision.verdict == Verdict::Allowed))
}

fn ram_policy(file: &Path, inputs: &mut Inputs, catalog: &Catalog) -> Result<RamPolicy> {
    let source = Source::new(file);
    RamPolicy::parse(&source.bytes(inputs)?, catalog)
        .map_err(|why| anyhow!("cannot use the RAM policy `{}`: {why}", source.name()))
}

fn json(decision: &Decision) -> Json<'_> {
    let nothing = Place { place: "none", policy: None, statement: None };
    let deciding: Vec<Place> = decision.deciding.iter().map(place).collect();
    Json {
        verdict: decision.verdict.as_str(),
        deciding: if deciding.is_empty() { vec![nothing] } else { deciding },
        because: decision.because.iter().map(because).collect(),
        depends_on: &decision.depends_on,
        doubts: decision.doubts.iter().map(|doubt| doubt.as_str()).collect(),
        not_confirmed: decision.not_confirmed,
    }
}

fn place(by: &Deciding) -> Place {
    let place = match by.place {
        Where::Resource => "resource",
        Where::Ram => "ram",
    };
    Place { place, policy: Some(by.policy), statement: Some(by.statement) }
}

fn because(because: &Because) -> JsonBecause<'_> {
    let key = match &because.outcome {
        Outcome::OtherContext { key } => Some(key.as_str()),
        _ => None,
    };
    let open = match &because.outcome {
        Outcome::Matches { rest, .. } => {
            rest.literals.iter().map(|literal| literal.atom.key.as_str()).collect()
        }
        _ => Set::new(),
    };
    JsonBecause {
        place: place(&because.deciding),
        effect: because.effect.map(effect),
        outcome: because.outcome.as_str(),
        key,
        open,
    }
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    }
}

/// The verdict, then each statement with what it says.
fn text(decision: &Decision, words: Words) -> String {
    let mut text = String::new();
    let verdict = decision.verdict.as_str();
    let deciding: Vec<String> = decision.deciding.iter().map(name).collect();
    // A caller of another account needs its own RAM policy too, a secret also the key that encrypts it.
    let is_half = decision.verdict == Verdict::Denied
        && decision.because.iter().any(|because| {
            because.effect == Some(Effect::Allow) && matches!(because.outcome, Outcome::Matches { .. })
        });
    let line = if !deciding.is_empty() {
        words.say(&format!("verdict.{verdict}"), [("list", &deciding.join(", "))])
    } else if is_half {
        words.say("verdict.denied.half", [])
    } else {
        words.say(&format!("verdict.{verdict}.none"), [])
    };
    writeln!(text, "{line}").ok();
    if !decision.depends_on.is_empty() {
        let keys: Vec<&str> = decision.depends_on.iter().map(String::as_str).collect();
        writeln!(text, "{}", words.say("verdict.open", [("list", &keys.join(", "))])).ok();
    }
    for doubt in &decision.doubts {
        let why = words.say(&format!("doubt.{}", doubt.as_str()), []);
        writeln!(text, "{}", words.say("verdict.doubt", [("detail", &why)])).ok();
    }
    if decision.not_confirmed {
        writeln!(text, "{}", words.say("verdict.not_confirmed", [])).ok();
    }
    for item in &decision.because {
        let JsonBecause { effect, outcome, key, open, .. } = because(item);
        let keys: Vec<&str> = key.into_iter().chain(open).collect();
        // What hangs on a doubt and on no key is said without keys.
        let outcome = if outcome == "depends" && keys.is_empty() { "doubtful" } else { outcome };
        let why = words.say(&format!("outcome.{outcome}"), [("key", &keys.join(", "))]);
        let place = name(&item.deciding);
        let line = match effect {
            Some(effect) => words.say("outcome", [("place", &place), ("effect", effect), ("outcome", &why)]),
            None => words.say("outcome.bare", [("place", &place), ("outcome", &why)]),
        };
        writeln!(text, "    {line}").ok();
    }
    text
}

/// A statement as people find it: those of the resource's policy by their number alone.
fn name(by: &Deciding) -> String {
    let statement = statement(by.statement);
    match (by.place, by.policy) {
        (Where::Resource, 0) => statement,
        (Where::Resource, _) => format!("key.{statement}"),
        (Where::Ram, policy) => format!("ram[{policy}].{statement}"),
    }
}
