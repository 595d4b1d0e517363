//! Small random policies and requests, from few names, so that statements meet.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::sorted::Map;

/// Numbers from a seed.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).expect("a small bound");
        usize::try_from(self.next() % bound).expect("below a small bound")
    }

    pub(crate) fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

pub(crate) const OWNER: &str = "1111222233334444";
pub(crate) const OTHER: &str = "2222333344445555";

const PRINCIPALS: &[&str] = &[
    "acs:ram::1111222233334444:*",
    "acs:ram::1111222233334444:user/a",
    "acs:ram::1111222233334444:user/ab",
    "acs:ram::1111222233334444:user/a*",
    "acs:ram::1111222233334444:role/r",
    "acs:ram::2222333344445555:*",
    "acs:ram::2222333344445555:user/a",
    "acs:ram::2222333344445555:role/R",
    "*",
    "acs:ram::*:user/?",
];

const ACTIONS: &[&str] = &[
    "kms:*",
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:decrypt",
    "kms:De*",
    "kms:*Key",
    "kms:Describe*",
    "kms:SetKeyPolicy",
    "kms:Set*",
    "kms:Zz",
    "kms:?crypt",
    "kms:GetSecretValue",
];

/// By key: operators and values that go together, and values of requests that tell them apart.
type Vocabulary = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const KEYS: &[Vocabulary] = &[
    (
        "k",
        &[
            "StringEquals",
            "StringNotEquals",
            "StringLike",
            "StringNotLike",
            "StringEqualsIgnoreCase",
            "StringNotEqualsIgnoreCase",
        ],
        &["a", "A", "ab", "a*", "*b", "?", "b", "*"],
        &[
            "a", "A", "ab", "b", "x", "xb", "ax", "B", "aB", "AB", "xx", "Ab", "axb", "*B", "A*", "a*", "*b",
            "?", "*",
        ],
    ),
    (
        "n",
        &[
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
        ],
        &["1", "2", "2.0", "3"],
        &["0", "1", "1.5", "2", "2.5", "3", "4", "x"],
    ),
    (
        "d",
        &["DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThanEquals"],
        &["2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"],
        &[
            "2025-01-01T00:00:00Z",
            "2026-01-01T00:00:00Z",
            "2026-01-15T00:00:00Z",
            "2026-02-01T00:00:00Z",
            "2027-01-01T00:00:00Z",
            "x",
        ],
    ),
    ("b", &["Bool"], &["true", "false", "True"], &["true", "false", "x"]),
    (
        "i",
        &["IpAddress", "NotIpAddress"],
        &["10.0.0.0/8", "10.0.0.0/9", "0.0.0.0/0", "10.0.0.1", "2001:db8::/32"],
        &["10.0.0.1", "10.0.0.2", "10.200.0.1", "11.0.0.1", "2001:db8::1", "::1", "x"],
    ),
];

/// Values of a key that requests have, the absent one first.
pub(crate) fn values_of(key: &str) -> Vec<Option<&'static str>> {
    let known = KEYS.iter().find(|(name, ..)| *name == key).expect("a key");
    std::iter::once(None).chain(known.3.iter().map(|value| Some(*value))).collect()
}

/// A policy without errors, of one to four statements, on at most two condition keys.
pub(crate) fn random_policy(random: &mut Random, keys: [usize; 2]) -> Value {
    let statements = (0..1 + random.below(4)).map(|_| statement(random, keys)).collect::<Vec<_>>();
    json!({"Version": "1", "Statement": statements})
}

/// Two different keys that some policies are about.
pub(crate) fn random_keys(random: &mut Random) -> [usize; 2] {
    let first = random.below(KEYS.len());
    [first, (first + 1 + random.below(KEYS.len() - 1)) % KEYS.len()]
}

pub(crate) fn key_names(keys: [usize; 2]) -> [&'static str; 2] {
    keys.map(|key| KEYS[key].0)
}

fn statement(random: &mut Random, keys: [usize; 2]) -> Value {
    let some = |random: &mut Random, list: &[&str]| {
        (0..1 + random.below(2)).map(|_| random.of(list).to_owned()).collect::<Vec<_>>()
    };
    let mut conditions: BTreeMap<&str, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
    if random.below(2) == 0 {
        for _ in 0..1 + random.below(2) {
            let (key, operators, values, _) = KEYS[keys[random.below(2)]];
            let operator = random.of(operators);
            let values = some(random, values);
            conditions.entry(operator).or_default().insert(key, values);
        }
    }
    json!({
        "Effect": if random.below(3) == 0 { "Deny" } else { "Allow" },
        "Principal": {"RAM": some(random, PRINCIPALS)},
        "Action": some(random, ACTIONS),
        "Resource": ["*"],
        "Condition": conditions,
    })
}

/// Callers, some of whom no statement names.
pub(crate) const CALLERS: &[(&str, Option<(&str, &str)>)] = &[
    (OWNER, None),
    (OWNER, Some(("user", "a"))),
    (OWNER, Some(("user", "ab"))),
    (OWNER, Some(("user", "ax"))),
    (OWNER, Some(("user", "x"))),
    (OWNER, Some(("user", "xx"))),
    (OWNER, Some(("role", "r"))),
    (OWNER, Some(("role", "x"))),
    (OTHER, None),
    (OTHER, Some(("user", "a"))),
    (OTHER, Some(("user", "x"))),
    (OTHER, Some(("user", "xx"))),
    (OTHER, Some(("role", "r"))),
    (OTHER, Some(("role", "x"))),
    ("9999888877776666", None),
    ("9999888877776666", Some(("user", "a"))),
    ("9999888877776666", Some(("user", "xx"))),
    ("9999888877776666", Some(("role", "x"))),
];

/// Actions that tell the patterns apart, with names that do not exist.
pub(crate) const ASKED: &[&str] = &[
    "Decrypt",
    "Encrypt",
    "DescribeKey",
    "EnableKey",
    "ListKeys",
    "SetKeyPolicy",
    "SetDeletionProtection",
    "Zz",
    "Q",
    "DeX",
    "DescribeX",
    "XKey",
    "DeXKey",
    "DescribeXKey",
    "SetX",
    "SetXKey",
    "Xcrypt",
];

/// A caller, an action and a context.
pub(crate) type Asked =
    (&'static str, Option<(&'static str, &'static str)>, &'static str, Map<String, String>);

/// A request with values for the two keys.
pub(crate) fn random_request(random: &mut Random, keys: [usize; 2]) -> Asked {
    let (account, name) = CALLERS[random.below(CALLERS.len())];
    let action = random.of(ASKED);
    let mut context = Map::new();
    for key in key_names(keys) {
        let values = values_of(key);
        if let Some(value) = values[random.below(values.len())] {
            context.insert(key.to_owned(), value.to_owned());
        }
    }
    (account, name, action, context)
}
