//! What rules about the entries of a list share: which statements they look at, how an entry goes, which names are near.

use std::collections::HashMap;

use crate::{
    document::{Document, Statement},
    edit::nodes,
    finding::Fix,
    sorted::{Listed, sort},
    text::{NodeId, NodeKind, Tree},
};

/// Statements that could be read to their end.
pub(super) fn readable(document: &Document) -> impl Iterator<Item = &Statement> {
    document.statements().iter().filter(|statement| !statement.damaged)
}

/// Takes an entry out of its list. The last one takes its statement along, which nothing would be left of, and asks.
pub(super) fn removal(tree: &Tree, statement: &Statement, entry: NodeId, safe: bool) -> Option<Fix> {
    let has_others = |list: NodeId| tree.kind(list) == NodeKind::Array && tree.items(list).len() > 1;
    if tree.parent(entry).is_some_and(has_others) {
        let edits = vec![nodes::remove(tree, entry)];
        return Some(if safe { Fix::safe("fix.remove", edits) } else { Fix::guided("fix.remove", edits) });
    }
    tree.parent(statement.node).filter(|list| has_others(*list))?;
    Some(Fix::guided("fix.list.remove_statement", vec![nodes::remove(tree, statement.node)]))
}

/// The most edits between a name and one that may have been meant.
const EDITS: usize = 2;

/// How many pairs of names are compared letter by letter for one rule. Only a text made of hundreds of names that are
/// wrong and much alike comes that far, and some of these then get no suggestion.
const COMPARISONS: usize = 4_000;

/// Known names, to find those that may have been meant.
pub(super) struct Names<'a> {
    names: Vec<(Sketch, &'a str)>,
    found: HashMap<String, Vec<&'a str>>,
    comparisons: usize,
}

impl<'a> Names<'a> {
    pub(super) fn new(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names = names.into_iter().map(|name| (Sketch::of(name), name)).list();
        Self { names, found: HashMap::new(), comparisons: COMPARISONS }
    }

    /// Names that may have been meant, the nearest first; letter case does not count.
    pub(super) fn near(&mut self, text: &str) -> &[&'a str] {
        if !self.found.contains_key(text) {
            let near = self.search(&text.to_ascii_lowercase());
            self.found.insert(text.to_owned(), near);
        }
        self.found.get(text).map_or(&[], Vec::as_slice)
    }

    fn search(&mut self, text: &str) -> Vec<&'a str> {
        let sketch = Sketch::of(text);
        let mut near = Vec::new();
        for (other, name) in &self.names {
            if !sketch.is_near(*other) {
                continue;
            }
            let Some(left) = self.comparisons.checked_sub(1) else { return Vec::new() };
            self.comparisons = left;
            let edits = strsim::levenshtein(text, &name.to_ascii_lowercase());
            if edits <= EDITS {
                near.push((edits, *name));
            }
        }
        sort(&mut near);
        near.into_iter().map(|(_, name)| name).list()
    }
}

/// What can be compared at once: the number of characters, and which letters occur, as a set that mixes up some of them.
#[derive(Clone, Copy)]
struct Sketch {
    length: usize,
    letters: u64,
}

impl Sketch {
    fn of(text: &str) -> Self {
        text.chars().fold(Self { length: 0, letters: 0 }, |sketch, letter| Self {
            length: sketch.length + 1,
            letters: sketch.letters | 1 << (u32::from(letter.to_ascii_lowercase()) % 64),
        })
    }

    /// Whether few edits may lie between both: each changes the length by one at most, and swaps one letter at most.
    fn is_near(self, other: Self) -> bool {
        self.length.abs_diff(other.length) <= EDITS
            && (self.letters ^ other.letters).count_ones() as usize <= 2 * EDITS
    }
}

#[cfg(test)]
mod tests;
