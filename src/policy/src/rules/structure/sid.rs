//! S13, S14, S15: names of statements.

use std::collections::{HashMap, HashSet};

use super::{OF_STATEMENT, opening, readable};
use crate::{
    catalog::Level,
    document::{Document, Effect, Element, Statement, Text},
    edit::nodes,
    finding::Fix,
    lint::Pass,
    principal::{Account, Principal},
    rules::text::{invisible, meant, shorten},
    sorted::{Listed, Map},
    text::Edit,
};

/// Characters that a Sid may have.
const LONGEST: usize = 128;

fn is_legal(letter: char) -> bool {
    // The documentation lists no blank, but the service's own Sids have them.
    letter.is_ascii_alphanumeric() || " _/+=.@-".contains(letter)
}

/// The nearest name that is legal.
fn legal(name: &str) -> String {
    name.chars().take(LONGEST).map(|letter| if is_legal(letter) { letter } else { '-' }).collect()
}

/// Sids that are too long, or have other characters.
pub(super) fn unusable(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    for Text { node, value } in readable(pass.document()).filter_map(|statement| statement.sid.as_ref()) {
        let length = value.chars().count();
        let other = value.chars().find(|letter| !is_legal(*letter));
        let finding = pass.finding(tree.span(*node)).with("sid", shorten(value));
        let finding = match other {
            _ if value.chars().any(|letter| invisible(letter).is_some()) => continue,
            _ if length > LONGEST => finding.saying("KPL-S13.long").with("n", length).with("limit", LONGEST),
            Some(other) => finding.with("found", other.escape_default()),
            None => continue,
        };
        let new = legal(value);
        let fix = Fix::safe("fix.replace", vec![nodes::replace_with_text(tree, *node, &new)]);
        let finding = finding.fixed_by(fix.with("new", shorten(&new)));
        pass.report(finding);
    }
}

/// Names that no statement has yet.
struct Names {
    taken: HashSet<String>,
    /// The next number to try behind a name, so that many statements of one name are not counted through again.
    next: HashMap<String, usize>,
}

impl Names {
    fn of(document: &Document) -> Self {
        let names = document.statements().iter().filter_map(Statement::name);
        Self { taken: names.map(ToOwned::to_owned).collect(), next: HashMap::new() }
    }

    /// The name itself if it is free, else with a number behind it.
    fn take(&mut self, name: &str) -> String {
        if self.taken.insert(name.to_owned()) { name.to_owned() } else { self.take_numbered(name) }
    }

    fn take_numbered(&mut self, name: &str) -> String {
        let next = self.next.entry(name.to_owned()).or_insert(2);
        loop {
            let number = format!("-{next}");
            *next += 1;
            let mut numbered: String = name.chars().take(LONGEST - number.len()).collect();
            numbered.push_str(&number);
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// Sids of several statements.
pub(super) fn shared(pass: &mut Pass<'_>) {
    let (document, tree) = (pass.document(), pass.tree());
    let sids = readable(document).filter_map(|statement| statement.sid.as_ref());
    let uses: Map<&str, Vec<&Text>> =
        Map::grouped(sids.filter(|sid| !sid.value.is_empty()).map(|sid| (sid.value.as_str(), sid)));
    let mut names = Names::of(document);
    for (name, uses) in uses {
        let [first, others @ ..] = uses.as_slice() else { continue };
        let spans: Vec<_> = others.iter().map(|sid| tree.span(sid.node)).list();
        let Some(second) = spans.first().copied() else { continue };
        let edits =
            others.iter().map(|sid| nodes::replace_with_text(tree, sid.node, &names.take_numbered(name)));
        let mut finding = pass
            .finding(second)
            .with("sid", shorten(name))
            .with("n", uses.len())
            .related_to(tree.span(first.node))
            .fixed_by(Fix::safe("fix.number-sids", edits.list()));
        finding.spans = spans;
        pass.report(finding);
    }
}

/// Statements without a name.
pub(super) fn absent(pass: &mut Pass<'_>) {
    let (document, tree) = (pass.document(), pass.tree());
    let mut names = Names::of(document);
    for statement in readable(document) {
        let sid = statement.element(Element::Sid);
        let is_empty = statement.sid.as_ref().is_some_and(|sid| sid.value.is_empty());
        let is_misspelt =
            || tree.members(statement.node).any(|member| meant(&member.name, OF_STATEMENT) == Some("Sid"));
        if (sid.is_some() && !is_empty) || (sid.is_none() && is_misspelt()) {
            continue;
        }
        let name = names.take(&describe(pass, statement));
        let (span, edit): (_, Edit) = match sid {
            Some(sid) => (tree.span(sid), nodes::replace_with_text(tree, sid, &name)),
            None => {
                let member = format!("\"Sid\": {}", nodes::quoted(&name));
                (opening(tree, statement.node), nodes::insert(tree, statement.node, 0, &member))
            }
        };
        let fix = Fix::safe("fix.sid", vec![edit]).with("new", name);
        let finding = pass.finding(span).fixed_by(fix);
        pass.report(finding);
    }
}

/// A name from what a statement does and whom it names first: `allow-use-role-app`.
fn describe(pass: &Pass<'_>, statement: &Statement) -> String {
    let effect = match statement.effect {
        Some(Effect::Allow) => "allow",
        Some(Effect::Deny) => "deny",
        None => "statement",
    };
    let mut parts = vec![effect.to_owned()];
    parts.extend(role(pass, statement).map(ToOwned::to_owned));
    match statement.known_principals().next() {
        Some(Principal::Whole(Account::Any)) => parts.push("anyone".to_owned()),
        Some(Principal::Whole(Account::Id(id))) => parts.push(format!("account-{id}")),
        Some(Principal::Named { kind, name, .. }) => parts.push(format!("{}-{name}", kind.as_str())),
        None => {}
    }
    legal(&parts.join("-"))
}

/// Entries of a list that are looked at for a name: long lists make no better one.
const LOOKED_AT: usize = 16;

/// What the weightiest actions of a statement amount to.
fn role(pass: &Pass<'_>, statement: &Statement) -> Option<&'static str> {
    let catalog = pass.catalog();
    let patterns = statement.known_actions().take(LOOKED_AT);
    let level = patterns.flat_map(|pattern| pattern.known(catalog)).map(|action| action.level).max()?;
    Some(match level {
        Level::List | Level::Read => "read",
        Level::Use => "use",
        Level::Tag | Level::Write | Level::Destroy => "manage",
        Level::Policy => "administer",
    })
}
