//! The regions to choose from: an editable combobox over the region table.

use kms_api::regions::{REGIONS, RegionGroup, RegionInfo};
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::nav::use_region;
use crate::app::{href, use_go};
use crate::bindings::{after_render, document, focus, lower};
use crate::i18n::{Key, k, region_name, t, text, text_with};
use crate::paths;
use crate::state::settings::Settings;
use crate::state::use_app;
use crate::ui::icon;
use crate::ui::popover::Popover;
use crate::ui::view::view;

fn group_name(group: RegionGroup) -> Key {
    match group {
        RegionGroup::Mainland => k::frame::GROUP_MAINLAND,
        RegionGroup::AsiaPacific => k::frame::GROUP_ASIA_PACIFIC,
        RegionGroup::EuropeAmericas => k::frame::GROUP_EUROPE_AMERICAS,
        RegionGroup::MiddleEast => k::frame::GROUP_MIDDLE_EAST,
        RegionGroup::Finance => k::frame::GROUP_FINANCE,
    }
}

/// Regions whose name or id holds what was typed, those that begin with it first.
fn matching(typed: &str) -> Vec<RegionInfo> {
    let typed = lower(typed.trim());
    REGIONS
        .into_iter()
        .filter(|region| region.id.contains(&typed) || lower(&region_name(region.id)).contains(&typed))
        .collect()
}

/// Name with the typed letters marked.
fn marked(name: &str, typed: &str) -> impl IntoView + use<> {
    let typed = lower(typed.trim());
    let at = if typed.is_empty() { None } else { lower(name).find(&typed) };
    let split = at.and_then(|at| {
        let (before, rest) = name.split_at_checked(at)?;
        let (hit, after) = rest.split_at_checked(typed.len())?;
        Some((before.to_owned(), hit.to_owned(), after.to_owned()))
    });
    match split {
        Some((before, hit, after)) => view! { <span>{before}<b>{hit}</b>{after}</span> }.into_any(),
        None => view! { <span>{name.to_owned()}</span> }.into_any(),
    }
}

/// What the region picker shows while it is open.
#[component]
pub fn RegionPanel() -> impl IntoView {
    let (app, go) = (use_app(), use_go());
    let region = use_region();
    let location = use_location();
    let popover = expect_context::<Popover>();
    let input = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(String::new());
    let chosen = region.get_untracked();
    let active = RwSignal::new(REGIONS.iter().position(|region| region.id == chosen).unwrap_or(0));
    let found =
        Memo::new(move |_| matching(&typed.get()).into_iter().map(|region| region.id).collect::<Vec<_>>());

    let choose = move |id: &'static str| {
        popover.close();
        Settings::keep_region(id);
        // The kind of page stays, ids do not: they belong to the other region.
        let keeps_page = location.pathname.with_untracked(|path| path.ends_with(paths::REGIONS));
        if !keeps_page || region.get_untracked() != id {
            let kind = location.pathname.with_untracked(|path| paths::kind_of(path));
            go.to(&paths::list(id, kind));
        }
        app.live.say(text_with(k::frame::REGION_CHANGED, &[("region", &region_name(id))]));
    };
    let reveal = move || {
        after_render(move || {
            if let Some(option) = document().query_selector("#region-options [data-active]").ok().flatten() {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => active.update(|at| *at = (*at + 1) % count.max(1)),
            "ArrowUp" => active.update(|at| *at = (*at + count.saturating_sub(1)) % count.max(1)),
            "Enter" => {
                event.prevent_default();
                if let Some(id) = found.with_untracked(|found| found.get(active.get_untracked()).copied()) {
                    choose(id);
                }
                return;
            }
            "Escape" if !typed.with_untracked(String::is_empty) => {
                // The first Escape clears, the second closes.
                event.prevent_default();
                typed.set(String::new());
                if let Some(input) = input.get_untracked() {
                    input.set_value("");
                }
                return;
            }
            _ => return,
        }
        event.prevent_default();
        reveal();
    };
    let options = move || {
        let (typed, found) = (typed.get(), found.get());
        if found.is_empty() {
            return view! { <p class="combobox__none">{text(k::frame::NO_REGION)}</p> }.into_any();
        }
        let mut groups: Vec<(RegionGroup, Vec<(usize, &'static str)>)> = vec![];
        for (index, id) in found.iter().enumerate() {
            let Some(info) = REGIONS.iter().find(|region| region.id == *id) else { continue };
            match groups.last_mut() {
                Some((group, members)) if *group == info.group => members.push((index, info.id)),
                _ => groups.push((info.group, vec![(index, info.id)])),
            }
        }
        groups
            .into_iter()
            .map(|(group, members)| {
                let title = format!("region-group-{group:?}");
                let labelled_by = title.clone();
                view! {
                    <div role="group" aria-labelledby=labelled_by>
                        <p class="combobox__group" id=title>{text(group_name(group))}</p>
                        {members
                            .into_iter()
                            .map(|(index, id)| {
                                view! {
                                    <div
                                        class="combobox__option"
                                        role="option"
                                        id=format!("region-{index}")
                                        aria-selected=move || (region.get() == id).to_string()
                                        data-active=move || (active.get() == index).then_some("")
                                        on:click=move |_| choose(id)
                                    >
                                        {marked(&region_name(id), &typed)}
                                        <span class="combobox__id">{id}</span>
                                        <kbd>{icon("return")}</kbd>
                                    </div>
                                }
                            })
                            .collect_view()}
                    </div>
                }
            })
            .collect_view()
            .into_any()
    };
    after_render(move || {
        if let Some(input) = input.get_untracked() {
            focus(&input);
        }
        reveal();
    });
    view! {
        <div class="combobox__search">
            <div class="input" data-fill="">
                {icon("search")}
                <input
                    class="input__control"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-expanded="true"
                    aria-controls="region-options"
                    aria-activedescendant=move || format!("region-{}", active.get())
                    aria-label=t(k::frame::REGION)
                    placeholder=t(k::frame::REGION_HINT)
                    node_ref=input
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        active.set(0);
                    }
                    on:keydown=on_key
                />
            </div>
        </div>
        <div class="combobox__list" role="listbox" id="region-options" aria-label=t(k::frame::REGION) tabindex="-1">
            {options}
        </div>
        <a class="menu__item" href=href(paths::REGIONS) on:click=move |_| popover.close()>
            {icon("globe")}
            {t(k::frame::ALL_REGIONS)}
        </a>
    }
}
