//! Keys that say where a request comes from.

use super::{
    Entry, entries,
    place::{Names, add_entry},
    statements,
};
use crate::{
    catalog::{Catalog, ConditionKey, Family, Test, ValueType},
    document::{Element, Text},
    edit::nodes::{quoted, remove, remove_all, replace_with_text},
    finding::{Finding, Fix},
    lint::Pass,
    sorted::{Listed, Map, sort_by_key},
    text::{Edit, NodeId, NodeKind, Tree},
    values::Network,
};

/// The values of an entry that are networks.
fn networks<'a>(entry: &Entry<'a>) -> Vec<(&'a Text, Network)> {
    let values = entry.condition.values.iter();
    values.filter_map(|value| Network::parse(&value.value).map(|network| (value, network))).list()
}

/// Takes a value out of its list, if others stay there.
fn without(tree: &Tree, entry: &Entry<'_>, value: &Text) -> Vec<Edit> {
    let in_list = entry.condition.value_node.is_some_and(|node| tree.items(node).len() > 1);
    if in_list { vec![remove(tree, value.node)] } else { Vec::new() }
}

/// The key of addresses that requests from inside a VPC carry.
fn inner_key(catalog: &Catalog) -> Option<&ConditionKey> {
    catalog.keys().iter().find(|key| key.value_type == ValueType::Ip && key.shared_gateway_only)
}

/// KPL-C06.
pub(super) fn private(pass: &mut Pass<'_>) {
    let (tree, catalog) = (pass.tree(), pass.catalog());
    let inner = inner_key(catalog);
    for statement in statements(pass) {
        let names = Names::of(tree, statement);
        for entry in entries(catalog, statement).iter().filter(|entry| entry.key_is(|key| key.public_only)) {
            let mut found = networks(entry);
            let all = found.len();
            found.retain(|(_, network)| network.is_private());
            // Public addresses of the same list must stay with their key.
            let only_private = found.len() == all && all == entry.condition.values.len() && all > 0;
            let renaming = inner.filter(|_| only_private).map(|inner| {
                let edits = names.rename_key(entry.condition, &inner.name).unwrap_or_default();
                Fix::guided("fix.rename", edits).with("new", &inner.name)
            });
            for (value, _) in found {
                let finding = pass
                    .finding(tree.span(value.node))
                    .with("value", &value.value)
                    .with("key", &entry.condition.key.value);
                let fix = renaming
                    .clone()
                    .unwrap_or_else(|| Fix::guided("fix.remove", without(tree, entry, value)));
                pass.report(advise(finding, inner).fixed_by(fix));
            }
        }
    }
}

/// With the keys that hold such addresses.
fn advise(finding: Finding, inner: Option<&ConditionKey>) -> Finding {
    match inner.map(|inner| (&inner.name, &inner.paired_with)) {
        None => finding,
        Some((inner, None)) => finding.saying("KPL-C06.inner").with("inner", inner),
        Some((inner, Some(pair))) => finding.saying("KPL-C06.pair").with("inner", inner).with("pair", pair),
    }
}

/// KPL-C07.
pub(super) fn normal_form(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    for statement in statements(pass) {
        for entry in entries(pass.catalog(), statement) {
            let compares = entry.operator.is_some_and(|operator| operator.family == Family::Ip);
            if !compares || entry.is_misfit() {
                continue;
            }
            let found = networks(&entry);
            if let Some((list, joined, edits)) = join(tree, &entry, &found) {
                let new = joined.iter().map(Network::to_string).list().join(", ");
                let fix = Fix::safe("fix.replace", edits).with("new", &new);
                pass.report(
                    pass.finding(tree.span(list)).saying("KPL-C07.joined").with("new", new).fixed_by(fix),
                );
                continue;
            }
            for (value, network) in
                found.iter().filter(|(value, network)| has_host_bits(&value.value, *network))
            {
                let new = network.to_string();
                let fix = Fix::safe("fix.replace", vec![replace_with_text(tree, value.node, &new)]);
                let finding = pass.finding(tree.span(value.node)).with("value", &value.value);
                pass.report(finding.with("new", &new).fixed_by(fix.with("new", new)));
            }
        }
    }
}

/// Whether the address of a text is not the first one of its network.
fn has_host_bits(text: &str, network: Network) -> bool {
    let address = text.split_once('/').and_then(|(address, _)| Network::parse(address));
    address.is_some_and(|address| address.first() != network.first())
}

/// The fewest networks that hold the same addresses, if the list has more, and the edits that leave them: each takes the
/// place of the first value that it holds.
fn join(
    tree: &Tree,
    entry: &Entry<'_>,
    found: &[(&Text, Network)],
) -> Option<(NodeId, Vec<Network>, Vec<Edit>)> {
    let list = entry.condition.value_node.filter(|node| tree.kind(*node) == NodeKind::Array)?;
    if found.len() != tree.items(list).len() {
        return None;
    }
    // The same text twice is for rule C15.
    let different: Map<&str, Network> =
        found.iter().map(|(value, network)| (value.value.as_str(), *network)).collect();
    let joined = fewest(different.values().copied().list());
    if joined.len() == different.len() {
        return None;
    }
    let mut left = vec![true; joined.len()];
    let (mut gone, mut edits) = (Vec::new(), Vec::new());
    for (value, network) in found {
        // Networks are sorted and apart, so the one that holds a value is the last that does not begin behind it.
        let at =
            joined.partition_point(|wide| (wide.is_v4(), wide.first()) <= (network.is_v4(), network.first()));
        let (Some(at), Some(wide)) = (at.checked_sub(1), at.checked_sub(1).and_then(|at| joined.get(at)))
        else {
            return None;
        };
        match left.get_mut(at) {
            Some(first) if *first => {
                *first = false;
                if has_host_bits(&value.value, *network) || wide != network {
                    edits.push(replace_with_text(tree, value.node, &wide.to_string()));
                }
            }
            _ => gone.push(value.node),
        }
    }
    edits.extend(remove_all(tree, list, &gone));
    Some((list, joined, edits))
}

/// Drops networks inside others, and joins halves.
fn fewest(mut networks: Vec<Network>) -> Vec<Network> {
    sort_by_key(&mut networks, |network| (network.is_v4(), network.first(), network.bits()));
    let mut joined: Vec<Network> = Vec::new();
    for network in networks {
        if joined.last().is_some_and(|last| last.contains(network)) {
            continue;
        }
        let mut network = network;
        while let Some(last) = joined.last()
            && let Some(whole) = whole_of(*last, network)
        {
            joined.pop();
            network = whole;
        }
        joined.push(network);
    }
    joined
}

/// The network that two halves make.
fn whole_of(low: Network, high: Network) -> Option<Network> {
    if low.is_v4() != high.is_v4() || low.bits() != high.bits() {
        return None;
    }
    let bits = low.bits().checked_sub(1)?;
    let whole = Network::new(Network::address(low.is_v4(), low.first())?, Some(bits))?;
    (low != high && whole.contains(low) && whole.contains(high)).then_some(whole)
}

/// KPL-C08.
pub(super) fn wide(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    let least = pass.context().around.cfg.min_prefix;
    let is_wide = |network: &Network| {
        let least = if network.is_v4() { least.v4 } else { least.v6 };
        network.bits() < least && !network.is_private()
    };
    for statement in statements(pass) {
        let all = entries(pass.catalog(), statement);
        let limits: Vec<&Entry<'_>> = all
            .iter()
            .filter(|entry| entry.allows() && entry.is_positive() && entry.key_is(|key| key.network))
            .list();
        let open = |entry: &Entry<'_>| {
            entry.key_is(|key| key.public_only)
                && entry.fits()
                && networks(entry).iter().any(|(_, network)| is_wide(network))
        };
        // A second limit that is narrow holds whatever the first one lets in.
        if !limits.iter().all(|entry| open(entry)) {
            continue;
        }
        for entry in limits {
            for (value, _) in networks(entry).iter().filter(|(_, network)| is_wide(network)) {
                let fix = Fix::guided("fix.remove", without(tree, entry, value));
                pass.report(pass.finding(tree.span(value.node)).with("value", &value.value).fixed_by(fix));
            }
        }
    }
}

/// KPL-C09.
pub(super) fn unpaired(pass: &mut Pass<'_>) {
    let (tree, catalog) = (pass.tree(), pass.catalog());
    let bound = pass.context().around.net.as_ref().and_then(|net| net.bound_vpcs.as_ref());
    for statement in statements(pass) {
        let all = entries(catalog, statement);
        let mut missing: Map<&str, Vec<&Entry<'_>>> = Map::new();
        for entry in &all {
            if let Some(pair) = entry.key.and_then(|key| key.paired_with.as_deref()) {
                missing.entry(pair).or_default().push(entry);
            }
        }
        missing.retain(|pair, _| !all.iter().any(|entry| entry.condition.key.value == *pair));
        for (pair, alone) in missing {
            let operator = catalog.operators().iter().find(|operator| {
                operator.test == Test::Equals
                    && !operator.negated
                    && catalog.key(pair).is_some_and(|key| key.value_type.family() == operator.family)
            });
            let mut addition = None;
            if let Some(bound) = bound.filter(|bound| !bound.is_empty())
                && let (Some(operator), Some(condition)) = (operator, statement.element(Element::Condition))
            {
                let ids = bound.iter().map(|id| quoted(id)).list().join(", ");
                addition = add_entry(tree, condition, &operator.name, pair, &format!("[{ids}]"));
            }
            for entry in alone {
                let finding = pass.finding(tree.span(entry.condition.key.node));
                let finding = finding.with("key", &entry.condition.key.value).with("pair", pair);
                // One addition helps all entries of the statement.
                let fix = Fix::guided("fix.condition.add", addition.take().into_iter().list());
                pass.report(finding.fixed_by(fix.with("key", pair)));
            }
        }
    }
}

/// KPL-C14, once for the document.
pub(super) fn shared_gateway(pass: &mut Pass<'_>) {
    let mut spans = Vec::new();
    for statement in statements(pass) {
        let all = entries(pass.catalog(), statement);
        let limited = all.iter().filter(|entry| entry.key_is(|key| key.shared_gateway_only));
        spans.extend(limited.map(|entry| pass.tree().span(entry.condition.key.node)));
    }
    let mut spans = spans.into_iter();
    if let Some(first) = spans.next() {
        let mut finding = pass.finding(first);
        finding.related = spans.list();
        pass.report(finding);
    }
}
