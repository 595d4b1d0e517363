//! Values of condition keys: numbers, instants, addresses. All from text, exactly, without floats and clocks.

mod address;
mod decimal;
mod instant;

pub use address::Network;
pub use decimal::Decimal;
pub use instant::Instant;

/// `true` or `false` in any letter case.
pub fn parse_bool(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
