//! When a statement applies: each key with the operators that fit it and an editor for values of its type.

use leptos::prelude::*;

use super::values::ValuesEditor;
use crate::i18n::{Key, k, t, text, text_with};
use crate::pages::policy::state::Editor;
use crate::policy::engine::{ConditionKey, If, Wish};
use crate::ui::icon;
use crate::ui::popover::Popover;
use crate::ui::view::view;

const ADD: &str = ".statement-form [data-add-condition]";

/// The value of the key list for a key that the catalogue does not have.
const OTHER: &str = "";

/// The known key that a name belongs to.
fn known_key(keys: &[ConditionKey], name: &str) -> Option<ConditionKey> {
    let fits = |key: &&ConditionKey| if key.prefix { name.starts_with(&key.name) } else { key.name == name };
    keys.iter().find(fits).cloned()
}

/// A condition under work.
#[derive(Clone, Copy)]
pub struct Form {
    /// The editor.
    pub editor: Editor,
    /// The name in the list of keys; [`OTHER`] for a free one.
    key: RwSignal<String>,
    /// What follows the name of a family of keys, or the whole of a free one.
    rest: RwSignal<String>,
    operator: RwSignal<String>,
    /// At least one, perhaps empty.
    pub values: RwSignal<Vec<String>>,
    fault: RwSignal<Option<Key>>,
}

impl Form {
    fn new(editor: Editor, before: Option<&If>) -> Self {
        let words = editor.vocabulary.get_untracked();
        let first = words.keys.first().map(|key| key.name.clone()).unwrap_or_default();
        let before = before.cloned().unwrap_or_else(|| If { key: first, ..If::default() });
        let known = known_key(&words.keys, &before.key);
        let (key, rest) = match &known {
            Some(key) => (key.name.clone(), before.key.get(key.name.len()..).unwrap_or_default().to_owned()),
            None => (OTHER.to_owned(), before.key.clone()),
        };
        let values = if before.values.is_empty() { vec![String::new()] } else { before.values };
        let form = Self {
            editor,
            key: RwSignal::new(key),
            rest: RwSignal::new(rest),
            operator: RwSignal::new(before.operator),
            values: RwSignal::new(values),
            fault: RwSignal::new(None),
        };
        form.keep_fitting();
        form
    }

    /// What the catalogue says of the key; tracked.
    pub fn known(self) -> Option<ConditionKey> {
        self.editor
            .vocabulary
            .with(|words| self.key.with(|name| words.keys.iter().find(|key| key.name == *name).cloned()))
    }

    /// Operators that fit the key, all for a key that is not known; tracked.
    fn operators(self) -> Vec<String> {
        let family = self.known().map(|key| key.family);
        self.editor.vocabulary.with(|words| {
            let fits = words
                .operators
                .iter()
                .filter(|operator| family.as_ref().is_none_or(|family| operator.family == *family));
            fits.map(|operator| operator.name.clone()).collect()
        })
    }

    /// An operator that does not fit a new key gives way to the first that does.
    fn keep_fitting(self) {
        let fitting = untrack(move || self.operators());
        if !fitting.contains(&self.operator.get_untracked())
            && let Some(first) = fitting.first()
        {
            self.operator.set(first.clone());
        }
    }

    /// Operator, key and values, or what is missing.
    fn finished(self) -> Result<(String, String, Vec<String>), Key> {
        let known = untrack(move || self.known());
        let rest = self.rest.get_untracked().trim().to_owned();
        let key = match &known {
            Some(key) if key.prefix && rest.is_empty() => return Err(k::policy::NEEDS_KEY_REST),
            Some(key) if key.prefix => format!("{}{rest}", key.name),
            Some(key) => key.name.clone(),
            None if rest.is_empty() => return Err(k::policy::NEEDS_KEY),
            None => rest,
        };
        let values = self.values.get_untracked().into_iter().map(|value| value.trim().to_owned());
        let values: Vec<String> = values.filter(|value| !value.is_empty()).collect();
        if values.is_empty() {
            return Err(k::policy::NEEDS_VALUE);
        }
        let kind = known.map(|key| key.value_type).unwrap_or_default();
        if let Some(fault) = values.iter().find_map(|value| super::values::fault(&kind, value)) {
            return Err(fault);
        }
        Ok((self.operator.get_untracked(), key, values))
    }
}

#[component]
fn ConditionForm(
    editor: Editor,
    at: usize,
    which: Option<usize>,
    before: Option<If>,
    popover: Popover,
) -> impl IntoView {
    let form = Form::new(editor, before.as_ref());
    let save = move || match form.finished() {
        Ok((operator, key, values)) => {
            popover.close();
            let wish = match which {
                Some(which) => Wish::ReplaceCondition { at, which, operator, key, values },
                None => Wish::AddCondition { at, operator, key, values },
            };
            editor.wish_and_focus(wish, ADD);
        }
        Err(missing) => form.fault.set(Some(missing)),
    };
    let keys = editor.vocabulary.with_untracked(|words| words.keys.clone());
    let is_prefix = move || form.known().is_none_or(|key| key.prefix);
    view! {
        <form
            class="small-form"
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <label class="field">
                <span class="field__label">{t(k::policy::CONDITION_KEY)}</span>
                <select
                    class="input mono"
                    prop:value=move || form.key.get()
                    on:change=move |event| {
                        form.key.set(event_target_value(&event));
                        form.fault.set(None);
                        form.keep_fitting();
                    }
                >
                    {keys.into_iter()
                        .map(|key| {
                            let label = if key.prefix { format!("{}…", key.name) } else { key.name.clone() };
                            let chosen = form.key.with_untracked(|chosen| *chosen == key.name);
                            view! { <option value=key.name selected=chosen>{label}</option> }
                        })
                        .collect_view()}
                    <option value=OTHER selected=form.key.with_untracked(String::is_empty)>{t(k::policy::OTHER_KEY)}</option>
                </select>
                <Show when=move || form.known().is_some_and(|key| key.shared_gateway_only)>
                    <span class="field__hint">{t(k::policy::SHARED_ONLY)}</span>
                </Show>
            </label>
            <Show when=is_prefix>
                <label class="field">
                    <span class="field__label">{t(k::policy::KEY_REST)}</span>
                    <input
                        class="input mono"
                        type="text"
                        spellcheck="false"
                        prop:value=move || form.rest.get()
                        on:input=move |event| form.rest.set(event_target_value(&event))
                    />
                </label>
            </Show>
            <label class="field">
                <span class="field__label">{t(k::policy::OPERATOR)}</span>
                <select
                    class="input mono"
                    on:change=move |event| form.operator.set(event_target_value(&event))
                >
                    {move || {
                        form.operators()
                            .into_iter()
                            .map(|name| {
                                let chosen = form.operator.with_untracked(|chosen| *chosen == name);
                                view! { <option value=name.clone() selected=chosen>{name.clone()}</option> }
                            })
                            .collect_view()
                    }}
                </select>
            </label>
            <ValuesEditor form=form/>
            {move || form.fault.get().map(|fault| view! {
                <p class="field__error" role="alert">{crate::ui::glyph("state-error", "error")} {text(fault)}</p>
            })}
            <div class="small-form__foot">
                <button class="button" type="button" on:click=move |_| popover.close()>{t(k::common::CANCEL)}</button>
                <button class="button" type="submit" data-variant="primary">
                    {if which.is_some() { text(k::policy::CHANGE) } else { text(k::policy::ADD) }}
                </button>
            </div>
        </form>
    }
}

/// A button that opens the form under it.
fn opener(editor: Editor, at: usize, place: Option<(usize, If)>) -> AnyView {
    let popover = Popover::new();
    let id =
        place.as_ref().map_or_else(|| "add-condition".to_owned(), |(which, _)| format!("condition-{which}"));
    let (which, before) = place.unzip();
    let kept = before.clone();
    let content = move || {
        view! { <ConditionForm editor=editor at=at which=which before=kept.clone() popover=popover/> }
    };
    let face = match &before {
        None => view! { {icon("plus")} {t(k::policy::CONDITION)} },
        Some(condition) => view! {
            <bdi class="mono">
                {format!("{} {} {}", condition.key, condition.operator, condition.values.join(", "))}
            </bdi>
        },
    };
    view! {
        <span class="popover-holder">
            <button
                class=if which.is_some() { "chip__face" } else { "button" }
                type="button"
                data-size=which.is_none().then_some("small")
                data-add-condition=which.is_none().then_some("")
                popovertarget=id.clone()
                aria-expanded=popover.expanded()
                node_ref=popover.trigger
            >
                {face}
            </button>
            {popover.view(id, "popover popover--form", "start", content)}
        </span>
    }
}

/// The conditions and the button.
#[component]
pub fn ConditionsField(editor: Editor, at: usize, conditions: Vec<If>) -> impl IntoView {
    let chips = conditions.into_iter().enumerate().map(|(which, condition)| {
        let label = text_with(k::policy::TAKE_AWAY, &[("name", &condition.key)]);
        view! {
            <li class="chip" data-wide="">
                {opener(editor, at, Some((which, condition)))}
                <button
                    class="chip__remove"
                    type="button"
                    aria-label=label.clone()
                    title=label
                    on:click=move |_| editor.wish_and_focus(Wish::RemoveCondition { at, which }, ADD)
                >
                    {icon("close")}
                </button>
            </li>
        }
    });
    view! {
        <div class="chips" role="group" aria-labelledby="if-label">
            <ul class="chips__list">{chips.collect_view()}</ul>
            {opener(editor, at, None)}
        </div>
    }
}
