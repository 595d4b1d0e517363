//! Decimal numbers of any length, compared exactly.

use crate::sorted::Listed;

use std::{cmp::Ordering, fmt};

/// The largest exponent, either way, that a number may be written with: `1e400` is one, `1e9999999` is not.
const MAX_EXPONENT: i64 = 1_000;
/// The longest number, in characters.
const MAX_LENGTH: usize = 1_000;

/// A decimal number: `0.d₁d₂d₃… × 10^point`, with a sign.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    negative: bool,
    /// Each 0 to 9; neither the first nor the last is 0. Empty for zero.
    digits: Vec<u8>,
    point: i64,
}

impl Decimal {
    /// Zero.
    pub fn zero() -> Self {
        Self { negative: false, digits: Vec::new(), point: 0 }
    }

    /// Reads `-12`, `+0.5`, `1e3`, `.5`, `5.`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        let (negative, rest) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            rest => (false, rest),
        };
        let at = rest.iter().position(|byte| matches!(byte, b'e' | b'E'));
        let (mantissa, exponent) = match at {
            Some(at) => {
                let exponent = std::str::from_utf8(rest.get(at + 1..)?).ok()?;
                // `i64` also reads a sign, as it should.
                (rest.get(..at)?, exponent.parse::<i64>().ok()?)
            }
            None => (rest, 0),
        };
        if exponent.abs() > MAX_EXPONENT {
            return None;
        }
        let at = mantissa.iter().position(|byte| *byte == b'.');
        let (whole, fraction) = match at {
            Some(at) => (mantissa.get(..at)?, mantissa.get(at + 1..)?),
            None => (mantissa, &[][..]),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let digits: Option<Vec<u8>> =
            whole.iter().chain(fraction).map(|byte| byte.is_ascii_digit().then(|| byte - b'0')).collect();
        let point = i64::try_from(whole.len()).ok()? + exponent;
        Some(Self::new(negative, digits?, point))
    }

    /// Of a whole number and digits after the point.
    pub(super) fn from_parts(whole: i64, fraction: &str) -> Option<Self> {
        // A negative whole number and a positive fraction: seconds before 1970 still run forwards.
        if whole >= 0 || fraction.bytes().all(|byte| byte == b'0') {
            return Self::parse(&format!("{whole}.{fraction}0"));
        }
        let complement = Self::parse(&format!("0.{fraction}"))?.one_minus();
        let text = complement.to_string();
        Self::parse(&format!("{}.{}", whole + 1, text.strip_prefix("0.").unwrap_or("0")))
            .map(|value| Self { negative: true, ..value })
    }

    /// For a number between 0 and 1.
    fn one_minus(&self) -> Self {
        let zeros = usize::try_from(-self.point).unwrap_or_default();
        let mut digits: Vec<u8> = std::iter::repeat_n(0, zeros).chain(self.digits.iter().copied()).list();
        let last = digits.len().saturating_sub(1);
        for (at, digit) in digits.iter_mut().enumerate() {
            *digit = if at == last { 10 - *digit } else { 9 - *digit };
        }
        Self::new(false, digits, 0)
    }

    fn new(negative: bool, digits: Vec<u8>, point: i64) -> Self {
        let zeros = digits.iter().take_while(|digit| **digit == 0).count();
        let mut digits: Vec<u8> = digits.into_iter().skip(zeros).list();
        while digits.last() == Some(&0) {
            digits.pop();
        }
        if digits.is_empty() {
            return Self::zero();
        }
        Self { negative, digits, point: point - i64::try_from(zeros).unwrap_or_default() }
    }

    /// A number strictly between two, of which the first is less.
    pub fn between(&self, other: &Self) -> Self {
        if (self.negative || self.digits.is_empty()) && !other.negative && !other.digits.is_empty() {
            if self.negative {
                return Self::zero();
            }
        } else if self.negative {
            return other.negated().between(&self.negated()).negated();
        }
        // Both are zero or more. Append a digit to the lesser, far enough behind the first difference.
        let point = self.point.max(other.point);
        let digit = |number: &Self, at: usize| {
            let lead = usize::try_from(point - number.point).unwrap_or(usize::MAX);
            at.checked_sub(lead).and_then(|at| number.digits.get(at)).copied().unwrap_or_default()
        };
        let lead = usize::try_from(point - self.point).unwrap_or_default();
        let longest = lead
            + self.digits.len()
            + other.digits.len()
            + usize::try_from(point - other.point).unwrap_or_default();
        let differs = (0..longest).find(|at| digit(self, *at) != digit(other, *at)).unwrap_or(longest);
        let gap = digit(other, differs).saturating_sub(digit(self, differs));
        let mut digits: Vec<u8> = (0..differs).map(|at| digit(self, at)).list();
        if gap > 1 {
            digits.push(digit(self, differs) + gap / 2);
        } else {
            let length = (differs + 1).max(lead + self.digits.len());
            digits.extend((differs..length).map(|at| digit(self, at)));
            digits.push(5);
        }
        Self::new(false, digits, point)
    }

    /// A number that is greater.
    pub fn above(&self) -> Self {
        if self.negative {
            return Self::zero();
        }
        Self { negative: false, digits: vec![1], point: self.point.max(0) + 1 }
    }

    /// A number that is less.
    pub fn below(&self) -> Self {
        self.negated().above().negated()
    }

    pub(super) fn negated(&self) -> Self {
        Self { negative: !self.negative && !self.digits.is_empty(), ..self.clone() }
    }

    /// The whole number at or below it, and the digits after that.
    pub(super) fn floor_and_fraction(&self) -> Option<(i64, String)> {
        let text = self.to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let number: i64 = whole.parse().ok()?;
        if !self.negative || fraction.is_empty() {
            return Some((number, fraction.to_owned()));
        }
        let rest = Self::parse(&format!("0.{fraction}"))?.one_minus().to_string();
        Some((number - 1, rest.strip_prefix("0.").unwrap_or_default().to_owned()))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.negative, number.digits.is_empty()) {
            (_, true) => 0,
            (true, false) => -1,
            (false, false) => 1,
        };
        let size = || self.point.cmp(&other.point).then_with(|| self.digits.cmp(&other.digits));
        match (sign(self), sign(other)) {
            (1, 1) => size(),
            (-1, -1) => size().reverse(),
            (one, two) => one.cmp(&two),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.digits.is_empty() {
            return formatter.write_str("0");
        }
        let mut text = String::new();
        if self.negative {
            text.push('-');
        }
        let push = |text: &mut String, digit: u8| text.push(char::from(b'0' + digit));
        if self.point <= 0 {
            text.push_str("0.");
            text.extend(std::iter::repeat_n('0', usize::try_from(-self.point).unwrap_or_default()));
            self.digits.iter().for_each(|digit| push(&mut text, *digit));
        } else {
            let point = usize::try_from(self.point).unwrap_or_default();
            for at in 0..point {
                push(&mut text, self.digits.get(at).copied().unwrap_or_default());
            }
            if self.digits.len() > point {
                text.push('.');
                self.digits.iter().skip(point).for_each(|digit| push(&mut text, *digit));
            }
        }
        formatter.write_str(&text)
    }
}
