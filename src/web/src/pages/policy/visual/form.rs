//! The form of one statement: effect, who, what, when. Each control changes only the text that it owns.

use leptos::prelude::*;

use super::actions::ActionsField;
use super::conditions::ConditionsField;
use super::list::remove;
use super::principals::PrincipalsField;
use super::summary;
use crate::i18n::{k, t, text};
use crate::pages::policy::state::{Editor, Mode};
use crate::policy::engine::{Card, Wish};
use crate::ui::icon;
use crate::ui::view::view;

#[component]
fn EffectField(editor: Editor, at: usize, deny: bool) -> impl IntoView {
    let option = move |value: bool, label| {
        view! {
            <button
                class="segmented__option"
                type="button"
                role="radio"
                aria-checked=(deny == value).to_string()
                tabindex=if deny == value { "0" } else { "-1" }
                data-first=(deny == value).then_some("")
                on:click=move |_| if deny != value { editor.wish(Wish::Effect { at, deny: value }) }
            >
                {label}
            </button>
        }
    };
    let by_arrow = move |event: web_sys::KeyboardEvent| {
        if event.key().starts_with("Arrow") {
            event.prevent_default();
            editor.wish_and_focus(
                Wish::Effect { at, deny: !deny },
                ".statement-form .segmented [aria-checked=true]",
            );
        }
    };
    view! {
        <div class="segmented" role="radiogroup" aria-labelledby="effect-label" on:keydown=by_arrow>
            {option(false, t(k::policy::ALLOW))}
            {option(true, t(k::policy::DENY))}
        </div>
    }
}

#[component]
fn SidField(editor: Editor, at: usize, sid: String) -> impl IntoView {
    let old = StoredValue::new(sid.clone());
    view! {
        <input
            class="input"
            id="statement-sid"
            type="text"
            spellcheck="false"
            autocomplete="off"
            aria-label=t(k::policy::NAME)
            prop:value=sid
            on:change=move |event| {
                let sid = event_target_value(&event);
                if sid != old.get_value() {
                    editor.wish(Wish::Sid { at, sid: Some(sid).filter(|sid| !sid.is_empty()) });
                }
            }
        />
    }
}

/// A statement that a form would not show completely: its text, to be changed as text.
#[component]
fn RawCard(editor: Editor, card: Card) -> impl IntoView {
    let source = move || {
        let text = editor.model.text();
        text.get(card.start..card.end).unwrap_or_default().to_owned()
    };
    view! {
        <div class="note">
            {icon("info")}
            <p class="note__text">{t(k::policy::RAW_WHY)}</p>
        </div>
        <pre class="statement-form__raw" tabindex="0" aria-label=t(k::policy::RAW_TEXT)>{source}</pre>
    }
}

/// The form of the selected statement.
#[component]
pub fn StatementForm(editor: Editor) -> impl IntoView {
    // A card that did not change keeps its form, and so the keyboard.
    let card = Memo::new(move |_| {
        let at = editor.selected.get()?;
        let mut card = editor.card(at)?;
        if card.plain {
            // Where it stands in the text is nothing that the form shows.
            (card.start, card.end) = (0, 0);
        }
        Some((at, card))
    });
    move || {
        let Some((at, card)) = card.get() else {
            return view! { <p class="statement-form__none">{t(k::policy::CHOOSE_STATEMENT)}</p> };
        };
        editor.give_focus();
        let title = summary::title(&card, at);
        let head = view! {
            <div class="pane__head">
                <h3 class="statement-form__title"><bdi>{title}</bdi></h3>
                <div class="statement-form__tools">
                    <button class="text-button" type="button" on:click=move |_| editor.wish(Wish::Duplicate { at })>
                        {t(k::policy::DUPLICATE)}
                    </button>
                    <button class="text-button" type="button" on:click=move |_| remove(editor, at)>
                        {t(k::policy::REMOVE)}
                    </button>
                    <button
                        class="text-button"
                        type="button"
                        on:click=move |_| {
                            if editor.mode.get_untracked() == Mode::Visual {
                                editor.mode.set(Mode::Split);
                            }
                            if let Some(card) = untrack(move || editor.card(at)) {
                                editor.model.select(card.start, card.end);
                            }
                        }
                    >
                        {t(k::policy::EDIT_AS_JSON)}
                    </button>
                </div>
            </div>
        };
        if !card.plain {
            return view! {
                <section class="statement-form" aria-label=t(k::policy::STATEMENT)>
                    {head}
                    <RawCard editor=editor card=card/>
                </section>
            };
        }
        let deny = card.effect.as_deref() == Some("Deny");
        view! {
            <section class="statement-form" aria-label=t(k::policy::STATEMENT)>
                {head}
                <div class="statement-form__row">
                    <label class="statement-form__label" for="statement-sid">{t(k::policy::NAME)}</label>
                    <SidField editor=editor at=at sid=card.sid.clone().unwrap_or_default()/>
                </div>
                <div class="statement-form__row">
                    <span class="statement-form__label" id="effect-label">{t(k::policy::EFFECT)}</span>
                    <EffectField editor=editor at=at deny=deny/>
                </div>
                <div class="statement-form__row">
                    <span class="statement-form__label" id="who-label">{t(k::policy::WHO)}</span>
                    <PrincipalsField editor=editor at=at principals=card.principals.clone()/>
                </div>
                <div class="statement-form__row">
                    <span class="statement-form__label" id="what-label">
                        {if deny { text(k::policy::MAY_NOT) } else { text(k::policy::MAY) }}
                    </span>
                    <ActionsField editor=editor at=at actions=card.actions.clone()/>
                </div>
                <div class="statement-form__row">
                    <span class="statement-form__label" id="if-label">{t(k::policy::ONLY_IF)}</span>
                    <ConditionsField editor=editor at=at conditions=card.conditions.clone()/>
                </div>
                <div class="statement-form__row">
                    <span class="statement-form__label">{t(k::policy::RESOURCE)}</span>
                    <p class="statement-form__fixed">
                        <span class="mono">"*"</span>
                        " "
                        {t(k::policy::RESOURCE_WHY)}
                    </p>
                </div>
            </section>
        }
    }
}
