//! A list of which only the rows in sight are in the page, however long it is.

use leptos::html;
use leptos::prelude::*;

/// Rows drawn above and below the ones in sight, so that a fast scroll shows no gap.
const MARGIN: usize = 6;

/// Height of a row until the style sheet is known.
const ROW: f64 = 48.0;

/// Which rows of a long list are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Viewport {
    /// The element that scrolls.
    pub scroller: NodeRef<html::Div>,
    row: RwSignal<f64>,
    top: RwSignal<f64>,
    height: RwSignal<f64>,
}

impl Viewport {
    /// For rows as high as the style sheet says, which density and window size change.
    pub fn new() -> Self {
        let viewport = Self {
            scroller: NodeRef::new(),
            row: RwSignal::new(ROW),
            top: RwSignal::new(0.0),
            height: RwSignal::new(640.0),
        };
        viewport.scroller.on_load(move |_| crate::bindings::after_render(move || viewport.measure()));
        let resized = window_event_listener(leptos::ev::resize, move |_| viewport.measure());
        on_cleanup(move || resized.remove());
        viewport
    }

    /// Height of a row in px; tracked.
    pub fn row(self) -> f64 {
        self.row.get()
    }

    /// Takes over scroll position and height.
    pub fn measure(self) {
        if let Some(scroller) = self.scroller.try_get_untracked().flatten() {
            let row = row_height(&scroller).unwrap_or(ROW);
            if self.row.get_untracked().to_bits() != row.to_bits() {
                self.row.set(row);
            }
            let (top, height) = (f64::from(scroller.scroll_top()), f64::from(scroller.client_height()));
            if self.top.get_untracked().to_bits() != top.to_bits() {
                self.top.set(top);
            }
            if height > 0.0 && self.height.get_untracked().to_bits() != height.to_bits() {
                self.height.set(height);
            }
        }
    }

    /// First row and number of rows to draw of `count`; tracked.
    pub fn window(self, count: usize) -> (usize, usize) {
        let first = whole(self.top.get() / self.row.get()).saturating_sub(MARGIN);
        let shown = whole(self.height.get() / self.row.get()) + 2 * MARGIN + 1;
        let first = first.min(count.saturating_sub(1));
        (first, shown.min(count - first))
    }

    /// Rows that a Page key moves by.
    pub fn page(self) -> usize {
        whole(self.height.get_untracked() / self.row.get_untracked()).max(1)
    }

    /// Brings a row into sight.
    pub fn reveal(self, index: usize) {
        let Some(scroller) = self.scroller.get_untracked() else { return };
        let row = self.row.get_untracked();
        #[expect(clippy::cast_precision_loss, reason = "a list has fewer than 2^53 rows")]
        let top = index as f64 * row;
        let (from, height) = (f64::from(scroller.scroll_top()), f64::from(scroller.client_height()));
        let to = if top < from {
            top
        } else if top + row > from + height - 8.0 {
            top + row - height + 8.0
        } else {
            return;
        };
        #[expect(clippy::cast_possible_truncation, reason = "a scroll position fits")]
        scroller.set_scroll_top(to as i32);
        self.measure();
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "negative and huge values saturate"
)]
fn whole(value: f64) -> usize {
    value.floor() as usize
}

/// Height in px of a row, from the style sheet.
fn row_height(scroller: &web_sys::Element) -> Option<f64> {
    let style = window().get_computed_style(scroller).ok().flatten()?;
    style.get_property_value("--row-height").ok()?.trim().trim_end_matches("px").parse().ok()
}
