//! Places in a text: bytes of UTF-8 on our side, units of UTF-16 on the side of the browser.

use std::sync::Arc;

/// So many bytes lie between two noted places.
const STRIDE: usize = 512;

/// One text, prepared for translating places in both directions.
#[derive(Clone, Debug)]
pub struct Offsets {
    text: Arc<str>,
    /// Places with both of their numbers, about [`STRIDE`] apart; none for ASCII, where the numbers are the same.
    stops: Vec<Stop>,
}

#[derive(Clone, Copy, Debug)]
struct Stop {
    byte: usize,
    unit: usize,
}

impl Offsets {
    /// Reads the text once.
    pub fn new(text: &Arc<str>) -> Self {
        let text = Arc::clone(text);
        let mut stops = Vec::new();
        if !text.is_ascii() {
            let (mut unit, mut next) = (0, 0);
            for (byte, letter) in text.char_indices() {
                if byte >= next {
                    stops.push(Stop { byte, unit });
                    next = byte + STRIDE;
                }
                unit += letter.len_utf16();
            }
        }
        Self { text, stops }
    }

    /// The text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The unit at a byte. Inside of a letter it is the beginning of the letter, behind the text its end.
    pub fn unit(&self, byte: usize) -> usize {
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        let Some(stop) = self.before(|stop| stop.byte <= byte) else { return byte };
        let between = self.text.get(stop.byte..byte).unwrap_or_default();
        stop.unit + between.chars().map(char::len_utf16).sum::<usize>()
    }

    /// The byte at a unit, with the same rules.
    pub fn byte(&self, unit: usize) -> usize {
        let Some(stop) = self.before(|stop| stop.unit <= unit) else { return unit.min(self.text.len()) };
        let mut left = unit - stop.unit;
        let mut byte = stop.byte;
        for letter in self.text.get(stop.byte..).unwrap_or_default().chars() {
            if letter.len_utf16() > left {
                break;
            }
            left -= letter.len_utf16();
            byte += letter.len_utf8();
        }
        byte
    }

    /// The last stop for which `is_before` holds.
    fn before(&self, is_before: impl Fn(&Stop) -> bool) -> Option<Stop> {
        let count = self.stops.partition_point(is_before);
        self.stops.get(count.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests;
