//! Runs the rules over a document.

use serde::Serialize;

use crate::{
    catalog::{Catalog, Kind},
    context::Context,
    document::Document,
    finding::{Finding, Severity, Skipped},
    grants::Grants,
    principal::Identity,
    rules,
    sorted::{Listed, Set, sort_and_dedup, sort_by, sort_by_key},
    text::{self, ProblemKind, Span, Tree},
    values::Instant,
};

/// A part of the context that a rule reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Need {
    Owner,
    KeyUsage,
    Base,
    Me,
    BoundVpcs,
    Quota,
    Peer,
}

impl Need {
    fn reason(self) -> &'static str {
        match self {
            Self::Owner => "res.owner",
            Self::KeyUsage => "res.key",
            Self::Base => "base",
            Self::Me => "me",
            Self::BoundVpcs => "net.bound_vpcs",
            Self::Quota => "net.quota",
            Self::Peer => "peer",
        }
    }

    fn is_met(self, context: &Context) -> bool {
        let around = &context.around;
        let resource = around.res.as_ref();
        match self {
            Self::Owner => context.owner.is_some(),
            Self::KeyUsage => resource.is_some_and(|resource| resource.key.is_some()),
            Self::Base => context.base.is_some(),
            Self::Me => around.me.is_some(),
            Self::BoundVpcs => around.net.as_ref().is_some_and(|net| net.bound_vpcs.is_some()),
            Self::Quota => around.net.as_ref().is_some_and(|net| net.quota.is_some()),
            Self::Peer => around.peer.is_some(),
        }
    }
}

/// A rule: what it is called, when it can be judged, and how.
pub(crate) struct Rule {
    pub(crate) id: &'static str,
    /// Of its findings; a rule may give some of them another.
    pub(crate) severity: Severity,
    /// The kinds of policy that it is about.
    pub(crate) kinds: &'static [Kind],
    pub(crate) needs: &'static [Need],
    /// Whether it judges effective access, which nobody knows while the text cannot be read.
    pub(crate) reads_access: bool,
    pub(crate) check: fn(&mut Pass<'_>),
}

pub(crate) const BOTH: &[Kind] = &[Kind::Key, Kind::Secret];

impl Rule {
    /// A rule on the text of both kinds of policy, which needs no context.
    pub(crate) const fn on_text(id: &'static str, severity: Severity, check: fn(&mut Pass<'_>)) -> Self {
        Self { id, severity, kinds: BOTH, needs: &[], reads_access: false, check }
    }

    /// A rule on effective access.
    pub(crate) const fn on_access(
        id: &'static str,
        severity: Severity,
        needs: &'static [Need],
        check: fn(&mut Pass<'_>),
    ) -> Self {
        Self { needs, reads_access: true, ..Self::on_text(id, severity, check) }
    }
}

/// One run of one rule: what it may read, and where it reports.
pub(crate) struct Pass<'a> {
    pub(crate) subject: &'a Subject<'a>,
    rule: &'a Rule,
    findings: &'a mut Vec<Finding>,
    skipped: &'a mut Vec<Skipped>,
}

/// What all rules of a run read.
pub(crate) struct Subject<'a> {
    pub(crate) document: &'a Document,
    pub(crate) catalog: &'a Catalog,
    pub(crate) context: &'a Context,
    pub(crate) grants: &'a Grants<'a>,
    pub(crate) base: Option<Document>,
    pub(crate) clock: Option<Instant>,
    /// The caller, if the context names one that can be read.
    pub(crate) me: Option<Identity>,
}

impl<'a> Pass<'a> {
    pub(crate) fn document(&self) -> &'a Document {
        self.subject.document
    }

    pub(crate) fn tree(&self) -> &'a Tree {
        self.subject.document.tree()
    }

    pub(crate) fn catalog(&self) -> &'a Catalog {
        self.subject.catalog
    }

    pub(crate) fn context(&self) -> &'a Context {
        self.subject.context
    }

    pub(crate) fn kind(&self) -> Kind {
        self.subject.context.kind
    }

    /// What each listed principal gets.
    pub(crate) fn grants(&self) -> &'a Grants<'a> {
        self.subject.grants
    }

    /// The account that created the resource; empty where a rule did not ask for it.
    pub(crate) fn owner(&self) -> &'a str {
        self.subject.context.owner.as_deref().unwrap_or_default()
    }

    /// A finding of this rule, to be filled and reported.
    pub(crate) fn finding(&self, span: Span) -> Finding {
        Finding::new(self.rule.id, self.rule.severity, span)
    }

    pub(crate) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Says that a part of this rule could not be judged.
    pub(crate) fn skip(&mut self, reason: &'static str) {
        self.skipped.push(Skipped { id: self.rule.id, reason });
    }
}

/// What a run of all rules gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// In the order of the text.
    pub findings: Vec<Finding>,
    /// Rules that could not be judged, in the order of their ids.
    pub skipped: Vec<Skipped>,
    /// Findings of rules that the project switched off: kept countable.
    pub suppressed: Vec<Finding>,
}

/// Judges a document by all rules that the context allows.
pub fn lint(document: &Document, context: &Context, catalog: &Catalog) -> Report {
    let around = &context.around;
    let subject = Subject {
        document,
        catalog,
        context,
        grants: &Grants::new(document, context.kind, catalog),
        base: context.base.as_deref().map(|base| Document::parse(base, catalog)),
        clock: around.clock.as_deref().and_then(Instant::parse),
        me: around.me.as_ref().and_then(|me| Identity::parse(&me.principal)),
    };
    let unreadable = !document.tree().problems().is_empty()
        || document.statements().iter().all(|statement| statement.damaged);
    let (mut findings, mut skipped) = (Vec::new(), Vec::new());
    for rule in rules::all() {
        if !rule.kinds.contains(&context.kind) {
            continue;
        }
        if rule.reads_access && unreadable {
            skipped.push(Skipped { id: rule.id, reason: "syntax" });
            continue;
        }
        if let Some(missing) = rule.needs.iter().find(|need| !need.is_met(context)) {
            skipped.push(Skipped { id: rule.id, reason: missing.reason() });
            continue;
        }
        let mut pass = Pass { subject: &subject, rule, findings: &mut findings, skipped: &mut skipped };
        (rule.check)(&mut pass);
    }
    let disabled = &context.around.cfg.disabled;
    let (mut suppressed, mut findings): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| disabled.contains(finding.id));
    let is_open =
        document.tree().problems().iter().any(|problem| problem.kind == ProblemKind::MissingClosers);
    if is_open {
        // Nobody knows yet what the brackets at the end close, so nothing is put into what they leave open.
        for finding in findings.iter_mut().filter(|finding| finding.id != rules::SYNTAX) {
            finding.fix = finding.fix.take().filter(|fix| !fix.safe);
        }
    }
    // Nobody applies the fix of a rule that is off, so it takes no other one's place.
    keep_one_fix_for_each_place(&mut findings);
    let place = |finding: &Finding| finding.spans.first().copied().unwrap_or_default();
    for list in [&mut findings, &mut suppressed] {
        sort_by(list, |one, two| (place(one), one.id, &one.params).cmp(&(place(two), two.id, &two.params)));
    }
    sort_and_dedup(&mut skipped);
    Report { findings, skipped, suppressed }
}

/// Where safe fixes of two findings change the same text, that of the severer one stays, and the other finding has none
/// until the first is mended.
fn keep_one_fix_for_each_place(findings: &mut [Finding]) {
    let mut order: Vec<usize> = (0..findings.len()).list();
    sort_by_key(&mut order, |at| findings.get(*at).map(|finding| finding.severity));
    let mut taken: Set<(usize, usize)> = Set::new();
    for at in order {
        let Some(finding) = findings.get_mut(at) else { continue };
        let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safe) else { continue };
        let clashes = fix.edits.iter().any(|edit| {
            // Kept edits do not overlap, so only those that begin before this one ends can reach into it; two that
            // put text at the same place clash as well.
            let before = taken.last_up_to(&(edit.end, usize::MAX));
            before.is_some_and(|(start, end)| *end > edit.start || *start >= edit.start)
        });
        if clashes {
            finding.fix = None;
        } else {
            taken.extend(fix.edits.iter().map(|edit| (edit.start, edit.end)));
        }
    }
}

/// How often fixes are applied and the result judged again.
const ROUNDS: usize = 32;

/// The text after all safe fixes, applied until none is left.
pub fn fix_all_safe(source: &[u8], context: &Context, catalog: &Catalog) -> Vec<u8> {
    let mut text = source.to_vec();
    for _ in 0..ROUNDS {
        let document = Document::parse(text.clone(), catalog);
        let report = lint(&document, context, catalog);
        let fixes = report.findings.into_iter().filter_map(|finding| finding.fix).filter(|fix| fix.safe);
        let edits: Vec<_> = fixes.flat_map(|fix| fix.edits).list();
        if edits.is_empty() {
            break;
        }
        text = text::apply(&text, &edits);
    }
    text
}

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod properties;
#[cfg(test)]
pub(crate) mod tests;
