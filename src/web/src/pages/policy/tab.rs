//! The policy of a key or a secret, to read: owner, who has what, findings, size, where it applies.

use std::sync::Arc;

use kms_api::operations::policies::MAX_POLICY_BYTES;
use leptos::prelude::*;

use super::ask::{answered, follow};
use super::columns;
use super::matrix::{AccessMatrix, Legend, Shown};
use super::names::PrincipalName;
use super::saved::SavedPolicy;
use super::severity::SeverityGlyph;
use super::state::Editor;
use super::{PolicyResource, ResourceKind, analysis};
use crate::api::error::Kind;
use crate::app::href;
use crate::components::copy::CopyButton;
use crate::components::error_view::{EmptyView, ErrorView, ReadingLine, Waiting};
use crate::components::facts::Fact;
use crate::i18n::{k, t, text, text_with};
use crate::number::grouped;
use crate::paths;
use crate::policy::access;
use crate::policy::engine::{Finding, Severity};
use crate::ui::icon;
use crate::ui::view::view;

/// The tab.
#[component]
pub fn PolicyTab(
    /// Whose policy it is.
    resource: PolicyResource,
) -> impl IntoView {
    let editor = Editor::new(resource);
    editor.learn();
    // What is shown is what is saved; moving it into the editor's text lets every part of the editor be used to read.
    Effect::new(move |_| {
        if let Some(saved) = editor.saved.text() {
            editor.model.reset(&saved);
        }
    });
    move || {
        let reading = editor.saved.reading.get();
        if reading.wait.is_some() {
            return view! { <Waiting reading=editor.saved.reading/> };
        }
        match (reading.value.as_deref(), reading.error) {
            (Some(SavedPolicy::Text(text)), _) => view! { <ReadView editor=editor size=text.len()/> },
            (Some(SavedPolicy::None), _) => none(editor),
            (Some(SavedPolicy::Unsupported), _) => unsupported(editor),
            (None, Some(error)) if reading.busy_since.is_none() => {
                let key = editor.resource.with_value(|resource| resource.kind == ResourceKind::Key);
                let denied = error.kind() == Kind::Denied;
                view! {
                    <ErrorView
                        what=k::policy::READ_FAILED
                        error=error
                        action=if key { "kms:GetKeyPolicy" } else { "kms:GetSecretPolicy" }
                        on_retry=move |()| editor.saved.reload()
                    />
                    {denied.then(|| edit_link(editor))}
                }
            }
            _ => view! {
                <div aria-busy="true">
                    <span class="skeleton" data-width="long"></span>
                    <span class="skeleton"></span>
                    <span class="skeleton" data-width="short"></span>
                </div>
                <ReadingLine reading=editor.saved.reading what=k::policy::THE_POLICY/>
            },
        }
    }
}

fn edit_link(editor: Editor) -> AnyView {
    let path = editor.resource.with_value(|resource| paths::resource(resource, paths::EDIT_POLICY));
    view! {
        <a class="button" data-variant="primary" href=href(&path)>{t(k::policy::EDIT)}</a>
    }
}

fn none(editor: Editor) -> AnyView {
    view! {
        <EmptyView
            picture="lock"
            title=Signal::derive(t(k::policy::NONE))
            words=Signal::derive(t(k::policy::NO_POLICY_YET))
        >
            {edit_link(editor)}
        </EmptyView>
    }
}

fn unsupported(editor: Editor) -> AnyView {
    let key = editor.resource.with_value(|resource| resource.kind == ResourceKind::Key);
    let words = if key { k::policy::UNSUPPORTED_KEY } else { k::policy::UNSUPPORTED_SECRET };
    view! {
        <EmptyView picture="ban" title=Signal::derive(t(k::policy::UNSUPPORTED)) words=Signal::derive(t(words))/>
    }
}

/// How many findings of each class, and the ones that weigh.
#[component]
fn FindingsSummary(editor: Editor) -> impl IntoView {
    let weighty = move || {
        let all = editor.findings().into_iter();
        all.filter(|finding| finding.severity != Severity::Suggestion).collect::<Vec<Finding>>()
    };
    view! {
        <p class="policy-read__counts">
            {Severity::ALL
                .map(|severity| view! {
                    <span data-severity=severity.word()>
                        <SeverityGlyph severity=severity/>
                        {t(severity.many())}
                        <strong>{move || editor.count(severity)}</strong>
                    </span>
                })
                .collect_view()}
        </p>
        <ul class="policy-read__findings">
            {move || {
                weighty()
                    .into_iter()
                    .map(|finding| view! {
                        <li>
                            <SeverityGlyph severity=finding.severity/>
                            <bdi>{finding.message}</bdi>
                            <span class="mono">{finding.id}</span>
                        </li>
                    })
                    .collect_view()
            }}
        </ul>
    }
}

#[component]
fn ReadView(editor: Editor, size: usize) -> impl IntoView {
    let kind = editor.resource.with_value(|resource| resource.kind);
    let matrix = follow(move || {
        let (text, subject) = (editor.base(), editor.subject());
        async move { access::matrix(&text, &text, &subject, columns::as_json(kind)).await }
    });
    let words = follow(move || {
        let (text, subject) = (editor.base(), editor.subject());
        crate::i18n::lang();
        async move { access::explain(&text, &subject).await }
    });
    let rows = Memo::new(move |_| matrix.value.get().unwrap_or_default());
    let owner = move || {
        let owner = editor.around.owner();
        (!owner.is_empty())
            .then(|| view! { <PrincipalName arn=format!("acs:ram::{owner}:*") outside=false/> })
    };
    let secret = kind == ResourceKind::Secret;
    view! {
        <div class="policy-read">
            <div class="policy-read__bar">
                <button
                    class="button"
                    type="button"
                    on:click=move |_| {
                        let name = editor.resource.with_value(|resource| resource.id.replace(['/', ':', ' '], "-"));
                        crate::bindings::download(&format!("{name}.policy.json"), &untrack(move || editor.base()));
                    }
                >
                    {icon("download")}
                    {t(k::policy::EXPORT)}
                </button>
            </div>
            <dl class="facts">
                <Fact term=k::policy::OWNER>{owner}</Fact>
                <Fact term=k::policy::SIZE>
                    {text_with(k::policy::BYTES, &[("used", &grouped(size)), ("limit", &grouped(MAX_POLICY_BYTES))])}
                </Fact>
                <Fact term=k::policy::WHERE>{t(k::policy::APPLIES)}</Fact>
            </dl>
            {secret.then(|| view! {
                <div class="note">
                    {icon("info")}
                    <p class="note__text">{t(k::policy::ENCRYPTING_KEY_NOTE)}</p>
                </div>
            })}
            <section aria-labelledby="who-title">
                <div class="access-bar">
                    <h2 class="policy-read__title" id="who-title">{t(k::policy::WHO_HAS_WHAT)}</h2>
                    <Legend/>
                </div>
                {answered(matrix, move |_| view! {
                    <div class="matrix-scroll">
                        <AccessMatrix
                            kind=kind
                            rows=rows
                            shown=Signal::derive(|| Shown::Draft)
                            selected=Signal::derive(|| None)
                        />
                    </div>
                })}
            </section>
            <section aria-labelledby="findings-read">
                <h2 class="policy-read__title" id="findings-read">{t(k::policy::FINDINGS)}</h2>
                <FindingsSummary editor=editor/>
            </section>
            <section aria-labelledby="words-title">
                <h2 class="policy-read__title" id="words-title">{t(k::policy::VIEW_WORDS)}</h2>
                {answered(words, |all: &Arc<Vec<access::Explained>>| analysis::sentences(all))}
            </section>
            <section aria-labelledby="document-title">
                <h2 class="policy-read__title" id="document-title">
                    {t(k::policy::DOCUMENT)}
                    {move || view! { <CopyButton value=editor.base().to_string()/> }}
                </h2>
                <pre class="policy-read__text" tabindex="0" aria-label=text(k::policy::TEXT_LABEL)>
                    {move || editor.base().to_string()}
                </pre>
            </section>
        </div>
    }
}
