//! An editor of a text with findings. A `<textarea>` stands first; CodeMirror takes its place when it has been loaded, and
//! the field stays when it cannot be. Either only shows the [`TextModel`], which keeps the text and its history.

use std::ops::Range;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::KeyboardEvent;

mod document;
mod field;
mod mark;
mod model;
mod offsets;
mod phrases;
mod plain;
mod protocol;
mod view;

pub use document::Change;
pub use mark::{Hint, Mark, Proposal, Provider, Severity};
pub use model::TextModel;

use crate::bindings::sleep;
use crate::ui::view::view;
use field::{Field, FieldView};
use mark::{fixable, visit};
use model::Update;
use protocol::Config;
use view::{Assistance, View};

/// The editor.
#[component]
pub fn CodeEditor(
    /// The text.
    model: TextModel,
    /// Accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// The findings of the text.
    #[prop(into)]
    marks: Signal<Vec<Mark>>,
    /// What stands out in the text, in bytes.
    #[prop(into, optional)]
    highlight: Signal<Option<Range<usize>>>,
    /// Whether the text can only be read.
    #[prop(into, optional)]
    read_only: Signal<bool>,
    /// Whether Tab makes the line deeper; without this it leaves the editor.
    #[prop(into, optional)]
    tab_indents: Signal<bool>,
    /// What could be written at a place.
    #[prop(into, optional_no_strip)]
    complete: Option<Provider<Vec<Proposal>>>,
    /// What a place means.
    #[prop(into, optional_no_strip)]
    hover: Option<Provider<Option<Hint>>>,
    /// Makes the fix of a finding, by its index.
    #[prop(into, optional)]
    on_fix: Option<Callback<usize>>,
    /// The reader has gone to a finding, by its index: says which.
    #[prop(into, optional)]
    on_visit: Option<Callback<usize>>,
) -> impl IntoView {
    let assistance =
        Assistance { complete: StoredValue::new(complete), explain: StoredValue::new(hover), on_fix };
    let host = NodeRef::<html::Div>::new();
    let number = model.number();
    let field = Field::new(model, number);
    let view = View::new(model, number, assistance);
    let follow = move |update: Update<'_>| {
        if view.is_there_untracked() {
            view.follow(&update);
        } else {
            field.follow(&update);
        }
    };
    model.watch(number, Rc::new(follow));
    on_cleanup(move || {
        model.unwatch(number);
        view.destroy();
    });

    let config = move || Config {
        label: label.get(),
        read_only: read_only.get(),
        tab_indents: tab_indents.get(),
        phrases: phrases::all(),
    };
    // The module is outside the view, so what it has to know is sent by effects.
    Effect::new(move |_| {
        if let Some(host) = host.get() {
            spawn_local(async move {
                let begin = async || {
                    // An input method must not lose its half word.
                    while field.is_composing() {
                        sleep(100).await;
                    }
                    host.is_connected().then(|| (field.has_focus(), untrack(config)))
                };
                // The field stays when the module cannot be loaded.
                drop(view.load(&host, begin).await);
            });
        }
    });
    Effect::new(move |_| {
        let config = config();
        if view.is_there() {
            view.configure(config);
        }
    });
    Effect::new(move |_| {
        marks.with(|marks| {
            if view.is_there() {
                view.show_marks(marks);
            }
        });
    });
    Effect::new(move |_| {
        let range = highlight.get();
        if view.is_there() {
            view.show_highlight(range);
        }
    });

    let visited = StoredValue::new(None);
    let go = move |back: bool| {
        let caret = model.selection().head;
        let found = marks.with_untracked(|marks| {
            let index = visit(marks, caret, visited.get_value(), back)?;
            Some((index, marks.get(index)?.start))
        });
        if let Some((index, place)) = found {
            visited.set_value(Some(index));
            model.select(place, place);
            if let Some(on_visit) = on_visit {
                on_visit.run(index);
            }
        }
    };
    let fix = move || {
        let caret = model.selection().head;
        let indices = marks.with_untracked(|marks| fixable(marks, caret));
        if view.is_there_untracked() {
            marks.with_untracked(|marks| view.offer_fixes(marks, &indices));
        } else if let (Some(index), Some(on_fix)) = (indices.first(), on_fix) {
            on_fix.run(*index);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let key = event.key();
        let control = event.ctrl_key() || event.meta_key();
        if !control && !event.alt_key() && key.chars().count() == 1 {
            // It is text, though the page outside cannot see what it goes to.
            event.stop_propagation();
            return;
        }
        let may_change = !read_only.get_untracked();
        match key.as_str() {
            _ if event.default_prevented() => return,
            "F8" => go(event.shift_key()),
            "Enter" if event.alt_key() && may_change => fix(),
            "z" | "Z" if control && may_change => {
                if event.shift_key() {
                    model.redo();
                } else {
                    model.undo();
                }
            }
            "y" if control && may_change => model.redo(),
            _ => return,
        }
        event.prevent_default();
        // The page may have a meaning of its own for the key, where it is pressed elsewhere.
        event.stop_propagation();
    };
    view! {
        <div class="code-editor" on:keydown=on_key>
            {move || (!view.is_there()).then(|| view! { <FieldView field label read_only/> })}
            <div class="code-editor__view" node_ref=host></div>
        </div>
    }
}
