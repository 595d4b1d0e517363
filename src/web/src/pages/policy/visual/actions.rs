//! What a statement is about: chips, and a tree of actions by level to choose from.

use leptos::prelude::*;

use super::summary::action_name;
use crate::bindings::lower;
use crate::i18n::{Key, counted, k, t, text, text_with};
use crate::pages::policy::state::Editor;
use crate::policy::engine::{What, Wish};
use crate::ui::dialog::Dialog;
use crate::ui::icon;
use crate::ui::view::view;

const ADD: &str = ".statement-form [data-add-action]";

/// Levels with their names, from harmless to decisive.
const LEVELS: [(&str, Key); 7] = [
    ("list", k::policy::LEVEL_LIST),
    ("read", k::policy::LEVEL_READ),
    ("use", k::policy::LEVEL_USE),
    ("tag", k::policy::LEVEL_TAG),
    ("write", k::policy::LEVEL_WRITE),
    ("destroy", k::policy::LEVEL_DESTROY),
    ("policy", k::policy::LEVEL_POLICY),
];

/// Chips shown before the rest folds away.
const SHOWN: usize = 12;

/// The list without an entry, or with it at the end; letter case does not count.
fn toggled(list: &mut Vec<String>, name: &str, on: bool) {
    list.retain(|other| !other.eq_ignore_ascii_case(name));
    if on {
        list.push(name.to_owned());
    }
}

/// The chosen entries while the dialog is open.
#[derive(Clone, Copy)]
struct Choice {
    editor: Editor,
    chosen: RwSignal<Vec<String>>,
    search: RwSignal<String>,
}

impl Choice {
    fn has(self, name: &str) -> bool {
        self.chosen.with(|chosen| chosen.iter().any(|other| other.eq_ignore_ascii_case(name)))
    }

    /// Actions of a level that the search finds; tracked.
    fn of_level(self, level: &str) -> Vec<(String, bool, bool)> {
        let wanted = lower(self.search.get().trim());
        self.editor.vocabulary.with(|words| {
            let found = words.actions.iter().filter(|action| action.level == level);
            let found = found.filter(|action| lower(&action.name).contains(&wanted));
            found.map(|action| (action.name.clone(), action.export, action.not_confirmed)).collect()
        })
    }
}

#[component]
fn LevelGroup(choice: Choice, level: &'static str, label: Key) -> impl IntoView {
    let found = Memo::new(move |_| choice.of_level(level));
    let all = move || found.with(|found| found.iter().all(|(name, ..)| choice.has(name)));
    let some = move || found.with(|found| found.iter().any(|(name, ..)| choice.has(name)));
    let tick_all = move |on: bool| {
        let names = found.get_untracked();
        choice.chosen.update(|chosen| names.iter().for_each(|(name, ..)| toggled(chosen, name, on)));
    };
    view! {
        <Show when=move || found.with(|found| !found.is_empty())>
            <fieldset class="action-group">
                <legend class="action-group__head">
                    <label class="tick">
                        <input
                            class="tick__input"
                            type="checkbox"
                            prop:checked=all
                            prop:indeterminate=move || some() && !all()
                            on:change=move |event| tick_all(event_target_checked(&event))
                        />
                        {t(label)}
                    </label>
                    <span class="pane__count">{move || found.with(Vec::len)}</span>
                </legend>
                <div class="action-group__list">
                    {move || {
                        found
                            .get()
                            .into_iter()
                            .map(|(name, export, not_confirmed)| {
                                let (shown, own) = (action_name(&name).to_owned(), name.clone());
                                view! {
                                    <label class="tick">
                                        <input
                                            class="tick__input"
                                            type="checkbox"
                                            prop:checked=move || choice.has(&own)
                                            on:change=move |event| {
                                                let on = event_target_checked(&event);
                                                choice.chosen.update(|chosen| toggled(chosen, &name, on));
                                            }
                                        />
                                        <span class="mono">{shown}</span>
                                        {export.then(|| view! {
                                            <span class="tag" data-tone="security">{t(k::policy::EXPORTS)}</span>
                                        })}
                                        {not_confirmed.then(|| view! { <span class="tag">{t(k::policy::NOT_CONFIRMED)}</span> })}
                                    </label>
                                }
                            })
                            .collect_view()
                    }}
                </div>
            </fieldset>
        </Show>
    }
}

#[component]
fn ChooseActions(editor: Editor, at: usize, before: Vec<String>, open: RwSignal<bool>) -> impl IntoView {
    let choice =
        Choice { editor, chosen: RwSignal::new(before.clone()), search: RwSignal::new(String::new()) };
    let before = StoredValue::new(before);
    let known = move |name: &str| {
        editor
            .vocabulary
            .with(|words| words.actions.iter().any(|action| action.name.eq_ignore_ascii_case(name)))
    };
    // Patterns and names that the catalogue does not have stay in view, whatever is searched.
    let others = move || choice.chosen.get().into_iter().filter(|name| !known(name)).collect::<Vec<_>>();
    let free = RwSignal::new(String::new());
    let add_free = move || {
        let name = free.get_untracked().trim().to_owned();
        if !name.is_empty() {
            let name = if name.contains(':') { name } else { format!("kms:{name}") };
            choice.chosen.update(|chosen| toggled(chosen, &name, true));
            free.set(String::new());
        }
    };
    let close = move || open.set(false);
    let apply = move || {
        let all = choice.chosen.get_untracked();
        close();
        if before.with_value(|before| *before != all) {
            editor.wish_and_focus(Wish::Actions { at, all }, ADD);
        }
    };
    view! {
        <Dialog
            title=Signal::derive(t(k::policy::CHOOSE_ACTIONS))
            id="choose-actions"
            size="picker"
            first="#search-actions"
            on_close=move |()| close()
            close_label=Signal::derive(t(k::common::CLOSE))
        >
            <div class="dialog__body action-tree">
                <input
                    class="input"
                    id="search-actions"
                    type="search"
                    placeholder=t(k::policy::SEARCH_ACTIONS)
                    aria-label=t(k::policy::SEARCH_ACTIONS)
                    on:input=move |event| choice.search.set(event_target_value(&event))
                />
                <form
                    class="action-tree__free"
                    on:submit=move |event| {
                        event.prevent_default();
                        add_free();
                    }
                >
                    <input
                        class="input mono"
                        type="text"
                        placeholder="kms:Get*"
                        aria-label=t(k::policy::PATTERN)
                        spellcheck="false"
                        prop:value=move || free.get()
                        on:input=move |event| free.set(event_target_value(&event))
                    />
                    <button class="button" type="submit">{t(k::policy::ADD_PATTERN)}</button>
                </form>
                <ul class="chips__list">
                    {move || {
                        others()
                            .into_iter()
                            .map(|name| {
                                let (shown, label) = (name.clone(), text_with(k::policy::TAKE_AWAY, &[("name", &name)]));
                                view! {
                                    <li class="chip">
                                        <bdi class="mono">{shown}</bdi>
                                        <button
                                            class="chip__remove"
                                            type="button"
                                            aria-label=label
                                            on:click=move |_| choice.chosen.update(|chosen| toggled(chosen, &name, false))
                                        >
                                            {icon("close")}
                                        </button>
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
                {LEVELS.map(|(level, label)| view! { <LevelGroup choice=choice level=level label=label/> }).collect_view()}
            </div>
            <footer class="dialog__foot">
                <p class="dialog__status" role="status">
                    {move || counted(k::policy::CHOSEN, choice.chosen.with(Vec::len))}
                </p>
                <button class="button" type="button" on:click=move |_| close()>{t(k::common::CANCEL)}</button>
                <button class="button" type="button" data-variant="primary" on:click=move |_| apply()>
                    {t(k::policy::USE_THESE)}
                </button>
            </footer>
        </Dialog>
    }
}

/// The chips and the button.
#[component]
pub fn ActionsField(editor: Editor, at: usize, actions: Vec<What>) -> impl IntoView {
    let open = RwSignal::new(false);
    let whole = RwSignal::new(false);
    let count = actions.len();
    let before: Vec<String> = actions.iter().map(|action| action.text.clone()).collect();
    let chips = actions.into_iter().enumerate().map(move |(which, action)| {
        let label = text_with(k::policy::TAKE_AWAY, &[("name", &action.text)]);
        let unknown = action.covers == 0;
        let stands_for = action.pattern.then(|| counted(k::policy::STANDS_FOR, action.covers));
        view! {
            <li
                class="chip"
                hidden=move || which >= SHOWN && !whole.get()
                data-tone=unknown.then_some("danger")
                title=if unknown { text(k::policy::NO_EFFECT_HERE) } else { stands_for.clone().unwrap_or_default() }
            >
                {unknown.then(|| crate::ui::glyph("state-error", "error"))}
                <bdi>{if unknown { action.text.clone() } else { action_name(&action.text).to_owned() }}</bdi>
                {stands_for.map(|words| view! {
                    <span class="chip__count">{action.covers}</span>
                    <span class="visually-hidden">{words}</span>
                })}
                <button
                    class="chip__remove"
                    type="button"
                    aria-label=label.clone()
                    title=label
                    on:click=move |_| editor.wish_and_focus(Wish::RemoveAction { at, which }, ADD)
                >
                    {icon("close")}
                </button>
            </li>
        }
    });
    view! {
        <div class="chips" role="group" aria-labelledby="what-label">
            <ul class="chips__list">{chips.collect_view()}</ul>
            <Show when=move || (count > SHOWN) && !whole.get()>
                <button class="text-button" type="button" on:click=move |_| whole.set(true)>
                    {counted(k::policy::SHOW_MORE, count - SHOWN)}
                </button>
            </Show>
            <button
                class="button"
                type="button"
                data-size="small"
                data-add-action=""
                aria-haspopup="dialog"
                on:click=move |_| open.set(true)
            >
                {icon("plus")}
                {t(k::policy::CHOOSE)}
                <span class="visually-hidden">{t(k::policy::SOME_ACTIONS)}</span>
            </button>
            {move || open.get().then(|| view! {
                <ChooseActions editor=editor at=at before=before.clone() open=open/>
            })}
        </div>
    }
}
