//! Two texts line by line, changed words marked within their line.

use leptos::prelude::*;
use similar::{ChangeTag, TextDiff};

use crate::i18n::{k, text};
use crate::ui::view::view;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// The differences, with some lines around each.
pub fn view_of(before: &str, after: &str) -> AnyView {
    let diff = TextDiff::from_lines(before, after);
    let groups = diff.grouped_ops(CONTEXT).into_iter().enumerate().map(|(at, group)| {
        let lines = group.iter().flat_map(|operation| diff.iter_inline_changes(operation)).map(|change| {
            let (sign, word, kind) = match change.tag() {
                ChangeTag::Delete => ("−", text(k::policy::LINE_GONE), "removed"),
                ChangeTag::Insert => ("+", text(k::policy::LINE_NEW), "added"),
                ChangeTag::Equal => ("", String::new(), "same"),
            };
            let parts = change.iter_strings_lossy().map(|(changed, words)| {
                let words = words.trim_end_matches(['\n', '\r']).to_owned();
                match (changed, kind) {
                    (true, "removed") => view! { <del>{words}</del> },
                    (true, "added") => view! { <ins>{words}</ins> },
                    _ => view! { <span>{words}</span> },
                }
            });
            view! {
                <div class="diff__line" data-change=kind>
                    <span class="diff__sign" aria-hidden="true">{sign}</span>
                    <span class="visually-hidden">{word}</span>
                    <code class="diff__text">{parts.collect_view()}</code>
                </div>
            }
        });
        view! {
            {(at > 0).then(|| view! { <hr class="diff__gap"/> })}
            {lines.collect_view()}
        }
    });
    view! { <div class="diff">{groups.collect_view()}</div> }
}
