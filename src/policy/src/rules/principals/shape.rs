//! `Principal` is an object with `RAM` alone.

use super::list;
use crate::{
    document::{Element, Statement},
    edit::nodes,
    finding::{Finding, Fix},
    lint::Pass,
    principal::Principal,
    rules::text::meant,
    sorted::Listed,
    text::{Edit, Member, NodeId, NodeKind, Tree},
};

/// The one member of `Principal`.
const RAM: &str = "RAM";

/// KPL-P01.
pub(super) fn wrong(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    for statement in list::readable(pass.document()) {
        let Some(node) = statement.element(Element::Principal) else { continue };
        match tree.kind(node) {
            NodeKind::Text | NodeKind::Array => {
                let finding = pass.finding(tree.span(node)).fixed_by(wrapped(tree, node));
                pass.report(finding);
            }
            NodeKind::Object => members(pass, statement, node),
            _ => {
                let finding = pass.finding(tree.span(node));
                pass.report(finding);
            }
        }
    }
}

fn members(pass: &mut Pass<'_>, statement: &Statement, object: NodeId) {
    let tree = pass.tree();
    let all: Vec<Member<'_>> = tree.members(object).list();
    if all.is_empty() {
        let finding = pass.finding(tree.span(object));
        pass.report(finding);
    }
    for member in &all {
        if member.name == RAM || meant(&member.name, &[RAM]).is_some() {
            continue;
        }
        let finding: Finding = pass
            .finding(tree.span(member.key))
            .saying("KPL-P01.member")
            .with("name", &member.name)
            .fixed_by(moved(tree, statement, member, all.len()));
        pass.report(finding);
    }
}

/// Puts a text or list where it belongs; only what surely are principals without asking.
fn wrapped(tree: &Tree, value: NodeId) -> Option<Fix> {
    let span = tree.span(value);
    let (open, close) = if tree.kind(value) == NodeKind::Array { ("", "") } else { ("[", "]") };
    let edits = vec![
        Edit::insert(span.start, format!("{{\"{RAM}\": {open}")),
        Edit::insert(span.end, format!("{close}}}")),
    ];
    let title = "fix.principals.wrap";
    Some(if are_plain(tree, value) { Fix::safe(title, edits) } else { Fix::guided(title, edits) })
}

/// Renames a member that holds principals; another one can only go.
fn moved(tree: &Tree, statement: &Statement, member: &Member<'_>, members: usize) -> Option<Fix> {
    if members > 1 {
        return Some(Fix::guided("fix.remove", vec![nodes::remove(tree, member.node)]));
    }
    if member.value.is_some_and(|value| are_plain(tree, value)) {
        let edits = vec![nodes::replace_with_text(tree, member.key, RAM)];
        return Some(Fix::safe("fix.rename", edits).with("new", RAM));
    }
    list::removal(tree, statement, member.node, false)
}

/// Whether a value is one principal or a list of some, each well formed and none of them everybody.
fn are_plain(tree: &Tree, value: NodeId) -> bool {
    let is_plain =
        |node: NodeId| tree.text(node).is_some_and(|text| text != "*" && Principal::parse(&text).is_ok());
    match tree.kind(value) {
        NodeKind::Array => {
            !tree.items(value).is_empty() && tree.items(value).iter().all(|item| is_plain(*item))
        }
        _ => is_plain(value),
    }
}
