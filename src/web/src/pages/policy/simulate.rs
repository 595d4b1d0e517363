//! What the cloud would answer to one request: who, how signed, from where, when, which action.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::saved::{SavedPolicy, read_once};
use super::state::Editor;
use super::visual::summary;
use super::{PolicyResource, ResourceKind};
use crate::bindings::iso_now;
use crate::i18n::{Key, k, t, text, text_with};
use crate::policy::access::{self, Answer, Around, EncryptingKey, Trial};
use crate::policy::service::ServiceError;
use crate::ui::glyph;
use crate::ui::view::view;

/// Through which door a request comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gateway {
    Public,
    Vpc,
    Dedicated,
}

/// The form.
#[derive(Clone, Copy)]
struct Form {
    editor: Editor,
    caller: RwSignal<String>,
    sts: RwSignal<bool>,
    gateway: RwSignal<Gateway>,
    address: RwSignal<String>,
    vpc: RwSignal<String>,
    time: RwSignal<String>,
    action: RwSignal<String>,
    ram: RwSignal<String>,
    answer: RwSignal<Option<Result<Arc<Answer>, ServiceError>>>,
}

impl Form {
    fn new(editor: Editor) -> Self {
        let kind = editor.resource.with_value(|resource| resource.kind.word());
        let action = if kind == "key" { "kms:Decrypt" } else { "kms:GetSecretValue" };
        Self {
            editor,
            caller: RwSignal::new(untrack(move || editor.around.me()).unwrap_or_default()),
            sts: RwSignal::new(false),
            gateway: RwSignal::new(Gateway::Public),
            address: RwSignal::new(String::new()),
            vpc: RwSignal::new(String::new()),
            time: RwSignal::new(iso_now()),
            action: RwSignal::new(action.to_owned()),
            ram: RwSignal::new(String::new()),
            answer: RwSignal::new(None),
        }
    }

    /// The request; what the form leaves empty is open.
    fn trial(self) -> Trial {
        let mut context = BTreeMap::new();
        let mut open = Vec::new();
        let mut put = |key: &str, value: String| {
            if value.is_empty() {
                open.push(key.to_owned());
            } else {
                context.insert(key.to_owned(), value);
            }
        };
        match self.gateway.get_untracked() {
            Gateway::Public => put("acs:SourceIp", self.address.get_untracked().trim().to_owned()),
            Gateway::Vpc => put("acs:SourceVpc", self.vpc.get_untracked().trim().to_owned()),
            Gateway::Dedicated => {}
        }
        put("acs:CurrentTime", self.time.get_untracked().trim().to_owned());
        Trial {
            principal: self.caller.get_untracked().trim().to_owned(),
            via: if self.sts.get_untracked() { "sts" } else { "ak" },
            action: self.action.get_untracked().trim().to_owned(),
            context,
            open,
        }
    }

    fn run(self) {
        let editor = self.editor;
        let subject = untrack(move || editor.subject());
        let ram = self.ram.get_untracked();
        let (policy, trial) = (editor.model.text_untracked(), self.trial());
        spawn_local(async move {
            let around = Around {
                kind: subject.kind,
                encrypting_key: encrypting_key(editor, &subject.owner).await,
                owner: subject.owner,
                ram: Some(ram).filter(|text| !text.trim().is_empty()).into_iter().collect(),
            };
            let found = access::simulate(&policy, &trial, &around).await.map(Arc::new);
            if let Ok(answer) = &found {
                editor.app.live.say(verdict(answer));
                let first = answer
                    .deciding
                    .iter()
                    .find(|deciding| deciding.place == "resource" && deciding.policy == 0);
                if let Some(deciding) = first {
                    editor.open(deciding.statement);
                }
            }
            self.answer.try_set(Some(found));
        });
    }
}

/// The key that encrypts a secret, whose policy has a say where a call is signed with an AccessKey.
async fn encrypting_key(editor: Editor, owner: &str) -> Option<EncryptingKey> {
    let id = editor.around.facts.with_untracked(|facts| facts.encrypting_key.clone())?;
    let resource = PolicyResource { region: editor.region(), kind: ResourceKind::Key, id };
    match read_once(editor.app, &resource).await {
        Ok(SavedPolicy::Text(policy)) => {
            Some(EncryptingKey { owner: owner.to_owned(), policy: policy.to_string() })
        }
        // Without it the answer says that it depends.
        _ => None,
    }
}

fn verdict(answer: &Answer) -> String {
    text(match answer.verdict.as_str() {
        "allowed" => k::policy::IS_ALLOWED,
        "denied" => k::policy::IS_DENIED,
        _ => k::policy::DEPENDS,
    })
}

/// Why a statement did or did not decide.
fn outcome(word: &str) -> String {
    let key = match word {
        "matches" => k::outcome::MATCHES,
        "depends" => k::outcome::DEPENDS,
        "other-principal" => k::outcome::OTHER_PRINCIPAL,
        "other-action" => k::outcome::OTHER_ACTION,
        "other-resource" => k::outcome::OTHER_RESOURCE,
        "condition" => k::outcome::CONDITION,
        "no-value" => k::outcome::NO_VALUE,
        _ => k::outcome::NOT_VALID,
    };
    text(key)
}

fn answer_view(editor: Editor, answer: &Answer) -> AnyView {
    let (picture, tone) = match answer.verdict.as_str() {
        "allowed" => ("state-ok", "ok"),
        "denied" => ("cell-denied", "error"),
        _ => ("cell-maybe", "change"),
    };
    let depends = (!answer.depends_on.is_empty())
        .then(|| text_with(k::policy::DEPENDS_ON, &[("keys", &answer.depends_on.join(", "))]));
    let rows = answer.because.iter().map(|reason| {
        let decided = answer.deciding.contains(&reason.deciding);
        let at = reason.deciding.statement;
        let place = (at + 1).to_string();
        let title = match (reason.deciding.place.as_str(), reason.deciding.policy) {
            ("resource", 0) => {
                untrack(move || editor.card(at)).map(|card| summary::title(&card, at)).unwrap_or_default()
            }
            ("resource", _) => text_with(k::policy::KEY_STATEMENT, &[("place", &place)]),
            _ => text_with(k::policy::RAM_STATEMENT, &[("place", &place)]),
        };
        view! {
            <li class="reasons__row" data-decided=decided.then_some("")>
                <bdi class="reasons__name">{title}</bdi>
                <span>{outcome(&reason.outcome)}</span>
                {decided.then(|| view! { <span class="tag" data-tone="accent">{t(k::policy::DECIDED)}</span> })}
            </li>
        }
    });
    let nobody =
        (answer.verdict == "denied" && answer.deciding.is_empty()).then(|| text(k::policy::NOBODY_ALLOWS));
    view! {
        <div class="verdict" role="status" data-verdict=answer.verdict.clone()>
            {glyph(picture, tone)}
            <strong>{verdict(answer)}</strong>
            {depends.map(|words| view! { <span>{words}</span> })}
            {nobody.map(|words| view! { <span>{words}</span> })}
        </div>
        <ul class="reasons">{rows.collect_view()}</ul>
    }
}

#[component]
fn TextField(
    label: Key,
    value: RwSignal<String>,
    #[prop(optional)] list: &'static str,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field__label">{t(label)}</span>
            <input
                class="input mono"
                type="text"
                spellcheck="false"
                autocomplete="off"
                placeholder=hint
                list=(!list.is_empty()).then_some(list)
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
}

#[component]
fn Choice(label: Key, options: Vec<(&'static str, Key)>, on_choose: Callback<String>) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field__label">{t(label)}</span>
            <select class="input" on:change=move |event| on_choose.run(event_target_value(&event))>
                {options.into_iter().map(|(value, words)| view! { <option value=value>{t(words)}</option> }).collect_view()}
            </select>
        </label>
    }
}

/// The panel.
#[component]
pub fn SimulatePanel(editor: Editor) -> impl IntoView {
    let form = Form::new(editor);
    editor.around.read_people();
    editor.around.read_vpcs();
    // An answer about another text is none.
    Effect::new(move |last: Option<()>| {
        editor.model.text();
        if last.is_some() {
            form.answer.set(None);
        }
    });
    let callers = move || {
        let owner = editor.around.owner();
        let users = editor.around.users().into_iter().map(|name| format!("user/{name}"));
        let roles = editor.around.roles().into_iter().map(|name| format!("role/{name}"));
        users
            .chain(roles)
            .map(|rest| view! { <option value=format!("acs:ram::{owner}:{rest}")></option> })
            .collect_view()
    };
    let actions = move || {
        editor.vocabulary.with(|words| {
            words
                .actions
                .iter()
                .map(|action| view! { <option value=action.name.clone()></option> })
                .collect_view()
        })
    };
    let choose_gateway = Callback::new(move |value: String| {
        form.gateway.set(match value.as_str() {
            "vpc" => Gateway::Vpc,
            "dedicated" => Gateway::Dedicated,
            _ => Gateway::Public,
        });
    });
    view! {
        <section class="panel" aria-labelledby="simulate-title">
            <div class="panel__head">
                <h2 class="pane__title" id="simulate-title">{t(k::policy::SIMULATE)}</h2>
            </div>
            <div class="panel__body simulate">
                <form
                    class="simulate__form"
                    on:submit=move |event| {
                        event.prevent_default();
                        form.run();
                    }
                >
                    <TextField label=k::policy::CALLER value=form.caller list="simulate-callers" hint="acs:ram::"/>
                    <TextField label=k::policy::ACTION value=form.action list="simulate-actions" hint="kms:"/>
                    <Choice
                        label=k::policy::SIGNED
                        options=vec![("ak", k::policy::BY_ACCESS_KEY), ("sts", k::policy::BY_STS)]
                        on_choose=Callback::new(move |value: String| form.sts.set(value == "sts"))
                    />
                    <Choice
                        label=k::policy::GATEWAY
                        options=vec![
                            ("public", k::policy::SHARED_PUBLIC),
                            ("vpc", k::policy::SHARED_VPC),
                            ("dedicated", k::policy::DEDICATED),
                        ]
                        on_choose=choose_gateway
                    />
                    <Show when=move || form.gateway.get() == Gateway::Public>
                        <TextField label=k::policy::SOURCE_IP value=form.address hint="203.0.113.7"/>
                    </Show>
                    <Show when=move || form.gateway.get() == Gateway::Vpc>
                        <TextField label=k::policy::SOURCE_VPC value=form.vpc list="simulate-vpcs" hint="vpc-"/>
                    </Show>
                    <TextField label=k::policy::TIME value=form.time/>
                    <label class="field simulate__ram">
                        <span class="field__label">{t(k::policy::RAM_OF_CALLER)}</span>
                        <textarea
                            class="input mono"
                            rows="2"
                            spellcheck="false"
                            prop:value=move || form.ram.get()
                            on:input=move |event| form.ram.set(event_target_value(&event))
                        ></textarea>
                    </label>
                    <button class="button" type="submit" data-variant="primary">{t(k::policy::TRY)}</button>
                    <datalist id="simulate-callers">{callers}</datalist>
                    <datalist id="simulate-actions">{actions}</datalist>
                    <datalist id="simulate-vpcs">
                        {move || editor.around.vpcs().into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
                    </datalist>
                </form>
                <div class="simulate__answer">
                    {move || {
                        if form.gateway.get() == Gateway::Dedicated {
                            return Some(view! {
                                <div class="note" data-tone="warning">
                                    {crate::components::status::warning()}
                                    <p class="note__text">{t(k::policy::DEDICATED_WHY)}</p>
                                </div>
                            });
                        }
                        Some(match form.answer.get()? {
                            Ok(answer) => answer_view(editor, &answer),
                            Err(error) => view! {
                                <p class="field__error" role="alert">
                                    {crate::ui::glyph("state-error", "error")} <bdi>{error.to_string()}</bdi>
                                </p>
                            },
                        })
                    }}
                </div>
            </div>
        </section>
    }
}
