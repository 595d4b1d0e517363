//! What one policy editor knows: the text is the master, everything else follows it.

use std::collections::BTreeSet;
use std::sync::Arc;

use kms_api::RegionId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::facts;
use super::saved::{SavedPolicy, SavedStore};
use super::surroundings::Surroundings;
use super::{PolicyResource, ResourceKind};
use crate::i18n::{k, text_with};
use crate::policy::access::Review;
use crate::policy::engine::{self, Card, Finding, Outline, Severity, Subject, Vocabulary, Wish};
use crate::policy::latest::Latest;
use crate::policy::service::ServiceError;
use crate::state::instances::FRESH;
use crate::state::resources::resources;
use crate::state::{App, use_app};
use crate::ui::code_editor::{Change, TextModel};

/// How the policy is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Cards and forms.
    Visual,
    /// The text.
    Json,
    /// Both.
    #[default]
    Split,
}

impl Mode {
    /// For attributes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Visual => "visual",
            Self::Json => "json",
            Self::Split => "split",
        }
    }
}

/// What stands under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// What differs from the saved policy.
    Diff,
    /// Who has what.
    Analysis,
    /// What the cloud would answer.
    Simulate,
}

/// The editor. Copies share everything.
#[derive(Clone, Copy)]
pub struct Editor {
    /// The app.
    pub app: App,
    /// Whose policy it is.
    pub resource: StoredValue<PolicyResource>,
    /// What is stored in the cloud.
    pub saved: SavedStore,
    /// The text under work.
    pub model: TextModel,
    /// What the rules know beside the text.
    pub around: Surroundings,
    /// Cards and findings of the text, as of a moment ago.
    pub outline: RwSignal<Option<Arc<Outline>>>,
    /// Why there is no outline.
    pub engine_error: RwSignal<Option<ServiceError>>,
    /// What forms offer.
    pub vocabulary: RwSignal<Arc<Vocabulary>>,
    /// The statement that is selected.
    pub selected: RwSignal<Option<usize>>,
    /// How the policy is shown.
    pub mode: RwSignal<Mode>,
    /// What stands under it.
    pub panel: RwSignal<Option<Panel>>,
    /// Security findings that the reader takes on.
    pub acknowledged: RwSignal<BTreeSet<String>>,
    /// The finding under the keyboard.
    pub current: RwSignal<Option<usize>>,
    /// What a wish could not do.
    pub refused: RwSignal<Option<String>>,
    /// What gets the keyboard when the form is drawn anew.
    focus_wanted: StoredValue<Option<&'static str>>,
    latest: StoredValue<Latest>,
    /// The text that the outline is of.
    outlined: StoredValue<Arc<str>>,
}

impl Editor {
    /// An editor of a policy, with what was kept of the last visit.
    pub fn new(resource: PolicyResource) -> Self {
        let app = use_app();
        let saved = SavedStore::new(app, &resource);
        let around = Surroundings::new(app, &resource);
        let editor = Self {
            app,
            resource: StoredValue::new(resource),
            saved,
            model: TextModel::new(""),
            around,
            outline: RwSignal::new(None),
            engine_error: RwSignal::new(None),
            vocabulary: RwSignal::new(Arc::default()),
            selected: RwSignal::new(None),
            mode: RwSignal::new(Mode::default()),
            panel: RwSignal::new(None),
            acknowledged: RwSignal::new(BTreeSet::new()),
            current: RwSignal::new(None),
            refused: RwSignal::new(None),
            focus_wanted: StoredValue::new(None),
            latest: StoredValue::new(Latest::default()),
            outlined: StoredValue::new(Arc::from("")),
        };
        editor.follow();
        editor
    }

    /// Asks for a new outline after each change of text, language or surroundings.
    fn follow(self) {
        // Asking the engine is no rendering, so it is an effect.
        Effect::new(move |_| {
            let text = self.model.text();
            let context = self.around.context(self.subject(), self.saved.text());
            let latest = self.latest.get_value();
            spawn_local(async move {
                // The reader may have gone elsewhere when the answer comes.
                match latest.ask(async || engine::outline(&text, context).await).await {
                    Some(Ok(outline)) => {
                        self.outlined.try_set_value(text);
                        self.engine_error.try_set(None);
                        self.outline.try_set(Some(Arc::new(outline)));
                    }
                    Some(Err(error)) => drop(self.engine_error.try_set(Some(error))),
                    None => {}
                }
            });
        });
        Effect::new(move |_| {
            crate::i18n::lang();
            let kind = self.resource.with_value(|resource| resource.kind.word());
            spawn_local(async move {
                if let Ok(found) = engine::vocabulary(kind).await {
                    self.vocabulary.try_set(Arc::new(found));
                }
            });
        });
    }

    /// Who the policy belongs to; tracked.
    pub fn subject(self) -> Subject {
        let kind = self.resource.with_value(|resource| resource.kind.word());
        Subject { kind, owner: self.around.owner() }
    }

    /// Its name for people: an alias, or the id. Tracked.
    pub fn title(self) -> String {
        let id = self.resource.with_value(|resource| resource.id.clone());
        self.around.alias.get().unwrap_or(id)
    }

    /// Units of the quota before and after, where outside accounts take some; tracked.
    pub fn quota_line(self, review: &Review) -> Option<String> {
        let (before, after) = (review.outside_before, review.outside.len());
        if before == after && after == 0 {
            return None;
        }
        let change = [("before", before.to_string()), ("after", after.to_string())];
        let [(b, before_text), (a, after_text)] = &change;
        Some(match self.around.quota() {
            Some((used, limit)) => text_with(
                k::policy::UNITS_OF,
                &[
                    (b, before_text),
                    (a, after_text),
                    ("used", &used.to_string()),
                    ("limit", &limit.to_string()),
                ],
            ),
            None => text_with(k::policy::UNITS, &[(b, before_text), (a, after_text)]),
        })
    }

    /// Reads the details of the resource, which the rules ask for.
    pub fn learn(self) {
        let (app, resource) = (self.app, self.resource.get_value());
        let store = resources(app, &resource.region);
        let row = store.resource(resource.kind, &resource.id);
        store.read_facts(&row, FRESH);
        // Without details the rules that need them are skipped, so a failure is none here.
        Effect::new(move |_| {
            if let Some(found) = row.facts.with(|loaded| loaded.value.clone()) {
                self.around.learn(facts::of(&found));
            }
        });
        if resource.kind == ResourceKind::Key {
            spawn_local(async move {
                let alias = facts::alias(app, &resource).await;
                self.around.alias.try_set(alias);
            });
        }
    }

    /// Takes a risk on, or no longer.
    pub fn take_on(self, risk: String, on: bool) {
        self.acknowledged.update(|all| {
            if on {
                all.insert(risk);
            } else {
                all.remove(&risk);
            }
        });
    }

    /// The region of the resource.
    pub fn region(self) -> RegionId {
        self.resource.with_value(|resource| resource.region.clone())
    }

    /// Whether the text differs from the saved policy, byte for byte; tracked.
    pub fn is_changed(self) -> bool {
        match self.saved.text() {
            Some(saved) => *saved != *self.model.text(),
            None => !self.model.text().is_empty(),
        }
    }

    /// The text to compare with: a policy that does not exist yet is empty. Tracked.
    pub fn base(self) -> Arc<str> {
        self.saved.text().unwrap_or_else(|| Arc::from(SavedPolicy::NOTHING))
    }

    /// Findings; tracked.
    pub fn findings(self) -> Vec<Finding> {
        self.outline
            .with(|outline| outline.as_ref().map(|outline| outline.findings.clone()).unwrap_or_default())
    }

    /// How many findings of a class there are; tracked.
    pub fn count(self, severity: Severity) -> usize {
        self.outline.with(|outline| {
            let findings = outline.iter().flat_map(|outline| &outline.findings);
            findings.filter(|finding| finding.severity == severity).count()
        })
    }

    /// The card of a statement; tracked.
    pub fn card(self, at: usize) -> Option<Card> {
        self.outline.with(|outline| outline.as_ref()?.statements.get(at).cloned())
    }

    /// How many statements there are; tracked.
    pub fn statements(self) -> usize {
        self.outline.with(|outline| outline.as_ref().map_or(0, |outline| outline.statements.len()))
    }

    /// Whether a finding is one of the text as it is now, so that its places are right.
    pub fn holds(self, finding: &Finding) -> bool {
        *self.outlined.get_value() == *self.model.text_untracked()
            && self.outline.with_untracked(|outline| {
                outline.as_ref().is_some_and(|outline| outline.findings.contains(finding))
            })
    }

    /// Replaces parts of the text; one step for Undo.
    pub fn apply(self, changes: &[Change]) {
        self.refused.set(None);
        self.model.edit(changes);
    }

    /// Makes a change that a form asks for, then does something.
    pub fn wish_then(self, wish: Wish, then: impl Fn() + 'static) {
        let text = self.model.text_untracked();
        spawn_local(async move {
            let found = engine::change(&text, &wish).await;
            // What was typed meanwhile moved the places that the answer names.
            if self.model.text_untracked() != text {
                return;
            }
            match found {
                Ok(changes) => {
                    self.apply(&changes);
                    then();
                }
                Err(error) => {
                    self.refused.try_set(Some(error.to_string()));
                    self.app.live.alert(error.to_string());
                }
            }
        });
    }

    /// Makes a change that a form asks for; the form is drawn anew, and then what the selector finds has the keyboard.
    pub fn wish_and_focus(self, wish: Wish, selector: &'static str) {
        self.focus_wanted.set_value(Some(selector));
        self.wish(wish);
    }

    /// To be called when the form was drawn anew.
    pub fn give_focus(self) {
        if let Some(selector) = self.focus_wanted.try_update_value(Option::take).flatten() {
            crate::bindings::after_render(move || {
                crate::bindings::focus_selector(selector);
            });
        }
    }

    /// What gets the keyboard when the form is drawn next.
    pub fn focus_later(self, selector: &'static str) {
        self.focus_wanted.set_value(Some(selector));
    }

    /// Makes a change that a form asks for.
    pub fn wish(self, wish: Wish) {
        self.wish_then(wish, || ());
    }

    /// Selects a statement; its text stands out where text is shown.
    pub fn open(self, at: usize) {
        self.selected.set(Some(at));
    }

    /// Goes to a finding: selects its statement and its text.
    pub fn visit(self, at: usize) {
        let finding = untrack(move || self.findings().get(at).cloned());
        let Some(finding) = finding else { return };
        self.current.set(Some(at));
        if finding.statement.is_some() {
            self.selected.set(finding.statement);
        }
        self.model.select(finding.start, finding.end);
    }
}
