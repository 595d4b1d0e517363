//! From opening the page to a text under work: what is saved, a draft of an earlier visit, a default where nothing is.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::CallError;
use crate::api::error::Kind;
use crate::app::href;
use crate::components::error_view::{EmptyView, ErrorView, ReadingLine, Waiting};
use crate::components::time::Age;
use crate::i18n::{Key, k, t, text};
use crate::pages::policy::foreign::ForeignBand;
use crate::pages::policy::saved::SavedPolicy;
use crate::pages::policy::state::{Editor, Panel};
use crate::pages::policy::{ResourceKind, drafts};
use crate::paths;
use crate::policy::engine;
use crate::ui::icon;
use crate::ui::view::view;

/// Seconds between looks at what others saved.
const LOOK: u32 = 60;

/// How far the page has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The saved policy is being read.
    Reading,
    /// There is a text to work on.
    Open,
    /// No policy exists for this resource.
    Unsupported,
    /// It cannot be read, for another reason than a missing permission.
    Failed(CallError),
}

/// How the text came about.
#[derive(Clone, Copy)]
pub struct Opened {
    /// How far the page has come.
    pub stage: RwSignal<Stage>,
    /// When the draft was kept that the text began with.
    pub draft_at: RwSignal<Option<f64>>,
    /// What to say about the beginning.
    pub note: RwSignal<Option<Key>>,
    /// What was saved when the work began.
    pub base: RwSignal<Option<Arc<str>>>,
    /// Whether the reader wants nothing kept.
    pub discarded: StoredValue<bool>,
}

/// Follows the first read, and puts a text into the editor.
pub fn open(editor: Editor) -> Opened {
    let opened = Opened {
        stage: RwSignal::new(Stage::Reading),
        draft_at: RwSignal::new(None),
        note: RwSignal::new(None),
        base: RwSignal::new(None),
        discarded: StoredValue::new(false),
    };
    // Filling the editor is no rendering, so it is an effect.
    Effect::new(move |_| {
        let loaded = editor.saved.reading.get();
        if opened.stage.with_untracked(|stage| *stage == Stage::Open) || loaded.is_busy() {
            return;
        }
        match (loaded.value.as_deref(), loaded.error) {
            (Some(SavedPolicy::Text(text)), _) => begin(editor, opened, Some(text)),
            (Some(SavedPolicy::None), _) => begin_with_default(editor, opened, k::policy::NO_POLICY_YET),
            (Some(SavedPolicy::Unsupported), _) => opened.stage.set(Stage::Unsupported),
            (None, Some(error)) if error.kind() == Kind::Denied => {
                begin_with_default(editor, opened, k::policy::READ_DENIED);
            }
            (None, Some(error)) => opened.stage.set(Stage::Failed(error)),
            (None, None) => {}
        }
    });
    opened
}

fn begin(editor: Editor, opened: Opened, saved: Option<&Arc<str>>) {
    editor.model.reset(saved.map_or("", |text| text));
    opened.base.set(saved.cloned());
    let resource = editor.resource.get_value();
    if let Some(draft) = drafts::find(&resource)
        && saved.is_none_or(|saved| **saved != *draft.text)
    {
        editor.model.replace_all(&draft.text);
        opened.draft_at.set(Some(draft.at));
        opened.base.set(draft.base.map(Arc::from));
    }
    opened.stage.set(Stage::Open);
}

/// Where nothing is saved, or nobody may see it: the policy that the service gives at first, as a draft.
fn begin_with_default(editor: Editor, opened: Opened, note: Key) {
    opened.note.set(Some(note));
    let subject = untrack(move || editor.subject());
    spawn_local(async move {
        let found = engine::from_template("default", &serde_json::json!({}), &subject).await;
        begin(editor, opened, None);
        if opened.draft_at.get_untracked().is_none()
            && let Ok(json) = found
        {
            let laid_out = engine::format(&json).await.unwrap_or(json);
            editor.model.replace_all(&laid_out);
        }
    });
}

/// Keeps what was written when the reader goes elsewhere.
pub fn keep_draft(editor: Editor, opened: Opened) {
    let keep = move || {
        let is_open = opened.stage.try_get_untracked() == Some(Stage::Open);
        if !is_open || opened.discarded.try_get_value() != Some(false) {
            return;
        }
        let resource = editor.resource.get_value();
        let text = editor.model.text_untracked();
        let saved = untrack(move || editor.saved.text());
        if saved.as_deref() == Some(&*text) {
            drafts::forget(&resource);
        } else {
            drafts::keep(&resource, &text, opened.base.get_untracked().as_deref());
        }
    };
    // A tab that is closed asks nobody: what was written a second ago is kept already.
    let waiting = StoredValue::new(0_u32);
    Effect::new(move |last: Option<()>| {
        editor.model.text();
        if last.is_none() {
            return;
        }
        waiting.update_value(|turn| *turn += 1);
        let mine = waiting.get_value();
        set_timeout(
            move || {
                if waiting.try_get_value() == Some(mine) {
                    keep();
                }
            },
            std::time::Duration::from_secs(1),
        );
    });
    on_cleanup(keep);
}

/// Looks from time to time whether somebody else saved.
pub fn look_for_others(editor: Editor, opened: Opened) {
    let seconds = StoredValue::new(0_u32);
    Effect::new(move |_| {
        editor.app.now.track();
        seconds.update_value(|seconds| *seconds += 1);
        let open = opened.stage.with_untracked(|stage| *stage == Stage::Open);
        if open && seconds.get_value() >= LOOK {
            seconds.set_value(0);
            editor.saved.reload();
        }
    });
    let on_focus = window_event_listener(leptos::ev::focus, move |_| {
        if opened.stage.try_get_untracked() == Some(Stage::Open) {
            editor.saved.reload();
        }
    });
    on_cleanup(move || on_focus.remove());
    // A text that nobody touched follows what is saved.
    Effect::new(move |_| {
        let saved = editor.saved.text();
        let open = opened.stage.get() == Stage::Open;
        if let Some(saved) = saved.filter(|_| open)
            && opened.base.get_untracked().as_ref().is_some_and(|base| *base != saved)
        {
            let text = editor.model.text_untracked();
            if opened.base.get_untracked().as_deref() == Some(&*text) {
                editor.model.reset(&saved);
                opened.base.set(Some(saved));
            } else if *saved == *text {
                opened.base.set(Some(saved));
            }
        }
    });
}

/// What to know about the beginning, and that somebody else saved meanwhile.
#[component]
pub fn Bands(editor: Editor, opened: Opened) -> impl IntoView {
    let elsewhere = move || {
        let saved = editor.saved.text();
        opened.base.with(|base| base.is_some() && saved.is_some() && *base != saved) && editor.is_changed()
    };
    let discard = move || {
        drafts::forget(&editor.resource.get_value());
        let saved = untrack(move || editor.saved.text());
        editor.model.replace_all(saved.as_deref().unwrap_or_default());
        opened.base.set(saved);
        opened.draft_at.set(None);
    };
    view! {
        <Show when=elsewhere>
            <div class="note" data-tone="warning" role="status">
                {crate::components::status::warning()}
                <p class="note__text">
                    {t(k::policy::SAVED_ELSEWHERE)} " "
                    <button class="link" type="button" on:click=move |_| editor.panel.set(Some(Panel::Diff))>
                        {t(k::policy::SEE_CHANGES)}
                    </button>
                </p>
            </div>
        </Show>
        {move || opened.draft_at.get().map(|at| view! {
            <div class="note" role="status">
                {icon("info")}
                <p class="note__text">
                    {t(k::policy::DRAFT_RESTORED)} " " <Age at=Signal::derive(move || at)/> " "
                    <button class="link" type="button" on:click=move |_| discard()>{t(k::policy::DISCARD_DRAFT)}</button>
                </p>
            </div>
        })}
        {move || opened.note.get().map(|note| view! {
            <div class="note" role="status">{icon("info")} <p class="note__text">{t(note)}</p></div>
        })}
        <ForeignBand editor=editor/>
        {move || editor.engine_error.get().map(|error| view! {
            <div class="note" data-tone="warning" role="status">
                {crate::components::status::warning()}
                <p class="note__text">{t(k::policy::NO_ENGINE)} " " {error.to_string()}</p>
            </div>
        })}
        {move || editor.refused.get().map(|words| view! {
            <div class="note" data-tone="warning" role="alert">
                {crate::components::status::warning()}
                <p class="note__text">{t(k::policy::CANNOT_CHANGE)} " " <bdi>{words}</bdi></p>
            </div>
        })}
    }
}

/// While the saved policy is read.
pub fn reading(editor: Editor) -> AnyView {
    let reading = editor.saved.reading;
    view! {
        <div class="page__body" aria-busy="true">
            <Waiting reading=reading/>
            <span class="skeleton" data-width="long"></span>
            <span class="skeleton"></span>
            <span class="skeleton" data-width="short"></span>
            <ReadingLine reading=reading what=k::policy::THE_POLICY/>
        </div>
    }
}

/// No policy exists for it.
pub fn unsupported(editor: Editor) -> AnyView {
    let back = editor.resource.with_value(|resource| paths::resource(resource, "overview"));
    let key = editor.resource.with_value(|resource| resource.kind == ResourceKind::Key);
    let words = if key { k::policy::UNSUPPORTED_KEY } else { k::policy::UNSUPPORTED_SECRET };
    view! {
        <div class="page__body">
            <EmptyView
                picture="ban"
                title=Signal::derive(t(k::policy::UNSUPPORTED))
                words=Signal::derive(move || text(words))
            >
                <a class="button" href=href(&back)>{t(k::policy::BACK_TO_DETAILS)}</a>
            </EmptyView>
        </div>
    }
}

/// It cannot be read.
pub fn failed(editor: Editor, error: CallError) -> AnyView {
    view! {
        <div class="page__body">
            <ErrorView
                what=k::policy::READ_FAILED
                error=error
                on_retry=move |()| editor.saved.reload()
            />
        </div>
    }
}
