//! Merging: a side that changed nothing leaves the other as it is, byte for byte, and no three texts break it.

use kms_policy::{
    Document,
    canonical::same_meaning,
    merge::{Merged, merge},
    text::Tree,
};

use super::{catalog, ensure, in_time, shown, texts};
use crate::source::Source;

pub(super) fn run(source: &mut Source) -> Result<(), String> {
    // Sound texts mostly: of others a merge leaves all to a person.
    let base =
        if source.chance(60) { texts::policy(source, 3).into_bytes() } else { texts::any(source, 10_000) };
    let mine = changed(source, &base);
    let theirs = if source.chance(30) { changed(source, &mine) } else { changed(source, &base) };
    check(&base, &mine, &theirs).map_err(|what| {
        format!("{what}: base {} mine {} theirs {}", shown(&base), shown(&mine), shown(&theirs))
    })
}

fn check(base: &[u8], mine: &[u8], theirs: &[u8]) -> Result<(), String> {
    let catalog = catalog()?;
    let same = [
        merge(base, base, mine, catalog),
        merge(base, mine, base, catalog),
        merge(base, mine, mine, catalog),
    ];
    let is_mine = |merged: &Merged| merged.text == mine && merged.conflicts.is_empty();
    ensure(same.iter().all(is_mine), || format!("one side changed nothing: {same:?}"))?;
    let merged = in_time(base.len(), || merge(base, mine, theirs, catalog))?;
    let is_sound = |text: &[u8]| Tree::parse(text).problems().is_empty();
    let all_sound = [base, mine, theirs].into_iter().all(is_sound);
    ensure(!all_sound || is_sound(&merged.text), || format!("not sound: {}", shown(&merged.text)))?;
    let is_utf8 = |text: &[u8]| std::str::from_utf8(text).is_ok();
    let all_utf8 = [base, mine, theirs].into_iter().all(is_utf8);
    ensure(!all_utf8 || is_utf8(&merged.text), || format!("no text: {}", shown(&merged.text)))?;
    // Who was first does not matter where nobody has to decide.
    let turned = merge(base, theirs, mine, catalog);
    ensure(merged.conflicts.is_empty() == turned.conflicts.is_empty(), || {
        format!("{merged:?} or {turned:?}")
    })?;
    if all_sound && merged.conflicts.is_empty() {
        let read = |text: &[u8]| Document::parse(text, catalog);
        let is_same = same_meaning(&read(&merged.text), &read(&turned.text));
        ensure(is_same, || format!("{} or {}", shown(&merged.text), shown(&turned.text)))?;
    }
    Ok(())
}

/// Another text, mostly close to this one.
fn changed(source: &mut Source, base: &[u8]) -> Vec<u8> {
    let mut text = base.to_vec();
    match source.below(10) {
        0 => texts::any(source, 20_000),
        1 => {
            // Only laid out anew.
            let at = source.below(text.len());
            let gap = source.pick(&[&b" "[..], b"\n", b"\r\n\t", b"   "]);
            if text.get(at).is_some_and(|byte| b"{[,:".contains(byte)) {
                text.splice(at + 1..at + 1, gap.iter().copied());
            }
            text
        }
        2 | 3 => texts::policy(source, 3).into_bytes(),
        4 | 5 => {
            // A statement more, or instead of the rest.
            let more = texts::statement(source, 3, None).into_bytes();
            let at = text.iter().position(|byte| *byte == b'[').map_or(0, |at| at + 1);
            let tail = if source.chance(50) { text.split_off(at) } else { Vec::new() };
            text.extend(more);
            if tail.is_empty() {
                text.extend_from_slice(b"]}");
            } else {
                text.push(b',');
                text.extend(tail);
            }
            text
        }
        _ => {
            texts::spoil(source, &mut text);
            text
        }
    }
}
