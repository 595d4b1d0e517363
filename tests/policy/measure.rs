//! How long the native engine takes.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use kms_policy::{
    Catalog, Context, Document, Kind,
    analysis::{Comparison, no_new_access},
    lint,
};
use serde_json::{Value, json};

use crate::samples;

/// Sizes of the policies, in bytes.
pub(crate) const SIZES: [usize; 3] = [1_024, 8 * 1_024, 32 * 1_024];
/// What all runs of one measurement may take together, once there are enough of them.
const PATIENCE: Duration = Duration::from_millis(400);
/// Runs of one measurement.
const RUNS: usize = 15;

/// Everything, as JSON: `rows` by name and size, `hostile` by name.
pub(crate) fn all(catalog: &Catalog) -> Value {
    let context = Context::new(Kind::Key).owned_by(samples::OWNER);
    let judge = |text: &str| {
        black_box(lint(&Document::parse(text, catalog), &context, catalog));
    };
    let mut rows = Vec::new();
    for bytes in SIZES {
        let saved = samples::policy(bytes);
        let draft = samples::draft(&saved);
        let (before, after) =
            (Document::parse(saved.as_str(), catalog), Document::parse(draft.as_str(), catalog));
        let mut row = |name: &str, work: &mut dyn FnMut()| rows.push(figures(name, bytes, work));
        row("serde_json", &mut || drop(black_box(serde_json::from_str::<Value>(&saved))));
        row("parse", &mut || drop(black_box(Document::parse(saved.as_str(), catalog))));
        row("parse + lint", &mut || judge(&saved));
        row("diff", &mut || {
            let comparison = Comparison::new(&before, &after, Kind::Key, samples::OWNER, catalog);
            black_box(comparison.map(|mut comparison| comparison.diff()).ok());
        });
        row("no new access", &mut || {
            black_box(no_new_access(&before, &after, Kind::Key, samples::OWNER, catalog));
        });
    }
    let largest = SIZES.into_iter().max().unwrap_or_default();
    let mut hostile = Vec::new();
    for (name, text) in samples::hostile(largest) {
        hostile.push(figures(&format!("{name}: lint"), largest, &mut || judge(&text)));
        let document = Document::parse(text, catalog);
        hostile.push(figures(&format!("{name}: access"), largest, &mut || {
            black_box(no_new_access(&document, &document, Kind::Key, samples::OWNER, catalog));
        }));
    }
    json!({"rows": rows, "hostile": hostile})
}

/// Median, least and most of some runs, in milliseconds.
fn figures(name: &str, bytes: usize, work: &mut dyn FnMut()) -> Value {
    let mut times = Vec::new();
    let begun = Instant::now();
    while times.len() < RUNS || (begun.elapsed() < PATIENCE && times.len() < 50 * RUNS) {
        let start = Instant::now();
        work();
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
        if begun.elapsed() > 10 * PATIENCE {
            break;
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |place: usize| times.get(place).copied().unwrap_or(f64::NAN);
    json!({
        "name": name,
        "bytes": bytes,
        "median": at(times.len() / 2),
        "least": at(0),
        "most": at(times.len().saturating_sub(1)),
    })
}
