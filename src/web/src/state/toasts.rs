//! Short messages at the bottom right. Never the only place of a message.

use std::time::Duration;

use leptos::prelude::*;

/// How long a toast stays.
const STAYS: Duration = Duration::from_secs(8);

/// One message.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    id: u32,
    /// What happened.
    pub title: String,
    /// Where, and the request id.
    pub detail: String,
}

/// The messages on show.
#[derive(Clone, Copy, Debug)]
pub struct Toasts {
    /// Oldest first.
    pub list: RwSignal<Vec<Toast>>,
    /// While the pointer or the keyboard is in them, none leaves.
    pub held: RwSignal<bool>,
    next: RwSignal<u32>,
}

impl Default for Toasts {
    fn default() -> Self {
        Self { list: RwSignal::new(vec![]), held: RwSignal::new(false), next: RwSignal::new(0) }
    }
}

impl Toast {
    /// Identity for keyed lists.
    pub fn id(&self) -> u32 {
        self.id
    }
}

impl Toasts {
    /// Shows a message for eight seconds.
    pub fn show(self, title: String, detail: String) {
        let id = self.next.get_untracked();
        self.next.set(id + 1);
        self.list.update(|list| list.push(Toast { id, title, detail }));
        self.leave_later(id);
    }

    fn leave_later(self, id: u32) {
        set_timeout(
            move || if self.held.get_untracked() { self.leave_later(id) } else { self.close(id) },
            STAYS,
        );
    }

    /// Takes a message away.
    pub fn close(self, id: u32) {
        self.list.update(|list| list.retain(|toast| toast.id != id));
    }
}
