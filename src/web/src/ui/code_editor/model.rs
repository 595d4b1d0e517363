//! The text that a page works on, as signals. What shows it, and there may be none or several, hears of every change.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::document::{Cause, Change, Document, Selection, difference_between};

/// The text with selection and history. It is the master: editors only show it.
#[derive(Clone, Copy, Debug)]
pub struct TextModel {
    document: StoredValue<Document>,
    text: RwSignal<Arc<str>>,
    caret: RwSignal<usize>,
    can_undo: RwSignal<bool>,
    can_redo: RwSignal<bool>,
    watchers: StoredValue<Watchers, LocalStorage>,
}

#[derive(Default)]
struct Watchers {
    last: usize,
    all: Vec<(usize, Watcher)>,
    /// Whether the next editor is to go to the selection: there was none when it was wanted.
    awaited: bool,
}

/// Hears of what an editor has to follow.
pub(super) type Watcher = Rc<dyn Fn(Update<'_>)>;

/// What an editor has to follow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Update<'a> {
    /// In order, in bytes of the text before; none when only the selection is new.
    pub(super) changes: &'a [Change],
    /// The new selection.
    pub(super) selection: Selection,
    /// Whether the reader is to see it and to go on there.
    pub(super) go_there: bool,
}

impl TextModel {
    /// A text without history.
    pub fn new(text: &str) -> Self {
        let document = Document::new(text);
        Self {
            text: RwSignal::new(Arc::clone(document.text())),
            document: StoredValue::new(document),
            caret: RwSignal::new(0),
            can_undo: RwSignal::new(false),
            can_redo: RwSignal::new(false),
            watchers: StoredValue::new_local(Watchers::default()),
        }
    }

    /// The text; tracked.
    pub fn text(self) -> Arc<str> {
        self.text.get()
    }

    /// The text; not tracked.
    pub fn text_untracked(self) -> Arc<str> {
        self.document.try_with_value(|document| Arc::clone(document.text())).unwrap_or_default()
    }

    /// The byte that the caret is at; tracked.
    pub fn caret(self) -> usize {
        self.caret.get()
    }

    /// Whether there is something to take back; tracked.
    pub fn can_undo(self) -> bool {
        self.can_undo.get()
    }

    /// Whether there is something to do again; tracked.
    pub fn can_redo(self) -> bool {
        self.can_redo.get()
    }

    /// Makes changes as one step. All of them are counted in the text as it is now. Says whether they fit it; changes that
    /// overlap, or lie outside, are not made.
    pub fn edit(self, changes: &[Change]) -> bool {
        self.change(None, |document| document.apply(changes, Cause::Other, now()))
    }

    /// The same, and puts the caret somewhere.
    pub(super) fn insert(self, changes: &[Change], caret: Option<usize>) {
        self.change(None, |document| {
            let changes = document.apply(changes, Cause::Other, now())?;
            if let Some(caret) = caret {
                document.settle(Selection { anchor: caret, head: caret });
            }
            Some(changes)
        });
    }

    /// Puts another text in the place of this one, as one step.
    pub fn replace_all(self, text: &str) {
        let difference = difference_between(&self.text.get_untracked(), text);
        self.edit(&[difference]);
    }

    /// Begins anew with another text: nothing of it can be taken back.
    pub fn reset(self, text: &str) {
        self.change(None, |document| {
            let change = Change { start: 0, end: document.text().len(), text: text.to_owned() };
            *document = Document::new(text);
            Some(vec![change])
        });
    }

    /// Takes the last step back.
    pub fn undo(self) {
        self.change(None, Document::undo);
    }

    /// Does again what was taken back last.
    pub fn redo(self) {
        self.change(None, Document::redo);
    }

    /// Selects from `start` to `end`, with the caret at the start, and goes there: at once where an editor is shown, else
    /// as soon as one is.
    pub fn select(self, start: usize, end: usize) {
        self.document.update_value(|document| document.select(Selection { anchor: end, head: start }));
        self.publish();
        self.tell(None, &[], true);
    }

    /// The selection as it is now.
    pub(super) fn selection(self) -> Selection {
        self.document.try_with_value(Document::selection).unwrap_or_default()
    }

    /// A number for an editor.
    pub(super) fn number(self) -> usize {
        let next = |watchers: &mut Watchers| {
            watchers.last += 1;
            watchers.last
        };
        self.watchers.try_update_value(next).unwrap_or_default()
    }

    /// The editor with this number hears of updates from now on, until [`Self::unwatch`].
    pub(super) fn watch(self, number: usize, watcher: Watcher) {
        self.watchers.try_update_value(|watchers| watchers.all.push((number, watcher)));
    }

    pub(super) fn unwatch(self, number: usize) {
        // The page may be gone, and the text with it.
        self.watchers.try_update_value(|watchers| watchers.all.retain(|(known, _)| *known != number));
    }

    /// Whether the editor that begins is to go to the selection; says so once.
    pub(super) fn is_awaited(self) -> bool {
        let take = |watchers: &mut Watchers| std::mem::take(&mut watchers.awaited);
        self.watchers.try_update_value(take).unwrap_or_default()
    }

    /// What a reader did in the editor `number`, which shows it already; `selection` is asked with the new text.
    pub(super) fn typed(
        self,
        number: usize,
        changes: &[Change],
        cause: Cause,
        selection: impl FnOnce(&Arc<str>) -> Selection,
    ) {
        self.change(Some(number), |document| {
            let changes = document.apply(changes, cause, now())?;
            document.settle(selection(document.text()));
            Some(changes)
        });
    }

    /// The same for a move of the caret.
    pub(super) fn moved(self, number: usize, selection: Selection) {
        self.document.try_update_value(|document| document.select(selection));
        self.publish();
        self.tell(Some(number), &[], false);
    }

    fn change(self, source: Option<usize>, make: impl FnOnce(&mut Document) -> Option<Vec<Change>>) -> bool {
        let Some(changes) = self.document.try_update_value(make).flatten() else { return false };
        self.publish();
        self.tell(source, &changes, false);
        true
    }

    /// Brings the signals up to date, and only those that are not.
    fn publish(self) {
        // The page may be gone, and the text with it.
        let state = self.document.try_with_value(|document| {
            let text = Arc::clone(document.text());
            (text, document.selection().head, document.can_undo(), document.can_redo())
        });
        let Some((text, caret, can_undo, can_redo)) = state else { return };
        if self.text.try_with_untracked(|known| !Arc::ptr_eq(known, &text)) == Some(true) {
            self.text.set(text);
        }
        set_new(self.caret, caret);
        set_new(self.can_undo, can_undo);
        set_new(self.can_redo, can_redo);
    }

    fn tell(self, source: Option<usize>, changes: &[Change], go_there: bool) {
        let Some(selection) = self.document.try_with_value(Document::selection) else { return };
        let update = Update { changes, selection, go_there };
        // A watcher may ask for more changes, so none is called while the list is in use.
        let watchers: Option<Vec<Watcher>> = self.watchers.try_update_value(|watchers| {
            watchers.awaited |= go_there && watchers.all.is_empty();
            let others = watchers.all.iter().filter(|(number, _)| Some(*number) != source);
            others.map(|(_, watcher)| Rc::clone(watcher)).collect()
        });
        for watcher in watchers.into_iter().flatten() {
            watcher(update);
        }
    }
}

/// Milliseconds that never jump; tests of the model know no time.
fn now() -> f64 {
    #[cfg(target_family = "wasm")]
    return crate::bindings::performance_now();
    #[cfg(not(target_family = "wasm"))]
    return 0.0;
}

fn set_new<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|known| *known != value) == Some(true) {
        signal.set(value);
    }
}

#[cfg(test)]
mod tests;
