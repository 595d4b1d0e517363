//! The policy language: whatever the text is, reading, judging and changing it holds what the crate promises.

mod analysis;
mod evaluator;
mod lint;
mod merge;
mod parser;
mod texts;
mod words;

use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

use kms_policy::{Catalog, PUBLISHED_ACTIONS, PUBLISHED_CONDITIONS, text::Span};
use serde_json::Value;

use super::Target;

/// The targets of this module.
pub(super) const PARSER: Target = Target { name: "policy-parser", run: parser::run };
pub(super) const LINT: Target = Target { name: "policy-lint", run: lint::run };
pub(super) const EVALUATOR: Target = Target { name: "policy-evaluator", run: evaluator::run };
pub(super) const MERGE: Target = Target { name: "policy-merge", run: merge::run };
pub(super) const ANALYSIS: Target = Target { name: "policy-analysis", run: analysis::run };

/// The account that owns the resource.
const OWNER: &str = "1111222233334444";

/// Longest time for one text. Far above what is usual: only growth that runs away fails it, not a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// The catalogue that the project ships.
fn catalog() -> Result<&'static Catalog, String> {
    static CATALOG: LazyLock<Result<Catalog, String>> = LazyLock::new(|| {
        Catalog::parse(PUBLISHED_ACTIONS, PUBLISHED_CONDITIONS).map_err(|error| error.to_string())
    });
    CATALOG.as_ref().map_err(Clone::clone)
}

/// A catalogue with the actions alone that texts and requests here name, and some beside them.
fn few_actions() -> Result<&'static Catalog, String> {
    const KEPT: [&str; 12] = [
        "Decrypt",
        "Encrypt",
        "DescribeKey",
        "SetKeyPolicy",
        "SetSecretPolicy",
        "GetSecretValue",
        "GetKeyPolicy",
        "DeleteSecret",
        "DeleteAlias",
        "AsymmetricSign",
        "EnableKey",
        "GetKmsInstance",
    ];
    static CATALOG: LazyLock<Result<Catalog, String>> = LazyLock::new(|| {
        let mut file: Value = serde_json::from_str(PUBLISHED_ACTIONS).map_err(|error| error.to_string())?;
        if let Some(actions) = file.get_mut("actions").and_then(Value::as_array_mut) {
            actions.retain(|action| {
                action.get("name").and_then(Value::as_str).is_some_and(|name| KEPT.contains(&name))
            });
        }
        Catalog::parse(&file.to_string(), PUBLISHED_CONDITIONS).map_err(|error| error.to_string())
    });
    CATALOG.as_ref().map_err(Clone::clone)
}

/// Bytes as a literal that gives them back.
fn shown(bytes: &[u8]) -> String {
    format!("b\"{}\"", bytes.escape_ascii())
}

/// Fails with what does not hold.
fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

/// Whether a span lies in a text of this length.
fn is_inside(span: Span, length: usize) -> bool {
    span.start <= span.end && span.end <= length
}

/// Fails where large texts take far too long; of small ones the clock is not asked.
fn in_time<T>(length: usize, work: impl FnOnce() -> T) -> Result<T, String> {
    let started = (length > 4_096).then(Instant::now);
    let result = work();
    let elapsed = started.map(|started| started.elapsed()).unwrap_or_default();
    ensure(elapsed < LONGEST, || format!("{length} bytes take {elapsed:?}"))?;
    Ok(result)
}
