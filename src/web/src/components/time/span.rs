//! Lengths of time in the one or two units that people use.

const MINUTE: f64 = 60_000.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;
/// Mean length over 400 years.
const YEAR: f64 = 365.2425 * DAY;
const MONTH: f64 = YEAR / 12.0;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 60 s.
    Minute,
    /// 60 min.
    Hour,
    /// 24 h.
    Day,
    /// A twelfth of a year.
    Month,
    /// 365.2425 days.
    Year,
}

/// A length: `41 days`, `1 year 2 months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Whole units.
    pub count: u32,
    /// The unit.
    pub unit: Unit,
    /// Months beside years.
    pub rest: Option<(u32, Unit)>,
}

impl Span {
    /// The length between two times in milliseconds, rounded down; up to a year in days, so that "in 41 days" does
    /// not become "in 1 month".
    pub fn between(one: f64, other: f64) -> Self {
        let length = (one - other).abs();
        let plain = |size: f64, unit| Self { count: whole(length / size), unit, rest: None };
        if length < HOUR {
            plain(MINUTE, Unit::Minute)
        } else if length < DAY {
            plain(HOUR, Unit::Hour)
        } else if length < 60.0 * DAY {
            plain(DAY, Unit::Day)
        } else if length < YEAR {
            plain(MONTH, Unit::Month)
        } else {
            let months = whole(length / MONTH);
            let rest = months % 12;
            Self { count: months / 12, unit: Unit::Year, rest: (rest > 0).then_some((rest, Unit::Month)) }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths are positive and below 2^32"
)]
fn whole(value: f64) -> u32 {
    value.floor() as u32
}

#[cfg(test)]
mod tests;
