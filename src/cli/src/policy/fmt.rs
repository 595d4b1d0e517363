//! `kms-console policy fmt`.

use anyhow::{Result, bail};
use kms_policy::{
    format::{Style, format},
    text::Tree,
};
use serde::Serialize;
use std::path::PathBuf;

use super::{
    Answer, Common, Format,
    input::{Inputs, Source},
    output,
};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Without blanks, as small as it gets.
    #[arg(long)]
    minify: bool,
    /// Write the file in place of printing it.
    #[arg(long, conflicts_with = "check")]
    write: bool,
    /// Only say by the exit code whether the file is laid out so.
    #[arg(long)]
    check: bool,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    common: Common,
    /// The policy; `-` for standard input.
    file: PathBuf,
}

#[derive(Serialize)]
struct Json<'a> {
    /// Whether the text was laid out otherwise.
    changed: bool,
    text: &'a str,
}

pub(super) fn run(args: &Args) -> Result<Answer> {
    let mut inputs = Inputs::default();
    let source = Source::new(&args.file);
    let tree = Tree::parse(source.bytes(&mut inputs)?);
    let style = if args.minify { Style::Minified } else { Style::Pretty };
    if tree.root().is_none() && tree.problems().is_empty() {
        bail!("cannot use `{}`: it is empty", source.name());
    }
    let text = format(&tree, style).map_err(|error| source.syntax_error(&tree, &error.0))?;
    let changed = text != tree.source();
    let in_place = args.write && !source.is_stdin();
    if in_place && changed {
        source.replace(&text)?;
    }
    match args.format {
        Format::Json => {
            let text = String::from_utf8_lossy(&text);
            output::print(&output::json(&Json { changed, text: &text })?)?;
        }
        Format::Text if args.check && changed => {
            let words = args.common.words();
            let line = words.say("fmt.would", [("file", &source.name())]);
            output::print(format!("{line}\n").as_bytes())?;
        }
        Format::Text if args.check || in_place => {}
        Format::Text => output::print(&text)?,
    }
    Ok(Answer::yes_if(!(args.check && changed)))
}
