//! The policy engine for JavaScript: texts come in as UTF-8 bytes, everything else goes in and out as JSON text.
//!
//! Only translation stands here. What a policy means is decided in `kms-policy`, which gives the same answers natively.

mod edits;
mod outline;
mod questions;
mod shapes;
mod vocabulary;

use kms_policy::{
    Context, Document, Request,
    analysis::{Column, Comparison, no_new_access, outside_accounts, policy_setters},
    canonical::same_meaning,
    convert::{Foreign, PUBLISHED_FOREIGN, convert},
    fix_all_safe,
    format::{Style, format},
    help::{TemplateValues, complete, explain, hover, ram_policy, render, template},
    lint, messages,
};
use wasm_bindgen::prelude::*;

use edits::Change;
use outline::Outline;
use questions::{catalog, json, kind, language, read};
use shapes::{Access, Answer, OtherSide, Review, Said, Syntax};
use vocabulary::Vocabulary;

/// Nothing happens at the start: every question brings what it needs.
fn main() {}

/// Hands in the texts of a language, the file `policy-<tag>.json` beside the engine. Without it texts are their keys.
///
/// # Errors
/// A language that does not exist, or texts that cannot be read.
#[wasm_bindgen(js_name = setMessages)]
pub fn set_messages(tag: &str, texts: &str) -> Result<(), JsError> {
    Ok(messages::load(language(tag)?, texts)?)
}

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

/// Everything that an editor shows of a text: a card for each statement, and the findings with their words.
///
/// # Errors
/// A context that cannot be read, or a language that does not exist.
#[wasm_bindgen]
pub fn outline(source: &[u8], context: &str, tag: &str) -> Result<String, JsError> {
    let catalog = catalog()?;
    let context: Context = read(context)?;
    let document = Document::parse(source, catalog);
    let report = lint(&document, &context, catalog);
    json(&Outline::new(&document, &report, context.kind, catalog, language(tag)?))
}

/// The edits of a change that a form asks for.
///
/// # Errors
/// A change that cannot be read, or cannot be made in this text.
#[wasm_bindgen]
pub fn change(source: &[u8], change: &str) -> Result<String, JsError> {
    let document = Document::parse(source, catalog()?);
    json(&read::<Change>(change)?.edits(&document)?)
}

/// What forms offer for policies of a kind.
///
/// # Errors
/// A kind or language that does not exist.
#[wasm_bindgen]
pub fn vocabulary(of: &str, tag: &str) -> Result<String, JsError> {
    json(&Vocabulary::new(kind(of)?, catalog()?, language(tag)?))
}

/// Who has what before and after. Columns are lists of actions.
///
/// # Errors
/// As [`diff`]; columns that cannot be read.
#[wasm_bindgen]
pub fn matrix(saved: &[u8], draft: &[u8], of: &str, owner: &str, columns: &str) -> Result<String, JsError> {
    let (catalog, kind) = (catalog()?, kind(of)?);
    let columns: Vec<Column> = read(columns)?;
    let (saved, draft) = (Document::parse(saved, catalog), Document::parse(draft, catalog));
    json(&Comparison::new(&saved, &draft, kind, owner, catalog)?.matrix(&columns))
}

/// What to know before saving: new access, who can set the policy, outside accounts.
///
/// # Errors
/// As [`diff`].
#[wasm_bindgen]
pub fn review(saved: &[u8], draft: &[u8], of: &str, owner: &str) -> Result<String, JsError> {
    let (catalog, kind) = (catalog()?, kind(of)?);
    let (saved, draft) = (Document::parse(saved, catalog), Document::parse(draft, catalog));
    json(&Review {
        new_access: no_new_access(&saved, &draft, kind, owner, catalog),
        setters: policy_setters(&draft, kind, owner, catalog)?,
        outside: outside_accounts(&draft, kind, owner, catalog)?,
        outside_before: saved.outside_accounts(owner).len(),
        same_meaning: same_meaning(&saved, &draft),
    })
}

/// The RAM policies that principals of other accounts need beside the policy.
///
/// # Errors
/// A kind that does not exist.
#[wasm_bindgen(js_name = ramPolicies)]
pub fn ram_policies(
    source: &[u8],
    of: &str,
    owner: &str,
    region: &str,
    resource: &str,
) -> Result<String, JsError> {
    let (catalog, kind) = (catalog()?, kind(of)?);
    let document = Document::parse(source, catalog);
    let mut found: Vec<OtherSide> = Vec::new();
    for principal in document.statements().iter().flat_map(|statement| statement.known_principals()) {
        let text = principal.to_string();
        if found.iter().any(|other| other.principal == text) {
            continue;
        }
        let policy = ram_policy(&document, principal, kind, owner, Some(region), Some(resource), catalog);
        if let Some(policy) = policy {
            found.push(OtherSide { principal: text, policy });
        }
    }
    json(&found)
}

/// The text laid out, or without blanks.
///
/// # Errors
/// A text with a syntax error.
#[wasm_bindgen(js_name = format)]
pub fn format_text(source: &[u8], minified: bool) -> Result<Vec<u8>, JsError> {
    let style = if minified { Style::Minified } else { Style::Pretty };
    Ok(format(Document::parse(source, catalog()?).tree(), style)?)
}

/// Whether two policies give the same access.
///
/// # Errors
/// None but those of the catalogue.
#[wasm_bindgen(js_name = sameMeaning)]
pub fn mean_the_same(one: &[u8], other: &[u8]) -> Result<bool, JsError> {
    let catalog = catalog()?;
    Ok(same_meaning(&Document::parse(one, catalog), &Document::parse(other, catalog)))
}

/// The JSON of a template: a statement, or a whole policy. An owner that is not known is empty.
///
/// # Errors
/// A template that does not exist, or values that it does not take.
#[wasm_bindgen(js_name = fromTemplate)]
pub fn from_template(id: &str, values: &str, of: &str, owner: &str) -> Result<String, JsError> {
    let template = template(id).ok_or_else(|| JsError::new("no such template"))?;
    let values: TemplateValues = read(values)?;
    let owner = Some(owner).filter(|owner| !owner.is_empty());
    Ok(render(template, &values, kind(of)?, owner, catalog()?)?)
}

/// A policy in the form of AWS as one of this language, with what does not carry over; `null` for other texts.
///
/// # Errors
/// None but those of the data.
#[wasm_bindgen(js_name = convert)]
pub fn convert_text(source: &[u8], owner: &str) -> Result<String, JsError> {
    json(&convert(source, owner, catalog()?, &Foreign::parse(PUBLISHED_FOREIGN)?))
}
