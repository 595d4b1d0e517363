//! The CodeMirror module beside the model: translates places and hands on what happens.

use std::sync::Arc;

use js_sys::Function;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;

use super::document::{Change, Selection};
use super::mark::{Hint, Mark, Proposal, Provider};
use super::model::{TextModel, Update};
use super::offsets::Offsets;
use super::protocol::{Config, FromEditor, Options, ToEditor};
use crate::bindings::{call, call_with, link, module_function};

/// What the page gives for the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Assistance {
    /// What could be written at a place.
    pub(super) complete: StoredValue<Option<Provider<Vec<Proposal>>>>,
    /// What a place means.
    pub(super) explain: StoredValue<Option<Provider<Option<Hint>>>>,
    /// Makes the fix of a finding.
    pub(super) on_fix: Option<Callback<usize>>,
}

/// Proposals that are shown, for the text that they were made for.
#[derive(Debug)]
struct Shown {
    id: u32,
    text: Arc<str>,
    proposals: Vec<Proposal>,
}

/// One editor. Alive from the moment that the module has been loaded.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    model: TextModel,
    assistance: Assistance,
    /// The editor's number with the model.
    number: usize,
    /// The text that the module shows.
    offsets: StoredValue<Offsets>,
    shown: StoredValue<Option<Shown>>,
    /// The way to the module; tracked by what is sent when it changes.
    module: RwSignal<Option<Module>, LocalStorage>,
}

/// The module of one editor; the closure must live as long as it can be called.
struct Module {
    send: Function,
    _listener: Closure<dyn FnMut(JsValue)>,
}

impl View {
    /// An editor without its module, for an owner that lives as long as the editor.
    pub(super) fn new(model: TextModel, number: usize, assistance: Assistance) -> Self {
        Self {
            model,
            assistance,
            number,
            offsets: StoredValue::new(Offsets::new(&Arc::from(""))),
            shown: StoredValue::new(None),
            module: RwSignal::new_local(None),
        }
    }

    /// Whether the module has taken over; tracked.
    pub(super) fn is_there(self) -> bool {
        self.module.with(Option::is_some)
    }

    /// The same, not tracked.
    pub(super) fn is_there_untracked(self) -> bool {
        self.module.try_with_untracked(Option::is_some).unwrap_or_default()
    }

    /// Loads the module and puts an editor into `host`, which is empty. `begin` is asked when the module is there.
    pub(super) async fn load(
        self,
        host: &web_sys::Element,
        begin: impl AsyncFnOnce() -> Option<(bool, Config)>,
    ) -> Result<(), JsValue> {
        let mount = module_function("code-editor", "mount").await?;
        let Some((focus, config)) = begin().await else { return Ok(()) };
        let listener = Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| {
            if let Some(heard) = message.as_string().and_then(|text| serde_json::from_str(&text).ok()) {
                self.hear(heard);
            }
        });
        let offsets = Offsets::new(&self.model.text_untracked());
        let Selection { anchor, head } = self.model.selection();
        let options = Options {
            text: offsets.text(),
            at: (offsets.unit(anchor), offsets.unit(head)),
            focus,
            icons: link("app-icons").unwrap_or_default(),
            completes: self.assistance.complete.with_value(Option::is_some),
            explains: self.assistance.explain.with_value(Option::is_some),
            config,
        };
        let options = serde_json::to_string(&options).map_err(|error| error.to_string())?;
        let parts = [
            ("host", host.clone().into()),
            ("listener", listener.as_ref().clone()),
            ("options", options.into()),
        ];
        let send = call_with(&mount, parts)?.dyn_into()?;
        self.offsets.set_value(offsets);
        self.module.set(Some(Module { send, _listener: listener }));
        Ok(())
    }

    /// The text was changed elsewhere, or the selection.
    pub(super) fn follow(self, update: &Update<'_>) {
        let before = self.offsets.get_value();
        if !update.changes.is_empty() {
            self.offsets.set_value(Offsets::new(&self.model.text_untracked()));
        }
        let place = |change: &'_ Change| (before.unit(change.start), before.unit(change.end));
        let places = update.changes.iter().map(place);
        let Selection { anchor, head } = update.selection;
        let select = self.offsets.with_value(|offsets| (offsets.unit(anchor), offsets.unit(head)));
        self.send(&ToEditor::Change {
            changes: places.zip(update.changes).map(|((from, to), each)| (from, to, &*each.text)).collect(),
            select,
            go_there: update.go_there,
        });
    }

    /// All findings of the text.
    pub(super) fn show_marks(self, marks: &[Mark]) {
        let offsets = self.offsets.get_value();
        let finding = |mark: &'_ Mark| (offsets.unit(mark.start), offsets.unit(mark.end));
        let list = marks.iter().map(finding).zip(marks).map(|((from, to), mark)| {
            (from, to, mark.severity, mark.message.as_str(), mark.fix_title.as_deref())
        });
        self.send(&ToEditor::Marks(list.collect()));
    }

    /// What stands out in the text.
    pub(super) fn show_highlight(self, range: Option<std::ops::Range<usize>>) {
        let units = range.map(|range| {
            self.offsets.with_value(|offsets| (offsets.unit(range.start), offsets.unit(range.end)))
        });
        self.send(&ToEditor::Highlight(units));
    }

    /// New settings.
    pub(super) fn configure(self, config: Config) {
        self.send(&ToEditor::Config(config));
    }

    /// Lets a person choose one of the fixes of these findings.
    pub(super) fn offer_fixes(self, marks: &[Mark], indices: &[usize]) {
        let title = |at: &usize| Some((*at, marks.get(*at)?.fix_title.as_deref()?));
        self.send(&ToEditor::Fixes(indices.iter().filter_map(title).collect()));
    }

    /// The end of the editor.
    pub(super) fn destroy(self) {
        self.send(&ToEditor::Destroy(()));
        self.module.try_set(None);
    }

    fn send(self, message: &ToEditor<'_>) {
        let Ok(text) = serde_json::to_string(message) else { return };
        // The module may answer at once, so the signal is free again before it is called.
        let send = self.module.try_with_untracked(|module| module.as_ref().map(|module| module.send.clone()));
        if let Some(send) = send.flatten() {
            drop(call(&send, &text));
        }
    }

    fn hear(self, message: FromEditor) {
        match message {
            FromEditor::Typed { changes, at, cause } => {
                let Some(changes) = self.offsets.try_with_value(|offsets| {
                    let change =
                        |(from, to, text)| Change { start: offsets.byte(from), end: offsets.byte(to), text };
                    changes.into_iter().map(change).collect::<Vec<_>>()
                }) else {
                    return;
                };
                self.model.typed(self.number, &changes, cause, |text| {
                    self.offsets.set_value(Offsets::new(text));
                    self.selection(at)
                });
            }
            FromEditor::Moved(anchor, head) => {
                self.model.moved(self.number, self.selection((anchor, head)));
            }
            FromEditor::Complete { id, place } => self.complete(id, place),
            FromEditor::Accept { id, index } => self.accept(id, index),
            FromEditor::Hover { id, place } => self.explain(id, place),
            FromEditor::Fix(index) => {
                if let Some(on_fix) = self.assistance.on_fix {
                    on_fix.run(index);
                }
            }
            FromEditor::Undo(()) => self.model.undo(),
            FromEditor::Redo(()) => self.model.redo(),
        }
    }

    fn selection(self, (anchor, head): (usize, usize)) -> Selection {
        let selection = self
            .offsets
            .try_with_value(|offsets| Selection { anchor: offsets.byte(anchor), head: offsets.byte(head) });
        selection.unwrap_or_default()
    }

    fn byte(self, place: usize) -> usize {
        self.offsets.try_with_value(|offsets| offsets.byte(place)).unwrap_or_default()
    }

    fn complete(self, id: u32, place: usize) {
        let byte = self.byte(place);
        let provider = self.assistance.complete.try_get_value().flatten();
        let text = self.model.text_untracked();
        spawn_local(async move {
            let proposals = match provider {
                Some(provider) => provider.ask(byte).await,
                None => vec![],
            };
            // The reader may have gone elsewhere meanwhile.
            let Some(offsets) = self.offsets.try_get_value() else { return };
            let from = proposals
                .iter()
                .filter_map(|proposal| proposal.changes.first())
                .map(|change| change.start)
                .min();
            self.send(&ToEditor::Proposals {
                id,
                from: offsets.unit(from.unwrap_or(byte)),
                options: proposals
                    .iter()
                    .map(|each| (each.label.as_str(), each.detail.as_str(), each.kind.as_str()))
                    .collect(),
            });
            self.shown.try_set_value(Some(Shown { id, text, proposals }));
        });
    }

    /// Places of a proposal are those of the text that it was made for.
    fn accept(self, id: u32, index: usize) {
        let taken = self.shown.try_update_value(|shown| {
            let Shown { id: known, text, proposals } = shown.take()?;
            let fits = known == id && Arc::ptr_eq(&text, &self.model.text_untracked());
            proposals.into_iter().nth(index).filter(|_| fits)
        });
        if let Some(Proposal { changes, caret, .. }) = taken.flatten() {
            self.model.insert(&changes, caret);
        }
    }

    fn explain(self, id: u32, place: usize) {
        let byte = self.byte(place);
        let provider = self.assistance.explain.try_get_value().flatten();
        spawn_local(async move {
            let hint = match provider {
                Some(provider) => provider.ask(byte).await,
                None => None,
            };
            let Some(offsets) = self.offsets.try_get_value() else { return };
            let hint = hint.as_ref().map(|Hint { place, title, lines }| {
                (offsets.unit(place.start), offsets.unit(place.end), title.as_str(), lines.as_slice())
            });
            self.send(&ToEditor::Hint { id, hint });
        });
    }
}
