//! Values of a condition by type: networks, moments with zone, VPCs, yes or no, texts.

use leptos::prelude::*;

use super::conditions::Form;
use crate::i18n::{Key, k, t, text, text_with};
use crate::ui::icon;
use crate::ui::view::view;

/// What is wrong with a value of a type.
pub fn fault(kind: &str, value: &str) -> Option<Key> {
    match kind {
        "ip" if !is_network(value) => Some(k::policy::NO_NETWORK),
        "number" if value.parse::<f64>().is_err() => Some(k::policy::NO_NUMBER),
        "date" if crate::bindings::parse_time(value).is_none() || !has_zone(value) => {
            Some(k::policy::NO_MOMENT)
        }
        _ => None,
    }
}

fn is_network(value: &str) -> bool {
    let (address, prefix) = match value.split_once('/') {
        Some((address, prefix)) => (address, prefix.parse::<u8>().ok()),
        None => (value, Some(0)),
    };
    match (address.parse::<std::net::IpAddr>(), prefix) {
        (Ok(std::net::IpAddr::V4(_)), Some(prefix)) => prefix <= 32,
        (Ok(std::net::IpAddr::V6(_)), Some(prefix)) => prefix <= 128,
        _ => false,
    }
}

fn has_zone(value: &str) -> bool {
    split_moment(value).is_some_and(|(_, zone)| !zone.is_empty())
}

/// Date and time as the browser's own field takes them, and the zone.
pub fn split_moment(value: &str) -> Option<(&str, &str)> {
    let zone = value.rfind(['Z', '+']).or_else(|| value.rfind('-').filter(|at| *at > 10));
    let (local, zone) = match zone {
        Some(at) => value.split_at_checked(at)?,
        None => (value, ""),
    };
    local.contains('T').then_some((local, zone))
}

/// The zones to choose from: the reader's own first.
fn zones(own: &str, current: &str) -> Vec<String> {
    let mut zones = vec![own.to_owned(), "Z".to_owned(), "+08:00".to_owned(), current.to_owned()];
    zones.retain(|zone| !zone.is_empty());
    zones.sort();
    zones.dedup();
    zones
}

#[component]
fn Moment(value: String, label: String, on_change: Callback<String>) -> impl IntoView {
    let own = crate::bindings::zone();
    let (local, zone) = split_moment(&value).map_or((String::new(), own.clone()), |(local, zone)| {
        (local.to_owned(), if zone.is_empty() { own.clone() } else { zone.to_owned() })
    });
    let (local, zone) = (RwSignal::new(local), RwSignal::new(zone));
    let tell = move || {
        let time = local.get_untracked();
        // The browser leaves the seconds out when they are zero.
        let time = if time.len() == 16 { format!("{time}:00") } else { time };
        on_change.run(if time.is_empty() {
            String::new()
        } else {
            format!("{time}{}", zone.get_untracked())
        });
    };
    let choices = zones(&own, &zone.get_untracked());
    view! {
        <input
            class="input"
            type="datetime-local"
            step="1"
            aria-label=label
            prop:value=local.get_untracked()
            on:input=move |event| {
                local.set(event_target_value(&event));
                tell();
            }
        />
        <select
            class="input mono"
            aria-label=t(k::policy::ZONE)
            on:change=move |event| {
                zone.set(event_target_value(&event));
                tell();
            }
        >
            {choices
                .into_iter()
                .map(|choice| {
                    let chosen = zone.with_untracked(|zone| *zone == choice);
                    view! { <option value=choice.clone() selected=chosen>{choice.clone()}</option> }
                })
                .collect_view()}
        </select>
    }
}

#[component]
fn YesOrNo(value: String, label: String, on_change: Callback<String>) -> impl IntoView {
    if value.is_empty() {
        on_change.run("true".to_owned());
    }
    let no = value == "false";
    view! {
        <select class="input" aria-label=label on:change=move |event| on_change.run(event_target_value(&event))>
            <option value="true" selected=!no>{t(k::policy::YES)}</option>
            <option value="false" selected=no>{t(k::policy::NO)}</option>
        </select>
    }
}

#[component]
fn Plain(
    form: Form,
    kind: String,
    value: String,
    label: String,
    on_change: Callback<String>,
) -> impl IntoView {
    let vpc = kind == "vpc";
    if vpc {
        form.editor.around.read_vpcs();
    }
    let hint = match kind.as_str() {
        "ip" => "203.0.113.0/24",
        "vpc" => "vpc-",
        _ => "",
    };
    view! {
        <input
            class="input mono"
            type="text"
            spellcheck="false"
            autocomplete="off"
            list=vpc.then_some("known-vpcs")
            placeholder=hint
            aria-label=label
            prop:value=value
            on:input=move |event| on_change.run(event_target_value(&event))
        />
        {vpc.then(|| view! {
            <datalist id="known-vpcs">
                {move || {
                    let known = form.editor.around.vpcs();
                    known.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()
                }}
            </datalist>
        })}
    }
}

/// One line for each value, and a button for more.
#[component]
pub fn ValuesEditor(form: Form) -> impl IntoView {
    let kind = Memo::new(move |_| form.known().map(|key| key.value_type).unwrap_or_default());
    // Redrawn when lines come or go, and not while someone types in one.
    let lines = Memo::new(move |_| form.values.with(Vec::len));
    let line = move |at: usize, kind: &str, alone: bool| {
        let value = form.values.with_untracked(|values| values.get(at).cloned().unwrap_or_default());
        let label = text_with(k::policy::VALUE_NUMBER, &[("number", &(at + 1).to_string())]);
        let on_change = Callback::new(move |value: String| {
            form.values.update(|values| {
                if let Some(slot) = values.get_mut(at) {
                    *slot = value;
                }
            });
        });
        let field = match kind {
            "boolean" => view! { <YesOrNo value=value label=label on_change=on_change/> },
            "date" => view! { <Moment value=value label=label on_change=on_change/> },
            _ => {
                view! { <Plain form=form kind=kind.to_owned() value=value label=label on_change=on_change/> }
            }
        };
        view! {
            <div class="values__line">
                {field}
                {(!alone).then(|| view! {
                    <button
                        class="button"
                        type="button"
                        data-variant="ghost"
                        data-size="small"
                        data-icon-only=""
                        aria-label=text_with(k::policy::REMOVE_VALUE, &[("number", &(at + 1).to_string())])
                        on:click=move |_| form.values.update(|values| {
                            if at < values.len() {
                                values.remove(at);
                            }
                        })
                    >
                        {icon("close")}
                    </button>
                })}
            </div>
        }
    };
    view! {
        <fieldset class="values">
            <legend class="field__label">{t(k::policy::VALUES)}</legend>
            {move || {
                let (kind, count) = (kind.get(), lines.get());
                (0..count).map(|at| line(at, &kind, count == 1)).collect_view()
            }}
            <Show when=move || kind.get() != "boolean">
                <button
                    class="text-button"
                    type="button"
                    on:click=move |_| form.values.update(|values| values.push(String::new()))
                >
                    {t(k::policy::ADD_VALUE)}
                </button>
            </Show>
            <p class="field__hint">{move || match kind.get().as_str() {
                "ip" => text(k::policy::NETWORK_HINT),
                "date" => text(k::policy::MOMENT_HINT),
                "vpc" => text(k::policy::VPC_HINT),
                _ => text(k::policy::ANY_VALUE_HINT),
            }}</p>
        </fieldset>
    }
}

#[cfg(test)]
mod tests;
