//! The sections of a WebAssembly file, and the numbers and texts in them.

use anyhow::{Context, Result};

/// The section that lists what a file wants from outside.
pub(super) const IMPORTS: u8 = 2;

/// The section that lists what a file gives.
pub(super) const EXPORTS: u8 = 7;

/// The kind of an import or export that is a function.
pub(super) const FUNCTION: u8 = 0;

/// The file with one section as `change` makes it.
pub(super) fn with_section(
    wasm: &[u8],
    section: u8,
    mut change: impl FnMut(&[u8]) -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    let mut input = Reader(wasm);
    let mut out = input.take(8).context("no WebAssembly file")?.to_vec();
    while let Some(kind) = input.byte() {
        let length = input.number().context("a section without length")?;
        let body = input.take(length).context("a section that ends early")?;
        let changed;
        let body = if kind == section {
            changed = change(body)?;
            &changed
        } else {
            body
        };
        out.push(kind);
        put_number(&mut out, body.len());
        out.extend_from_slice(body);
    }
    Ok(out)
}

/// Reads a WebAssembly file from the front; gives nothing where it ends early.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// Seven bits a byte, the lowest first; the high bit says that more follow.
    pub(super) fn number(&mut self) -> Option<usize> {
        let mut value = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }
}

pub(super) fn put_number(out: &mut Vec<u8>, mut value: usize) {
    loop {
        let byte = u8::try_from(value & 0x7f).unwrap_or(0);
        value >>= 7;
        if value == 0 {
            out.push(byte);
            return;
        }
        out.push(byte | 0x80);
    }
}

pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests;
