//! S03, S04, S05, S07, S08, S09: which members there are.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use super::{
    OF_POLICY, OF_PRINCIPAL, OF_STATEMENT, default_statement, is_whole, opening, readable, readable_objects,
    root,
};
use crate::{
    action::ActionPattern,
    document::{Element, Statement},
    edit::nodes,
    finding::Fix,
    lint::Pass,
    rules::text::{meant, shorten},
    sorted::Listed,
    text::{Edit, Member, NodeId, NodeKind, Span, Tree},
};

/// One name twice in an object.
pub(super) fn repeated(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    for object in readable_objects(pass.document()) {
        let mut first: HashMap<Cow<'_, str>, NodeId> = HashMap::new();
        for member in tree.members(object).filter(|member| member.value.is_some()) {
            let Some(earlier) = first.get(&member.name).copied() else {
                first.insert(member.name, member.node);
                continue;
            };
            let finding = pass
                .finding(tree.span(member.key))
                .with("name", shorten(&member.name))
                .related_to(tree.span(earlier))
                .fixed_by(merge(tree, earlier, &member));
            pass.report(finding);
        }
    }
}

/// Of two lists one with the items of both; of anything else the later, which is the one that parsers keep.
fn merge(tree: &Tree, earlier: NodeId, later: &Member<'_>) -> Fix {
    let keep_last = || Fix::guided("fix.keep-last", vec![nodes::remove(tree, earlier)]);
    let is_list = |value: &NodeId| tree.kind(*value) == NodeKind::Array;
    let earlier_value = tree.as_member(earlier).and_then(|member| member.value).filter(is_list);
    let (Some(one), Some(two)) = (earlier_value, later.value.filter(is_list)) else { return keep_last() };
    let items = tree.items(one).iter().chain(tree.items(two));
    let items: Vec<Cow<'_, str>> =
        items.map(|item| String::from_utf8_lossy(tree.span(*item).of(tree.source()))).list();
    let removed = nodes::remove(tree, earlier);
    let merged = Edit::replace(tree.span(two), format!("[{}]", items.join(", ")));
    Fix::guided("fix.merge", vec![removed, merged])
}

/// Members with names outside the grammar, and the element that each is meant to be.
fn unknown<'a>(
    tree: &'a Tree,
    object: NodeId,
    known: &'static [&'static str],
) -> impl Iterator<Item = (Member<'a>, Option<&'static str>)> {
    tree.members(object)
        .filter(move |member| {
            let is_read = member.value.is_some() && tree.kind(member.key) == NodeKind::Text;
            is_read && !known.contains(&&*member.name)
        })
        .map(move |member| {
            let meant = meant(&member.name, known);
            (member, meant)
        })
}

/// Whether another rule speaks of a member that stands for an element: misspelt, or negated.
fn is_replaced(tree: &Tree, object: NodeId, known: &'static [&'static str], element: &str) -> bool {
    unknown(tree, object, known)
        .any(|(member, meant)| meant == Some(element) || member.name.strip_prefix("Not") == Some(element))
}

/// Names that are nearly those of elements.
pub(super) fn misspelt(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    let mut objects: Vec<(NodeId, &'static [&'static str])> =
        root(tree).map(|root| (root, OF_POLICY)).into_iter().list();
    for statement in readable(pass.document()) {
        objects.push((statement.node, OF_STATEMENT));
        objects.extend(statement.element(Element::Principal).map(|principal| (principal, OF_PRINCIPAL)));
    }
    for (object, known) in objects {
        let mut there: HashSet<Cow<'_, str>> = HashSet::new();
        for (member, meant) in unknown(tree, object, known) {
            let Some(meant) = meant else { continue };
            if there.is_empty() {
                there = tree.members(object).map(|member| member.name).collect();
            }
            // Beside the right name the renamed member would be a second one.
            let fix = if there.insert(Cow::Borrowed(meant)) {
                Fix::safe("fix.rename", vec![nodes::replace_with_text(tree, member.key, meant)])
                    .with("new", meant)
            } else {
                Fix::guided("fix.remove", vec![nodes::remove(tree, member.node)])
            };
            let finding = pass
                .finding(tree.span(member.key))
                .with("name", shorten(&member.name))
                .with("known", meant)
                .fixed_by(fix);
            pass.report(finding);
        }
    }
}

/// Whether the document lacks one of its two elements, as far as that can be known.
fn lacks(tree: &Tree, element: &str) -> Option<NodeId> {
    let root = root(tree)?;
    let there = tree.members(root).any(|member| member.name == element);
    (!there && is_whole(tree, root) && !is_replaced(tree, root, OF_POLICY, element)).then_some(root)
}

/// No `Version`.
pub(super) fn no_version(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    let Some(root) = lacks(tree, "Version") else { return };
    let insert = nodes::insert(tree, root, 0, r#""Version": "1""#);
    let fix = Fix::safe("fix.add", vec![insert]).with("new", r#""Version": "1""#);
    let finding = pass.finding(opening(tree, root)).fixed_by(fix);
    pass.report(finding);
}

/// No `Statement`, or none in it.
pub(super) fn no_statement(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    let added = default_statement(pass);
    let (span, insert) = if let Some(root) = lacks(tree, "Statement") {
        let member = added.map(|added| format!("\"Statement\": [{added}]"));
        (opening(tree, root), member.map(|member| nodes::insert(tree, root, usize::MAX, &member)))
    } else if let Some(list) = pass.document().statement_list().filter(|list| {
        tree.kind(*list) == NodeKind::Array && tree.children(*list).is_empty() && !tree.is_damaged(*list)
    }) {
        (tree.span(list), added.map(|added| nodes::insert(tree, list, 0, &added)))
    } else {
        return;
    };
    let fix = insert.map(|insert| Fix::guided("fix.owner-statement", vec![insert]));
    let finding = pass.finding(span).fixed_by(fix);
    pass.report(finding);
}

/// Names that are those of no element.
pub(super) fn foreign(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    let document = pass.document();
    let objects = root(tree).map(|root| (root, OF_POLICY, None)).into_iter();
    let statements = readable(document).map(|statement| (statement.node, OF_STATEMENT, Some(statement)));
    for (object, known, statement) in objects.chain(statements) {
        for (member, meant) in unknown(tree, object, known) {
            if meant.is_some() {
                continue;
            }
            let fix = statement
                .and_then(|statement| list_the_rest(pass, statement, &member))
                .unwrap_or_else(|| Fix::guided("fix.remove", vec![nodes::remove(tree, member.node)]));
            let finding =
                pass.finding(tree.span(member.key)).with("name", shorten(&member.name)).fixed_by(fix);
            pass.report(finding);
        }
    }
}

/// `NotAction` of an Allow as the list of the actions that it leaves.
fn list_the_rest(pass: &Pass<'_>, statement: &Statement, member: &Member<'_>) -> Option<Fix> {
    let (tree, catalog) = (pass.tree(), pass.catalog());
    let allows = statement.effect == Some(crate::document::Effect::Allow);
    if member.name != "NotAction" || !allows || statement.element(Element::Action).is_some() {
        return None;
    }
    let value = member.value?;
    let values = match tree.kind(value) {
        NodeKind::Array => tree.items(value),
        _ => std::slice::from_ref(&value),
    };
    let left_out: Option<Vec<ActionPattern>> =
        values.iter().map(|value| ActionPattern::parse(&tree.text(*value)?, catalog)).collect();
    let left_out = left_out?;
    let rest = catalog
        .in_scope(pass.kind())
        .filter(|action| !left_out.iter().any(|pattern| pattern.covers(&action.name)))
        .map(|action| nodes::quoted(&format!("{}:{}", catalog.service(), action.name)));
    let rest = rest.list().join(", ");
    let list = Edit::replace(tree.span(member.node), format!("\"Action\": [{rest}]"));
    Some(Fix::guided("fix.list-actions", vec![list]))
}

/// Statements without an element that they must have.
pub(super) fn missing(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    for statement in readable(pass.document()) {
        for element in [Element::Effect, Element::Principal, Element::Action, Element::Resource] {
            let name = element.as_str();
            if statement.element(element).is_some() || is_replaced(tree, statement.node, OF_STATEMENT, name) {
                continue;
            }
            let span: Span = opening(tree, statement.node);
            let finding = pass
                .finding(span)
                .with("n", statement.index + 1)
                .with("element", name)
                .fixed_by(added(pass, statement, element));
            pass.report(finding);
        }
    }
}

/// Only `Resource` has just one value that it can have.
fn added(pass: &Pass<'_>, statement: &Statement, element: Element) -> Option<Fix> {
    let json = match element {
        Element::Resource => r#""Resource": ["*"]"#.to_owned(),
        Element::Effect => r#""Effect": "Allow""#.to_owned(),
        Element::Principal => {
            let owner = pass.context().owner.as_deref()?;
            format!(r#""Principal": {{"RAM": [{}]}}"#, nodes::quoted(&format!("acs:ram::{owner}:*")))
        }
        _ => return None,
    };
    let edits = vec![nodes::insert(pass.tree(), statement.node, usize::MAX, &json)];
    let fix = Fix { safe: element == Element::Resource, ..Fix::guided("fix.add", edits) };
    Some(fix.with("new", json))
}
