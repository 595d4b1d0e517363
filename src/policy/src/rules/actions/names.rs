//! How actions are spelt.

use super::{super::list, spelt};
use crate::{
    action::ActionPattern,
    catalog::{Action, Catalog},
    document::ActionEntry,
    edit::nodes,
    finding::Fix,
    lint::Pass,
    rules::text::has_invisible,
    sorted::Listed,
};

/// `*` and `*:*` lack the prefix as well, and are meant clearly enough for a rule of their own.
fn is_everything(text: &str) -> bool {
    matches!(text, "*" | "*:*")
}

/// What a name after the prefix means to the catalogue; `None` for patterns.
fn literal<'a>(entry: &'a ActionEntry, catalog: &'a Catalog) -> Option<(&'a str, Option<&'a Action>)> {
    let name = ActionPattern::after_prefix(&entry.text.value, catalog)?;
    (!crate::glob::is_pattern(name)).then(|| (name, catalog.action(name)))
}

/// KPL-A01.
pub(super) fn without_prefix(pass: &mut Pass<'_>) {
    let catalog = pass.catalog();
    for entry in list::readable(pass.document()).flat_map(|statement| &statement.actions) {
        let text = &entry.text.value;
        if is_everything(text) || ActionPattern::after_prefix(text, catalog).is_some() {
            continue;
        }
        let finding = pass
            .finding(pass.tree().span(entry.text.node))
            .with("a", text)
            .with("prefix", spelt(catalog, ""))
            .fixed_by(prefixed(pass, entry));
        pass.report(finding);
    }
}

/// Behind a foreign prefix the same name may mean something else, so only a bare name is mended without asking.
fn prefixed(pass: &Pass<'_>, entry: &ActionEntry) -> Option<Fix> {
    let catalog = pass.catalog();
    let text = entry.text.value.as_str();
    let name = text.split_once(':').map_or(text, |(_, name)| name).trim();
    let new = match catalog.action(name) {
        Some(action) => spelt(catalog, &action.name),
        None => {
            let pattern = ActionPattern::of_name(name);
            let means_something = pattern.is_pattern() && pattern.known(catalog).next().is_some();
            means_something.then(|| spelt(catalog, name))?
        }
    };
    let edits = vec![nodes::replace_with_text(pass.tree(), entry.text.node, &new)];
    let bare = catalog.action(text).is_some();
    let fix = if bare { Fix::safe("fix.replace", edits) } else { Fix::guided("fix.replace", edits) };
    Some(fix.with("new", new))
}

/// KPL-A02.
pub(super) fn everything(pass: &mut Pass<'_>) {
    let known = spelt(pass.catalog(), "*");
    for entry in list::readable(pass.document()).flat_map(|statement| &statement.actions) {
        if !is_everything(&entry.text.value) {
            continue;
        }
        let edits = vec![nodes::replace_with_text(pass.tree(), entry.text.node, &known)];
        // The entry granted nothing so far, and would grant everything.
        let finding = pass
            .finding(pass.tree().span(entry.text.node))
            .with("a", &entry.text.value)
            .with("known", &known)
            .fixed_by(Fix::guided("fix.replace", edits).with("new", known.as_str()));
        pass.report(finding);
    }
}

/// KPL-A03.
pub(super) fn unknown(pass: &mut Pass<'_>) {
    let catalog = pass.catalog();
    let mut names = list::Names::new(catalog.actions().iter().map(|action| action.name.as_str()));
    for entry in list::readable(pass.document()).flat_map(|statement| &statement.actions) {
        let Some((name, None)) = literal(entry, catalog) else { continue };
        if has_invisible(name) {
            continue;
        }
        let finding = pass.finding(pass.tree().span(entry.text.node)).with("a", &entry.text.value);
        let near: Vec<String> = names.near(name).iter().map(|name| spelt(catalog, name)).list();
        let finding = match near.as_slice() {
            [] => finding,
            [one] => {
                let edits = vec![nodes::replace_with_text(pass.tree(), entry.text.node, one)];
                finding
                    .saying("KPL-A03.suggest")
                    .with("known", one)
                    .fixed_by(Fix::safe("fix.replace", edits).with("new", one.as_str()))
            }
            several => finding.saying("KPL-A03.several").with("known", several.join(", ")),
        };
        pass.report(finding);
    }
}

/// KPL-A05.
pub(super) fn letter_case(pass: &mut Pass<'_>) {
    let catalog = pass.catalog();
    for entry in list::readable(pass.document()).flat_map(|statement| &statement.actions) {
        let Some((_, Some(action))) = literal(entry, catalog) else { continue };
        let known = spelt(catalog, &action.name);
        if entry.text.value == known {
            continue;
        }
        let edits = vec![nodes::replace_with_text(pass.tree(), entry.text.node, &known)];
        let finding = pass
            .finding(pass.tree().span(entry.text.node))
            .with("a", &entry.text.value)
            .with("known", &known)
            .fixed_by(Fix::safe("fix.replace", edits).with("new", known));
        pass.report(finding);
    }
}
