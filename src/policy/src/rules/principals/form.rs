//! Entries that are no principal.

use super::refused;
use crate::{
    document::PrincipalEntry,
    edit::nodes,
    finding::Fix,
    lint::Pass,
    principal::{Account, Fault, FormFault, Identity, Principal},
    rules::text::has_invisible,
    sorted::Listed,
};

/// KPL-P02.
pub(super) fn no_principal(pass: &mut Pass<'_>) {
    for (entry, fault) in refused(pass) {
        let Fault::Form(fault) = fault else { continue };
        let text = &entry.text.value;
        if has_invisible(text) {
            continue;
        }
        let message = match fault {
            FormFault::Prefix => "KPL-P02",
            FormFault::Region => "KPL-P02.region",
            FormFault::MissingPart => "KPL-P02.part",
            FormFault::Space => "KPL-P02.space",
        };
        let finding = pass
            .finding(pass.tree().span(entry.text.node))
            .saying(message)
            .with("arn", text)
            .fixed_by(repaired(*fault, text).and_then(|(new, sure)| replacement(pass, entry, new, sure)));
        pass.report(finding);
    }
}

/// What a refused entry was meant to be, and whether nothing else can have been meant.
fn repaired(fault: FormFault, text: &str) -> Option<(String, bool)> {
    match fault {
        FormFault::Region | FormFault::Prefix => {
            // The other cloud begins with a field more.
            let text = text.strip_prefix("arn:").unwrap_or(text);
            let parts: Vec<&str> = text.splitn(5, ':').list();
            let [acs, ram, _, account, who] = parts.as_slice() else { return None };
            let is_slip = is_near(acs, "acs", 2) && is_near(ram, "ram", 1);
            is_slip.then(|| (format!("acs:ram::{account}:{who}"), true))
        }
        FormFault::Space => Some((text.split_whitespace().collect(), false)),
        FormFault::MissingPart => {
            // One colon in the place of two.
            let parts: Vec<&str> = text.split(':').list();
            let [_, _, account, who] = parts.as_slice() else { return None };
            Some((format!("acs:ram::{account}:{who}"), false))
        }
    }
}

fn is_near(text: &str, known: &str, edits: usize) -> bool {
    text.len() <= 2 * known.len() && strsim::levenshtein(&text.to_ascii_lowercase(), known) <= edits
}

fn replacement(pass: &Pass<'_>, entry: &PrincipalEntry, new: String, sure: bool) -> Option<Fix> {
    let principal = Principal::parse(&new).ok()?;
    let edits = vec![nodes::replace_with_text(pass.tree(), entry.text.node, &new)];
    // Nobody is let in from everywhere for a slip of the pen.
    let safe = sure && *principal.account() != Account::Any;
    let fix = if safe { Fix::safe("fix.replace", edits) } else { Fix::guided("fix.replace", edits) };
    Some(fix.with("new", new))
}

/// KPL-P03.
pub(super) fn wrong_type(pass: &mut Pass<'_>) {
    for (entry, fault) in refused(pass) {
        let Fault::Type(kind) = fault else { continue };
        // A session is its role, and the root is reached through its account.
        let meant = Identity::parse(&entry.text.value).map(|identity| match identity.name {
            None => Principal::Whole(Account::Id(identity.account)),
            Some((kind, name)) => Principal::Named { account: Account::Id(identity.account), kind, name },
        });
        let finding = pass
            .finding(pass.tree().span(entry.text.node))
            .with("arn", &entry.text.value)
            .with("type", kind)
            .fixed_by(meant.and_then(|meant| replacement(pass, entry, meant.to_string(), false)));
        pass.report(finding);
    }
}

/// KPL-P04.
pub(super) fn example_text(pass: &mut Pass<'_>) {
    for (entry, fault) in refused(pass) {
        if *fault == Fault::Placeholder {
            let finding = pass.finding(pass.tree().span(entry.text.node)).with("arn", &entry.text.value);
            pass.report(finding);
        }
    }
}

/// KPL-P05.
pub(super) fn account_id(pass: &mut Pass<'_>) {
    for (entry, fault) in refused(pass) {
        let Fault::AccountId(id) = fault else { continue };
        let is_number = id.bytes().all(|byte| byte.is_ascii_digit());
        let finding = pass
            .finding(pass.tree().span(entry.text.node))
            .saying(if is_number { "KPL-P05" } else { "KPL-P05.letters" })
            .with("id", id)
            .with("n", id.chars().count());
        pass.report(finding);
    }
}
