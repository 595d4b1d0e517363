//! Moments, as condition values spell them.

use std::fmt;

use super::Decimal;

/// A moment: seconds since 1970 in UTC, with as many digits after the point as the text has.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(Decimal);

impl Instant {
    /// Reads ISO 8601 with date, time and zone: `2026-11-24T08:00:00Z`, `2026-11-24T08:00:00.5+08:00`, also without
    /// seconds. `None` for anything else: a date without zone is no moment.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let date = match date.as_bytes() {
            [year @ .., b'-', m1, m2, b'-', d1, d2] => {
                (number(year, 4)?, number(&[*m1, *m2], 2)?, number(&[*d1, *d2], 2)?)
            }
            _ => return None,
        };
        let rest = rest.strip_prefix(['T', 't'])?;
        let at = rest.find(['Z', 'z', '+', '-'])?;
        let (time, zone) = rest.split_at_checked(at)?;
        let (time, fraction) = match time.split_once(['.', ',']) {
            Some((_, "")) => return None,
            Some((time, fraction)) if fraction.len() <= 100 => (time, fraction),
            Some(_) => return None,
            None => (time, ""),
        };
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mut parts = time.split(':').map(|part| number(part.as_bytes(), 2));
        let (hour, minute) = (parts.next()??, parts.next()??);
        let second = match parts.next() {
            Some(second) => second?,
            None if fraction.is_empty() => 0,
            None => return None,
        };
        if parts.next().is_some() || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let days = days_since_1970(date.0, date.1, date.2)?;
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset(zone)?;
        Decimal::from_parts(seconds, fraction).map(Self)
    }

    /// From seconds since 1970.
    pub fn from_seconds(seconds: Decimal) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970.
    pub fn seconds(&self) -> &Decimal {
        &self.0
    }

    /// Whether the year has four digits, so that the moment can be written down.
    pub fn is_writable(&self) -> bool {
        Self::parse(&self.to_string()).as_ref() == Some(self)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((seconds, fraction)) = self.0.floor_and_fraction() else {
            return write!(formatter, "{} s", self.0);
        };
        let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = civil(days);
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        write!(formatter, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if !fraction.is_empty() {
            write!(formatter, ".{fraction}")?;
        }
        formatter.write_str("Z")
    }
}

fn number(digits: &[u8], length: usize) -> Option<i64> {
    if digits.len() != length {
        return None;
    }
    digits
        .iter()
        .try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0')))
}

/// `Z`, `+08:00`, `-0330`, `+08`; in seconds.
fn offset(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = match zone.as_bytes() {
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest {
        [h1, h2, b':', m1, m2] | [h1, h2, m1, m2] => (number(&[*h1, *h2], 2)?, number(&[*m1, *m2], 2)?),
        [h1, h2] => (number(&[*h1, *h2], 2)?, 0),
        _ => return None,
    };
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 3_600 + minutes * 60))
}

/// Days from 1970-01-01 to a day of the proleptic Gregorian calendar; `None` for a day that does not exist.
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if day < 1 || day > length {
        return None;
    }
    // Years that begin in March, so that the leap day comes last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    Some(
        365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468,
    )
}

/// The day that [`days_since_1970`] counts.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, turn) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (year_of_era + era * 400 + turn, month, day)
}
