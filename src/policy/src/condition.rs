//! Conditions: every one of a statement must hold, one value of each is enough.
//!
//! A request has at most one value for a key. A key that it does not have fails a positive operator and satisfies a
//! negated one, so a negated operator is exactly the opposite of its positive one, and conditions are kept as positive
//! [`Atom`]s with a sign.

mod satisfy;
mod space;

pub(crate) use satisfy::fresh_letter;
pub(crate) use space::{Answer, ConditionId, Space};
pub use space::{Doubt, Values};

use crate::{
    catalog::{Family, Operator, Test},
    glob,
    sorted::{Listed, sort_and_dedup},
    values::{Decimal, Instant, Network, parse_bool},
};

/// How two ordered values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Order {
    /// Whether a comparison came out as wanted.
    pub fn fits(self, found: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => found.is_eq(),
            Self::Less => found.is_lt(),
            Self::LessOrEqual => found.is_le(),
            Self::Greater => found.is_gt(),
            Self::GreaterOrEqual => found.is_ge(),
        }
    }
}

/// What the value of a key is compared with; sorted, each value once.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wanted {
    /// Exactly one of these texts.
    Texts(Vec<String>),
    /// One of these texts, ASCII letters of either case being equal; in lower case.
    TextsAnyCase(Vec<String>),
    /// Fits one of these patterns.
    Patterns(Vec<String>),
    /// A number that compares so with one of these.
    Numbers(Order, Vec<Decimal>),
    /// A moment that compares so with one of these.
    Dates(Order, Vec<Instant>),
    /// One of these truth values.
    Bools(Vec<bool>),
    /// An address in one of these networks.
    Networks(Vec<Network>),
}

/// A condition on one key, without negation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Atom {
    pub key: String,
    pub wanted: Wanted,
}

/// Why a condition cannot be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueFault {
    /// The list of values is empty.
    Empty,
    /// The value at this place of the list is none for the operator.
    Unreadable(usize),
    /// The catalogue has an operator that this engine cannot carry out, such as `Like` on numbers.
    Operator,
}

impl Atom {
    /// Builds the positive side of an operator.
    ///
    /// # Errors
    /// An empty list, or a value that does not parse: such a statement matches nothing.
    pub fn new<'a>(
        operator: &Operator,
        key: &str,
        values: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, ValueFault> {
        let values: Vec<&str> = values.into_iter().list();
        if values.is_empty() {
            return Err(ValueFault::Empty);
        }
        let order = match operator.test {
            Test::Equals => Some(Order::Equal),
            Test::Less => Some(Order::Less),
            Test::LessOrEqual => Some(Order::LessOrEqual),
            Test::Greater => Some(Order::Greater),
            Test::GreaterOrEqual => Some(Order::GreaterOrEqual),
            Test::EqualsIgnoreCase | Test::Like | Test::Within => None,
        };
        let owned = || values.iter().map(|value| (*value).to_owned());
        let wanted = match (operator.family, operator.test, order) {
            (Family::String, Test::Equals, _) => Wanted::Texts(sorted(owned().list())),
            (Family::String, Test::EqualsIgnoreCase, _) => {
                Wanted::TextsAnyCase(sorted(owned().map(|value| value.to_ascii_lowercase()).list()))
            }
            (Family::String, Test::Like, _) => Wanted::Patterns(sorted(owned().list())),
            (Family::Number, _, Some(order)) => Wanted::Numbers(order, read(&values, Decimal::parse)?),
            (Family::Date, _, Some(order)) => Wanted::Dates(order, read(&values, Instant::parse)?),
            (Family::Boolean, Test::Equals, _) => Wanted::Bools(read(&values, parse_bool)?),
            (Family::Ip, Test::Within | Test::Equals, _) => Wanted::Networks(read(&values, Network::parse)?),
            _ => return Err(ValueFault::Operator),
        };
        Ok(Self { key: key.to_owned(), wanted })
    }

    /// Whether it holds for the value of its key; `None` is a request without the key.
    pub fn holds(&self, value: Option<&str>) -> bool {
        let Some(value) = value else { return false };
        match &self.wanted {
            Wanted::Texts(texts) => texts.binary_search_by(|text| text.as_str().cmp(value)).is_ok(),
            Wanted::TextsAnyCase(texts) => texts.iter().any(|text| text.eq_ignore_ascii_case(value)),
            Wanted::Patterns(patterns) => patterns.iter().any(|pattern| glob::matches(pattern, value)),
            Wanted::Numbers(order, numbers) => Decimal::parse(value)
                .is_some_and(|value| numbers.iter().any(|number| order.fits(value.cmp(number)))),
            Wanted::Dates(order, dates) => Instant::parse(value)
                .is_some_and(|value| dates.iter().any(|date| order.fits(value.cmp(date)))),
            Wanted::Bools(bools) => parse_bool(value).is_some_and(|value| bools.contains(&value)),
            Wanted::Networks(networks) => value
                .parse()
                .ok()
                .and_then(|address| Network::new(address, None))
                .is_some_and(|address| networks.iter().any(|network| network.contains(address))),
        }
    }
}

/// All values read, sorted, each once.
fn read<T: Ord>(values: &[&str], parse: fn(&str) -> Option<T>) -> Result<Vec<T>, ValueFault> {
    let parsed: Result<Vec<T>, ValueFault> =
        values.iter().enumerate().map(|(at, value)| parse(value).ok_or(ValueFault::Unreadable(at))).collect();
    parsed.map(sorted)
}

fn sorted<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    sort_and_dedup(&mut values);
    values
}

/// An atom, or its opposite.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Literal {
    pub atom: Atom,
    /// Whether the atom must not hold.
    pub negated: bool,
}

impl Literal {
    /// Whether it holds for the value of its key.
    pub fn holds(&self, value: Option<&str>) -> bool {
        self.atom.holds(value) != self.negated
    }
}

/// What a statement asks of a request's context: every literal holds. Sorted, each once, so that equal conditions are
/// equal values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Condition {
    pub literals: Vec<Literal>,
}

impl Condition {
    /// Sorts the literals.
    pub fn new(literals: Vec<Literal>) -> Self {
        Self { literals: sorted(literals) }
    }

    /// Whether there is nothing to hold.
    pub fn is_always(&self) -> bool {
        self.literals.is_empty()
    }
}

#[cfg(test)]
mod tests;
