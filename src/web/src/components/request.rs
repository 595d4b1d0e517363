//! "Show request": the call that a form will make, as the operation and as a command.

use kms_api::Parameters;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::components::copy::CopyButton;
use crate::i18n::{k, t, text};
use crate::ui::view::view;

/// The call as people read it: parameters as JSON, with JSON texts opened up.
pub fn operation_text(operation: &str, parameters: &Parameters) -> String {
    let mut shown = serde_json::Map::new();
    for (name, value) in parameters {
        let opened = serde_json::from_str::<serde_json::Value>(value).ok().filter(|value| value.is_array());
        shown.insert(name.clone(), opened.unwrap_or_else(|| value.clone().into()));
    }
    let body = serde_json::to_string_pretty(&serde_json::Value::Object(shown)).unwrap_or_default();
    format!("{operation}\n{body}")
}

/// The call as a command of the `aliyun` command line, quoted for a POSIX shell.
pub fn command_text(product: &str, operation: &str, region: &str, parameters: &Parameters) -> String {
    let mut command = format!("aliyun {product} {operation} --region {region}");
    for (name, value) in parameters {
        command.push_str(&format!(" \\\n  --{name} {}", quoted(value)));
    }
    command
}

fn quoted(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:,".contains(&byte);
    if !value.is_empty() && value.bytes().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}

/// The fold-out.
#[component]
pub fn RequestView(
    /// Product as the command line names it.
    product: &'static str,
    /// The operation.
    operation: &'static str,
    /// Region of the call.
    #[prop(into)]
    region: String,
    /// Its parameters; none while the form is not complete.
    #[prop(into)]
    parameters: Signal<Option<Parameters>>,
) -> impl IntoView {
    let as_command = RwSignal::new(false);
    let region = StoredValue::new(region);
    let shown = Memo::new(move |_| {
        parameters.with(|parameters| {
            parameters.as_ref().map(|parameters| {
                if as_command.get() {
                    command_text(product, operation, &region.get_value(), parameters)
                } else {
                    operation_text(operation, parameters)
                }
            })
        })
    });
    let option = move |command: bool, label| {
        view! {
            <button
                class="segmented__option"
                type="button"
                role="radio"
                aria-checked=move || (as_command.get() == command).to_string()
                tabindex=move || if as_command.get() == command { "0" } else { "-1" }
                on:click=move |_| as_command.set(command)
            >
                {label}
            </button>
        }
    };
    let switch_by_arrow = move |event: web_sys::KeyboardEvent| {
        if event.key().starts_with("Arrow") {
            event.prevent_default();
            as_command.update(|command| *command = !*command);
            let group = event.current_target().and_then(|group| group.dyn_into::<web_sys::Element>().ok());
            crate::bindings::after_render(move || {
                if let Some(chosen) =
                    group.and_then(|group| group.query_selector("[aria-checked=true]").ok().flatten())
                {
                    crate::bindings::focus(&chosen);
                }
            });
        }
    };
    view! {
        <div class="code-block">
            <div class="code-block__head">
                <div class="segmented" role="radiogroup" aria-label=t(k::request::FORM) on:keydown=switch_by_arrow>
                    {option(false, t(k::request::OPERATION))}
                    {option(true, t(k::request::COMMAND))}
                </div>
                {move || shown.get().map(|shown| view! { <CopyButton value=shown/> })}
            </div>
            <pre class="code-block__text" tabindex="0" aria-label=t(k::request::TITLE)>
                {move || shown.get().unwrap_or_else(|| text(k::request::INCOMPLETE))}
            </pre>
            <p class="code-block__note">{t(k::request::REPLACES_ALL)}</p>
        </div>
    }
}

#[cfg(test)]
mod tests;
