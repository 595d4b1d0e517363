//! What a draft means: who has what, what is new, who is outside, who can set the policy, each statement in a sentence.

use leptos::prelude::*;

use super::ask::{answered, follow};
use super::diff::MeaningView;
use super::matrix::{AccessMatrix, Legend, Shown, totals};
use super::names;
use super::state::Editor;
use super::{columns, other_side};
use crate::i18n::{counted, k, t, text, text_with};
use crate::policy::access::{self, Review, Witness};
use crate::ui::icon;
use crate::ui::segmented::Segmented;
use crate::ui::view::view;

/// What the panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Access,
    New,
    Words,
}

fn witness_text(witness: &Witness) -> String {
    text_with(
        k::policy::WITNESS,
        &[
            ("name", &names::plain(&witness.principal, true)),
            ("action", &witness.action),
            ("context", &super::diff::context_text(witness)),
        ],
    )
}

/// Whether anything new is allowed, outside accounts with their units, and who can set the policy.
#[component]
fn NewAccess(editor: Editor) -> impl IntoView {
    let found = follow(move || {
        let (saved, draft, subject) = (editor.base(), editor.model.text(), editor.subject());
        async move { access::review(&saved, &draft, &subject).await }
    });
    answered(found, move |review| facts(editor, review))
}

/// The same as facts in a list; Save shows them as well.
pub fn facts(editor: Editor, review: &Review) -> AnyView {
    let (tone, verdict) = match review.new_access.verdict.as_str() {
        "pass" => ("ok", text(k::policy::NOTHING_NEW)),
        "fail" => ("warning", text(k::policy::SOMETHING_NEW)),
        _ => ("warning", text(k::policy::NEW_NOT_DECIDED)),
    };
    let witness = review.new_access.witness.as_ref().map(witness_text);
    let units = editor.quota_line(review);
    let outside = review.outside.iter().map(|account| {
        let id = account.account.clone();
        view! {
            <li>
                <span class="tag" data-tone="security">{icon("external")} <span class="mono">{id}</span></span>
                {(!account.has_access).then(|| view! { " " {t(k::policy::NO_ACCESS_LEFT)} })}
            </li>
        }
    });
    let setters = review.setters.iter().map(|setter| {
        let maybe = setter.grant == "maybe";
        view! {
            <li>
                <names::PrincipalName arn=setter.principal.clone() outside=!setter.own_account/>
                {maybe.then(|| view! { " " {t(k::policy::SOMETIMES)} })}
            </li>
        }
    });
    let nobody = review.setters.is_empty().then(|| view! { <p>{t(k::policy::NO_SETTER)}</p> });
    view! {
        <div class="analysis">
            <div class="note" data-tone=tone>
                {if tone == "ok" { crate::ui::glyph("state-ok", "ok").into_any() } else { crate::components::status::warning().into_any() }}
                <p class="note__text">{verdict} {witness.map(|words| view! { <br/> <bdi>{words}</bdi> })}</p>
            </div>
            <h3 class="analysis__title">{counted(k::policy::OUTSIDE_COUNT, review.outside.len())}</h3>
            <ul class="analysis__list">{outside.collect_view()}</ul>
            {units.map(|units| view! { <p class="analysis__units">{units}</p> })}
            <h3 class="analysis__title">{t(k::policy::CAN_SET)}</h3>
            <ul class="analysis__list">{setters.collect_view()}</ul>
            {nobody}
        </div>
    }
}

/// A sentence for each statement.
#[component]
fn Sentences(editor: Editor) -> impl IntoView {
    let found = follow(move || {
        let (draft, subject) = (editor.model.text(), editor.subject());
        crate::i18n::lang();
        async move { access::explain(&draft, &subject).await }
    });
    answered(found, move |all| sentences(all))
}

/// The sentences as a list; the read view shows them as well.
pub fn sentences(all: &[access::Explained]) -> AnyView {
    let rows = all.iter().map(|found| {
        let parts = |list: &[String]| {
            list.iter().map(|line| view! { <li><bdi>{line.clone()}</bdi></li> }).collect_view()
        };
        view! {
            <li class="sentences__row">
                <span class="statement__number" aria-hidden="true">{found.statement + 1}</span>
                <div>
                    <p><bdi>{found.sentence.clone()}</bdi></p>
                    <ul class="sentences__more">{parts(&found.conditions)}</ul>
                    <ul class="sentences__more" data-kind="notes">{parts(&found.notes)}</ul>
                </div>
            </li>
        }
    });
    view! { <ol class="sentences">{rows.collect_view()}</ol> }
}

#[component]
fn Access(editor: Editor) -> impl IntoView {
    let kind = editor.resource.with_value(|resource| resource.kind);
    let shown = RwSignal::new(Shown::Both);
    let found = follow(move || {
        let (saved, draft, subject) = (editor.base(), editor.model.text(), editor.subject());
        async move { access::matrix(&saved, &draft, &subject, columns::as_json(kind)).await }
    });
    let options = super::worded([
        (Shown::Saved, k::matrix::SAVED),
        (Shown::Draft, k::matrix::DRAFT),
        (Shown::Both, k::matrix::BOTH),
    ]);
    let rows = Memo::new(move |_| found.value.get().unwrap_or_default());
    let sums = move || rows.with(|rows| totals(rows));
    view! {
        <div class="access-bar">
            <Segmented label=Signal::derive(t(k::matrix::WHICH)) options=options chosen=shown/>
            <span class="change-counts">
                <span class="change-counts__item" data-change="added">{icon("plus")} {move || sums().0}</span>
                <span class="change-counts__item" data-change="removed">{icon("minus")} {move || sums().1}</span>
                <span class="visually-hidden">{move || rows.with(|rows| super::matrix::totals_text(rows))}</span>
            </span>
            <Legend/>
        </div>
        {answered(found, move |_| view! {
            <div class="matrix-scroll">
                <AccessMatrix kind=kind rows=rows shown=shown selected=editor.selected/>
            </div>
        })}
    }
}

/// The panel.
#[component]
pub fn AnalysisPanel(editor: Editor) -> impl IntoView {
    let shown = RwSignal::new(View::Access);
    let options = super::worded([
        (View::Access, k::policy::VIEW_ACCESS),
        (View::New, k::policy::VIEW_NEW),
        (View::Words, k::policy::VIEW_WORDS),
    ]);
    view! {
        <section class="panel" aria-labelledby="analysis-title">
            <div class="panel__head">
                <h2 class="pane__title" id="analysis-title">{t(k::policy::ANALYSIS)}</h2>
                <Segmented label=Signal::derive(t(k::policy::VIEW_AS)) options=options chosen=shown/>
            </div>
            <div class="panel__body" tabindex="0" role="group" aria-labelledby="analysis-title">
                {move || match shown.get() {
                    View::Access => view! { <Access editor=editor/> },
                    View::New => view! {
                        <NewAccess editor=editor/>
                        <MeaningView editor=editor/>
                        <other_side::OtherSides editor=editor/>
                    },
                    View::Words => view! { <Sentences editor=editor/> },
                }}
            </div>
        </section>
    }
}
