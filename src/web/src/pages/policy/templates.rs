//! Statements and policies ready to use: what they ask for, then one step in the text.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::Editor;
use crate::i18n::{k, t};
use crate::policy::engine::{self, Parameter, Wish};
use crate::ui::dialog::Dialog;
use crate::ui::view::view;

type Values = RwSignal<BTreeMap<String, String>>;

/// Values as the engine takes them: lists, split at commas where several make sense.
fn to_json(parameters: &[Parameter], values: &BTreeMap<String, String>) -> serde_json::Value {
    let lists = parameters.iter().filter_map(|parameter| {
        let text = values.get(&parameter.name)?;
        let parts: Vec<&str> = if parameter.many { text.split(',').collect() } else { vec![text.as_str()] };
        let parts: Vec<&str> = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| (parameter.name.clone(), serde_json::json!(parts)))
    });
    serde_json::Value::Object(lists.collect())
}

#[component]
fn Field(editor: Editor, parameter: Parameter, values: Values) -> impl IntoView {
    let name = parameter.name.clone();
    let known = match parameter.kind.as_str() {
        "user" => editor.around.users(),
        "role" => editor.around.roles(),
        "vpc" => editor.around.vpcs().into_iter().map(|(id, _)| id).collect(),
        _ => Vec::new(),
    };
    let list = format!("template-{name}");
    view! {
        <label class="field">
            <span class="field__label">
                {parameter.label}
                {(!parameter.required).then(|| view! { " " {t(k::policy::OPTIONAL)} })}
            </span>
            <input
                class="input mono"
                type="text"
                list=list.clone()
                spellcheck="false"
                autocomplete="off"
                required=parameter.required
                on:input=move |event| {
                    let (name, value) = (name.clone(), event_target_value(&event));
                    values.update(|values| drop(values.insert(name, value)));
                }
            />
            <datalist id=list>{known.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
            {parameter.many.then(|| view! { <span class="field__hint">{t(k::policy::SEVERAL)}</span> })}
        </label>
    }
}

/// The dialog of one template.
#[component]
pub fn TemplateDialog(editor: Editor, id: String, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let found = editor
        .vocabulary
        .with_untracked(|words| words.templates.iter().find(|other| other.id == id).cloned());
    let Some(template) = found else { return ().into_any() };
    editor.around.read_people();
    editor.around.read_vpcs();
    let values: Values = RwSignal::default();
    let fault = RwSignal::new(None::<String>);
    let parameters = StoredValue::new(template.parameters.clone());
    let (id, whole) = (StoredValue::new(template.id.clone()), template.whole);
    let apply = move || {
        let subject = untrack(move || editor.subject());
        let values = parameters.with_value(|parameters| to_json(parameters, &values.get_untracked()));
        spawn_local(async move {
            match engine::from_template(&id.get_value(), &values, &subject).await {
                Ok(json) if whole => {
                    let laid_out = engine::format(&json).await.unwrap_or(json);
                    editor.model.replace_all(&laid_out);
                    on_close.run(());
                }
                Ok(json) => {
                    let at = untrack(move || editor.statements());
                    editor.wish_then(Wish::Add { at, json }, move || editor.selected.set(Some(at)));
                    on_close.run(());
                }
                Err(error) => drop(fault.try_set(Some(error.to_string()))),
            }
        });
    };
    let fields = template.parameters.into_iter();
    view! {
        <Dialog
            title=Signal::derive(move || template.name.clone())
            id="template-title"
            on_close=on_close
            close_label=Signal::derive(t(k::common::CLOSE))
        >
            <form
                on:submit=move |event| {
                    event.prevent_default();
                    apply();
                }
            >
                <div class="dialog__body small-form">
                    <p>{template.about}</p>
                    {whole.then(|| view! { <p>{t(k::policy::REPLACES_TEXT)}</p> })}
                    {fields.map(|parameter| view! { <Field editor=editor parameter=parameter values=values/> }).collect_view()}
                    {move || fault.get().map(|words| view! {
                        <p class="field__error" role="alert">{crate::ui::glyph("state-error", "error")} <bdi>{words}</bdi></p>
                    })}
                </div>
                <footer class="dialog__foot">
                    <p class="dialog__status"></p>
                    <button class="button" type="button" on:click=move |_| on_close.run(())>{t(k::common::CANCEL)}</button>
                    <button class="button" type="submit" data-variant="primary">
                        {t(if whole { k::policy::USE_POLICY } else { k::policy::ADD_THIS })}
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}
