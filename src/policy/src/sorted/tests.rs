use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use proptest::{collection::vec, prelude::*};

use super::{Map, Set, sort, sort_and_dedup, sort_by_key};

/// Few different values, so that many are equal.
fn values() -> impl Strategy<Value = Vec<(u8, usize)>> {
    vec(0..12_u8, 0..40).prop_map(|keys| keys.into_iter().enumerate().map(|(at, key)| (key, at)).collect())
}

proptest! {
    #[test]
    fn sorting_is_that_of_the_standard_library(values in values()) {
        let (mut ours, mut theirs) = (values.clone(), values.clone());
        sort_by_key(&mut ours, |(key, _)| Reverse(*key));
        theirs.sort_by_key(|(key, _)| Reverse(*key));
        prop_assert_eq!(ours, theirs);

        let keys: Vec<String> = values.iter().map(|(key, _)| key.to_string()).collect();
        let (mut ours, mut theirs) = (keys.clone(), keys);
        sort(&mut ours);
        theirs.sort();
        prop_assert_eq!(&ours, &theirs);
        sort_and_dedup(&mut ours);
        theirs.dedup();
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn a_set_is_that_of_the_standard_library(first in values(), then in values(), asked in 0..12_u8) {
        let keys = |values: &[(u8, usize)]| values.iter().map(|(key, _)| *key).collect::<Vec<_>>();
        let (mut ours, mut theirs) = (Set::from(keys(&first)), BTreeSet::from_iter(keys(&first)));
        for key in keys(&then) {
            prop_assert_eq!(ours.insert(key), theirs.insert(key));
        }
        prop_assert_eq!(ours.last_up_to(&asked), theirs.range(..=asked).next_back());
        prop_assert_eq!(ours.remove(&asked), theirs.remove(&asked));
        prop_assert_eq!((ours.contains(&3), ours.get(&5)), (theirs.contains(&3), theirs.get(&5)));
        let (of_first, of_first_too) = (Set::from(keys(&first)), BTreeSet::from_iter(keys(&first)));
        prop_assert_eq!(ours.is_subset(&of_first), theirs.is_subset(&of_first_too));
        prop_assert!(ours.difference(&of_first).eq(theirs.difference(&of_first_too)));
        ours.extend(keys(&first));
        theirs.extend(keys(&first));
        prop_assert!(ours.iter().eq(&theirs));
        prop_assert_eq!(serde_json::to_string(&ours)?, serde_json::to_string(&theirs)?);
        prop_assert_eq!(serde_json::from_str::<Set<u8>>("[3,1,3]")?, Set::from([1, 3]));
    }

    #[test]
    fn a_map_is_that_of_the_standard_library(first in values(), then in values(), asked in 0..12_u8) {
        let (mut firsts, mut groups) = (BTreeMap::new(), BTreeMap::<u8, Vec<usize>>::new());
        for (key, value) in &first {
            firsts.entry(*key).or_insert(*value);
            groups.entry(*key).or_default().push(*value);
        }
        prop_assert!(Map::of_first(first.clone()).iter().eq(&firsts));
        prop_assert!(Map::grouped(first.clone()).iter().eq(&groups));
        let mut ours = Map::from(first.clone());
        let mut theirs = BTreeMap::from_iter(first);
        for (key, value) in &then {
            prop_assert_eq!(ours.insert(*key, *value), theirs.insert(*key, *value));
        }
        for (key, value) in then {
            prop_assert_eq!(ours.entry(key).or_insert(value), theirs.entry(key).or_insert(value));
        }
        prop_assert_eq!(ours.get(&asked), theirs.get(&asked));
        prop_assert_eq!(ours.remove(&asked), theirs.remove(&asked));
        *ours.entry(asked).and_modify(|value| *value += 1).or_default() += 1;
        *theirs.entry(asked).and_modify(|value| *value += 1).or_default() += 1;
        prop_assert!(ours.iter().eq(&theirs) && ours.keys().eq(theirs.keys()));
        prop_assert_eq!(serde_json::to_string(&ours)?, serde_json::to_string(&theirs)?);
        prop_assert_eq!(serde_json::from_str::<Map<String, u8>>(r#"{"b":1,"a":2,"b":3}"#)?,
            Map::from([("a".to_owned(), 2), ("b".to_owned(), 3)]));
    }
}
