//! Conditions: every one of a statement must hold, one value of each is enough.

use std::collections::BTreeMap;
use std::net::IpAddr;

use jiff::Timestamp;
use serde_json::Value;

use super::matches;

/// What a request says about itself, by condition key. Keys are compared without case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys(BTreeMap<String, Vec<String>>);

impl Keys {
    /// Adds a value; a key can have several, such as tags.
    pub(crate) fn add(&mut self, key: &str, value: impl Into<String>) {
        self.0.entry(key.to_ascii_lowercase()).or_default().push(value.into());
    }

    fn get(&self, key: &str) -> &[String] {
        self.0.get(&key.to_ascii_lowercase()).map(Vec::as_slice).unwrap_or_default()
    }
}

/// `"<operator>": {"<key>": [values]}`, one key of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    operator: Operator,
    key: String,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Operator {
    test: Test,
    /// Whether none of the values may fit.
    negated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Test {
    Text,
    TextAnyCase,
    Like,
    Number(Order),
    Date(Order),
    Bool,
    Address,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

const OPERATORS: &[(&str, Test, bool)] = &[
    ("StringEquals", Test::Text, false),
    ("StringNotEquals", Test::Text, true),
    ("StringEqualsIgnoreCase", Test::TextAnyCase, false),
    ("StringNotEqualsIgnoreCase", Test::TextAnyCase, true),
    ("StringLike", Test::Like, false),
    ("StringNotLike", Test::Like, true),
    ("NumericEquals", Test::Number(Order::Equal), false),
    ("NumericNotEquals", Test::Number(Order::Equal), true),
    ("NumericLessThan", Test::Number(Order::Less), false),
    ("NumericLessThanEquals", Test::Number(Order::LessOrEqual), false),
    ("NumericGreaterThan", Test::Number(Order::Greater), false),
    ("NumericGreaterThanEquals", Test::Number(Order::GreaterOrEqual), false),
    ("DateEquals", Test::Date(Order::Equal), false),
    ("DateNotEquals", Test::Date(Order::Equal), true),
    ("DateLessThan", Test::Date(Order::Less), false),
    ("DateLessThanEquals", Test::Date(Order::LessOrEqual), false),
    ("DateGreaterThan", Test::Date(Order::Greater), false),
    ("DateGreaterThanEquals", Test::Date(Order::GreaterOrEqual), false),
    ("Bool", Test::Bool, false),
    ("IpAddress", Test::Address, false),
    ("NotIpAddress", Test::Address, true),
];

impl Condition {
    /// Reads the element `Condition`.
    pub(super) fn read(value: &Value) -> Result<Vec<Self>, String> {
        let Value::Object(operators) = value else { return Err("Condition must be an object.".to_owned()) };
        let mut conditions = Vec::new();
        for (name, keys) in operators {
            let Some((_, test, negated)) = OPERATORS.iter().find(|(known, ..)| known == name) else {
                return Err(format!("{name} is no condition operator."));
            };
            let operator = Operator { test: *test, negated: *negated };
            let Value::Object(keys) = keys else { return Err(format!("{name} must hold condition keys.")) };
            for (key, values) in keys {
                conditions.push(Self { operator, key: key.clone(), values: operator.values(key, values)? });
            }
        }
        Ok(conditions)
    }

    /// Whether the condition holds. A key that the request does not have fails a positive operator and satisfies a
    /// negated one.
    pub(crate) fn holds(&self, keys: &Keys) -> bool {
        let has = keys.get(&self.key);
        let fits = has.iter().any(|has| self.values.iter().any(|wanted| self.operator.fits(has, wanted)));
        fits != self.operator.negated
    }
}

impl Operator {
    fn values(self, key: &str, values: &Value) -> Result<Vec<String>, String> {
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
            _ => None,
        };
        let values = match values {
            Value::Array(values) => values.iter().map(text).collect::<Option<Vec<_>>>(),
            one => text(one).map(|one| vec![one]),
        };
        let values = values.filter(|values| !values.is_empty());
        let values = values.ok_or_else(|| format!("{key} needs a value or a list of values."))?;
        match values.iter().find(|value| !self.is_readable(value)) {
            None => Ok(values),
            Some(value) => Err(format!("{value} is no value for {key} with this operator.")),
        }
    }

    fn is_readable(self, value: &str) -> bool {
        match self.test {
            Test::Text | Test::TextAnyCase | Test::Like => true,
            Test::Number(_) => value.parse::<f64>().is_ok_and(f64::is_finite),
            Test::Date(_) => date(value).is_some(),
            Test::Bool => value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"),
            Test::Address => network(value).is_some(),
        }
    }

    fn fits(self, has: &str, wanted: &str) -> bool {
        match self.test {
            Test::Text => has == wanted,
            Test::TextAnyCase => has.to_lowercase() == wanted.to_lowercase(),
            Test::Like => matches(wanted, has),
            Test::Bool => has.eq_ignore_ascii_case(wanted),
            Test::Number(order) => match (has.parse::<f64>(), wanted.parse::<f64>()) {
                (Ok(has), Ok(wanted)) => has.partial_cmp(&wanted).is_some_and(|found| order.fits(found)),
                _ => false,
            },
            Test::Date(order) => match (date(has), date(wanted)) {
                (Some(has), Some(wanted)) => order.fits(has.cmp(&wanted)),
                _ => false,
            },
            Test::Address => match (has.parse::<IpAddr>(), network(wanted)) {
                (Ok(has), Some((address, bits))) => shares_prefix(has, address, bits),
                _ => false,
            },
        }
    }
}

impl Order {
    fn fits(self, found: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => found.is_eq(),
            Self::Less => found.is_lt(),
            Self::LessOrEqual => found.is_le(),
            Self::Greater => found.is_gt(),
            Self::GreaterOrEqual => found.is_ge(),
        }
    }
}

/// With zone, as `2026-11-24T08:00:00+08:00` or `…Z`.
fn date(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// An address, or a network in CIDR form.
fn network(text: &str) -> Option<(IpAddr, u32)> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits.parse::<u32>().ok()?)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let all = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(all);
    (bits <= all).then_some((address, bits))
}

fn shares_prefix(one: IpAddr, other: IpAddr, bits: u32) -> bool {
    let differing = match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros(),
        (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros(),
        _ => return false,
    };
    differing >= bits
}

#[cfg(test)]
mod tests;
