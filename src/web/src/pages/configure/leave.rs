//! "Leave with unsaved changes?"

use leptos::prelude::*;

use super::plan::Plan;
use crate::i18n::{counted, k, t, text_with};
use crate::ui::dialog::Dialog;
use crate::ui::view::view;

/// Asks before changes are thrown away.
#[component]
pub fn LeaveDialog(
    plan: Plan,
    /// Goes on editing.
    on_stay: Callback<()>,
    /// Throws the changes away.
    on_discard: Callback<()>,
) -> impl IntoView {
    let words = move || {
        let count = plan.selection.with(|selection| selection.changes().total());
        let name = plan.id.get_value();
        let name = plan.store.row(&name).detail.with(|detail| {
            detail.value.as_ref().map_or_else(|| name.to_string(), |value| value.instance_name.clone())
        });
        text_with(
            k::configure::LEAVE_WHY,
            &[("changes", &counted(k::configure::CHANGES, count)), ("name", &name)],
        )
    };
    view! {
        <Dialog
            title=Signal::derive(t(k::configure::LEAVE))
            id="leave-title"
            layer="second"
            first="#keep-editing"
            on_close=on_stay
            close_label=Signal::derive(t(k::common::CLOSE))
        >
            <div class="dialog__body">
                <p>{words}</p>
            </div>
            <footer class="dialog__foot">
                <p class="dialog__status"></p>
                <button class="button" type="button" data-variant="danger" on:click=move |_| on_discard.run(())>
                    {t(k::configure::DISCARD)}
                </button>
                <button
                    class="button"
                    type="button"
                    id="keep-editing"
                    data-variant="primary"
                    on:click=move |_| on_stay.run(())
                >
                    {t(k::configure::KEEP_EDITING)}
                </button>
            </footer>
        </Dialog>
    }
}
