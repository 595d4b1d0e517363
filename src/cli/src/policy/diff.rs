//! `kms-console policy diff`.

use anyhow::Result;
use kms_policy::analysis::{Change, MeaningDiff, Row, compare};
use serde::Serialize;
use similar::TextDiff;
use std::{fmt::Write as _, path::PathBuf, time::Duration};

use super::{
    Answer, Common, Format,
    input::{Inputs, Source},
    output,
    words::{Words, statements},
};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Compare the texts line by line, not what they mean.
    #[arg(long)]
    text: bool,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    common: Common,
    /// The policy before; `-` for standard input.
    saved: PathBuf,
    /// The policy after; `-` for standard input.
    draft: PathBuf,
}

#[derive(Serialize)]
struct Json<'a> {
    same: bool,
    #[serde(flatten)]
    diff: &'a MeaningDiff,
    /// Why nobody can say what changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct JsonText<'a> {
    same: bool,
    text: &'a str,
}

pub(super) fn run(args: &Args) -> Result<Answer> {
    let mut inputs = Inputs::default();
    if args.text {
        return text_diff(args, &mut inputs);
    }
    let owner = args.common.owner()?;
    let words = args.common.words();
    let catalog = args.common.catalog(&mut inputs)?;
    let saved = Source::new(&args.saved).policy(&mut inputs, &catalog)?;
    let draft = Source::new(&args.draft).policy(&mut inputs, &catalog)?;
    let (diff, reason) = match compare(&saved, &draft, args.common.kind(), owner, &catalog) {
        Ok(diff) => (diff, None),
        Err(_) => (MeaningDiff { undecided: 1, ..MeaningDiff::default() }, Some("patterns")),
    };
    let same = diff.rows.is_empty() && reason.is_none();
    let answer = match args.format {
        Format::Json => output::json(&Json { same, diff: &diff, reason })?,
        Format::Text => match reason {
            Some(reason) => {
                let why = words.say(&format!("doubt.{reason}"), []);
                format!("{}\n", words.say("check.undecided", [("detail", &why)])).into_bytes()
            }
            None => text(&diff, words).into_bytes(),
        },
    };
    output::print(&answer)?;
    Ok(Answer::yes_if(same))
}

fn text(diff: &MeaningDiff, words: Words) -> String {
    if diff.rows.is_empty() {
        return format!("{}\n", words.say("diff.same", []));
    }
    let counts = [
        ("gained", diff.gained.to_string()),
        ("lost", diff.lost.to_string()),
        ("conditional", diff.conditional.to_string()),
        ("undecided", diff.undecided.to_string()),
    ];
    let [gained, lost, conditional, undecided] = &counts;
    let params = [gained, lost, conditional, undecided].map(|(name, count)| (*name, count.as_str()));
    let key = if diff.undecided == 0 { "diff.summary" } else { "diff.summary.undecided" };
    let mut text = format!("{}\n", words.say(key, params));
    for row in &diff.rows {
        writeln!(text, "{}", line(row, words)).ok();
    }
    text
}

fn line(row: &Row, words: Words) -> String {
    let (sign, key) = match row.change {
        Change::Gained => ('+', "diff.gained"),
        Change::Lost => ('-', "diff.lost"),
        Change::Wider => ('~', "diff.wider"),
        Change::Narrower => ('~', "diff.narrower"),
        Change::Changed => ('~', "diff.changed"),
        Change::Undecided => ('?', "diff.undecided"),
    };
    let key = if row.outside { format!("{key}.outside") } else { key.to_owned() };
    let sentence = words.say(&key, [("principal", &row.principal), ("action", &row.action)]);
    let (before, after) = (&row.statements.before, &row.statements.after);
    let places = match (before.as_slice(), after.as_slice()) {
        ([], []) => String::new(),
        (before, []) => format!(" [- {}]", statements(before)),
        ([], after) => format!(" [+ {}]", statements(after)),
        (before, after) => format!(" [- {}; + {}]", statements(before), statements(after)),
    };
    format!("{sign} {sentence}{places}")
}

/// How long the shortest difference is looked for; after that any will do.
const PATIENCE: Duration = Duration::from_secs(2);

/// Of the files as they are.
fn text_diff(args: &Args, inputs: &mut Inputs) -> Result<Answer> {
    let (saved, draft) = (Source::new(&args.saved), Source::new(&args.draft));
    let (before, after) = (saved.bytes(inputs)?, draft.bytes(inputs)?);
    let same = before == after;
    let lossy = (String::from_utf8_lossy(&before), String::from_utf8_lossy(&after));
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(lossy.0.as_ref(), lossy.1.as_ref());
    let names = (output::one_line(&saved.name()), output::one_line(&draft.name()));
    let unified = diff.unified_diff().header(&names.0, &names.1).to_string();
    let answer = match args.format {
        Format::Text => unified.into_bytes(),
        Format::Json => output::json(&JsonText { same, text: &unified })?,
    };
    output::print(&answer)?;
    Ok(Answer::yes_if(same))
}
