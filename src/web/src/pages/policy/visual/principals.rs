//! Whom a statement is about: chips, and a small form that builds ARNs or takes them as they are.

use leptos::prelude::*;

use crate::i18n::{Key, k, t, text, text_with};
use crate::pages::policy::names::{self, PrincipalName};
use crate::pages::policy::state::Editor;
use crate::policy::engine::{Who, Wish};
use crate::ui::icon;
use crate::ui::popover::Popover;
use crate::ui::view::view;

const ADD: &str = ".statement-form [data-add-principal]";

/// What is being added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    #[default]
    User,
    Role,
    Account,
    Everyone,
    Arn,
}

impl Form {
    const ALL: [Self; 5] = [Self::User, Self::Role, Self::Account, Self::Everyone, Self::Arn];

    fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Role => "role",
            Self::Account => "account",
            Self::Everyone => "everyone",
            Self::Arn => "arn",
        }
    }

    fn label(self) -> Key {
        match self {
            Self::User => k::policy::A_USER,
            Self::Role => k::policy::A_ROLE,
            Self::Account => k::policy::WHOLE_ACCOUNT,
            Self::Everyone => k::policy::EVERYONE,
            Self::Arn => k::policy::AN_ARN,
        }
    }

    fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|form| form.word() == word).unwrap_or_default()
    }

    fn has_account(self) -> bool {
        matches!(self, Self::User | Self::Role | Self::Account)
    }

    fn has_name(self) -> bool {
        matches!(self, Self::User | Self::Role | Self::Arn)
    }

    /// The entry, or what is missing.
    fn entry(self, account: &str, name: &str) -> Result<String, Key> {
        let (account, name) = (account.trim(), name.trim());
        let digits = account.len() == 16 && account.bytes().all(|byte| byte.is_ascii_digit());
        if self.has_account() && !digits {
            return Err(k::policy::NEEDS_ACCOUNT);
        }
        if self.has_name() && name.is_empty() {
            return Err(k::policy::NEEDS_NAME);
        }
        Ok(match self {
            Self::User => format!("acs:ram::{account}:user/{name}"),
            Self::Role => format!("acs:ram::{account}:role/{name}"),
            Self::Account => format!("acs:ram::{account}:*"),
            Self::Everyone => "*".to_owned(),
            Self::Arn => name.to_owned(),
        })
    }
}

#[component]
fn AddForm(editor: Editor, at: usize, popover: Popover) -> impl IntoView {
    let form = RwSignal::new(Form::default());
    let account = RwSignal::new(untrack(move || editor.around.owner()));
    let name = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<Key>);
    editor.around.read_people();
    let known = Memo::new(move |_| {
        if account.get() != editor.around.owner() {
            return Vec::new();
        }
        match form.get() {
            Form::User => editor.around.users(),
            Form::Role => editor.around.roles(),
            _ => Vec::new(),
        }
    });
    let add = move || match form.get_untracked().entry(&account.get_untracked(), &name.get_untracked()) {
        Ok(text) => {
            popover.close();
            editor.wish_and_focus(Wish::AddPrincipal { at, text }, ADD);
        }
        Err(missing) => fault.set(Some(missing)),
    };
    view! {
        <form
            class="small-form"
            on:submit=move |event| {
                event.prevent_default();
                add();
            }
        >
            <label class="field">
                <span class="field__label">{t(k::policy::KIND)}</span>
                <select
                    class="input"
                    on:change=move |event| {
                        form.set(Form::of(&event_target_value(&event)));
                        fault.set(None);
                    }
                >
                    {Form::ALL
                        .map(|each| view! { <option value=each.word()>{t(each.label())}</option> })
                        .collect_view()}
                </select>
            </label>
            <Show when=move || form.get().has_account()>
                <label class="field">
                    <span class="field__label">{t(k::policy::ACCOUNT_ID)}</span>
                    <input
                        class="input mono"
                        type="text"
                        inputmode="numeric"
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || account.get()
                        on:input=move |event| account.set(event_target_value(&event))
                    />
                    <span class="field__hint">
                        {move || {
                            let owner = editor.around.owner();
                            let account = account.get();
                            let outside = !account.is_empty() && account.trim() != owner;
                            text(if outside { k::policy::OUTSIDE_HINT } else { k::policy::OWN_HINT })
                        }}
                    </span>
                </label>
            </Show>
            <Show when=move || form.get().has_name()>
                <label class="field">
                    <span class="field__label">
                        {move || text(if form.get() == Form::Arn { k::policy::AN_ARN } else { k::policy::NAME })}
                    </span>
                    <input
                        class="input"
                        type="text"
                        list="known-principals"
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || name.get()
                        on:input=move |event| {
                            name.set(event_target_value(&event));
                            fault.set(None);
                        }
                    />
                    <datalist id="known-principals">
                        {move || known.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
                    </datalist>
                    <span class="field__hint">{move || editor.around.people_note()}</span>
                </label>
            </Show>
            {move || fault.get().map(|fault| view! {
                <p class="field__error" role="alert">{crate::ui::glyph("state-error", "error")} {text(fault)}</p>
            })}
            <div class="small-form__foot">
                <button class="button" type="button" on:click=move |_| popover.close()>{t(k::common::CANCEL)}</button>
                <button class="button" type="submit" data-variant="primary">{t(k::policy::ADD)}</button>
            </div>
        </form>
    }
}

/// The chips and the button.
#[component]
pub fn PrincipalsField(editor: Editor, at: usize, principals: Vec<Who>) -> impl IntoView {
    let popover = Popover::new();
    let owner = untrack(move || editor.around.owner());
    let chips = principals.into_iter().enumerate().map(|(which, who)| {
        let outside = who.account.as_ref().is_some_and(|account| *account != owner && !owner.is_empty());
        let label = text_with(k::policy::TAKE_AWAY, &[("name", &names::plain(&who.text, outside))]);
        view! {
            <li class="chip" data-tone=(who.kind == "unknown").then_some("danger")>
                {if who.kind == "unknown" {
                    view! { {crate::ui::glyph("state-error", "error")} <bdi>{who.text.clone()}</bdi> }
                } else {
                    view! { <PrincipalName arn=who.text.clone() outside=outside/> }
                }}
                <button
                    class="chip__remove"
                    type="button"
                    aria-label=label.clone()
                    title=label
                    on:click=move |_| editor.wish_and_focus(Wish::RemovePrincipal { at, which }, ADD)
                >
                    {icon("close")}
                </button>
            </li>
        }
    });
    view! {
        <div class="chips" role="group" aria-labelledby="who-label">
            <ul class="chips__list">{chips.collect_view()}</ul>
            <span class="popover-holder">
                <button
                    class="button"
                    type="button"
                    data-size="small"
                    data-add-principal=""
                    popovertarget="add-principal"
                    aria-expanded=popover.expanded()
                    node_ref=popover.trigger
                >
                    {icon("plus")}
                    {t(k::policy::ADD)}
                    <span class="visually-hidden">{t(k::policy::A_PRINCIPAL)}</span>
                </button>
                {popover.view("add-principal".to_owned(), "popover popover--form", "start", move || {
                    view! { <AddForm editor=editor at=at popover=popover/> }
                })}
            </span>
        </div>
    }
}
