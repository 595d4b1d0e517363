//! Reading: every byte stays, tokens and nodes lie where they should, and what is called sound JSON is sound JSON.

use kms_policy::{
    Document,
    text::{Edit, NodeId, NodeKind, Position, Problem, Tree, apply},
};

use super::{catalog, ensure, in_time, is_inside, shown, texts};
use crate::source::Source;

/// Beyond this depth the other parser gives up.
const DEEPEST: usize = 100;

pub(super) fn run(source: &mut Source) -> Result<(), String> {
    let text = texts::quick(source, 50_000);
    let outcome = if source.chance(5) {
        let catalog = catalog()?;
        let document = in_time(text.len(), || Document::parse(text.clone(), catalog))?;
        check(source, document.tree(), &text)
    } else {
        let tree = in_time(text.len(), || Tree::parse(text.clone()))?;
        check(source, &tree, &text)
    };
    outcome.map_err(|what| format!("{what}: {}", shown(&text)))
}

fn check(source: &mut Source, tree: &Tree, text: &[u8]) -> Result<(), String> {
    ensure(tree.source() == text && tree.print() == text, || format!("prints {}", shown(&tree.print())))?;
    tokens(tree)?;
    let depth = nodes(tree)?;
    problems(tree)?;
    if source.chance(25) {
        places(source, tree)?;
    }
    if depth < DEEPEST && (tree.problems().is_empty() || source.chance(10)) {
        agrees(tree)?;
    }
    // Mending takes a round for each error of a text, so it is tried on small ones.
    if text.len() < 600 && source.chance(10) {
        mended(tree)?;
    }
    Ok(())
}

fn tokens(tree: &Tree) -> Result<(), String> {
    let mut at = 0;
    for token in tree.tokens() {
        ensure(token.span.start == at && token.span.end > at, || format!("{token:?} at {at}"))?;
        at = token.span.end;
    }
    ensure(at == tree.source().len(), || format!("tokens end at {at}"))
}

/// Walks over all nodes; gives the depth.
fn nodes(tree: &Tree) -> Result<usize, String> {
    let length = tree.source().len();
    let Some(root) = tree.root() else { return Ok(0) };
    ensure(tree.parent(root).is_none(), || "the root has a parent".to_owned())?;
    let mut deepest = 0;
    let mut left: Vec<(NodeId, usize)> = vec![(root, 0)];
    while let Some((node, depth)) = left.pop() {
        deepest = deepest.max(depth);
        let span = tree.span(node);
        ensure(is_inside(span, length), || format!("{node:?} {span:?}"))?;
        let mut at = span.start;
        let mut is_damaged = false;
        for child in tree.children(node) {
            let inner = tree.span(*child);
            ensure(span.contains(inner) && inner.start >= at, || format!("{inner:?} in {span:?}"))?;
            ensure(tree.parent(*child) == Some(node), || format!("{child:?} is not of {node:?}"))?;
            at = inner.end;
            is_damaged |= tree.is_damaged(*child);
            left.push((*child, depth + 1));
        }
        ensure(tree.is_damaged(node) || !is_damaged, || format!("{span:?} has a damaged part"))?;
    }
    Ok(deepest)
}

fn problems(tree: &Tree) -> Result<(), String> {
    let text = tree.source();
    let letters = std::str::from_utf8(text).ok();
    for problem in tree.problems() {
        ensure(is_inside(problem.span, text.len()), || format!("{problem:?}"))?;
        apply_cleanly(text, &problem.fix)?;
        let is_whole = |at: usize| letters.is_none_or(|letters| letters.is_char_boundary(at));
        let whole = problem.fix.iter().all(|edit| is_whole(edit.start) && is_whole(edit.end));
        ensure(whole, || format!("{problem:?} cuts a letter"))?;
    }
    let is_sorted = tree.problems().is_sorted_by_key(|problem| problem.span);
    ensure(is_sorted, || format!("{:?} are not sorted", tree.problems()))
}

/// The text after edits, which must lie inside and not overlap.
pub(super) fn apply_cleanly(text: &[u8], edits: &[Edit]) -> Result<Vec<u8>, String> {
    let mut spans: Vec<_> = edits.iter().map(Edit::span).collect();
    spans.sort();
    let mut at = 0;
    for span in &spans {
        ensure(is_inside(*span, text.len()) && span.start >= at, || format!("{edits:?}"))?;
        at = span.end;
    }
    Ok(apply(text, edits))
}

/// Line and column grow with the offset, as counting letters has it.
fn places(source: &mut Source, tree: &Tree) -> Result<(), String> {
    let text = tree.source();
    if text.len() > 600 || !source.chance(10) {
        let mut offsets = [0; 4].map(|_: usize| source.below(text.len() + 2));
        offsets.sort_unstable();
        let places = offsets.map(|offset| tree.position(offset));
        for offset in offsets {
            let found = tree.node_at(offset).is_none_or(|node| tree.span(node).touches(offset));
            ensure(found, || format!("another node at {offset}"))?;
            let token = tree.token_at(offset);
            let fits = token.map_or(offset >= text.len(), |(_, token)| {
                token.span.start <= offset && offset < token.span.end
            });
            ensure(fits, || format!("{token:?} at {offset}"))?;
        }
        return ensure(places.is_sorted(), || format!("{offsets:?} are at {places:?}"));
    }
    let mut expected = Position { line: 1, column: 1 };
    let Ok(letters) = std::str::from_utf8(text) else { return Ok(()) };
    for (at, letter) in letters.char_indices() {
        let found = tree.position(at);
        ensure(found == expected, || format!("{at} is at {found:?}, not {expected:?}"))?;
        let next = text.get(at + 1);
        if letter == '\n' || (letter == '\r' && next != Some(&b'\n')) {
            expected = Position { line: expected.line + 1, column: 1 };
        } else {
            expected.column += 1;
        }
    }
    let (end, beyond) = (tree.position(text.len()), tree.position(text.len() + 9));
    ensure(end == expected && beyond == end, || format!("the end is at {end:?}, not {expected:?}"))
}

/// Sound is what another parser reads as well, and texts say the same to it.
fn agrees(tree: &Tree) -> Result<(), String> {
    let text = tree.source();
    // A mark at the beginning is the business of a rule; no other parser takes it.
    if text.starts_with("\u{feff}".as_bytes()) {
        return Ok(());
    }
    let is_sound = tree.root().is_some() && tree.problems().is_empty();
    match serde_json::from_slice::<serde_json::Value>(text) {
        Ok(_) => ensure(is_sound, || format!("is sound, and has {:?}", tree.problems()))?,
        // It knows no number beyond those of a machine.
        Err(error) if error.to_string().starts_with("number out of range") => {}
        Err(error) => ensure(!is_sound, || format!("is not sound: {error}"))?,
    }
    if !is_sound || !text.contains(&b'\\') {
        return Ok(());
    }
    let mut left: Vec<NodeId> = tree.root().into_iter().collect();
    while let Some(node) = left.pop() {
        left.extend(tree.children(node));
        if tree.kind(node) == NodeKind::Text {
            let other = serde_json::from_slice::<String>(tree.span(node).of(text)).ok();
            let own = tree.text(node).map(std::borrow::Cow::into_owned);
            ensure(own == other, || format!("{own:?} is {other:?} to another parser"))?;
        }
    }
    Ok(())
}

/// Where every error has a fix, mending comes to an end, and the text is sound then.
fn mended(tree: &Tree) -> Result<(), String> {
    let mut tree = tree.clone();
    let has_fix = |problem: &Problem| !problem.fix.is_empty();
    for _ in 0..700 {
        if tree.problems().is_empty() || !tree.problems().iter().all(has_fix) {
            return Ok(());
        }
        let edits: Vec<Edit> = tree.problems().iter().flat_map(|problem| problem.fix.clone()).collect();
        let text = apply(tree.source(), &edits);
        tree = Tree::parse(text);
    }
    Err("mending does not end".to_owned())
}
