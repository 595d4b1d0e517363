use super::{Atom, Literal, ValueFault};
use crate::catalog::tests::CATALOG;

fn holds(operator: &str, values: &[&str], value: Option<&str>) -> Result<bool, ValueFault> {
    let operator = CATALOG.operator(operator).expect("an operator");
    let atom = Atom::new(operator, "k", values.iter().copied())?;
    Ok(Literal { atom, negated: operator.negated }.holds(value))
}

#[test]
fn every_operator() {
    for (operator, values, value, expected) in [
        ("StringEquals", &["a", "b"][..], Some("b"), Ok(true)),
        ("StringEquals", &["a"], Some("A"), Ok(false)),
        ("StringEquals", &["a"], None, Ok(false)),
        ("StringNotEquals", &["a", "b"], Some("b"), Ok(false)),
        ("StringNotEquals", &["a"], None, Ok(true)),
        ("StringEqualsIgnoreCase", &["aB"], Some("Ab"), Ok(true)),
        ("StringLike", &["vpc-*"], Some("vpc-1"), Ok(true)),
        ("StringNotLike", &["vpc-*"], Some("vpc-1"), Ok(false)),
        ("NumericEquals", &["10"], Some("1e1"), Ok(true)),
        ("NumericEquals", &["9007199254740993"], Some("9007199254740992"), Ok(false)),
        ("NumericLessThan", &["1", "5"], Some("4"), Ok(true)),
        ("NumericLessThan", &["5"], Some("abc"), Ok(false)),
        ("NumericNotEquals", &["5"], Some("abc"), Ok(true)),
        ("NumericLessThan", &["x"], Some("4"), Err(ValueFault::Unreadable(0))),
        ("DateGreaterThan", &["2026-01-01T00:00:00Z"], Some("2026-01-01T08:00:01+08:00"), Ok(true)),
        ("DateLessThanEquals", &["2026-01-01T00:00:00Z"], Some("2026-01-01T00:00:00Z"), Ok(true)),
        ("Bool", &["true"], Some("TRUE"), Ok(true)),
        ("Bool", &["true"], None, Ok(false)),
        ("Bool", &["yes"], None, Err(ValueFault::Unreadable(0))),
        ("IpAddress", &["203.0.113.0/24"], Some("203.0.113.9"), Ok(true)),
        ("IpAddress", &["203.0.113.0/24"], Some("203.0.113.0/24"), Ok(false)),
        ("NotIpAddress", &["203.0.113.0/24"], Some("2001:db8::1"), Ok(true)),
        ("StringEquals", &[], Some("x"), Err(ValueFault::Empty)),
    ] {
        assert_eq!(holds(operator, values, value), expected, "{operator} {values:?} {value:?}");
    }
}
