//! `kms-console policy explain`.

use anyhow::Result;
use kms_policy::{Document, help};
use serde::Serialize;
use std::{fmt::Write as _, path::PathBuf};

use super::{
    Answer, Common, Format,
    input::{Inputs, Source},
    output::{self, one_line},
    words::statement,
};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    common: Common,
    /// The policy, also one that is not finished; `-` for standard input.
    file: PathBuf,
}

#[derive(Serialize)]
struct Json<'a> {
    statements: Vec<Explained<'a>>,
}

#[derive(Serialize)]
struct Explained<'a> {
    statement: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<&'a str>,
    sentence: &'a str,
    conditions: &'a [String],
    notes: &'a [String],
}

pub(super) fn run(args: &Args) -> Result<Answer> {
    let mut inputs = Inputs::default();
    let catalog = args.common.catalog(&mut inputs)?;
    let words = args.common.words();
    let source = Source::new(&args.file);
    let document = Document::parse(source.bytes(&mut inputs)?, &catalog);
    source.refuse_other_sorts(&document)?;
    let owner = args.common.owner.as_deref();
    let explained = help::explain(&document, args.common.kind(), owner, &catalog, words.language());
    let statements: Vec<Explained<'_>> = explained
        .iter()
        .map(|explained| Explained {
            statement: explained.statement,
            sid: document.statements().get(explained.statement).and_then(|statement| statement.name()),
            sentence: &explained.sentence,
            conditions: &explained.conditions,
            notes: &explained.notes,
        })
        .collect();
    let answer = match args.format {
        Format::Text => text(&statements).into_bytes(),
        Format::Json => output::json(&Json { statements })?,
    };
    output::print(&answer)?;
    Ok(Answer::Yes)
}

fn text(statements: &[Explained<'_>]) -> String {
    let mut text = String::new();
    for explained in statements {
        let name = explained.sid.map(|sid| format!(" ({})", one_line(sid))).unwrap_or_default();
        let place = statement(explained.statement);
        writeln!(text, "{place}{name}: {}", one_line(explained.sentence)).ok();
        for line in explained.conditions.iter().chain(explained.notes) {
            writeln!(text, "    {}", one_line(line)).ok();
        }
    }
    text
}
