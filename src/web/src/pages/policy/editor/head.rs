//! Whose policy it is, how large the text is, and how it is shown.

use std::sync::Arc;

use kms_api::operations::policies::MAX_POLICY_BYTES;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::opening::{Opened, Stage};
use crate::components::copy::IdText;
use crate::components::time::Age;
use crate::i18n::{Key, k, t, text, text_with};
use crate::number::{grouped, share_text};
use crate::pages::policy::state::{Editor, Mode, Panel};
use crate::pages::policy::templates::TemplateDialog;
use crate::pages::policy::{ResourceKind, findings};
use crate::policy::engine;
use crate::ui::icon;
use crate::ui::menu::{Entry, Menu};
use crate::ui::segmented::Segmented;
use crate::ui::view::view;

/// Shown to the limit as a bar; the words are what counts.
#[component]
fn ByteMeter(editor: Editor) -> impl IntoView {
    let size = Memo::new(move |_| editor.model.text().len());
    let words = move || {
        text_with(k::policy::BYTES, &[("used", &grouped(size.get())), ("limit", &grouped(MAX_POLICY_BYTES))])
    };
    #[expect(clippy::cast_precision_loss, reason = "sizes of texts are far below 2^53")]
    let share = move || size.get() as f64 / MAX_POLICY_BYTES as f64;
    let tone = move || match share() {
        share if share > 1.0 => Some("danger"),
        share if share >= 0.95 => Some("warning"),
        _ => None,
    };
    view! {
        <span class="byte-meter" data-tone=tone>
            {move || (tone() == Some("danger")).then(|| crate::ui::glyph("state-error", "error"))}
            <span>{words}</span>
            <span class="byte-meter__bar" aria-hidden="true">
                <span style:--fill=move || share_text(share().min(1.0))></span>
            </span>
        </span>
    }
}

#[component]
fn PanelButton(editor: Editor, panel: Panel, label: Key) -> impl IntoView {
    let on = move || editor.panel.get() == Some(panel);
    view! {
        <button
            class="button"
            type="button"
            data-variant="toggle"
            aria-pressed=move || on().to_string()
            on:click=move |_| editor.panel.set(if untrack(on) { None } else { Some(panel) })
        >
            {t(label)}
        </button>
    }
}

fn lay_out(editor: Editor) {
    let before = editor.model.text_untracked();
    spawn_local(async move {
        match engine::format(&before).await {
            Ok(after) if editor.model.text_untracked() == before => {
                if *after != *before {
                    editor.model.replace_all(&after);
                }
            }
            Ok(_) => {}
            Err(error) => {
                editor.refused.try_set(Some(error.to_string()));
            }
        }
    });
}

#[component]
fn Tools(editor: Editor) -> impl IntoView {
    let template = RwSignal::new(None::<String>);
    let tool = move |picture: &'static str,
                     label: Key,
                     keys: &'static str,
                     off: Signal<bool>,
                     action: fn(Editor)| {
        view! {
            <button
                class="button"
                type="button"
                data-variant="ghost"
                data-icon-only=""
                aria-label=t(label)
                title=t(label)
                aria-keyshortcuts=keys
                aria-disabled=move || off.get().then_some("true")
                on:click=move |_| if !off.get_untracked() { action(editor) }
            >
                {icon(picture)}
            </button>
        }
    };
    let templates = Arc::new(move || {
        let all = editor.vocabulary.get_untracked().templates.clone();
        all.into_iter()
            .map(|found| Entry::one_of(found.name, false, move || template.set(Some(found.id.clone()))))
            .collect()
    });
    let more = Arc::new(move || {
        vec![
            Entry::item("list-check", k::policy::FIX_ALL_SAFE, move || findings::fix_all(editor)),
            Entry::item("copy", k::policy::COPY_TEXT, move || {
                crate::bindings::copy(&editor.model.text_untracked());
                editor.app.live.say(text(k::common::COPIED));
            }),
            Entry::item("download", k::policy::EXPORT, move || {
                let name = editor.resource.with_value(|resource| resource.id.replace(['/', ':', ' '], "-"));
                crate::bindings::download(&format!("{name}.policy.json"), &editor.model.text_untracked());
            }),
            Entry::Line,
            Entry::danger("undo", k::policy::REVERT, move || {
                let saved = untrack(move || editor.base());
                editor.model.replace_all(&saved);
            }),
        ]
    });
    view! {
        <div class="policy-editor__tools" role="toolbar" aria-label=t(k::policy::TOOLS)>
            {tool("undo", k::policy::UNDO, "Control+Z", Signal::derive(move || !editor.model.can_undo()), |editor| editor.model.undo())}
            {tool("redo", k::policy::REDO, "Control+Y", Signal::derive(move || !editor.model.can_redo()), |editor| editor.model.redo())}
            <button class="button" type="button" data-variant="ghost" on:click=move |_| lay_out(editor)>
                {t(k::policy::FORMAT)}
            </button>
            <Menu
                id="policy-templates"
                class="button"
                variant="ghost"
                label=Signal::derive(t(k::policy::TEMPLATES))
                face=move || view! { {t(k::policy::TEMPLATES)} {icon("chevron-down")} }
                entries=templates
            />
            <Menu
                id="policy-more"
                class="button"
                variant="ghost"
                icon_only=true
                label=Signal::derive(t(k::common::MORE))
                face=move || view! { {icon("dots")} }
                entries=more
            />
        </div>
        {move || template.get().map(|id| view! {
            <TemplateDialog editor=editor id=id on_close=move |()| template.set(None)/>
        })}
    }
}

/// The head.
#[component]
pub fn EditorHead(editor: Editor, opened: Opened) -> impl IntoView {
    let id = editor.resource.with_value(|resource| resource.id.clone());
    let key = editor.resource.with_value(|resource| resource.kind == ResourceKind::Key);
    let open = move || opened.stage.with(|stage| *stage == Stage::Open);
    let title = move || editor.title();
    let named = {
        let id = id.clone();
        move || title() != id
    };
    let modes = crate::pages::policy::worded([
        (Mode::Visual, k::policy::VISUAL),
        (Mode::Json, k::policy::JSON),
        (Mode::Split, k::policy::SPLIT),
    ]);
    view! {
        <header class="policy-editor__head">
            <h1 tabindex="-1">{t(if key { k::policy::KEY_POLICY } else { k::policy::SECRET_POLICY })}</h1>
            {move || named().then(|| view! { <bdi class="policy-editor__name">{title()}</bdi> })}
            <span class="object-head__id"><IdText id=id/></span>
            <span class="policy-editor__saved">
                <Age at=Signal::derive(move || editor.saved.reading.with(|loaded| loaded.at))/>
            </span>
            <Show when=move || open() && editor.is_changed()>
                <span class="tag" data-tone="change">{icon("tilde")} {t(k::policy::UNSAVED)}</span>
            </Show>
            <Show when=open>
                <ByteMeter editor=editor/>
            </Show>
        </header>
        <Show when=open>
            <div class="policy-editor__bar">
                <Segmented label=Signal::derive(t(k::policy::MODE)) options=modes.clone() chosen=editor.mode/>
                <span class="policy-editor__panels">
                    <PanelButton editor=editor panel=Panel::Diff label=k::policy::DIFF/>
                    <PanelButton editor=editor panel=Panel::Analysis label=k::policy::ANALYSIS/>
                    <PanelButton editor=editor panel=Panel::Simulate label=k::policy::SIMULATE/>
                </span>
                <Tools editor=editor/>
            </div>
        </Show>
    }
}
