//! A small table without pages.

use leptos::prelude::*;

use crate::i18n::{Key, t};
use crate::ui::view::view;

/// Heads over rows, in a box.
pub fn plain_table(caption: Signal<String>, heads: &[Key], rows: Vec<AnyView>) -> AnyView {
    view! {
        <div class="table-box">
            <div class="table-box__scroll">
                <table class="data-table plain-table">
                    <caption class="data-table__caption">{caption}</caption>
                    <thead>
                        <tr>
                            {heads
                                .iter()
                                .map(|head| {
                                    view! {
                                        <th class="data-table__head" scope="col">
                                            {t(*head)}
                                        </th>
                                    }
                                })
                                .collect_view()}
                        </tr>
                    </thead>
                    <tbody>{rows.into_iter().collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
}

/// A row of a small table: the first cell is its head.
pub fn plain_row(head: AnyView, cells: Vec<AnyView>) -> AnyView {
    view! {
        <tr class="data-table__row">
            <th class="data-table__cell" scope="row">
                {head}
            </th>
            {cells.into_iter().map(|cell| view! { <td class="data-table__cell">{cell}</td> }).collect_view()}
        </tr>
    }
}
