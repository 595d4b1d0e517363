//! What page and CodeMirror module say to each other, as JSON of `{kind: value}`; `editor.js` is the other side. Places
//! are units of UTF-16 here.

use serde::{Deserialize, Serialize};

use super::document::Cause;
use super::mark::Severity;

/// How the module begins.
#[derive(Debug, Serialize)]
pub struct Options<'a> {
    /// The text.
    pub text: &'a str,
    /// Anchor and head of the selection.
    pub at: (usize, usize),
    /// Whether the reader is in the editor.
    pub focus: bool,
    /// Address of the icons.
    pub icons: String,
    /// Whether the page has proposals.
    pub completes: bool,
    /// Whether the page has explanations.
    pub explains: bool,
    /// What may change later.
    pub config: Config,
}

/// What may change while the editor is shown.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    /// The accessible name.
    pub label: String,
    /// Whether the text can only be read.
    pub read_only: bool,
    /// Whether Tab makes the line deeper, in place of leaving.
    pub tab_indents: bool,
    /// CodeMirror's own words, each with what to say for it.
    pub phrases: Vec<(&'static str, String)>,
}

/// A finding: from, to, how grave, words, title of its fix.
pub type Finding<'a> = (usize, usize, Severity, &'a str, Option<&'a str>);

/// An explanation: from, to, title, lines.
pub type Explained<'a> = (usize, usize, &'a str, &'a [String]);

/// Page to module.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ToEditor<'a> {
    /// Another text in some places, in order and counted before all of them, and the selection after.
    #[serde(rename_all = "camelCase")]
    Change { changes: Vec<(usize, usize, &'a str)>, select: (usize, usize), go_there: bool },
    /// All findings.
    Marks(Vec<Finding<'a>>),
    /// What stands out.
    Highlight(Option<(usize, usize)>),
    /// Settings.
    Config(Config),
    /// Answers [`FromEditor::Complete`]: where they are written, and label, detail and kind of each.
    Proposals { id: u32, from: usize, options: Vec<(&'a str, &'a str, &'a str)> },
    /// Answers [`FromEditor::Hover`].
    Hint { id: u32, hint: Option<Explained<'a>> },
    /// Shows a list of fixes: index of the finding and title.
    Fixes(Vec<(usize, &'a str)>),
    /// The end.
    Destroy(()),
}

/// Module to page.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FromEditor {
    /// A person changed the text; `at` is anchor and head after that.
    Typed { changes: Vec<(usize, usize, String)>, at: (usize, usize), cause: Cause },
    /// A person moved the caret.
    Moved(usize, usize),
    /// What could be written there?
    Complete { id: u32, place: usize },
    /// A proposal was taken.
    Accept { id: u32, index: usize },
    /// What does this mean?
    Hover { id: u32, place: usize },
    /// A fix was taken; the index of the finding.
    Fix(usize),
    /// Take back.
    Undo(()),
    /// Do again.
    Redo(()),
}
