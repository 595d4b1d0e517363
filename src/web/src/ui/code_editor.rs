//! Shim until the code editor lands.
use crate::ui::view::view;
use leptos::prelude::*;
use serde::Deserialize;
use std::future::Future;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Change {
    pub start: usize,
    pub end: usize,
    pub text: String,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkClass {
    Error,
    Security,
    Warning,
    Suggestion,
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub start: usize,
    pub end: usize,
    pub class: MarkClass,
    pub id: String,
    pub message: String,
    pub fix: Option<String>,
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub label: String,
    pub detail: String,
    pub kind: String,
    pub caret: usize,
    pub change: Change,
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub start: usize,
    pub end: usize,
    pub title: String,
    pub lines: Vec<String>,
}
type Fut<T> = Pin<Box<dyn Future<Output = T>>>;
#[derive(Clone)]
pub struct Complete(Arc<dyn Fn(String, usize) -> Fut<Option<Vec<Item>>> + Send + Sync>);
impl Complete {
    pub fn new<F: Future<Output = Option<Vec<Item>>> + 'static>(
        f: impl Fn(String, usize) -> F + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(move |a, b| Box::pin(f(a, b))))
    }
}
#[derive(Clone)]
pub struct Hover(Arc<dyn Fn(String, usize) -> Fut<Option<Hint>> + Send + Sync>);
impl Hover {
    pub fn new<F: Future<Output = Option<Hint>> + 'static>(
        f: impl Fn(String, usize) -> F + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(move |a, b| Box::pin(f(a, b))))
    }
}

#[derive(Clone, Copy, Debug)]
pub struct TextModel {
    text: RwSignal<Arc<str>>,
    past: RwSignal<Vec<Arc<str>>>,
    future: RwSignal<Vec<Arc<str>>>,
}
impl TextModel {
    pub fn new(t: &str) -> Self {
        Self { text: RwSignal::new(t.into()), past: RwSignal::new(vec![]), future: RwSignal::new(vec![]) }
    }
    pub fn text(self) -> Arc<str> {
        self.text.get()
    }
    pub fn text_untracked(self) -> Arc<str> {
        self.text.get_untracked()
    }
    fn push(self, t: String) {
        let old = self.text.get_untracked();
        self.past.update(|p| p.push(old));
        self.future.set(vec![]);
        self.text.set(t.into());
    }
    pub fn edit(self, changes: &[Change]) {
        let mut t = self.text.get_untracked().to_string();
        let mut all = changes.to_vec();
        all.sort_by_key(|c| std::cmp::Reverse(c.start));
        for c in all {
            t.replace_range(c.start..c.end, &c.text);
        }
        self.push(t);
    }
    pub fn replace_all(self, t: &str) {
        self.push(t.to_owned());
    }
    pub fn reset(self, t: &str) {
        self.past.set(vec![]);
        self.future.set(vec![]);
        self.text.set(t.into());
    }
    pub fn undo(self) {
        if let Some(t) = self.past.try_update(Vec::pop).flatten() {
            let now = self.text.get_untracked();
            self.future.update(|f| f.push(now));
            self.text.set(t);
        }
    }
    pub fn redo(self) {
        if let Some(t) = self.future.try_update(Vec::pop).flatten() {
            let now = self.text.get_untracked();
            self.past.update(|f| f.push(now));
            self.text.set(t);
        }
    }
    pub fn can_undo(self) -> Signal<bool> {
        Signal::derive(move || !self.past.with(Vec::is_empty))
    }
    pub fn can_redo(self) -> Signal<bool> {
        Signal::derive(move || !self.future.with(Vec::is_empty))
    }
    pub fn select(self, _start: usize, _end: usize) {}
    pub fn reveal(self, _start: usize) {}
}
#[component]
pub fn CodeEditor(
    model: TextModel,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] marks: Signal<Arc<Vec<Mark>>>,
    #[prop(into)] highlight: Signal<Option<Range<usize>>>,
    complete: Complete,
    hover: Hover,
    #[prop(into)] on_fix: Callback<usize>,
) -> impl IntoView {
    let _ = (marks, highlight, complete, hover, on_fix);
    view! { <textarea class="code-editor__plain" aria-label=label spellcheck="false" prop:value=move || model.text().to_string() on:input=move |e| model.replace_all(&event_target_value(&e))></textarea> }
}
