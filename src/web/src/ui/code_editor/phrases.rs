//! What CodeMirror says by itself, in the reader's language. It knows its words by the English ones; `$` stands for a
//! number or a name that it puts in.

use crate::i18n::{k, text, text_with};

/// All of them, each with what to say for it; tracked.
pub(super) fn all() -> Vec<(&'static str, String)> {
    let plain = [
        ("Find", k::code_editor::FIND),
        ("next", k::code_editor::NEXT),
        ("previous", k::code_editor::PREVIOUS),
        ("match case", k::code_editor::MATCH_CASE),
        ("by word", k::code_editor::BY_WORD),
        ("regexp", k::code_editor::REGEXP),
        ("Replace", k::code_editor::REPLACE_WITH),
        ("replace", k::code_editor::REPLACE),
        ("replace all", k::code_editor::REPLACE_ALL),
        ("close", k::code_editor::CLOSE),
        ("current match", k::code_editor::CURRENT_MATCH),
        ("on line", k::code_editor::ON_LINE),
        ("Go to line", k::code_editor::GO_TO_LINE),
        ("go", k::code_editor::GO),
        ("Fold line", k::code_editor::FOLD_LINE),
        ("Unfold line", k::code_editor::UNFOLD_LINE),
        ("Folded lines", k::code_editor::FOLDED_LINES),
        ("Unfolded lines", k::code_editor::UNFOLDED_LINES),
        ("to", k::code_editor::TO),
        ("folded code", k::code_editor::FOLDED_CODE),
        ("unfold", k::code_editor::UNFOLD),
        ("Completions", k::code_editor::PROPOSALS),
        ("Control character", k::code_editor::INVISIBLE),
        ("Selection deleted", k::code_editor::SELECTION_DELETED),
    ];
    let mut all: Vec<_> = plain.into_iter().map(|(words, key)| (words, text(key))).collect();
    for (words, key) in [
        ("replaced $ matches", k::code_editor::REPLACED_COUNT),
        ("replaced match on line $", k::code_editor::REPLACED_ON_LINE),
    ] {
        all.push((words, text_with(key, &[("value", "$")])));
    }
    all
}
