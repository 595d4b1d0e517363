//! Short names between the compiled page and its glue. Every function that the page wants of the browser has a long name
//! with a hash in it, in both files: 5 kB of the first page that say nothing.

use anyhow::{Context, Result, bail};

use super::module::{FUNCTION, IMPORTS, Reader, put_number, put_text, with_section};

/// A long name and the short one in its place.
pub(super) type Names = Vec<(String, String)>;

/// Gives the imports from `module` short names; what they were called is in the second part of the answer.
pub(super) fn shorten(wasm: &[u8], module: &str) -> Result<(Vec<u8>, Names)> {
    let mut names = Names::new();
    let out = with_section(wasm, IMPORTS, |section| imports(section, module, &mut names))?;
    Ok((out, names))
}

fn imports(section: &[u8], module: &str, names: &mut Names) -> Result<Vec<u8>> {
    let mut input = Reader(section);
    let mut out = Vec::with_capacity(section.len());
    let count = input.number().context("no number of imports")?;
    put_number(&mut out, count);
    for _ in 0..count {
        let from = input.text().context("an import without module")?;
        let name = input.text().context("an import without name")?;
        if input.byte() != Some(FUNCTION) {
            bail!("{from}.{name} is no function: there is no rule for such imports");
        }
        let form = input.number().context("an import without type")?;
        put_text(&mut out, from);
        if from == module {
            let short = short_name(names.len());
            put_text(&mut out, &short);
            names.push((name.to_owned(), short));
        } else {
            put_text(&mut out, name);
        }
        out.push(FUNCTION);
        put_number(&mut out, form);
    }
    Ok(out)
}

/// The minified glue with the short names: each long one must be there once, as a key.
pub(super) fn rename(script: &str, names: &Names) -> Result<String> {
    let mut out = script.to_owned();
    for (long, short) in names {
        let mut found = 0;
        for before in ["{", ","] {
            for after in [":", "("] {
                let key = format!("{before}{long}{after}");
                found += out.matches(&key).count();
                out = out.replace(&key, &format!("{before}{short}{after}"));
            }
        }
        if found != 1 {
            bail!("the glue names {long} {found} times");
        }
    }
    Ok(out)
}

/// `a` to `z`, `ba` to `zz` and so on: letters only, for a number would need quotes in the glue.
fn short_name(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'a' + u8::try_from(index % 26).unwrap_or(0)));
        index /= 26;
        if index == 0 {
            return letters.into_iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests;
