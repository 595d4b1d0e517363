//! Faults as text: `throttle`, `slow=1500 on GetKeyPolicy after 2 times 3`.

use std::str::FromStr;

use super::{Fault, Kind};

/// A text that is no fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "cannot read the fault `{text}`: {why}. Write for example `throttle on GetKeyPolicy after 2 times 3`"
)]
pub struct UnknownFault {
    text: String,
    why: String,
}

/// Names, and whether a number follows.
const NAMES: &str = "throttle, unavailable, in-upgrade=SECONDS, lost-after, lost-before, slow=MILLISECONDS, truncated, \
                     garbage, expired-token=SECONDS, clock-skew=SECONDS, second-writer=NAME:VALUE, stale-reads=SECONDS";

impl FromStr for Fault {
    type Err = UnknownFault;

    /// `<name>[=<value>] [on <Operation>] [after <calls>] [times <calls>]`. The value of `second-writer` runs to the end
    /// of the text, for policies have spaces; it comes last.
    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        let bad = |why: String| UnknownFault { text: text.to_owned(), why };
        let (text_before, writer) = match text.split_once(" second-writer=") {
            Some((before, value)) => (before, Some(value)),
            None => match text.strip_prefix("second-writer=") {
                Some(value) => ("", Some(value)),
                None => (text, None),
            },
        };
        let mut words = text_before.split_whitespace();
        let kind = match writer {
            Some(value) => {
                let pair =
                    value.split_once(':').ok_or_else(|| bad("second-writer needs NAME:VALUE".to_owned()))?;
                Kind::SecondWriter(vec![(pair.0.to_owned(), pair.1.to_owned())])
            }
            None => kind(words.next().unwrap_or_default()).map_err(bad)?,
        };
        let mut fault = Self { kind, operation: None, after: 0, times: 1 };
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| bad(format!("`{word}` needs a value")))?;
            let number = || value.parse().map_err(|_| bad(format!("`{value}` is no whole number")));
            match word {
                "on" => fault.operation = Some(value.to_owned()),
                "after" => fault.after = number()?,
                "times" => fault.times = number()?,
                _ => return Err(bad(format!("`{word}` is none of on, after, times"))),
            }
        }
        Ok(fault)
    }
}

fn kind(word: &str) -> Result<Kind, String> {
    let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
    let plain = |kind| if value.is_none() { Ok(kind) } else { Err(format!("`{name}` takes no value")) };
    let seconds = || {
        let value = value.ok_or_else(|| format!("`{name}` needs a number"))?;
        value.parse::<u32>().map_err(|_| format!("`{value}` is no whole number"))
    };
    match name {
        "throttle" => plain(Kind::Throttle),
        "unavailable" => plain(Kind::Unavailable),
        "lost-after" => plain(Kind::LostAfter),
        "lost-before" => plain(Kind::LostBefore),
        "truncated" => plain(Kind::Truncated),
        "garbage" => plain(Kind::Garbage),
        "in-upgrade" => seconds().map(Kind::InUpgrade),
        "slow" => seconds().map(Kind::Slow),
        "expired-token" => seconds().map(Kind::ExpiredToken),
        "stale-reads" => seconds().map(Kind::StaleReads),
        "clock-skew" => {
            let value = value.unwrap_or_default();
            value.parse().map(Kind::ClockSkew).map_err(|_| format!("`{value}` is no number of seconds"))
        }
        _ => Err(format!("the names are {NAMES}")),
    }
}
