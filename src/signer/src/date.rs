//! The one date spelling of the protocol: `yyyy-MM-ddTHH:mm:ssZ`, UTC, no fraction.

use jiff::{Timestamp, Unit};

/// Writes a time as `x-acs-date`; fractions of a second are cut off.
pub fn format_date(time: Timestamp) -> String {
    let mode = jiff::TimestampRound::new().smallest(Unit::Second).mode(jiff::RoundMode::Floor);
    time.round(mode).unwrap_or(time).to_string()
}

/// Reads `x-acs-date`. Only the exact spelling that [`format_date`] writes is taken: no offset, no fraction,
/// no lower case, no leap second.
pub fn parse_date(text: &str) -> Option<Timestamp> {
    let time: Timestamp = text.parse().ok()?;
    (time.to_string() == text && time.subsec_nanosecond() == 0).then_some(time)
}

#[cfg(test)]
mod tests;
