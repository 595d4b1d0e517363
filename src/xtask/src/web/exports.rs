//! What the compiled page gives to the browser and nobody takes. The framework brings classes for the streams of server
//! functions, which this page does not have; as long as they can be called from outside, all their code stays.

use anyhow::{Context, Result};

use super::module::{EXPORTS, FUNCTION, Reader, put_number, put_text, with_section};

/// The functions of these classes begin so; a `__wbg_` may stand before.
const UNUSED: &str = "intounderlying";

/// The file without the functions that nobody calls.
pub(super) fn without_unused(wasm: &[u8]) -> Result<Vec<u8>> {
    with_section(wasm, EXPORTS, exports)
}

fn exports(section: &[u8]) -> Result<Vec<u8>> {
    let mut input = Reader(section);
    let count = input.number().context("no number of exports")?;
    let mut kept = Vec::new();
    for _ in 0..count {
        let name = input.text().context("an export without name")?;
        let kind = input.byte().context("an export without kind")?;
        let index = input.number().context("an export without index")?;
        let own = name.strip_prefix("__wbg_").unwrap_or(name);
        if kind != FUNCTION || !own.starts_with(UNUSED) {
            kept.push((name, kind, index));
        }
    }
    let mut out = Vec::with_capacity(section.len());
    put_number(&mut out, kept.len());
    for (name, kind, index) in kept {
        put_text(&mut out, name);
        out.push(kind);
        put_number(&mut out, index);
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
