use super::{Found, Undecided, satisfy};
use crate::{catalog::tests::CATALOG, condition::Atom};

/// Conditions by operator and values; a negated operator asks for the opposite.
fn check(conditions: &[(&str, &[&str])]) -> Found {
    let atoms: Vec<(Atom, bool)> = conditions
        .iter()
        .map(|(name, values)| {
            let operator = CATALOG.operator(name).expect(name);
            (Atom::new(operator, "k", values.iter().copied()).expect(name), !operator.negated)
        })
        .collect();
    let literals: Vec<_> = atoms.iter().map(|(atom, holds)| (atom, *holds)).collect();
    let found = satisfy(&literals);
    if let Found::Value(value) = &found {
        assert!(literals.iter().all(|(atom, holds)| atom.holds(Some(value)) == *holds), "{value}");
    }
    found
}

#[test]
fn contradictions_have_nothing() {
    for conditions in [
        &[("StringEquals", &["a"][..]), ("StringEquals", &["b"])][..],
        &[("StringLike", &["a*"]), ("StringNotLike", &["a*", "b"])],
        &[("StringLike", &["a?"]), ("StringNotLike", &["?*"])],
        &[("StringEqualsIgnoreCase", &["a"]), ("StringNotEquals", &["a", "A"])],
        &[("NumericLessThan", &["5"]), ("NumericGreaterThanEquals", &["5"])],
        &[("NumericGreaterThan", &["5"]), ("NumericLessThan", &["5.0"])],
        &[("DateLessThan", &["2026-01-01T00:00:00Z"]), ("DateGreaterThan", &["2026-01-01T08:00:00+08:00"])],
        &[("IpAddress", &["10.0.0.0/8"]), ("NotIpAddress", &["10.0.0.0/9", "10.128.0.0/9"])],
        &[("Bool", &["true"]), ("Bool", &["false"])],
        &[("Bool", &["true", "false"]), ("NumericEquals", &["1"])],
        &[("IpAddress", &["10.0.0.0/8"]), ("IpAddress", &["::/0"])],
        &[("NumericEquals", &["1"]), ("DateEquals", &["2026-01-01T00:00:00Z"])],
        &[("StringEquals", &["10.0.0.1"]), ("IpAddress", &["11.0.0.0/8"])],
    ] {
        assert_eq!(check(conditions), Found::Nothing, "{conditions:?}");
    }
}

#[test]
fn what_can_be_has_a_value() {
    for (conditions, expected) in [
        (&[("StringNotEquals", &["a"][..])][..], None),
        (&[("StringEquals", &["a", "b"]), ("StringNotEquals", &["a"])], Some("b")),
        (&[("StringLike", &["a*"]), ("StringNotLike", &["a", "a?"])], Some("azz")),
        (&[("StringEqualsIgnoreCase", &["true"]), ("StringNotEquals", &["true", "TRUE"])], Some("TRUe")),
        (&[("NumericGreaterThan", &["5"]), ("NumericLessThan", &["5.1"])], Some("5.05")),
        (
            &[
                ("DateGreaterThan", &["2026-01-01T00:00:00Z"]),
                ("DateLessThan", &["2026-01-01T00:00:00.000000001Z"]),
            ],
            Some("2026-01-01T00:00:00.0000000005Z"),
        ),
        (&[("IpAddress", &["10.0.0.0/8"]), ("NotIpAddress", &["10.0.0.0/9"])], Some("10.128.0.0")),
        (&[("IpAddress", &["0.0.0.0/0"]), ("StringLike", &["10.*"])], Some("10.")),
    ] {
        let found = check(conditions);
        match expected {
            None => assert_eq!(found, Found::Absent),
            Some("10.") => assert!(
                matches!(found, Found::Value(_) | Found::Undecided(Undecided::MixedTypes)),
                "{found:?}"
            ),
            Some(value) => assert_eq!(found, Found::Value(value.to_owned()), "{conditions:?}"),
        }
    }
}
