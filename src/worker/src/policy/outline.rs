//! A policy as the visual editor shows it: a card for each statement, and everything that lint says, in one answer.

use kms_policy::{
    Account, ActionPattern, Catalog, Document, Effect, Fault, Kind, Principal, PrincipalEntry, Report,
    Severity, Statement,
    canonical::is_plain,
    messages::{Language, message},
    text::{Edit, Lines, Position, Span},
};
use serde::Serialize;

/// The whole answer to a change of the text.
#[derive(Serialize)]
pub(crate) struct Outline<'a> {
    statements: Vec<Card<'a>>,
    findings: Vec<Said<'a>>,
    /// Rules that could not be judged, with what was missing.
    skipped: &'a [kms_policy::Skipped],
    /// Whether the text reads as JSON without a fault.
    sound: bool,
    /// Whether statements can be added: there is a list of them.
    has_list: bool,
}

/// A statement.
#[derive(Serialize)]
struct Card<'a> {
    start: usize,
    end: usize,
    sid: Option<&'a str>,
    effect: Option<&'static str>,
    /// Whether this card shows all of it; otherwise it is shown as JSON.
    plain: bool,
    principals: Vec<Who<'a>>,
    actions: Vec<What<'a>>,
    conditions: Vec<If<'a>>,
}

#[derive(Serialize)]
struct Who<'a> {
    text: &'a str,
    /// `account`, `user`, `role`, `everyone`, or `unknown` for what the service does not take.
    kind: &'static str,
    /// Sixteen digits, where it names an account.
    account: Option<&'a str>,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct What<'a> {
    text: &'a str,
    /// How many actions that exist and count here it stands for.
    covers: usize,
    pattern: bool,
}

#[derive(Serialize)]
struct If<'a> {
    operator: &'a str,
    key: &'a str,
    values: Vec<&'a str>,
}

/// A finding with its words.
#[derive(Serialize)]
struct Said<'a> {
    id: &'static str,
    severity: Severity,
    message: String,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    /// The place of the statement that it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Mend<'a>>,
}

#[derive(Serialize)]
struct Mend<'a> {
    title: String,
    safe: bool,
    edits: &'a [Edit],
}

impl<'a> Outline<'a> {
    pub(crate) fn new(
        document: &'a Document,
        report: &'a Report,
        kind: Kind,
        catalog: &Catalog,
        language: Language,
    ) -> Self {
        let lines = Lines::new(document.tree().source());
        let cards = document.statements().iter();
        // The heaviest class first; within a class they stay in the order of the text.
        let classes = [Severity::Error, Severity::Security, Severity::Warning, Severity::Suggestion];
        let findings = classes
            .into_iter()
            .flat_map(|class| report.findings.iter().filter(move |found| found.severity == class));
        Self {
            statements: cards.map(|statement| Card::new(document, statement, kind, catalog)).collect(),
            findings: findings.map(|found| said(document, &lines, found, language)).collect(),
            skipped: &report.skipped,
            sound: document.tree().problems().is_empty(),
            has_list: document.statement_list().is_some(),
        }
    }
}

impl<'a> Card<'a> {
    fn new(document: &'a Document, statement: &'a Statement, kind: Kind, catalog: &Catalog) -> Self {
        let what = |text: &'a str, pattern: Option<&ActionPattern>| What {
            text,
            covers: pattern.map_or(0, |pattern| {
                catalog.in_scope(kind).filter(|action| pattern.covers(&action.name)).count()
            }),
            pattern: pattern.is_some_and(ActionPattern::is_pattern),
        };
        let actions = statement.actions.iter();
        let conditions = statement.conditions.iter().map(|entry| If {
            operator: &entry.operator.value,
            key: &entry.key.value,
            values: entry.values.iter().map(|text| text.value.as_str()).collect(),
        });
        let span = document.span(statement.node);
        Self {
            start: span.start,
            end: span.end,
            sid: statement.sid.as_ref().map(|sid| sid.value.as_str()),
            effect: statement.effect.map(|effect| if effect == Effect::Allow { "Allow" } else { "Deny" }),
            plain: is_plain(document, statement),
            principals: statement.principals.iter().map(who).collect(),
            actions: actions.map(|entry| what(&entry.text.value, entry.pattern.as_ref())).collect(),
            conditions: conditions.collect(),
        }
    }
}

fn who(entry: &PrincipalEntry) -> Who<'_> {
    let text = entry.text.value.as_str();
    let account = |account: &'_ Account| match account {
        Account::Any => None,
        Account::Id(_) => text.split(':').nth(3),
    };
    match &entry.principal {
        Ok(Principal::Whole(Account::Any)) => Who { text, kind: "everyone", account: None, name: None },
        Ok(Principal::Whole(of)) => Who { text, kind: "account", account: account(of), name: None },
        Ok(Principal::Named { account: of, kind, .. }) => {
            let name = text.split_once('/').map(|(_, name)| name);
            Who { text, kind: kind.as_str(), account: account(of), name }
        }
        Err(Fault::Form(_) | Fault::Type(_) | Fault::Placeholder | Fault::AccountId(_)) => {
            Who { text, kind: "unknown", account: None, name: None }
        }
    }
}

fn said<'a>(
    document: &Document,
    lines: &Lines,
    finding: &'a kms_policy::Finding,
    language: Language,
) -> Said<'a> {
    let span = finding.spans.first().copied().unwrap_or(Span::new(0, 0));
    let place =
        document.statements().iter().position(|statement| document.span(statement.node).contains(span));
    let Position { line, column } = lines.position(document.tree().source(), span.start);
    Said {
        id: finding.id,
        severity: finding.severity,
        message: message(language, finding.message, &finding.params),
        start: span.start,
        end: span.end,
        line,
        column,
        statement: place,
        fix: finding.fix.as_ref().map(|fix| Mend {
            title: message(language, fix.title, &fix.params),
            safe: fix.safe,
            edits: &fix.edits,
        }),
    }
}
