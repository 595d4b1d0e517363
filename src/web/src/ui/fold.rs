//! What leaves a table row in a narrow window stands in a part that opens below it.

use leptos::prelude::*;

use crate::ui::icon;
use crate::ui::view::view;

/// The button that opens the part below a row; in the page always, shown by the style sheet where columns are folded.
#[component]
pub fn FoldButton(
    /// Whether the part is open.
    open: RwSignal<bool>,
    /// Id of the part.
    #[prop(into)]
    controls: String,
    /// Accessible name.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="data-table__fold">
            <button
                class="button"
                type="button"
                data-variant="ghost"
                data-size="small"
                data-icon-only=""
                aria-expanded=move || open.get().to_string()
                aria-controls=controls
                aria-label=label
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {icon("chevron-down")}
            </button>
        </span>
    }
}

/// The part below a row.
#[component]
pub fn FoldRow(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its id.
    #[prop(into)]
    id: String,
    /// The facts, as `Fact` lines.
    children: ChildrenFn,
) -> impl IntoView {
    move || {
        open.get().then(|| {
            view! {
                <tr class="data-table__fold-row" id=id.clone()>
                    <td class="data-table__more" colspan="12">
                        <dl class="facts">{children()}</dl>
                    </td>
                </tr>
            }
        })
    }
}
