//! The parameters of a request: any bytes are read without a panic, as another parser reads them, and what was read
//! is read again from what it is written as.

use super::ensure_same;
use crate::source::Source;
use kms_gateway::parameters::{ParameterError, collect};
use kms_signer::encode::{encode_pairs, parse_form};

const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) fn run(source: &mut Source) -> Result<(), String> {
    let query = wire(source);
    let query = String::from_utf8_lossy(&query).into_owned();
    let body = wire(source);
    let content_type = source.pick(&[
        None,
        Some(FORM),
        Some("Application/X-Www-Form-Urlencoded;charset=utf-8"),
        Some("text/plain"),
    ]);
    let is_form = content_type.is_some_and(|value| value.len() >= FORM.len());
    let form = if is_form { body.as_slice() } else { b"" };
    let pairs: Vec<_> = parse_form(query.as_bytes()).into_iter().chain(parse_form(form)).collect();
    let input = format!("{query:?} {content_type:?} {body:?}");

    let parameters = match collect(&query, content_type, &body) {
        Ok(parameters) => parameters,
        Err(ParameterError::Repeated(name)) => {
            let count = pairs.iter().filter(|(candidate, _)| candidate == name.as_bytes()).count();
            return if count > 1 { Ok(()) } else { Err(format!("{name:?} is not repeated: {input}")) };
        }
        Err(ParameterError::NotUtf8) => {
            let is_text = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok();
            let all = pairs.iter().all(|(name, value)| is_text(name) && is_text(value));
            return if all { Err(format!("all is UTF-8: {input}")) } else { Ok(()) };
        }
    };
    ensure_same(&format!("count of {input}"), &parameters.len(), &pairs.len())?;
    let others = url::form_urlencoded::parse(query.as_bytes()).chain(url::form_urlencoded::parse(form));
    let others = others.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    ensure_same(&format!("another parser of {input}"), &parameters, &others)?;

    let owned: Vec<(String, String)> = parameters.clone().into_iter().collect();
    for written in [encode_pairs(&owned), source.spell(&owned)] {
        ensure_same(&written, &collect(&written, None, b""), &Ok(parameters.clone()))?;
        ensure_same(&written, &collect("", Some(FORM), written.as_bytes()), &Ok(parameters.clone()))?;
    }
    Ok(())
}

/// A query or a form as a client writes it, sometimes spoilt.
fn wire(source: &mut Source) -> Vec<u8> {
    let pairs = source.pairs(false);
    let mut bytes = source.spell(&pairs).into_bytes();
    if source.chance(60) {
        source.mutate(&mut bytes);
    }
    bytes
}
