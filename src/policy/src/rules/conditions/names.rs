//! Names of operators and keys.

use super::{
    entries,
    place::{Claims, Names},
    statements,
};
use crate::{
    catalog::Catalog,
    document::Element,
    edit::nodes::quoted,
    finding::{Fix, Severity},
    lint::Pass,
    text::{Edit, Member, NodeKind},
};

/// How many letters may differ for a name to be taken for another.
const NEAR: usize = 2;
/// The prefix of condition keys that all products share.
const SHARED_PREFIX: &str = "acs:";

/// KPL-C02.
pub(super) fn operators(pass: &mut Pass<'_>) {
    let (tree, catalog) = (pass.tree(), pass.catalog());
    let mut claims = Claims::default();
    for statement in statements(pass) {
        let Some(condition) = statement.element(Element::Condition) else { continue };
        let is_object =
            |member: &Member<'_>| member.value.is_some_and(|value| tree.kind(value) == NodeKind::Object);
        // Rule C01 puts such a key under an operator, perhaps the very one that a name is mended to.
        let waits =
            tree.members(condition).any(|member| !is_object(&member) && catalog.key(&member.name).is_some());
        let unknown = tree
            .members(condition)
            .filter(|member| is_object(member) && catalog.operator(&member.name).is_none());
        for member in unknown {
            let finding = pass.finding(tree.span(member.key)).with("operator", &member.name);
            let known = catalog.operators().iter().map(|operator| operator.name.as_str());
            pass.report(match near(&member.name, known) {
                Some(known) => {
                    let free =
                        !waits && claims.take(statement, known) && tree.get(condition, known).is_none();
                    let edit = Edit::replace(tree.span(member.key), quoted(known));
                    let edits = if free { vec![edit] } else { Vec::new() };
                    finding
                        .saying("KPL-C02.suggest")
                        .with("known", known)
                        .fixed_by(Fix::safe("fix.rename", edits).with("new", known))
                }
                None => finding,
            });
        }
    }
}

/// KPL-C03.
pub(super) fn keys(pass: &mut Pass<'_>) {
    let (tree, catalog) = (pass.tree(), pass.catalog());
    let own_prefix = format!("{}:", catalog.service());
    for statement in statements(pass) {
        let names = Names::of(tree, statement);
        for entry in entries(catalog, statement).iter().filter(|entry| entry.key.is_none()) {
            let key = &entry.condition.key;
            let prefixed = key.value.starts_with(SHARED_PREFIX) || key.value.starts_with(&own_prefix);
            let mut finding = pass.finding(tree.span(key.node)).with("key", &key.value);
            if !prefixed {
                finding.severity = Severity::Error;
            }
            let known = near_key(catalog, &key.value);
            let message = match (prefixed, known.is_some()) {
                (true, false) => "KPL-C03",
                (true, true) => "KPL-C03.suggest",
                (false, false) => "KPL-C03.prefix",
                (false, true) => "KPL-C03.prefix.suggest",
            };
            finding = finding.saying(message);
            pass.report(match known {
                Some(known) => {
                    let edits = names.rename_key(entry.condition, &known).unwrap_or_default();
                    let fix = Fix::guided("fix.rename", edits).with("new", &known);
                    finding.with("known", known).fixed_by(fix)
                }
                None => finding,
            });
        }
    }
}

/// The one name that a text is nearest to: equal but for letter case, or few letters away.
fn near<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    let mut unique = true;
    for name in names {
        // Names of very different length are far apart; counting letters of long hostile names is not needed.
        if name.len().abs_diff(text.len()) > NEAR {
            continue;
        }
        let distance = if name.eq_ignore_ascii_case(text) { 0 } else { strsim::levenshtein(name, text) };
        if distance > NEAR {
            continue;
        }
        match best {
            Some((least, _)) if least < distance => {}
            Some((least, _)) if least == distance => unique = false,
            _ => {
                best = Some((distance, name));
                unique = true;
            }
        }
    }
    best.filter(|_| unique).map(|(_, name)| name)
}

/// The key that a text was meant to be. Of a family of keys only the common beginning is compared.
fn near_key(catalog: &Catalog, text: &str) -> Option<String> {
    let plain = || catalog.keys().iter().filter(|key| !key.prefix).map(|key| key.name.as_str());
    if let Some(known) = near(text, plain()) {
        return Some(known.to_owned());
    }
    if !text.contains(':') {
        // Without any prefix: by what stands behind the prefix of a key.
        let local =
            |name: &str| name.split_once(':').is_some_and(|(_, local)| local.eq_ignore_ascii_case(text));
        return plain().find(|name| local(name)).map(str::to_owned);
    }
    let families = || catalog.keys().iter().filter(|key| key.prefix);
    let fitting = families().find_map(|key| {
        let (head, rest) = text.split_at_checked(key.name.len())?;
        (head.eq_ignore_ascii_case(&key.name) && !rest.is_empty()).then(|| format!("{}{rest}", key.name))
    });
    fitting.or_else(|| {
        let (end, _) = text.char_indices().filter(|(_, letter)| matches!(letter, ':' | '/')).nth(1)?;
        let (head, rest) = text.split_at_checked(end + 1)?;
        let known = near(head, families().map(|key| key.name.as_str()))?;
        (!rest.is_empty()).then(|| format!("{known}{rest}"))
    })
}
