use super::{Pair, pairs};
use crate::policy::engine::Card;

fn card(sid: &str, effect: &str) -> Card {
    let sid = Some(sid.to_owned()).filter(|sid| !sid.is_empty());
    Card { sid, effect: Some(effect.to_owned()), ..Card::default() }
}

#[test]
fn statements_find_each_other() {
    let pair = |before, after| Pair { before, after };
    let (a, b, c) = (card("a", "Allow"), card("b", "Allow"), card("c", "Allow"));
    let changed = card("a", "Deny");
    let (nameless, other) = (card("", "Allow"), card("", "Deny"));
    for (before, after, expected) in [
        (
            vec![a.clone(), b.clone()],
            vec![a.clone(), b.clone()],
            vec![pair(Some(0), Some(0)), pair(Some(1), Some(1))],
        ),
        (
            vec![a.clone(), b.clone()],
            vec![b.clone(), a.clone()],
            vec![pair(Some(1), Some(0)), pair(Some(0), Some(1))],
        ),
        (vec![a.clone()], vec![changed.clone()], vec![pair(Some(0), Some(0))]),
        (vec![a.clone(), b.clone()], vec![b.clone()], vec![pair(Some(0), None), pair(Some(1), Some(0))]),
        (vec![a.clone()], vec![a.clone(), c.clone()], vec![pair(Some(0), Some(0)), pair(None, Some(1))]),
        (vec![nameless.clone()], vec![other.clone()], vec![pair(None, Some(0)), pair(Some(0), None)]),
        (vec![], vec![], vec![]),
    ] {
        assert_eq!(pairs(&before, &after), expected, "{before:?} {after:?}");
    }
}
