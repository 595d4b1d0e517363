//! Support for the tests of the rules.

use super::{Report, lint};
use crate::{
    catalog::{Kind, tests::CATALOG},
    context::Context,
    document::Document,
    finding::Finding,
    messages::{Language, message},
};

/// The account that owns the resource in tests.
pub(crate) const OWNER: &str = "1111222233334444";

/// A context with kind and owner alone.
pub(crate) fn context(kind: Kind) -> Context {
    Context::new(kind).owned_by(OWNER)
}

/// Judges a text.
pub(crate) fn judge(text: &str, context: &Context) -> Report {
    lint(&Document::parse(text, &CATALOG), context, &CATALOG)
}

/// The default statement of the owner account.
pub(crate) fn owner_statement() -> String {
    format!(
        r#"{{"Sid":"kms default key policy","Effect":"Allow","Principal":{{"RAM":["acs:ram::{OWNER}:*"]}},"Action":["kms:*"],"Resource":["*"]}}"#
    )
}

/// A policy of some statements.
pub(crate) fn policy(statements: &[&str]) -> String {
    format!(r#"{{"Version":"1","Statement":[{}]}}"#, statements.join(","))
}

/// Every text of a finding exists in every language, and its placeholders are filled.
pub(crate) fn assert_readable(finding: &Finding) {
    let texts = [(finding.message, &finding.params)]
        .into_iter()
        .chain(finding.fix.iter().map(|fix| (fix.title, &fix.params)));
    for (key, params) in texts {
        for language in Language::ALL {
            let empty = params.keys().map(|name| (*name, String::new())).collect();
            let text = message(language, key, &empty);
            assert!(text != key && !text.contains('{'), "{key} {language:?}: {text}");
        }
    }
}
