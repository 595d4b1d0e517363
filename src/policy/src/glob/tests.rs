use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::sorted::Set;

use super::{Automaton, Case, Pattern, matches, matches_any_case};

#[test]
fn stars_and_question_marks() {
    for (pattern, text, expected) in [
        ("*", "", true),
        ("*", "anything", true),
        ("kms:Get*", "kms:GetKeyPolicy", true),
        ("kms:Get*", "kms:ListKeys", false),
        ("kms:*Policy", "kms:GetKeyPolicy", true),
        ("kms:*Policy", "kms:GetKeyPolicyX", false),
        ("a*b*c", "aXbXbXc", true),
        ("a*b*c", "aXbXbX", false),
        ("v?", "v1", true),
        ("v?", "v", false),
        ("v?", "v10", false),
        ("", "", true),
        ("", "a", false),
        ("***a", "a", true),
        ("*ab", "aab", true),
        ("é?", "éé", true),
    ] {
        assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
    }
    assert!(matches_any_case("KMS:get*", "kms:GetKeyPolicy"));
}

#[test]
fn signatures_leave_known_texts_out() {
    let automaton = Automaton::new(["a*", "a?*"].map(|text| Pattern::glob(text, Case::Exact)));
    let known = Set::from(["a".to_owned()]);
    let found = automaton.signatures(&['a', 'x'], &known, 1_000).expect("few states");
    let signatures: BTreeSet<_> = found.into_iter().map(|(signature, _)| signature).collect();
    // `a` alone fits only the first, and is known.
    assert_eq!(signatures, BTreeSet::from([vec![true, true], vec![false, false]]));
}

#[test]
fn too_many_states_are_said() {
    let patterns: Vec<String> =
        (0..20).map(|at| format!("*{}{}*", "a".repeat(at), "b".repeat(20 - at))).collect();
    let automaton = Automaton::new(patterns.iter().map(|pattern| Pattern::glob(pattern, Case::Exact)));
    assert!(automaton.signatures(&['a', 'b'], &Set::new(), 50).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn signatures_are_those_of_all_short_texts(patterns in prop::collection::vec("[ab*?]{0,4}", 1..4)) {
        let automaton = Automaton::new(patterns.iter().map(|pattern| Pattern::glob(pattern, Case::Exact)));
        let letters = ['a', 'b', 'x'];
        let found = automaton.signatures(&letters, &Set::new(), 10_000).expect("few states");
        for (signature, text) in &found {
            let direct: Vec<bool> = patterns.iter().map(|pattern| matches(pattern, text)).collect();
            prop_assert_eq!(signature, &direct);
        }
        let found: BTreeSet<_> = found.into_iter().map(|(signature, _)| signature).collect();
        let mut texts = vec![String::new()];
        for _ in 0..5 {
            texts = texts.iter().flat_map(|text| letters.map(|letter| format!("{text}{letter}"))).collect();
            for text in &texts {
                let direct: Vec<bool> = patterns.iter().map(|pattern| matches(pattern, text)).collect();
                prop_assert!(found.contains(&direct), "{}", text);
            }
        }
    }
}
