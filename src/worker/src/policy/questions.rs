//! Reading what JavaScript asks, and writing answers.

use std::sync::OnceLock;

use kms_policy::{Catalog, CatalogError, Kind, PUBLISHED_ACTIONS, PUBLISHED_CONDITIONS, messages::Language};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsError;

/// The revision that the project ships, read at the first question.
pub(crate) fn catalog() -> Result<&'static Catalog, JsError> {
    static CATALOG: OnceLock<Result<Catalog, CatalogError>> = OnceLock::new();
    let catalog = CATALOG.get_or_init(|| Catalog::parse(PUBLISHED_ACTIONS, PUBLISHED_CONDITIONS));
    catalog.as_ref().map_err(|error| JsError::new(&error.to_string()))
}

pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, JsError> {
    Ok(kms_policy::text::read(text)?)
}

pub(crate) fn json(value: &impl Serialize) -> Result<String, JsError> {
    Ok(serde_json::to_string(value)?)
}

pub(crate) fn kind(name: &str) -> Result<Kind, JsError> {
    let found = [Kind::Key, Kind::Secret].into_iter().find(|kind| kind.as_str() == name);
    found.ok_or_else(|| JsError::new(&format!("`{name}` is no kind: key or secret")))
}

pub(crate) fn language(tag: &str) -> Result<Language, JsError> {
    Language::by_tag(tag).ok_or_else(|| JsError::new(&format!("no texts in `{tag}`: en, zh or id")))
}
