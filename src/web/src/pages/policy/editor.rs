//! `/r/{region}/keys/{id}/policy/edit`, and the same of secrets: the policy editor.

mod foot;
mod head;
mod opening;
mod panes;

use kms_api::RegionId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::state::Editor;
use super::{PolicyResource, ResourceKind};
use crate::app::use_title;
use crate::i18n::{k, text_with};
use crate::pages::not_found::NotFoundPage;
use crate::paths;
use crate::ui::view::view;

/// The page; a fresh one for each policy.
#[component]
pub fn PolicyEditorPage() -> impl IntoView {
    let params = use_params_map();
    let of = move |name: &'static str| params.with(|params| params.get(name).unwrap_or_default());
    let key = Memo::new(move |_| (of("region"), of("kind"), of("id")));
    move || {
        let (region, kind, id) = key.get();
        if !kms_api::regions::is_known(&region) {
            return view! { <NotFoundPage/> };
        }
        let kind = if kind == paths::SECRETS { ResourceKind::Secret } else { ResourceKind::Key };
        view! { <EditorView resource=PolicyResource { region: RegionId::from(region), kind, id }/> }
    }
}

#[component]
fn EditorView(resource: PolicyResource) -> impl IntoView {
    let editor = Editor::new(resource);
    let opened = opening::open(editor);
    opening::keep_draft(editor, opened);
    opening::look_for_others(editor, opened);
    editor.learn();
    narrow_menu();
    let title = Memo::new(move |_| editor.title());
    use_title(move || text_with(k::policy::TITLE_OF, &[("name", &title.get())]));
    view! {
        <div
            class="policy-editor"
            data-mode=move || editor.mode.get().word()
            data-panel=move || editor.panel.get().map(|_| "open")
            on:keydown=move |event| panes::on_key(&event, editor)
        >
            <head::EditorHead editor=editor opened=opened/>
            {move || match opened.stage.get() {
                opening::Stage::Reading => opening::reading(editor),
                opening::Stage::Unsupported => opening::unsupported(editor),
                opening::Stage::Failed(error) => opening::failed(editor, error),
                opening::Stage::Open => view! {
                    <opening::Bands editor=editor opened=opened/>
                    <panes::Panes editor=editor/>
                    <foot::EditorFoot editor=editor opened=opened/>
                },
            }}
        </div>
    }
}

/// The menu gives its room to the editor as long as this page is open.
fn narrow_menu() {
    let frame = crate::bindings::document().query_selector(".frame").ok().flatten();
    if let Some(frame) = &frame {
        drop(frame.set_attribute("data-nav", "rail"));
    }
    let frame = StoredValue::new_local(frame);
    on_cleanup(move || {
        if let Some(frame) = frame.try_get_value().flatten() {
            drop(frame.remove_attribute("data-nav"));
        }
    });
}
