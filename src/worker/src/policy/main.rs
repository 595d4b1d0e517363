//! The policy engine for JavaScript: texts come in as UTF-8 bytes, everything else goes in and out as JSON text.
//!
//! Only translation stands here. What a policy means is decided in `kms-policy`, which gives the same answers natively.

mod questions;
mod shapes;

use kms_policy::{
    Context, Document, Request,
    analysis::{Comparison, no_new_access},
    fix_all_safe,
    help::{complete, explain, hover},
    lint,
};
use wasm_bindgen::prelude::*;

use questions::{catalog, json, kind, language, read};
use shapes::{Access, Answer, Said, Syntax};

/// Nothing happens at the start: every question brings what it needs.
fn main() {}

/// Syntax errors and the number of statements.
///
/// # Errors
/// None but those of the catalogue.
#[wasm_bindgen(js_name = parse)]
pub fn parse_text(source: &[u8]) -> Result<String, JsError> {
    json(&Syntax::of(&Document::parse(source, catalog()?)))
}

/// The findings of all rules. With a language each finding has its text, and its fix a title.
///
/// # Errors
/// A context that cannot be read.
#[wasm_bindgen(js_name = lint)]
pub fn lint_text(source: &[u8], context: &str, said_in: Option<String>) -> Result<String, JsError> {
    let catalog = catalog()?;
    let context: Context = read(context)?;
    let report = lint(&Document::parse(source, catalog), &context, catalog);
    match said_in {
        Some(tag) => json(&Said::of(&report, language(&tag)?)),
        None => json(&report),
    }
}

/// The text after all safe fixes.
///
/// # Errors
/// A context that cannot be read.
#[wasm_bindgen(js_name = fixAllSafe)]
pub fn fix_text(source: &[u8], context: &str) -> Result<Vec<u8>, JsError> {
    Ok(fix_all_safe(source, &read::<Context>(context)?, catalog()?))
}

/// What a draft changes of who may do what.
///
/// # Errors
/// A kind that does not exist, or patterns that combine in too many ways.
#[wasm_bindgen]
pub fn diff(saved: &[u8], draft: &[u8], of: &str, owner: &str) -> Result<String, JsError> {
    let (catalog, kind) = (catalog()?, kind(of)?);
    let (saved, draft) = (Document::parse(saved, catalog), Document::parse(draft, catalog));
    json(&Comparison::new(&saved, &draft, kind, owner, catalog)?.diff())
}

/// Whether a draft allows nothing that the saved policy does not.
///
/// # Errors
/// A kind that does not exist.
#[wasm_bindgen(js_name = noNewAccess)]
pub fn check_new_access(saved: &[u8], draft: &[u8], of: &str, owner: &str) -> Result<String, JsError> {
    let (catalog, kind) = (catalog()?, kind(of)?);
    let (saved, draft) = (Document::parse(saved, catalog), Document::parse(draft, catalog));
    json(&no_new_access(&saved, &draft, kind, owner, catalog))
}

/// What the cloud would answer to a request.
///
/// # Errors
/// A request or surroundings that cannot be read.
#[wasm_bindgen]
pub fn simulate(source: &[u8], request: &str, access: &str) -> Result<String, JsError> {
    let catalog = catalog()?;
    let (request, access) = (read::<Request>(request)?, read::<Access>(access)?);
    json(&Answer::to(&Document::parse(source, catalog), &request, &access, catalog)?)
}

/// A plain sentence for each statement. An owner that is not known is empty.
///
/// # Errors
/// A kind or language that does not exist.
#[wasm_bindgen(js_name = explain)]
pub fn explain_text(source: &[u8], of: &str, owner: &str, tag: &str) -> Result<String, JsError> {
    let (catalog, kind) = (catalog()?, kind(of)?);
    let owner = Some(owner).filter(|owner| !owner.is_empty());
    json(&explain(&Document::parse(source, catalog), kind, owner, catalog, language(tag)?))
}

/// What the name or text at a byte means; `null` where there is nothing to say.
///
/// # Errors
/// A context that cannot be read, or a language that does not exist.
#[wasm_bindgen(js_name = hover)]
pub fn hover_at(source: &[u8], offset: usize, context: &str, tag: &str) -> Result<String, JsError> {
    let catalog = catalog()?;
    let Context { kind, owner, .. } = read(context)?;
    let document = Document::parse(source, catalog);
    json(&hover(&document, offset, kind, owner.as_deref(), catalog, language(tag)?))
}

/// What could be written at a byte.
///
/// # Errors
/// A context that cannot be read, or a language that does not exist.
#[wasm_bindgen(js_name = complete)]
pub fn complete_at(source: &[u8], offset: usize, context: &str, tag: &str) -> Result<String, JsError> {
    let catalog = catalog()?;
    let Context { kind, owner, around, .. } = read(context)?;
    let known = (&around).into();
    let document = Document::parse(source, catalog);
    json(&complete(&document, offset, &known, kind, owner.as_deref(), catalog, language(tag)?))
}
