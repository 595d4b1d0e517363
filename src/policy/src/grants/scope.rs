//! The actions that mean something for one kind of resource, numbered, so that sets of them are cheap.

use crate::{
    action::ActionPattern,
    catalog::{Action, Catalog, Kind},
    glob,
    sorted::Listed,
};

/// A set of actions of one [`InScope`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ActionSet {
    words: Vec<u64>,
}

impl ActionSet {
    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Whether the action of this number is in it.
    pub(crate) fn has(&self, place: usize) -> bool {
        self.words.get(place / 64).is_some_and(|word| word & (1 << (place % 64)) != 0)
    }

    fn insert(&mut self, place: usize) {
        if let Some(word) = self.words.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    /// Puts all of another set in.
    pub(crate) fn add(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(own, other)| *own |= other);
    }

    /// Takes all of another set out.
    pub(crate) fn take(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(own, other)| *own &= !other);
    }

    /// What both have.
    #[must_use]
    pub(crate) fn and(&self, other: &Self) -> Self {
        Self { words: self.words.iter().zip(&other.words).map(|(own, other)| own & other).list() }
    }

    /// What the other does not have.
    #[must_use]
    pub(crate) fn without(&self, other: &Self) -> Self {
        Self { words: self.words.iter().zip(&other.words).map(|(own, other)| own & !other).list() }
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(own, other)| own & other != 0)
    }

    /// Whether all of the other is in it.
    pub(crate) fn holds_all(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(own, other)| other & !own == 0)
    }
}

/// The actions that mean something in policies of one kind, in the order of their names.
#[derive(Debug)]
pub(crate) struct InScope<'a> {
    actions: Vec<&'a Action>,
    /// The names in lower case, as patterns are.
    names: Vec<String>,
}

impl<'a> InScope<'a> {
    pub(crate) fn new(kind: Kind, catalog: &'a Catalog) -> Self {
        let actions: Vec<&Action> = catalog.in_scope(kind).list();
        let names = actions.iter().map(|action| action.name.to_ascii_lowercase()).list();
        Self { actions, names }
    }

    pub(crate) fn actions(&self) -> impl Iterator<Item = &'a Action> {
        self.actions.iter().copied()
    }

    /// The empty set.
    pub(crate) fn none(&self) -> ActionSet {
        ActionSet { words: vec![0; self.actions.len().div_ceil(64)] }
    }

    /// All actions.
    pub(crate) fn all(&self) -> ActionSet {
        self.that(|_| true)
    }

    /// The actions that something holds for.
    pub(crate) fn that(&self, wanted: impl Fn(&Action) -> bool) -> ActionSet {
        let mut set = self.none();
        let places = self.actions.iter().enumerate().filter(|(_, action)| wanted(action));
        places.for_each(|(place, _)| set.insert(place));
        set
    }

    /// The actions that an entry of `Action` means.
    pub(crate) fn set_of(&self, pattern: &ActionPattern) -> ActionSet {
        let mut set = self.none();
        if pattern.is_pattern() {
            // Names are sorted, so that only those that begin like the pattern are looked at.
            let start = pattern.name().split(['*', '?']).next().unwrap_or_default();
            let from = self.names.partition_point(|name| name.as_str() < start);
            let candidates = self.names.iter().enumerate().skip(from);
            for (place, name) in candidates.take_while(|(_, name)| name.starts_with(start)) {
                if glob::matches(pattern.name(), name) {
                    set.insert(place);
                }
            }
        } else if let Some(place) = self.place(pattern.name()) {
            set.insert(place);
        }
        set
    }

    /// The number of an action, by its name in any letter case.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        let name = name.to_ascii_lowercase();
        self.names.binary_search(&name).ok()
    }

    /// The actions of a set, in the order of their names.
    pub(crate) fn of<'b>(&'b self, set: &'b ActionSet) -> impl Iterator<Item = &'a Action> + use<'a, 'b> {
        self.actions.iter().enumerate().filter(|(place, _)| set.has(*place)).map(|(_, action)| *action)
    }
}
