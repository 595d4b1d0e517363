//! Region picker of the top bar.

use leptos::prelude::*;

use super::nav::use_region;
use crate::chunks::{LazyPart, Part};
use crate::i18n::{k, region_name, text_with};
use crate::ui::icon;
use crate::ui::popover::Popover;
use crate::ui::view::view;

/// The region of the page; opens the list of regions.
#[component]
pub fn RegionPicker() -> impl IntoView {
    let region = use_region();
    let popover = Popover::new();
    view! {
        <div class="popover-holder combobox">
            <button
                class="combobox__trigger"
                type="button"
                popovertarget="region-list"
                aria-haspopup="dialog"
                aria-expanded=popover.expanded()
                aria-label=move || text_with(k::frame::REGION_NAMED, &[("region", &region_name(&region.get()))])
                node_ref=popover.trigger
            >
                {icon("globe")}
                <span class="combobox__value">{move || region_name(&region.get())}</span>
                <span class="combobox__id">{move || region.get()}</span>
                {icon("chevrons-up-down")}
            </button>
            {popover.view(
                "region-list".to_owned(),
                "popover combobox__panel",
                "start",
                || view! { <LazyPart part=Part::RegionPanel place="popover__wait"/> },
            )}
        </div>
    }
}
