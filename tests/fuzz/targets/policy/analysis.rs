//! Exact answers about two policies: what shows a change is confirmed by the evaluator, and nothing changes where
//! nothing can.

use kms_policy::{
    Catalog, Document, Effect, Kind, Request, Statement,
    analysis::{Change, CheckVerdict, compare, no_new_access},
    document_effect,
    text::Tree,
};

use super::{OWNER, catalog, ensure, few_actions, texts};
use crate::source::Source;

pub(super) fn run(source: &mut Source) -> Result<(), String> {
    let mut saved = statements(source);
    let kind = if source.chance(75) { Kind::Key } else { Kind::Secret };
    // With few actions there are few classes to ask about, so more policies get their turn.
    let catalog = if source.chance(95) { few_actions()? } else { catalog()? };
    let text = joined(&saved);
    let (draft, outcome) = match source.below(6) {
        0 => {
            let outcome = same(&text, &text, kind, catalog);
            (text.clone(), outcome)
        }
        1 => {
            saved.reverse();
            let draft = joined(&saved);
            let outcome = if are_whole(&saved) { same(&text, &draft, kind, catalog) } else { Ok(()) };
            (draft, outcome)
        }
        2 => {
            saved.insert(source.below(saved.len() + 1), one(source, Some("Deny")));
            let draft = joined(&saved);
            let outcome = if are_whole(&saved) { adds_nothing(&text, &draft, kind, catalog) } else { Ok(()) };
            (draft, outcome)
        }
        turn => {
            let draft = joined(&drafted(source, &saved));
            let outcome = if turn == 3 {
                compared(&text, &draft, kind, catalog)
            } else {
                confirmed(&text, &draft, kind, catalog)
            };
            (draft, outcome)
        }
    };
    outcome.map_err(|what| format!("{what}: {kind:?} saved {text:?} draft {draft:?}"))
}

fn one(source: &mut Source, effect: Option<&str>) -> String {
    let odd = source.pick(&[0, 0, 3, 20]);
    let statement = texts::statement(source, odd, effect);
    if effect.is_some() || !source.chance(8) {
        return statement;
    }
    let mut bytes = statement.into_bytes();
    texts::spoil(source, &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn statements(source: &mut Source) -> Vec<String> {
    (0..1 + source.below(3)).map(|_| one(source, None)).collect()
}

/// Mostly the saved policy with a change.
fn drafted(source: &mut Source, saved: &[String]) -> Vec<String> {
    let mut draft = saved.to_vec();
    let at = source.below(draft.len());
    match source.below(5) {
        0 => return statements(source),
        1 => drop(draft.remove(at)),
        2 => draft.push(one(source, None)),
        _ => {
            if let Some(place) = draft.get_mut(at) {
                *place = one(source, None);
            }
        }
    }
    draft
}

fn joined(statements: &[String]) -> String {
    texts::joined(statements.iter().map(String::as_str))
}

/// Whether each is a value of its own, so that their order can change.
fn are_whole(statements: &[String]) -> bool {
    statements.iter().all(|text| {
        let tree = Tree::parse(text.as_bytes());
        tree.root().is_some() && tree.problems().is_empty()
    })
}

/// Whether the meaning of every statement is known.
fn is_clear(document: &Document) -> bool {
    let is_known = |statement: &Statement| {
        (statement.allows() || statement.denies())
            && !statement.has_unknown_principals
            && !statement.has_unknown_actions
    };
    document.tree().problems().is_empty() && document.statements().iter().all(is_known)
}

fn same(one: &str, other: &str, kind: Kind, catalog: &Catalog) -> Result<(), String> {
    let (one, other) = (Document::parse(one, catalog), Document::parse(other, catalog));
    let Ok(diff) = compare(&one, &other, kind, OWNER, catalog) else { return Ok(()) };
    // What a statement outside the grammar means, nobody knows of either document.
    let fits = |change: Change| change == Change::Undecided && !is_clear(&one);
    let row = diff.rows.iter().find(|row| !fits(row.change));
    ensure(row.is_none(), || format!("changes {row:?}"))
}

fn adds_nothing(saved: &str, draft: &str, kind: Kind, catalog: &Catalog) -> Result<(), String> {
    let (saved, draft) = (Document::parse(saved, catalog), Document::parse(draft, catalog));
    let check = no_new_access(&saved, &draft, kind, OWNER, catalog);
    let fits = match check.verdict {
        CheckVerdict::Pass => true,
        CheckVerdict::Fail => false,
        CheckVerdict::NotDecided => {
            !is_clear(&draft)
                || check.reasons.iter().all(|reason| reason.detail.as_deref() == Some("patterns"))
        }
    };
    ensure(fits, || format!("a Deny adds access: {check:?}"))
}

fn allows(document: &Document, kind: Kind, request: &Request, catalog: &Catalog) -> bool {
    document_effect(document, kind, request, catalog) == Some(Effect::Allow)
}

/// A fail comes with a request that only the draft allows.
fn confirmed(saved: &str, draft: &str, kind: Kind, catalog: &Catalog) -> Result<(), String> {
    let (saved, draft) = (Document::parse(saved, catalog), Document::parse(draft, catalog));
    let check = no_new_access(&saved, &draft, kind, OWNER, catalog);
    let shows =
        |request: &Request| allows(&draft, kind, request, catalog) && !allows(&saved, kind, request, catalog);
    let fails = check.verdict == CheckVerdict::Fail;
    ensure(fails == check.witness.is_some(), || format!("{check:?}"))?;
    ensure(check.witness.as_ref().is_none_or(shows), || format!("not confirmed: {check:?}"))
}

/// Each change comes with a request that shows it, and is seen by the check too.
fn compared(saved: &str, draft: &str, kind: Kind, catalog: &Catalog) -> Result<(), String> {
    let (saved, draft) = (Document::parse(saved, catalog), Document::parse(draft, catalog));
    let Ok(diff) = compare(&saved, &draft, kind, OWNER, catalog) else { return Ok(()) };
    for row in &diff.rows {
        let Some(request) = &row.witness else {
            ensure(row.change == Change::Undecided, || format!("nothing shows {row:?}"))?;
            continue;
        };
        let found = (allows(&saved, kind, request, catalog), allows(&draft, kind, request, catalog));
        let fits = match row.change {
            Change::Gained | Change::Wider | Change::Changed => found == (false, true),
            Change::Lost | Change::Narrower => found == (true, false),
            Change::Undecided => found.0 != found.1,
        };
        ensure(fits, || format!("{row:?} is {found:?}"))?;
    }
    let is_more = |change: Change| matches!(change, Change::Gained | Change::Wider | Change::Changed);
    let is_less = |change: Change| matches!(change, Change::Lost | Change::Narrower);
    let fits = match no_new_access(&saved, &draft, kind, OWNER, catalog).verdict {
        CheckVerdict::Pass => {
            diff.rows.iter().all(|row| is_less(row.change) || row.change == Change::Undecided)
        }
        CheckVerdict::Fail => {
            diff.rows.iter().any(|row| is_more(row.change) || row.change == Change::Undecided)
        }
        CheckVerdict::NotDecided => !diff.rows.iter().any(|row| is_more(row.change)),
    };
    ensure(fits, || format!("the check says another thing than {:?}", diff.rows))
}
