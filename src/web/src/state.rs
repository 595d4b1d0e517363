//! What the whole app shares: one small value each, reached by [`use_app`].

pub mod clock;
pub mod instances;
pub mod kept;
pub mod live;
pub mod networks;
pub mod resources;
pub mod settings;
pub mod switches;
pub mod toasts;
pub mod vpcs;

use std::collections::HashMap;

use kms_api::RegionId;
use kms_api::session::Session;
use leptos::prelude::*;

use crate::api::log::CallLog;
use crate::api::read::Reading;
use crate::bindings::now;
use instances::InstanceStore;
use live::Live;
use settings::Settings;
use toasts::Toasts;

/// Everything that outlives a screen.
#[derive(Clone, Copy, Debug)]
pub struct App {
    /// Path that the console is served under; begins and ends with `/`.
    pub base: &'static str,
    /// Who is signed in.
    pub session: Reading<Session>,
    /// The calls of this visit.
    pub calls: CallLog,
    /// Since when the console's server has not answered.
    pub offline_since: RwSignal<Option<f64>>,
    /// Messages for screen readers.
    pub live: Live,
    /// Short messages at the bottom right.
    pub toasts: Toasts,
    /// Settings kept in this browser.
    pub settings: Settings,
    /// Where to go back to because changes are unsaved.
    pub resume: RwSignal<Option<String>>,
    /// Whether the panel that opens next must ask about leaving.
    pub resumed: RwSignal<bool>,
    /// The time, for ages and countdowns; moves once a second.
    pub now: ReadSignal<f64>,
    instances: StoredValue<HashMap<RegionId, InstanceStore>>,
    owner: StoredValue<Owner>,
}

impl App {
    /// The shared state; `base` is the path that the console is served under.
    pub fn new(base: &'static str) -> Self {
        Self {
            base,
            session: RwSignal::default(),
            calls: CallLog::default(),
            offline_since: RwSignal::new(None),
            live: Live::default(),
            toasts: Toasts::default(),
            settings: Settings::from_browser(),
            resume: RwSignal::new(None),
            resumed: RwSignal::new(false),
            now: clock::every_second(),
            instances: StoredValue::new(HashMap::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    /// Notes whether the console's server answered.
    pub fn set_online(self, online: bool) {
        let since = self.offline_since.get_untracked();
        if online == since.is_some() {
            self.offline_since.set((!online).then(now));
        }
    }

    /// What lives as long as the app, whichever screen asks first.
    pub fn owner(self) -> Owner {
        self.owner.get_value()
    }

    /// The instances of a region; kept while the page is open.
    pub fn instances(self, id: &RegionId) -> InstanceStore {
        if let Some(known) = self.instances.with_value(|all| all.get(id).copied()) {
            return known;
        }
        // The store belongs to the app and not to the screen that asks first.
        let store = self.owner().with(|| InstanceStore::new(self, id));
        self.instances.update_value(|all| {
            all.insert(id.clone(), store);
        });
        store
    }
}

/// The shared state.
pub fn use_app() -> App {
    expect_context()
}
