//! Messages for screen readers: one polite region and one assertive one, both always in the page.

use leptos::prelude::*;

/// The two live regions.
#[derive(Clone, Copy, Debug)]
pub struct Live {
    /// Read when the reader pauses.
    pub polite: RwSignal<String>,
    /// Read at once.
    pub assertive: RwSignal<String>,
}

impl Default for Live {
    fn default() -> Self {
        Self { polite: RwSignal::new(String::new()), assertive: RwSignal::new(String::new()) }
    }
}

impl Live {
    /// Says something that can wait.
    pub fn say(self, text: String) {
        // The same text twice would be no change, and so be silent.
        let repeated = self.polite.with_untracked(|last| *last == text);
        self.polite.set(if repeated { format!("{text}\u{a0}") } else { text });
    }

    /// Says something that must not be missed.
    pub fn alert(self, text: String) {
        let repeated = self.assertive.with_untracked(|last| *last == text);
        self.assertive.set(if repeated { format!("{text}\u{a0}") } else { text });
    }
}
