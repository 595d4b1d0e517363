//! The calls of this visit: the last one in the bar, all of them in a drawer.

use leptos::prelude::*;

use super::use_frame;
use crate::bindings::time_of_day;
use crate::components::copy::IdText;
use crate::i18n::{counted, k, t, text, text_with};
use crate::number::{grouped, short_id, whole};
use crate::state::use_app;
use crate::ui::dialog::Dialog;
use crate::ui::icon;
use crate::ui::view::view;

fn tone(status: u16) -> &'static str {
    if (200..300).contains(&status) { "ok" } else { "error" }
}

fn result(status: u16, duration: f64) -> String {
    let status = if status == 0 { text(k::calls::NO_ANSWER) } else { status.to_string() };
    text_with(k::calls::RESULT, &[("status", &status), ("duration", &whole(duration).to_string())])
}

/// The bar under the page.
#[component]
pub fn CallBar() -> impl IntoView {
    let (app, frame) = (use_app(), use_frame());
    view! {
        <footer class="call-bar" aria-label=t(k::calls::TITLE)>
            <span>{move || counted(k::calls::COUNT, app.calls.count())}</span>
            {move || {
                app.calls
                    .last()
                    .map(|last| {
                        view! {
                            <span class="call-bar__last">
                                {text(k::calls::LAST)}
                                <span class="mono">{last.operation}</span>
                                <span class="call-bar__result" data-tone=tone(last.status)>
                                    {result(last.status, last.duration)}
                                </span>
                            </span>
                        }
                    })
            }}
            <span class="call-bar__end">
                <button
                    class="text-button"
                    type="button"
                    data-variant="muted"
                    aria-keyshortcuts="Alt+."
                    on:click=move |_| frame.calls.set(true)
                >
                    {icon("code")}
                    {t(k::calls::SHOW)}
                    <kbd>"Alt ."</kbd>
                </button>
            </span>
        </footer>
    }
}

/// Every call of this visit, newest first.
#[component]
pub fn CallDrawer() -> impl IntoView {
    let (app, frame) = (use_app(), use_frame());
    let rows = move || {
        app.calls
            .newest_first()
            .into_iter()
            .map(|call| {
                view! {
                    <tr class="data-table__row">
                        <td class="data-table__cell num">{grouped(call.number)}</td>
                        <td class="data-table__cell mono">{time_of_day(call.at)}</td>
                        <th class="data-table__cell mono" scope="row">{call.operation}</th>
                        <td class="data-table__cell mono" title=call.resource.clone()>{short_id(&call.resource)}</td>
                        <td class="data-table__cell">
                            <span class="call-bar__result" data-tone=tone(call.status)>
                                {result(call.status, call.duration)}
                            </span>
                        </td>
                        <td class="data-table__cell">
                            {(!call.request_id.is_empty()).then(|| view! { <IdText id=call.request_id/> })}
                        </td>
                    </tr>
                }
            })
            .collect_view()
    };
    move || {
        frame.calls.get().then(|| {
            view! {
                <Dialog
                    title=Signal::derive(t(k::calls::TITLE))
                    id="calls-title"
                    size="picker"
                    on_close=move |()| frame.calls.set(false)
                    close_label=Signal::derive(t(k::common::CLOSE))
                >
                    <div class="dialog__body" data-lined="" tabindex="0" role="region" aria-labelledby="calls-title">
                        <table class="data-table">
                            <caption class="data-table__caption">
                                {move || counted(k::calls::COUNT, app.calls.count())}
                            </caption>
                            <thead>
                                <tr>
                                    <th class="data-table__head num" scope="col">{t(k::calls::NUMBER)}</th>
                                    <th class="data-table__head" scope="col">{t(k::calls::TIME)}</th>
                                    <th class="data-table__head" scope="col">{t(k::calls::OPERATION)}</th>
                                    <th class="data-table__head" scope="col">{t(k::calls::RESOURCE)}</th>
                                    <th class="data-table__head" scope="col">{t(k::calls::OUTCOME)}</th>
                                    <th class="data-table__head" scope="col">{t(k::errors::REQUEST)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                </Dialog>
            }
        })
    }
}
