//! Saving: the whole policy is sent once, then read back and compared.

use kms_api::operations::policies::{SetKeyPolicy, SetSecretPolicy};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::saved::{SavedPolicy, read_once};
use super::state::Editor;
use super::{PolicyResource, ResourceKind};
use crate::api::error::Kind;
use crate::api::write::Saving;
use crate::api::{CallError, call};
use crate::bindings::{now, sleep};
use crate::i18n::{k, text, text_with};
use crate::policy::engine;

/// How long the policy is read until it shows the change, in ms.
const READ_BACK: f64 = 30_000.0;
/// Pause between two of those reads, in ms.
const STEP: i32 = 1000;

/// What reading back found.
#[derive(Clone, Debug, PartialEq, Eq)]
enum ReadBack {
    /// Byte for byte what was sent.
    Stored,
    /// The same access in other words, which are these.
    SameMeaning(String),
    Before,
    Other,
}

/// Sends the policy. It is never sent twice: what no answer proves is found out by reading.
pub fn save(editor: Editor, saving: RwSignal<Saving>, done: impl Fn() + 'static) {
    if saving.with_untracked(Saving::is_running) {
        return;
    }
    let (policy, before) = (editor.model.text_untracked(), untrack(move || editor.saved.text()));
    let resource = editor.resource.get_value();
    saving.set(Saving::Sending);
    editor.app.live.say(text(k::policy::SENDING));
    // The app outlives the page, so that leaving it does not lose the outcome.
    spawn_local(async move {
        let error = match send(editor, &resource, &policy).await {
            Ok(()) => {
                saving.try_set(Saving::ReadingBack);
                None
            }
            Err(error) if matches!(error.kind(), Kind::Unknown | Kind::Offline) => {
                saving.try_set(Saving::Unclear);
                editor.app.live.alert(text(k::policy::UNCLEAR));
                Some(error)
            }
            Err(error) => {
                editor.app.live.alert(crate::components::error_view::advice(&error));
                saving.try_set(Saving::Refused(error));
                return;
            }
        };
        let found = read_back(editor, &resource, &policy, before.as_deref()).await;
        match (found, error) {
            (ReadBack::Stored, _) => finish(editor, saving, &policy, k::policy::SAVED, &done),
            (ReadBack::SameMeaning(words), _) => {
                finish(editor, saving, &words, k::policy::SAVED_SAME_MEANING, &done);
            }
            (ReadBack::Before, Some(error)) => drop(saving.try_set(Saving::NotApplied(error))),
            (ReadBack::Before | ReadBack::Other, _) => {
                saving.try_set(Saving::Differs);
                editor.app.live.alert(text(k::policy::DIFFERS));
            }
        }
    });
}

async fn send(editor: Editor, resource: &PolicyResource, policy: &str) -> Result<(), CallError> {
    let PolicyResource { region, kind, id } = resource;
    let policy = policy.to_owned();
    match kind {
        ResourceKind::Key => {
            call(editor.app, region, &SetKeyPolicy { key_id: id.clone(), policy }).await.map(drop)
        }
        ResourceKind::Secret => {
            call(editor.app, region, &SetSecretPolicy { secret_name: id.clone(), policy }).await.map(drop)
        }
    }
}

/// Reads until the policy is what was sent, or time is up.
async fn read_back(editor: Editor, resource: &PolicyResource, sent: &str, before: Option<&str>) -> ReadBack {
    let (start, mut last) = (now(), ReadBack::Other);
    loop {
        match read_once(editor.app, resource).await {
            Ok(SavedPolicy::Text(text)) if *text == *sent => return ReadBack::Stored,
            Ok(SavedPolicy::Text(text)) if before == Some(&text) => last = ReadBack::Before,
            Ok(SavedPolicy::Text(text)) => {
                if engine::same_meaning(&text, sent).await == Ok(true) {
                    return ReadBack::SameMeaning(text.to_string());
                }
                last = ReadBack::Other;
            }
            Ok(_) if before.is_none() => last = ReadBack::Before,
            // Who may write and not read cannot be told more than the cloud's own word.
            Err(error) if error.kind() == Kind::Denied => return ReadBack::Stored,
            Ok(_) | Err(_) => {}
        }
        if now() - start > READ_BACK {
            return last;
        }
        sleep(STEP).await;
    }
}

fn finish(editor: Editor, saving: RwSignal<Saving>, stored: &str, title: crate::i18n::Key, done: &dyn Fn()) {
    let resource = editor.resource.get_value();
    let wanted = match resource.kind {
        ResourceKind::Key => "SetKeyPolicy",
        ResourceKind::Secret => "SetSecretPolicy",
    };
    let calls = editor.app.calls.newest_first().into_iter();
    let request = calls.filter(|call| call.operation == wanted).map(|call| call.request_id).next();
    let title = text(title);
    editor.app.live.say(title.clone());
    let detail = [("name", resource.id.as_str()), ("request", &request.unwrap_or_default())];
    editor.app.toasts.show(title, text_with(k::policy::SAVED_DETAIL, &detail));
    super::drafts::forget(&resource);
    saving.try_set(Saving::Idle);
    editor.saved.took(stored);
    done();
}
