//! Many patterns at once, over all texts there are: which sets of them can fit one text, and a text for each.
//!
//! The patterns run side by side as one bit vector, one bit for each place in a pattern (Shift-And). States are found
//! breadth first, so that texts are as short as can be.

use std::collections::{HashSet, VecDeque};

use crate::sorted::{Listed, Map, Set};

use thiserror::Error;

/// Whether ASCII letters of either case are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    Exact,
    Ignored,
}

/// More states than the caller wants to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the patterns combine in too many ways")]
pub struct TooMany;

/// Which patterns a text fits, by their place in the list.
pub type Signature = Vec<bool>;

/// What a text must fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pattern<'a> {
    text: &'a str,
    case: Case,
    has_wildcards: bool,
}

impl<'a> Pattern<'a> {
    /// `*` and `?` stand for other letters.
    pub fn glob(text: &'a str, case: Case) -> Self {
        Self { text, case, has_wildcards: true }
    }

    /// Every letter stands for itself.
    pub fn literal(text: &'a str, case: Case) -> Self {
        Self { text, case, has_wildcards: false }
    }
}

/// Patterns that run together.
#[derive(Debug)]
pub struct Automaton {
    words: usize,
    start: Vec<u64>,
    /// Places that hold `*`.
    stars: Vec<u64>,
    /// Places that hold `?`.
    any: Vec<u64>,
    /// Places that hold a letter.
    letters: Map<char, Vec<u64>>,
    /// The place after the end of each pattern.
    ends: Vec<usize>,
}

impl Automaton {
    /// Compiles patterns.
    pub fn new<'a>(patterns: impl IntoIterator<Item = Pattern<'a>>) -> Self {
        let mut places: Vec<(usize, Place)> = Vec::new();
        let mut starts = Vec::new();
        let mut ends = Vec::new();
        let mut at = 0;
        for pattern in patterns {
            starts.push(at);
            let mut after_star = false;
            for letter in pattern.text.chars() {
                let place = match letter {
                    '*' if pattern.has_wildcards && after_star => continue,
                    '*' if pattern.has_wildcards => Place::Star,
                    '?' if pattern.has_wildcards => Place::Any,
                    other => Place::Letter(other, pattern.case),
                };
                after_star = matches!(place, Place::Star);
                places.push((at, place));
                at += 1;
            }
            ends.push(at);
            at += 1;
        }
        let words = at / 64 + 1;
        let empty = || vec![0; words];
        let mut automaton =
            Self { words, start: empty(), stars: empty(), any: empty(), letters: Map::new(), ends };
        for (at, place) in places {
            match place {
                Place::Star => set(&mut automaton.stars, at),
                Place::Any => set(&mut automaton.any, at),
                Place::Letter(letter, case) => {
                    let mut add = |letter| {
                        set(automaton.letters.entry(letter).or_insert_with(|| vec![0; words]), at);
                    };
                    add(letter);
                    if case == Case::Ignored && letter.is_ascii_alphabetic() {
                        add(letter.to_ascii_lowercase());
                        add(letter.to_ascii_uppercase());
                    }
                }
            }
        }
        for at in starts {
            set(&mut automaton.start, at);
        }
        let mut start = automaton.start.clone();
        automaton.skip_stars(&mut start);
        automaton.start = start;
        automaton
    }

    /// Letters that tell patterns apart.
    pub fn alphabet(&self) -> impl Iterator<Item = char> {
        self.letters.keys().copied()
    }

    /// A `*` may also take nothing.
    fn skip_stars(&self, state: &mut [u64]) {
        let mut carry = 0;
        for (word, stars) in state.iter_mut().zip(&self.stars) {
            // The place after a star holds no star, so one shift is enough; it may lie in the next word.
            *word |= carry;
            let at_star = *word & stars;
            *word |= at_star << 1;
            carry = at_star >> 63;
        }
    }

    fn step(&self, state: &[u64], letter: char) -> Vec<u64> {
        let letters = self.letters.get(&letter);
        let mut next = Vec::with_capacity(self.words);
        let mut carry = 0;
        for at in 0..self.words {
            let word = |list: &[u64]| list.get(at).copied().unwrap_or_default();
            let here = word(state);
            let moves = here & (word(&self.any) | letters.map_or(0, |places| word(places)));
            next.push((moves << 1) | carry | (here & word(&self.stars)));
            carry = moves >> 63;
        }
        self.skip_stars(&mut next);
        next
    }

    fn signature(&self, state: &[u64]) -> Signature {
        self.ends.iter().map(|end| is_set(state, *end)).list()
    }

    /// A shortest text over these letters whose signature is wanted.
    ///
    /// # Errors
    /// When more than `limit` states had to be looked at.
    pub fn find(
        &self,
        letters: &[char],
        limit: usize,
        mut wanted: impl FnMut(&[bool], &str) -> bool,
    ) -> Result<Option<String>, TooMany> {
        let mut found = None;
        self.walk(letters, None, limit, |signature, text, _| {
            if wanted(signature, text) {
                found = Some(text.to_owned());
            }
            found.is_some()
        })?;
        Ok(found)
    }

    /// Every signature that some text over these letters has that is none of `known`, with a shortest such text.
    ///
    /// # Errors
    /// When more than `limit` states had to be looked at.
    pub fn signatures(
        &self,
        letters: &[char],
        known: &Set<String>,
        limit: usize,
    ) -> Result<Vec<(Signature, String)>, TooMany> {
        // Known texts are seldom the shortest of their signature, so they are looked for only where they are.
        let mut found: Vec<(Signature, String)> = Vec::new();
        let mut seen: HashSet<Signature> = HashSet::new();
        let mut open: HashSet<Signature> = HashSet::new();
        self.walk(letters, None, limit, |signature, text, _| {
            if !text.is_empty() && seen.insert(signature.to_vec()) {
                if known.contains(text) {
                    open.insert(signature.to_vec());
                } else {
                    found.push((signature.to_vec(), text.to_owned()));
                }
            }
            false
        })?;
        if !open.is_empty() {
            self.walk(letters, Some(&Trie::new(known)), limit, |signature, text, is_known| {
                if !is_known && !text.is_empty() && open.remove(signature) {
                    found.push((signature.to_vec(), text.to_owned()));
                }
                open.is_empty()
            })?;
        }
        Ok(found)
    }

    /// Visits each state once, with a shortest text that leads to it. A state is a set of places and, for texts that
    /// begin like a known one, the place in that.
    fn walk(
        &self,
        letters: &[char],
        known: Option<&Trie>,
        limit: usize,
        mut visit: impl FnMut(&[bool], &str, bool) -> bool,
    ) -> Result<(), TooMany> {
        let is_known = |node: Option<usize>| known.zip(node).is_some_and(|(trie, node)| trie.is_end(node));
        let child =
            |node: Option<usize>, letter| known.zip(node).and_then(|(trie, node)| trie.child(node, letter));
        // The beginning of the trie stands for the empty text alone: no longer text comes back to it.
        let start = (self.start.clone(), Some(0));
        let mut seen = HashSet::from([start.clone()]);
        let mut queue = VecDeque::from([(start, String::new())]);
        while let Some(((state, node), text)) = queue.pop_front() {
            if visit(&self.signature(&state), &text, is_known(node)) {
                return Ok(());
            }
            for letter in letters {
                let next = (self.step(&state, *letter), child(node, *letter));
                if seen.contains(&next) {
                    continue;
                }
                if seen.len() >= limit {
                    return Err(TooMany);
                }
                seen.insert(next.clone());
                let mut longer = text.clone();
                longer.push(*letter);
                queue.push_back((next, longer));
            }
        }
        Ok(())
    }
}

enum Place {
    Star,
    Any,
    Letter(char, Case),
}

/// Known texts as a tree of letters. Node 0 is the beginning.
struct Trie {
    nodes: Vec<(Map<char, usize>, bool)>,
}

impl Trie {
    fn new(texts: &Set<String>) -> Self {
        let mut nodes: Vec<(Map<char, usize>, bool)> = vec![(Map::new(), false)];
        for text in texts {
            let mut at = 0;
            for letter in text.chars() {
                let fresh = nodes.len();
                let next = match nodes.get_mut(at) {
                    Some((children, _)) => *children.entry(letter).or_insert(fresh),
                    None => fresh,
                };
                if next == fresh {
                    nodes.push((Map::new(), false));
                }
                at = next;
            }
            if let Some((_, end)) = nodes.get_mut(at) {
                *end = true;
            }
        }
        Self { nodes }
    }

    fn child(&self, node: usize, letter: char) -> Option<usize> {
        self.nodes.get(node)?.0.get(&letter).copied()
    }

    fn is_end(&self, node: usize) -> bool {
        self.nodes.get(node).is_some_and(|(_, end)| *end)
    }
}

fn set(words: &mut [u64], at: usize) {
    if let Some(word) = words.get_mut(at / 64) {
        *word |= 1 << (at % 64);
    }
}

fn is_set(words: &[u64], at: usize) -> bool {
    words.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
}
