use super::{Answer, Doubt, Space};
use crate::{
    catalog::tests::CATALOG,
    condition::{Atom, Condition, ConditionId, Literal},
};

fn condition(parts: &[(&str, &str, &str)]) -> Condition {
    let literals = parts.iter().map(|(name, key, value)| {
        let operator = CATALOG.operator(name).expect(name);
        Literal { atom: Atom::new(operator, key, [*value]).expect(name), negated: operator.negated }
    });
    Condition::new(literals.collect())
}

#[test]
fn combinations() {
    let mut space = Space::default();
    let a = space.add(&condition(&[("StringEquals", "k", "a")]));
    let not_a = space.add(&condition(&[("StringNotEquals", "k", "a")]));
    let b = space.add(&condition(&[("StringEquals", "k", "b")]));
    let a_and_x = space.add(&condition(&[("StringEquals", "k", "a"), ("StringEquals", "l", "x")]));
    assert_eq!(space.add(&condition(&[])), ConditionId::ALWAYS);
    let mut yes = |holds: &[_], fails: &[_]| matches!(space.find(holds, fails), Answer::Yes(_));
    assert!(yes(&[a], &[b]));
    assert!(yes(&[a], &[a_and_x]));
    assert!(yes(&[not_a], &[b]));
    assert!(!yes(&[], &[a, not_a]));
    assert!(!yes(&[a, b], &[]));
    assert!(!yes(&[a], &[a]));
    assert!(!yes(&[a_and_x], &[a]));
    assert!(!yes(&[a], &[ConditionId::ALWAYS]));
    assert!(yes(&[], &[]));
}

#[test]
fn what_nobody_knows_is_said_only_where_it_matters() {
    let mut space = Space::default();
    let a = space.add(&condition(&[("StringEquals", "k", "a")]));
    let unknown = space.add_doubtful(&condition(&[]), Some(Doubt::UnknownStatement));
    assert_eq!(space.find(&[a], &[unknown]), Answer::Undecided(Doubt::UnknownStatement));
    assert_eq!(space.find(&[unknown], &[]), Answer::Undecided(Doubt::UnknownStatement));
    assert_eq!(space.find(&[a], &[unknown, a]), Answer::No);
    let unknown_at_b =
        space.add_doubtful(&condition(&[("StringEquals", "k", "b")]), Some(Doubt::UnknownStatement));
    assert!(matches!(space.find(&[a], &[unknown_at_b]), Answer::Yes(_)));
}

#[test]
fn too_many_combinations_end() {
    // Pigeons: each of 12 keys has one of 2 values, and no two keys that are compared may be equal.
    let mut space = Space::default();
    let mut fails = Vec::new();
    for one in 0..12 {
        for value in ["a", "b"] {
            for other in 0..12 {
                let (one, other) = (format!("k{one}"), format!("k{other}"));
                if one != other {
                    fails.push(
                        space.add(&condition(&[
                            ("StringEquals", &one, value),
                            ("StringEquals", &other, value),
                        ])),
                    );
                }
            }
        }
        let key = format!("k{one}");
        fails.push(space.add(&condition(&[("StringNotEquals", &key, "a"), ("StringNotEquals", &key, "b")])));
    }
    let answer = space.find(&[], &fails);
    assert!(matches!(answer, Answer::No | Answer::Undecided(Doubt::Combinations)), "{answer:?}");
}
