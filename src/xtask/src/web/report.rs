//! What the bundle weighs, against what it may weigh.

use std::fmt::Write;

use super::{Bundle, BundleFile, FileKind};

/// The most that the first page (wasm, scripts, styles) may take on the wire with brotli, in bytes: 200 KiB. The ceiling
/// of the finished console is 250.
pub(crate) const FIRST_PAGE_BUDGET: u64 = 200 * 1024;

/// The most that the policy engine (wasm and script) may take on the wire with brotli, in bytes. Its aim is 150 KiB, which
/// it misses: this keeps it from growing until it gets there. The texts of one language come on top.
pub(crate) const POLICY_BUDGET: u64 = 228 * 1024;

/// The most that the code editor (script) may take on the wire with brotli, in bytes.
pub(crate) const EDITOR_BUDGET: u64 = 130 * 1024;

/// The bytes of a part that is loaded later with brotli, without its texts, of which one language is loaded.
pub(crate) fn part(files: &[BundleFile]) -> u64 {
    files.iter().filter(|file| is_code(file)).map(|file| file.brotli).sum()
}

fn is_code(file: &BundleFile) -> bool {
    file.kind != FileKind::Locale
}

/// The bytes of the first page with brotli.
pub(crate) fn first_page(bundle: &Bundle) -> u64 {
    bundle.files.iter().filter(|file| file.kind.is_first_page()).map(|file| file.brotli).sum()
}

/// A table for people: each file, then the sum that the budget is about.
pub(crate) fn table(bundle: &Bundle) -> String {
    let note = |file: &BundleFile| if file.kind.is_first_page() { "" } else { "  not first page" };
    sheet(&bundle.files, note, "first page (wasm, js, css)", first_page(bundle), FIRST_PAGE_BUDGET)
}

/// The same for a part that is loaded later.
pub(crate) fn part_table(files: &[BundleFile], title: &str, budget: u64) -> String {
    let note = |file: &BundleFile| if is_code(file) { "" } else { "  one language is loaded" };
    sheet(files, note, title, part(files), budget)
}

fn sheet(
    files: &[BundleFile],
    note: impl Fn(&BundleFile) -> &'static str,
    title: &str,
    sum: u64,
    budget: u64,
) -> String {
    let mut out = format!("{:<44} {:>10} {:>10} {:>10}\n", "bytes", "raw", "gzip", "brotli");
    for file in files {
        let (raw, gzip, brotli) = (grouped(file.raw), grouped(file.gzip), grouped(file.brotli));
        let _ = writeln!(out, "{:<44} {raw:>10} {gzip:>10} {brotli:>10}{}", file.path, note(file));
    }
    let (sum, budget) = (grouped(sum), grouped(budget));
    let _ = writeln!(out, "{title:<44} {:>10} {:>10} {sum:>10}  of {budget}", "", "");
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
