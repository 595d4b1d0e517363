//! A state: a glyph and a word.

use leptos::prelude::*;

use crate::i18n::{Key, k, text, text_with};
use crate::ui::icon::glyph;
use crate::ui::view::view;

/// How a state looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colour meaning.
    pub tone: &'static str,
    /// Silhouette.
    pub glyph: &'static str,
    /// The word.
    pub word: Key,
}

/// The state of an instance. The official console calls `Connected` "Enabled".
pub fn instance_look(status: &str) -> Look {
    match status {
        "Connected" => Look { tone: "ok", glyph: "state-on", word: k::instances::STATE_CONNECTED },
        "Connecting" => Look { tone: "busy", glyph: "state-busy", word: k::instances::STATE_CONNECTING },
        "Uninitialized" => Look { tone: "off", glyph: "state-off", word: k::instances::STATE_UNINITIALIZED },
        "Disconnected" => {
            Look { tone: "warning", glyph: "state-warning", word: k::instances::STATE_DISCONNECTED }
        }
        "Error" => Look { tone: "error", glyph: "state-error", word: k::instances::STATE_ERROR },
        _ => Look { tone: "off", glyph: "state-off", word: k::instances::STATE_OTHER },
    }
}

/// A state with an optional second line.
#[component]
pub fn Status(
    /// Colour meaning: `ok`, `off`, `busy`, `warning`, `error`.
    tone: &'static str,
    /// Name of the glyph.
    glyph: &'static str,
    /// The word.
    #[prop(into)]
    word: Signal<String>,
    /// Second line.
    #[prop(into, optional)]
    note: Signal<Option<String>>,
    /// Whether the word carries the colour too.
    #[prop(optional)]
    emphasis: bool,
    /// Whether it stands in a head or foot.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    view! {
        <span
            class="status"
            data-tone=tone
            data-emphasis=emphasis.then_some("")
            data-size=small.then_some("small")
        >
            <svg class="icon status__glyph" aria-hidden="true">
                {crate::ui::icon::reference(glyph)}
            </svg>
            <span class="status__word">{word}</span>
            {move || note.get().map(|note| view! { <span class="status__note">{note}</span> })}
        </span>
    }
}

/// The state of an instance, by the cloud's word.
#[component]
pub fn InstanceStatus(
    /// `Connected`, `Connecting`, …
    #[prop(into)]
    status: String,
) -> impl IntoView {
    let look = instance_look(&status);
    let note = match status.as_str() {
        "Connecting" => Some(k::instances::STATE_CONNECTING_NOTE),
        _ => None,
    };
    let known = look.word != k::instances::STATE_OTHER;
    let word =
        Signal::derive(
            move || {
                if known { text(look.word) } else { text_with(look.word, &[("status", &status)]) }
            },
        );
    let note = Signal::derive(move || note.map(text));
    view! { <Status tone=look.tone glyph=look.glyph word=word note=note/> }
}

/// A warning triangle with words beside it.
pub fn warning() -> impl IntoView {
    glyph("state-warning", "warning")
}
