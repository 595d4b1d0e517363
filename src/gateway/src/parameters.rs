//! The parameters of a call, from the query, the form body, or both.

use crate::fault::Fault;
use kms_api::{Parameters, catalog::OperationSpec};
use kms_signer::encode::parse_form;

/// Collects parameters. A body counts only when it is a form; clients also send others, which say nothing.
///
/// # Errors
/// A name that is given twice, which no client can express and which two readers could read differently; text
/// that is not UTF-8.
pub(crate) fn collect(query: &str, content_type: Option<&str>, body: &[u8]) -> Result<Parameters, Fault> {
    let form = if content_type.is_some_and(is_form) { body } else { b"" };
    let mut parameters = Parameters::new();
    for (name, value) in parse_form(query.as_bytes()).into_iter().chain(parse_form(form)) {
        let text = |bytes| {
            String::from_utf8(bytes)
                .map_err(|_| Fault::gateway(400, "InvalidParameter.Format", "A parameter is not UTF-8."))
        };
        let (name, value) = (text(name)?, text(value)?);
        let repeated = format!("The parameter {name} is given more than once.");
        if parameters.insert(name, value).is_some() {
            return Err(Fault::gateway(400, "InvalidParameter.Format", repeated));
        }
    }
    Ok(parameters)
}

/// Checks that every required parameter is there, if only by one of its numbered parts (`Tag.1.Key`).
pub(crate) fn check_required(spec: &OperationSpec, parameters: &Parameters) -> Result<(), Fault> {
    let is_there = |name: &str| {
        parameters.contains_key(name)
            || parameters.keys().any(|key| key.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
    };
    match spec.request.iter().find(|param| param.required && !is_there(&param.name)) {
        Some(param) => Err(Fault::missing(&param.name)),
        None => Ok(()),
    }
}

/// Whether a body with this content type carries parameters.
pub(crate) fn is_form(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

#[cfg(test)]
mod tests;
