//! The operation catalogue: every operation of the five products as data.
//!
//! Source: official SDK models and published API metadata; see `docs/ARCHITECTURE.md`.
//! It is 350 KB of JSON, so it sits behind the feature `catalog` and never goes into the first page.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::Product;

const FILES: [&str; 5] = [
    include_str!("../catalog/kms.json"),
    include_str!("../catalog/vpc.json"),
    include_str!("../catalog/ram.json"),
    include_str!("../catalog/sts.json"),
    include_str!("../catalog/resourcesharing.json"),
];

/// What an operation does to the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Changes nothing.
    Read,
    /// Changes something.
    Write,
}

/// One operation.
#[derive(Clone, Debug, Deserialize)]
pub struct OperationSpec {
    /// The cloud's name.
    #[serde(rename = "operation")]
    pub name: String,
    /// Owner.
    pub product: Product,
    /// `x-acs-version`.
    pub version: String,
    /// One sentence.
    pub summary: String,
    /// HTTP methods that the cloud takes.
    #[serde(default)]
    pub methods: Vec<String>,
    /// Read or write.
    #[serde(rename = "read_or_write")]
    pub access: Access,
    /// Root element of an XML answer.
    #[serde(default)]
    pub xml_root: Option<String>,
    /// Whether the answer holds secret material.
    #[serde(default)]
    pub sensitive_response: bool,
    /// Parameters.
    #[serde(default)]
    pub request: Vec<ParamSpec>,
    /// Members of the answer.
    #[serde(default)]
    pub response: Vec<FieldSpec>,
    /// Errors that the operation is known to give.
    #[serde(default)]
    pub errors: Vec<ErrorSpec>,
}

/// A parameter.
#[derive(Clone, Debug, Deserialize)]
pub struct ParamSpec {
    /// The cloud's name, case-sensitive.
    pub name: String,
    /// `string`, `int32`, `int64`, `boolean`, `array<…>`, `object`, `map`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether the call fails without it.
    #[serde(default)]
    pub required: bool,
    /// One or two sentences.
    #[serde(default)]
    pub description: String,
    /// Allowed values, where the cloud names them.
    #[serde(default, rename = "enum")]
    pub allowed: Option<Vec<serde_json::Value>>,
    /// Members of a structured parameter.
    #[serde(default)]
    pub fields: Vec<FieldSpec>,
}

/// A member of an answer or of a structured parameter.
#[derive(Clone, Debug, Deserialize)]
pub struct FieldSpec {
    /// The cloud's name.
    pub name: String,
    /// As in [`ParamSpec::kind`].
    #[serde(rename = "type")]
    pub kind: String,
    /// One or two sentences.
    #[serde(default)]
    pub description: String,
    /// Members of an object or of the objects in a list.
    #[serde(default)]
    pub fields: Vec<FieldSpec>,
}

/// An error that an operation is known to give.
#[derive(Clone, Debug, Deserialize)]
pub struct ErrorSpec {
    /// HTTP status, where known.
    #[serde(default)]
    pub http_status: Option<u16>,
    /// The cloud's code.
    pub code: String,
    /// The cloud's text, where known.
    #[serde(default)]
    pub message: Option<String>,
}

static OPERATIONS: LazyLock<Vec<OperationSpec>> = LazyLock::new(|| {
    // The files are compiled in and a test reads them all, so a file that cannot be read leaves a gap and no panic.
    FILES.iter().filter_map(|file| serde_json::from_str::<Vec<OperationSpec>>(file).ok()).flatten().collect()
});

/// All operations, by product in the order of the files.
pub fn operations() -> &'static [OperationSpec] {
    &OPERATIONS
}

/// One operation of a product.
pub fn find(product: Product, name: &str) -> Option<&'static OperationSpec> {
    operations().iter().find(|spec| spec.product == product && spec.name == name)
}

impl OperationSpec {
    /// Whether the operation has a parameter of this wire name: `Name`, or `Name.1` and `Name.1.Field` of a
    /// structured one, or a name that itself has a dot.
    pub fn accepts(&self, wire_name: &str) -> bool {
        let head = wire_name.split('.').next().unwrap_or(wire_name);
        self.request.iter().any(|param| {
            let structured = param.kind.starts_with("array") || param.kind == "object" || param.kind == "map";
            param.name == wire_name || (structured && param.name == head)
        })
    }
}

#[cfg(test)]
mod tests;
