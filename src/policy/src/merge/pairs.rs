//! Which statement of one text is which of another: by Sid, else by meaning, else by position.

use super::Side;
use crate::{
    canonical::CanonicalStatement,
    sorted::{Listed, Map},
};

/// For each statement of `base` its place in `other`.
pub(super) fn of_base(base: &Side<'_>, other: &Side<'_>) -> Vec<Option<usize>> {
    let mut pairs = Pairs { of_base: vec![None; base.forms.len()], of_other: vec![None; other.forms.len()] };
    by_sid(base, other, &mut pairs);
    // Statements that share a Sid are the same if they say the same, before others that say it under another Sid.
    by_form(base, other, &mut pairs, |form| form);
    by_form(base, other, &mut pairs, CanonicalStatement::without_sid);
    by_position(base, other, &mut pairs);
    pairs.of_base
}

struct Pairs {
    of_base: Vec<Option<usize>>,
    of_other: Vec<Option<usize>>,
}

impl Pairs {
    fn join(&mut self, base: usize, other: usize) {
        if let (Some(of_base), Some(of_other)) = (self.of_base.get_mut(base), self.of_other.get_mut(other)) {
            *of_base = Some(other);
            *of_other = Some(base);
        }
    }
}

fn free(pairs: &[Option<usize>]) -> Vec<usize> {
    pairs.iter().enumerate().filter(|(_, pair)| pair.is_none()).map(|(at, _)| at).list()
}

/// A Sid that occurs twice tells nothing apart.
fn by_sid(base: &Side<'_>, other: &Side<'_>, pairs: &mut Pairs) {
    let unique = |side: &Side<'_>| {
        let mut places: Map<String, Option<usize>> = Map::new();
        for at in 0..side.forms.len() {
            let Some(sid) = side.sid(at) else { continue };
            places.entry(sid.to_owned()).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    };
    let in_other = unique(other);
    for (sid, at) in unique(base) {
        if let (Some(base), Some(Some(other))) = (at, in_other.get(&sid)) {
            pairs.join(base, *other);
        }
    }
}

fn by_form(
    base: &Side<'_>,
    other: &Side<'_>,
    pairs: &mut Pairs,
    meaning: fn(CanonicalStatement) -> CanonicalStatement,
) {
    let meaning = |side: &Side<'_>, at: usize| side.forms.get(at).cloned().map(meaning);
    let mut places: Map<Option<CanonicalStatement>, Vec<usize>> = Map::new();
    for at in free(&pairs.of_other).into_iter().rev() {
        places.entry(meaning(other, at)).or_default().push(at);
    }
    for at in free(&pairs.of_base) {
        let Some(found) = places.get_mut(&meaning(base, at)) else { continue };
        // Of several that say the same, the one at the same place is the likeliest.
        let same_place = found.iter().position(|place| *place == at);
        let found = same_place.map(|place| found.remove(place)).or_else(|| found.pop());
        if let Some(found) = found {
            pairs.join(at, found);
        }
    }
}

/// The position is counted from the last statement before it that both texts have, so that what was added or removed
/// further up moves nothing. Two statements with different Sids are different ones.
fn by_position(base: &Side<'_>, other: &Side<'_>, pairs: &mut Pairs) {
    let mut places: Map<(Option<usize>, usize), usize> = Map::new();
    let (mut last, mut since) = (None, 0);
    for (at, pair) in pairs.of_other.iter().enumerate() {
        if pair.is_some() {
            (last, since) = (*pair, 0);
        } else {
            places.insert((last, since), at);
            since += 1;
        }
    }
    let (mut last, mut since) = (None, 0);
    for at in 0..pairs.of_base.len() {
        if pairs.of_base.get(at).copied().flatten().is_some() {
            (last, since) = (Some(at), 0);
            continue;
        }
        if let Some(found) = places.get(&(last, since))
            && (base.sid(at).is_none() || other.sid(*found).is_none())
        {
            pairs.join(at, *found);
        }
        since += 1;
    }
}
