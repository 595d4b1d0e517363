//! A multi-selectable listbox over a virtual list. The keyboard stays on the list; `aria-activedescendant` names the row.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::virtual_list::Viewport;
use crate::bindings::lower;
use crate::ui::view::view;

/// What a reader did to a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Tick or untick.
    Toggle(usize),
    /// Tick all rows from one to another.
    Extend(usize, usize),
    /// Tick all, or none when all are.
    All,
    /// Enter, double click.
    Activate(usize),
    /// Alt and the right arrow.
    MoveIn(usize),
    /// Delete, or Alt and the left arrow.
    MoveOut(usize),
    /// F2.
    Edit(usize),
    /// Letters typed to jump.
    Find(String, usize),
}

/// Letters typed within this time belong together, in ms.
const TYPING: f64 = 800.0;

/// Draws one row: place, item, and the attributes that every option has.
pub type DrawRow<T> = Arc<dyn Fn(usize, T) -> AnyView + Send + Sync>;

/// The list.
#[component]
pub fn ListBox<T>(
    /// Id of the listbox; ids of options are made from it.
    id: &'static str,
    /// Id of the element that names it.
    labelled_by: &'static str,
    /// Id of the element that explains its keys.
    described_by: &'static str,
    /// The rows.
    #[prop(into)]
    items: Signal<Arc<Vec<T>>>,
    /// Identity of a row.
    key: fn(&T) -> String,
    /// The row that stands for the focus.
    active: RwSignal<usize>,
    /// Which rows are drawn; shared with who wants to know what is in sight.
    viewport: Viewport,
    /// Draws an option.
    draw: DrawRow<T>,
    /// Draws the buttons of a row, beside the option: an option may hold none.
    #[prop(optional_no_strip)]
    side: Option<DrawRow<T>>,
    /// What a reader did.
    #[prop(into)]
    on_action: Callback<Action>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let list = NodeRef::<html::Div>::new();
    let count = Memo::new(move |_| items.with(|items| items.len()));
    let window = Memo::new(move |_| viewport.window(count.get()));
    let drawn = move || {
        let (first, shown) = window.get();
        items.with(|items| {
            items
                .iter()
                .enumerate()
                .skip(first)
                .take(shown)
                .map(|(at, item)| (at, item.clone()))
                .collect::<Vec<_>>()
        })
    };
    let anchor = StoredValue::new(0_usize);
    let typed = StoredValue::new((String::new(), 0.0));
    let go = move |to: usize| {
        active.set(to);
        viewport.reveal(to);
    };
    let on_key = move |event: KeyboardEvent| {
        let count = count.get_untracked();
        if count == 0 {
            return;
        }
        let at = active.get_untracked().min(count - 1);
        let (shift, control) = (event.shift_key(), event.ctrl_key() || event.meta_key());
        let step = |to: usize| {
            go(to);
            if shift {
                on_action.run(Action::Extend(anchor.get_value(), to));
            } else {
                anchor.set_value(to);
            }
        };
        match event.key().as_str() {
            "ArrowRight" if event.alt_key() => on_action.run(Action::MoveIn(at)),
            "ArrowLeft" if event.alt_key() => on_action.run(Action::MoveOut(at)),
            "ArrowDown" => step((at + 1).min(count - 1)),
            "ArrowUp" => step(at.saturating_sub(1)),
            "PageDown" => step((at + viewport.page()).min(count - 1)),
            "PageUp" => step(at.saturating_sub(viewport.page())),
            "Home" => step(0),
            "End" => step(count - 1),
            " " => {
                anchor.set_value(at);
                on_action.run(Action::Toggle(at));
            }
            "a" | "A" if control => on_action.run(Action::All),
            "Enter" => on_action.run(Action::Activate(at)),
            "Delete" => on_action.run(Action::MoveOut(at)),
            "F2" => on_action.run(Action::Edit(at)),
            key if key.chars().count() == 1 && !control && !event.alt_key() => {
                let now = crate::bindings::now();
                typed.update_value(|(letters, last)| {
                    if now - *last > TYPING {
                        letters.clear();
                    }
                    letters.push_str(&lower(key));
                    *last = now;
                });
                on_action.run(Action::Find(typed.with_value(|(letters, _)| letters.clone()), at));
            }
            _ => return,
        }
        event.prevent_default();
    };
    let option = {
        let draw = draw.clone();
        move |(at, item): (usize, T)| {
            let on_click = move |event: web_sys::MouseEvent| {
                active.set(at);
                if event.shift_key() {
                    on_action.run(Action::Extend(anchor.get_value(), at));
                } else {
                    anchor.set_value(at);
                    on_action.run(Action::Toggle(at));
                }
                if let Some(list) = list.get_untracked() {
                    crate::bindings::focus(&list);
                }
            };
            view! {
                <div
                    role="presentation"
                    on:click=on_click
                    on:dblclick=move |_| on_action.run(Action::Activate(at))
                >
                    {draw(at, item)}
                </div>
            }
        }
    };
    let keyed = move |(at, item): &(usize, T)| (*at, key(item));
    view! {
        <div class="virtual-list" node_ref=viewport.scroller on:scroll=move |_| viewport.measure()>
            <div
                class="virtual-list__space"
                role="presentation"
                style:--rows=move || count.get().to_string()
                style:--offset=move || {
                    #[expect(clippy::cast_precision_loss, reason = "a list has fewer than 2^53 rows")]
                    let offset = window.get().0 as f64 * viewport.row();
                    format!("{}px", crate::number::whole(offset))
                }
            >
                <div
                    class="virtual-list__window"
                    id=id
                    role="listbox"
                    tabindex="0"
                    aria-multiselectable="true"
                    aria-labelledby=labelled_by
                    aria-describedby=described_by
                    aria-activedescendant=move || {
                        let at = active.get();
                        let (first, shown) = window.get();
                        (at >= first && at < first + shown).then(|| format!("{id}-{at}"))
                    }
                    node_ref=list
                    on:keydown=on_key
                >
                    <For each=drawn key=keyed children=option/>
                </div>
                {side
                    .map(|side| {
                        view! {
                            <div class="virtual-list__side">
                                <For
                                    each=drawn
                                    key=keyed
                                    children=move |(at, item): (usize, T)| view! {
                                        <div class="virtual-list__side-row">{side(at, item)}</div>
                                    }
                                />
                            </div>
                        }
                    })}
            </div>
        </div>
    }
}
