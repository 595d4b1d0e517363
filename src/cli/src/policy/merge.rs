//! `kms-console policy merge`.

use anyhow::Result;
use kms_policy::merge::{Conflict, merge};
use serde::Serialize;
use serde_json::value::RawValue;
use std::{fmt::Write as _, path::PathBuf};

use super::{
    Answer, Common, Format,
    input::{Inputs, Source},
    output,
    words::{Words, statement},
};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The policy that both changes began with.
    #[arg(long, value_name = "FILE")]
    base: PathBuf,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    common: Common,
    /// One change; in a conflict the result holds this one.
    mine: PathBuf,
    /// The other change.
    theirs: PathBuf,
}

#[derive(Serialize)]
struct Json<'a> {
    /// None where the text holds no JSON.
    merged: Option<&'a RawValue>,
    /// The policy, letter by letter.
    text: &'a str,
    conflicts: &'a [Conflict],
}

pub(super) fn run(args: &Args) -> Result<Answer> {
    let mut inputs = Inputs::default();
    let catalog = args.common.catalog(&mut inputs)?;
    let mut read = |file: &PathBuf| -> Result<Vec<u8>> {
        Ok(Source::new(file).policy(&mut inputs, &catalog)?.tree().source().to_vec())
    };
    let (base, mine, theirs) = (read(&args.base)?, read(&args.mine)?, read(&args.theirs)?);
    let merged = merge(&base, &mine, &theirs, &catalog);
    match args.format {
        Format::Json => {
            let text = String::from_utf8_lossy(&merged.text);
            let policy = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok();
            let answer = Json { merged: policy, text: &text, conflicts: &merged.conflicts };
            output::print(&output::json(&answer)?)?;
        }
        Format::Text => {
            output::print(&merged.text)?;
            output::print_aside(conflicts(&merged.conflicts, args.common.words()).as_bytes())?;
        }
    }
    Ok(Answer::yes_if(merged.conflicts.is_empty()))
}

fn conflicts(conflicts: &[Conflict], words: Words) -> String {
    let mut text = String::new();
    for conflict in conflicts {
        let place = conflict.statement.as_ref().and_then(|which| which.merged.or(which.mine).or(which.base));
        let place = [place.map(statement), conflict.element.clone()];
        let place: Vec<String> = place.into_iter().flatten().collect();
        let line = if place.is_empty() {
            words.say("merge.conflict.all", [])
        } else {
            words.say("merge.conflict", [("place", &place.join("."))])
        };
        writeln!(text, "{line}").ok();
        let sides = [
            ("merge.base", &conflict.base),
            ("merge.mine", &conflict.mine),
            ("merge.theirs", &conflict.theirs),
            ("merge.merged", &conflict.merged),
        ];
        for (key, value) in sides {
            let nothing = words.say("merge.nothing", []);
            let value = value.as_deref().unwrap_or(&nothing);
            writeln!(text, "    {}", words.say(key, [("value", value)])).ok();
        }
    }
    text
}
