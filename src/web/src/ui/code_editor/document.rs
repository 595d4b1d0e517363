//! A text with its selection and its history, without a browser.
//!
//! Whatever changes the text goes through here: typing, fixes, the cards of the visual mode. So undo takes back the last
//! change wherever it came from, and what shows the text may come and go.

use std::sync::Arc;

use serde::Deserialize;

/// Most steps that can be taken back.
const DEPTH: usize = 500;

/// Letters typed within this time belong to one step, in ms.
const TYPING: f64 = 500.0;

/// Another text in the place of some bytes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Change {
    /// The first byte that goes.
    pub start: usize,
    /// The first byte behind it that stays.
    pub end: usize,
    /// What comes instead.
    pub text: String,
}

/// What is selected, in bytes; the caret is at `head`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Where the selection began.
    pub anchor: usize,
    /// Where the caret is.
    pub head: usize,
}

/// How a change came about. Changes of the same kind, one right after the other, are one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// Letters from the keyboard.
    Type,
    /// Letters of an input method, which replaces them until the word is finished.
    Compose,
    /// Backspace and its like.
    Delete,
    /// Everything else: a step of its own.
    Other,
}

/// The text.
#[derive(Clone, Debug)]
pub struct Document {
    text: Arc<str>,
    selection: Selection,
    undo: Vec<Step>,
    redo: Vec<Step>,
    /// What the last step was, and when, as long as it may grow.
    growing: Option<(Cause, f64)>,
}

/// One step of the history.
#[derive(Clone, Debug)]
struct Step {
    /// In order, counted in the text before the step.
    splices: Vec<Splice>,
    before: Selection,
    after: Selection,
}

#[derive(Clone, Debug)]
struct Splice {
    at: usize,
    removed: String,
    inserted: String,
}

impl Document {
    /// A text without history, the caret at its beginning.
    pub fn new(text: &str) -> Self {
        Self {
            text: Arc::from(text),
            selection: Selection::default(),
            undo: vec![],
            redo: vec![],
            growing: None,
        }
    }

    /// The text as it is now.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The selection as it is now.
    pub fn selection(&self) -> Selection {
        self.selection
    }

    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether there is a step to do again.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Selects; what is typed next is a new step.
    pub fn select(&mut self, selection: Selection) {
        let selection = self.within(selection);
        if selection != self.selection {
            self.selection = selection;
            self.growing = None;
        }
    }

    /// Makes the changes, which are counted in the text before all of them, and gives them in order. Gives nothing, and
    /// changes nothing, when they overlap or a place is not in the text; and when there is nothing to change.
    ///
    /// The selection moves with its text.
    pub fn apply(&mut self, changes: &[Change], cause: Cause, now: f64) -> Option<Vec<Change>> {
        let changes = self.in_order(changes)?;
        let before = self.selection;
        let splices = changes.iter().map(|change| self.splice(change)).collect();
        self.replace(&changes);
        self.selection = self
            .within(Selection { anchor: moved(before.anchor, &changes), head: moved(before.head, &changes) });
        self.remember(Step { splices, before, after: self.selection }, cause, now);
        Some(changes)
    }

    /// What is selected after the change that was just made, where that is known better.
    pub fn settle(&mut self, selection: Selection) {
        self.selection = self.within(selection);
        if let Some(step) = self.undo.last_mut() {
            step.after = self.selection;
        }
    }

    /// Takes the last step back; gives what changed.
    pub fn undo(&mut self) -> Option<Vec<Change>> {
        let step = self.undo.pop()?;
        let mut shift = 0_isize;
        let mut changes = Vec::with_capacity(step.splices.len());
        for Splice { at, removed, inserted } in &step.splices {
            let start = at.saturating_add_signed(shift);
            changes.push(Change { start, end: start + inserted.len(), text: removed.clone() });
            shift = shift.saturating_add_unsigned(inserted.len()).saturating_sub_unsigned(removed.len());
        }
        self.replace(&changes);
        self.selection = step.before;
        self.redo.push(step);
        self.growing = None;
        Some(changes)
    }

    /// Does the last step again that was taken back; gives what changed.
    pub fn redo(&mut self) -> Option<Vec<Change>> {
        let step = self.redo.pop()?;
        let change = |Splice { at, removed, inserted }: &Splice| Change {
            start: *at,
            end: at + removed.len(),
            text: inserted.clone(),
        };
        let changes: Vec<Change> = step.splices.iter().map(change).collect();
        self.replace(&changes);
        self.selection = step.after;
        self.undo.push(step);
        self.growing = None;
        Some(changes)
    }

    fn in_order(&self, changes: &[Change]) -> Option<Vec<Change>> {
        let mut sorted = changes.to_vec();
        sorted.sort_by_key(|change| (change.start, change.end));
        let mut behind = 0;
        for Change { start, end, .. } in &sorted {
            self.text.get(*start..*end).filter(|_| *start >= behind)?;
            behind = *end;
        }
        sorted.retain(|change| self.text.get(change.start..change.end) != Some(&change.text));
        (!sorted.is_empty()).then_some(sorted)
    }

    fn splice(&self, change: &Change) -> Splice {
        let removed = self.text.get(change.start..change.end).unwrap_or_default().to_owned();
        Splice { at: change.start, removed, inserted: change.text.clone() }
    }

    fn replace(&mut self, changes: &[Change]) {
        let added: usize = changes.iter().map(|change| change.text.len()).sum();
        let mut text = String::with_capacity(self.text.len() + added);
        let mut at = 0;
        for change in changes {
            text.push_str(self.text.get(at..change.start).unwrap_or_default());
            text.push_str(&change.text);
            at = change.end;
        }
        text.push_str(self.text.get(at..).unwrap_or_default());
        self.text = text.into();
    }

    fn within(&self, Selection { anchor, head }: Selection) -> Selection {
        let within = |place: usize| self.text.floor_char_boundary(place.min(self.text.len()));
        Selection { anchor: within(anchor), head: within(head) }
    }

    fn remember(&mut self, step: Step, cause: Cause, now: f64) {
        self.redo.clear();
        let grows = self.growing.is_some_and(|(last, at)| {
            last == cause && (cause == Cause::Compose || now - at < TYPING) && cause != Cause::Other
        });
        self.growing = Some((cause, now));
        if grows
            && let Some(last) = self.undo.last_mut()
            && last.take_in(&step)
        {
            return;
        }
        if self.undo.len() == DEPTH {
            self.undo.remove(0);
        }
        self.undo.push(step);
    }
}

impl Step {
    /// Makes one step of this one and the one after it, where both are one splice and the second begins or ends in what
    /// the first has put in.
    fn take_in(&mut self, next: &Self) -> bool {
        let ([first], [second]) = (self.splices.as_mut_slice(), next.splices.as_slice()) else {
            return false;
        };
        let (put_in, taken_out) =
            (first.at..first.at + first.inserted.len(), second.at..second.at + second.removed.len());
        if taken_out.start > put_in.end || taken_out.end < put_in.start {
            return false;
        }
        // What the second takes out before and behind what the first has put in was there before both.
        let ahead = put_in.start.saturating_sub(taken_out.start);
        let kept_ahead = taken_out.start.saturating_sub(put_in.start);
        let kept_behind = put_in.end.saturating_sub(taken_out.end);
        let behind = taken_out.end.saturating_sub(put_in.end);
        let part = |text: &str, from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
        let removed = &second.removed;
        first.removed =
            part(removed, 0, ahead) + &first.removed + &part(removed, removed.len() - behind, removed.len());
        let length = first.inserted.len();
        first.inserted = part(&first.inserted, 0, kept_ahead)
            + &second.inserted
            + &part(&first.inserted, length - kept_behind, length);
        first.at -= ahead;
        self.after = next.after;
        true
    }
}

/// The one change that makes `new` of `old`: only what differs, and whole letters.
pub fn difference_between(old: &str, new: &str) -> Change {
    let same = old.bytes().zip(new.bytes()).take_while(|(one, other)| one == other).count();
    // Where the bytes agree so far, so do the beginnings of letters.
    let start = old.floor_char_boundary(same).min(new.floor_char_boundary(same));
    let (rest, new_rest) = (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
    let same = rest.bytes().rev().zip(new_rest.bytes().rev()).take_while(|(one, other)| one == other).count();
    let end = rest.ceil_char_boundary(rest.len() - same);
    let new_end = new_rest.len() - (rest.len() - end);
    Change { start, end: start + end, text: new_rest.get(..new_end).unwrap_or_default().to_owned() }
}

/// Where a place is after changes: with the text around it, behind what is put in there, and inside of what replaces it.
fn moved(place: usize, changes: &[Change]) -> usize {
    let mut shift = 0_isize;
    for Change { start, end, text } in changes {
        if place < *start {
            break;
        }
        if place >= *end {
            shift = shift.saturating_add_unsigned(text.len()).saturating_sub_unsigned(end - start);
            continue;
        }
        let inside = text.floor_char_boundary((place - start).min(text.len()));
        return (start + inside).saturating_add_signed(shift);
    }
    place.saturating_add_signed(shift)
}

#[cfg(test)]
mod tests;
