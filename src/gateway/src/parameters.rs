//! The parameters of a call, from the query, the form body, or both.

use crate::fault::Fault;
use kms_api::{Parameters, catalog::OperationSpec};
use kms_signer::encode::{Pair, is_form, parse_form};

/// Why the parameters of a request cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// A name or a value is not UTF-8.
    #[error("A parameter is not UTF-8.")]
    NotUtf8,
    /// A name that is given twice, which no client can express and which two readers could read differently.
    #[error("The parameter {0} is given more than once.")]
    Repeated(String),
}

/// The decoded pairs of query and form. A body counts only when it is a form; clients also send others, which say
/// nothing.
pub(crate) fn pairs(query: &str, content_type: Option<&str>, body: &[u8]) -> Vec<Pair> {
    let form = if content_type.is_some_and(is_form) { body } else { b"" };
    parse_form(query.as_bytes()).into_iter().chain(parse_form(form)).collect()
}

/// The parameters of a request: those of the query and, when `content_type` says that it is a form, of the body.
///
/// # Errors
/// A name that is given twice, text that is not UTF-8.
pub fn collect(query: &str, content_type: Option<&str>, body: &[u8]) -> Result<Parameters, ParameterError> {
    let text = |bytes| String::from_utf8(bytes).map_err(|_| ParameterError::NotUtf8);
    let mut parameters = Parameters::new();
    for (name, value) in pairs(query, content_type, body) {
        let (name, value) = (text(name)?, text(value)?);
        if parameters.contains_key(&name) {
            return Err(ParameterError::Repeated(name));
        }
        parameters.insert(name, value);
    }
    Ok(parameters)
}

/// Writes booleans as the world reads them: some clients send `True`, others `true`.
pub(crate) fn normalise(spec: &OperationSpec, parameters: &mut Parameters) {
    for (name, value) in parameters.iter_mut() {
        let is_boolean = |word: &str| value.eq_ignore_ascii_case(word);
        if (is_boolean("true") || is_boolean("false")) && kind_of(spec, name) == Some("boolean") {
            value.make_ascii_lowercase();
        }
    }
}

/// The catalogue's type of a wire name: `Name`, `Name.N`, `Name.N.Member`.
fn kind_of<'a>(spec: &'a OperationSpec, wire_name: &str) -> Option<&'a str> {
    if let Some(param) = spec.request.iter().find(|param| param.name == wire_name) {
        return Some(&param.kind);
    }
    let mut parts = wire_name.split('.');
    let head = parts.next()?;
    let param = spec.request.iter().find(|param| param.name == head)?;
    let (mut kind, mut members) = (param.kind.as_str(), &param.fields);
    for part in parts {
        match kind.strip_prefix("array<").and_then(|item| item.strip_suffix('>')) {
            Some(item) if part.parse::<u32>().is_ok() => kind = item,
            Some(_) => return None,
            None => {
                let member = members.iter().find(|member| member.name == part)?;
                (kind, members) = (&member.kind, &member.fields);
            }
        }
    }
    Some(kind)
}

/// Checks that every required parameter is there, if only by one of its numbered parts (`Tag.1.Key`).
pub(crate) fn check_required(spec: &OperationSpec, parameters: &Parameters) -> Result<(), Fault> {
    let is_there = |name: &str| {
        parameters.contains_key(name)
            || parameters.keys().any(|key| key.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
    };
    match spec.request.iter().find(|param| param.required && !is_there(&param.name)) {
        Some(param) => Err(Fault::missing(spec, &param.name)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
