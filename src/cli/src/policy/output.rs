//! Standard output.

use anyhow::{Context, Result};
use serde::Serialize;
use std::io::{ErrorKind, Write};

/// Prints an answer at once. A reader who has seen enough, such as `head`, is no failure.
pub(super) fn print(text: &[u8]) -> Result<()> {
    write_to(std::io::stdout().lock(), text).context("cannot write to standard output")
}

/// Prints to standard error, where standard output holds something else.
pub(super) fn print_aside(text: &[u8]) -> Result<()> {
    write_to(std::io::stderr().lock(), text).context("cannot write to standard error")
}

fn write_to(mut way: impl Write, text: &[u8]) -> std::io::Result<()> {
    match way.write_all(text).and_then(|()| way.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// As JSON for programs that people look at too.
pub(super) fn json(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(value).context("cannot write the answer as JSON")?;
    text.push(b'\n');
    Ok(text)
}

/// Keeps what a document says on one line of a terminal: its control characters would start lines of their own, change
/// colours, or speak to the CI system.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        // Beside the controls, marks that turn the direction of writing around.
        let is_hidden = letter.is_control()
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if is_hidden { line.extend(letter.escape_unicode()) } else { line.push(letter) }
    }
    line
}
