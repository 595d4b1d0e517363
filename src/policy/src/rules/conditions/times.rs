//! Conditions on the time of a request.

use super::{Entry, entries, statements};
use crate::{
    condition::{Order, Wanted},
    document::{ConditionEntry, Document, Statement},
    edit::nodes::remove,
    finding::Fix,
    lint::Pass,
    sorted::Map,
    text::{Edit, NodeKind},
    values::Instant,
};

/// An end of a window.
#[derive(Clone, Copy)]
struct Limit<'a> {
    at: &'a Instant,
    /// Whether the moment itself lies inside.
    inside: bool,
    entry: &'a ConditionEntry,
}

impl Limit<'_> {
    /// How its moment was written.
    fn text(&self) -> String {
        let values = self.entry.values.iter();
        let mut written = values.filter(|value| Instant::parse(&value.value).as_ref() == Some(self.at));
        written.next().map_or_else(|| self.at.to_string(), |value| value.value.clone())
    }
}

/// From when until when a statement holds.
#[derive(Clone, Copy, Default)]
struct Window<'a> {
    start: Option<Limit<'a>>,
    end: Option<Limit<'a>>,
}

impl<'a> Window<'a> {
    /// Narrows it. One value of a list is enough, so the widest of them counts.
    fn narrow(&mut self, entry: &'a ConditionEntry) {
        let Ok(literal) = &entry.literal else { return };
        let Wanted::Dates(order, moments) = &literal.atom.wanted else { return };
        let (Some(first), Some(last)) = (moments.first(), moments.last()) else { return };
        if literal.negated {
            return;
        }
        let limit = |at, inside| Limit { at, inside, entry };
        match order {
            Order::Equal => {
                self.start_at(limit(first, true));
                self.end_at(limit(last, true));
            }
            Order::Less => self.end_at(limit(last, false)),
            Order::LessOrEqual => self.end_at(limit(last, true)),
            Order::Greater => self.start_at(limit(first, false)),
            Order::GreaterOrEqual => self.start_at(limit(first, true)),
        }
    }

    fn start_at(&mut self, new: Limit<'a>) {
        let is_later = |old: Limit<'_>| (new.at, !new.inside) > (old.at, !old.inside);
        if self.start.is_none_or(is_later) {
            self.start = Some(new);
        }
    }

    fn end_at(&mut self, new: Limit<'a>) {
        let is_earlier = |old: Limit<'_>| (new.at, new.inside) < (old.at, old.inside);
        if self.end.is_none_or(is_earlier) {
            self.end = Some(new);
        }
    }

    /// Both ends, if nothing lies between them.
    fn nothing_between(&self) -> Option<(Limit<'a>, Limit<'a>)> {
        let (start, end) = self.start.zip(self.end)?;
        let empty = start.at > end.at || (start.at == end.at && !(start.inside && end.inside));
        empty.then_some((start, end))
    }

    /// The end, if it has passed.
    fn over(&self, now: &Instant) -> Option<Limit<'a>> {
        self.end.filter(|end| end.at < now || (end.at == now && !end.inside))
    }
}

/// KPL-C13.
pub(super) fn windows(pass: &mut Pass<'_>) {
    let (tree, clock) = (pass.tree(), pass.subject.clock.as_ref());
    let place = |limit: &Limit<'_>| tree.span(limit.entry.value_node.unwrap_or(limit.entry.key.node));
    for statement in statements(pass) {
        let mut by_key: Map<&str, Window<'_>> = Map::new();
        let all = entries(pass.catalog(), statement);
        for Entry { condition, .. } in all.iter().filter(|entry| entry.key_is(|key| key.time)) {
            by_key.entry(condition.key.value.as_str()).or_default().narrow(condition);
        }
        for window in by_key.values() {
            let removal = || Fix::guided("fix.statement.remove", removal(pass.document(), statement));
            if let Some((start, end)) = window.nothing_between() {
                let finding = pass.finding(place(&end)).saying("KPL-C13.empty");
                let finding = finding.with("start", start.text()).with("end", end.text());
                let finding = finding.related_to(place(&start)).fixed_by(removal());
                pass.report(finding);
                continue;
            }
            match (clock, &window.end) {
                (Some(now), _) => {
                    if let Some(end) = window.over(now) {
                        let finding = pass.finding(place(&end)).with("end", end.text());
                        let finding = finding.fixed_by(removal());
                        pass.report(finding);
                    }
                }
                (None, Some(_)) => pass.skip("clock"),
                (None, None) => {}
            }
        }
    }
}

/// Takes a statement out of the list, if others stay there.
fn removal(document: &Document, statement: &Statement) -> Vec<Edit> {
    let tree = document.tree();
    let list = document.statement_list().filter(|list| tree.kind(*list) == NodeKind::Array);
    if list.is_some_and(|list| tree.items(list).len() > 1) {
        vec![remove(tree, statement.node)]
    } else {
        Vec::new()
    }
}
