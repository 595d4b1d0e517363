//! What the bundle weighs, against what it may weigh.

use std::fmt::Write;

use super::Bundle;

/// The most that the first page (wasm, scripts, styles) may take on the wire with brotli, in bytes: 200 KiB. The ceiling
/// of the finished console is 250.
pub(crate) const FIRST_PAGE_BUDGET: u64 = 200 * 1024;

/// The bytes of the first page with brotli.
pub(crate) fn first_page(bundle: &Bundle) -> u64 {
    bundle.files.iter().filter(|file| file.kind.is_first_page()).map(|file| file.brotli).sum()
}

/// A table for people: each file, then the sum that the budget is about.
pub(crate) fn table(bundle: &Bundle) -> String {
    let mut out = format!("{:<44} {:>10} {:>10} {:>10}\n", "bytes", "raw", "gzip", "brotli");
    for file in &bundle.files {
        let note = if file.kind.is_first_page() { "" } else { "  not first page" };
        let _ = writeln!(
            out,
            "{:<44} {:>10} {:>10} {:>10}{note}",
            file.path,
            grouped(file.raw),
            grouped(file.gzip),
            grouped(file.brotli)
        );
    }
    let sum = grouped(first_page(bundle));
    let _ = writeln!(
        out,
        "{:<44} {:>10} {:>10} {sum:>10}  of {}",
        "first page (wasm, js, css)",
        "",
        "",
        grouped(FIRST_PAGE_BUDGET)
    );
    out
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests;
