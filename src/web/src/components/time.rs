//! Times: relative to read, absolute in the tooltip.

use leptos::prelude::*;

use crate::bindings::{day, day_and_time, parse_time};
use crate::i18n::{Key, k, lang, text, text_with};
use crate::number::whole;
use crate::state::use_app;
use crate::ui::view::view;
use span::{Span, Unit};

pub mod span;

fn words(span: Span) -> String {
    let unit = |count: u32, unit: Unit| {
        let key: Key = match unit {
            Unit::Minute => k::time::MINUTES,
            Unit::Hour => k::time::HOURS,
            Unit::Day => k::time::DAYS,
            Unit::Month => k::time::MONTHS,
            Unit::Year => k::time::YEARS,
        };
        text_with(key, &[("count", &count.to_string())])
    };
    let first = unit(span.count, span.unit);
    match span.rest {
        Some((count, rest)) => text_with(k::time::AND, &[("first", &first), ("second", &unit(count, rest))]),
        None => first,
    }
}

/// `in 8 months` or `3 days ago`; tracked by language.
pub fn relative(time: f64, now: f64) -> String {
    let span = words(Span::between(time, now));
    let key = if time >= now { k::time::AHEAD } else { k::time::AGO };
    text_with(key, &[("span", &span)])
}

/// A day with how far it is away.
#[component]
pub fn Day(
    /// ISO 8601 of the cloud.
    #[prop(into)]
    at: String,
) -> impl IntoView {
    let app = use_app();
    match parse_time(&at) {
        None => view! { <span class="data-table__none">"–"</span> },
        Some(time) => view! {
            <time datetime=at title=move || day_and_time(time, lang().tag())>
                {day(time)}
                " "
                <span class="subtle">{move || relative(time, app.now.get_untracked())}</span>
            </time>
        }
        .into_any(),
    }
}

/// How old data is: "Read 12 s ago".
#[component]
pub fn Age(
    /// When it was read; 0 for never.
    #[prop(into)]
    at: Signal<f64>,
) -> impl IntoView {
    let app = use_app();
    move || {
        let at = at.get();
        (at > 0.0).then(|| {
            let seconds = ((app.now.get() - at) / 1000.0).max(0.0);
            let shown = if seconds < 5.0 {
                text(k::time::READ_NOW)
            } else if seconds < 60.0 {
                // In steps of five: a figure that ticks each second asks for attention that it does not deserve.
                let shown = (seconds / 5.0).floor() * 5.0;
                text_with(k::time::READ_SECONDS, &[("count", &whole(shown).to_string())])
            } else {
                text_with(k::time::READ_AGO, &[("span", &words(Span::between(at, app.now.get())))])
            };
            view! { <span class="age">{shown}</span> }
        })
    }
}
