//! Pages of the list.

use leptos::prelude::*;

use crate::i18n::{Key, counted, k, t, text_with};
use crate::number::grouped;
use crate::ui::icon;
use crate::ui::view::view;

/// The foot of the table: page, and rows a page.
#[component]
pub fn Pager(
    /// The open one, from 1.
    page: Memo<usize>,
    /// How many there are.
    pages: Memo<usize>,
    /// Rows a page.
    size: RwSignal<usize>,
    /// Opens a page.
    on_page: Callback<usize>,
) -> impl IntoView {
    let step = move |forward: bool| {
        let to = if forward { page.get_untracked() + 1 } else { page.get_untracked().saturating_sub(1) };
        on_page.run(to.clamp(1, pages.get_untracked()));
    };
    let arrow = move |forward: bool, label: Key, picture: &'static str| {
        let off = move || if forward { page.get() >= pages.get() } else { page.get() <= 1 };
        view! {
            <button
                class="button"
                type="button"
                data-variant="ghost"
                data-size="small"
                data-icon-only=""
                aria-label=t(label)
                aria-disabled=move || off().then_some("true")
                on:click=move |_| if !off() { step(forward) }
            >
                {icon(picture)}
            </button>
        }
    };
    view! {
        <div class="table-box__foot">
            <span class="pager">
                <span>
                    {move || text_with(
                        k::common::PAGE_OF,
                        &[("page", &grouped(page.get())), ("pages", &grouped(pages.get()))],
                    )}
                </span>
                {move || {
                    (pages.get() > 1)
                        .then(|| view! {
                            {arrow(false, k::common::PREVIOUS_PAGE, "chevron-left")}
                            {arrow(true, k::common::NEXT_PAGE, "chevron-right")}
                        })
                }}
            </span>
            <label class="plain-select">
                <span class="visually-hidden">{t(k::common::PAGE_SIZE)}</span>
                <select
                    class="plain-select__control"
                    on:change=move |event| {
                        size.set(event_target_value(&event).parse().unwrap_or(20));
                        on_page.run(1);
                    }
                >
                    {[20_usize, 50, 100]
                        .into_iter()
                        .map(|one| {
                            view! {
                                <option value=one.to_string() selected=move || size.get() == one>
                                    {move || counted(k::common::PER_PAGE, one)}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
                {icon("chevron-down")}
            </label>
        </div>
    }
}
