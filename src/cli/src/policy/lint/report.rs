//! Findings for people and for programs.

use std::fmt::Write as _;

use kms_policy::{
    Document, Finding, Fix, Params, Report, Severity, Skipped,
    text::{Edit, Span},
};
use serde::Serialize;

use crate::policy::{input::Source, output::one_line, words::Words};

/// A report with what it is about.
pub(super) struct Judged<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) document: &'a Document,
    pub(super) report: &'a Report,
    pub(super) words: Words,
}

#[derive(Serialize)]
pub(super) struct Json<'a> {
    findings: Vec<JsonFinding<'a>>,
    skipped: &'a [Skipped],
    /// How many findings are of rules that the context switches off.
    suppressed: usize,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    id: &'static str,
    severity: Severity,
    message: String,
    params: &'a Params,
    spans: Vec<Place>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<JsonFix<'a>>,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: String,
    edits: &'a [Edit],
    safe: bool,
}

/// Bytes, counted from 0, and where the first one stands, counted from 1.
#[derive(Serialize)]
struct Place {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
}

impl Judged<'_> {
    pub(super) fn message(&self, finding: &Finding) -> String {
        self.words.message(finding.message, &finding.params)
    }

    pub(super) fn json(&self) -> Json<'_> {
        Json {
            findings: self.report.findings.iter().map(|finding| self.json_finding(finding)).collect(),
            skipped: &self.report.skipped,
            suppressed: self.report.suppressed.len(),
        }
    }

    fn json_finding<'a>(&'a self, finding: &'a Finding) -> JsonFinding<'a> {
        let places = |spans: &[Span]| spans.iter().map(|span| self.place(*span)).collect();
        let fix = |fix: &'a Fix| JsonFix { title: self.words.title(fix), edits: &fix.edits, safe: fix.safe };
        JsonFinding {
            id: finding.id,
            severity: finding.severity,
            message: self.message(finding),
            params: &finding.params,
            spans: places(&finding.spans),
            related: places(&finding.related),
            fix: finding.fix.as_ref().map(fix),
        }
    }

    fn place(&self, span: Span) -> Place {
        let position = self.document.tree().position(span.start);
        Place { start: span.start, end: span.end, line: position.line, column: position.column }
    }

    /// One line for each finding, one for its fix, and one for all.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for finding in &self.report.findings {
            let start = finding.spans.first().copied().unwrap_or_default().start;
            let place = one_line(&self.source.place(self.document.tree().position(start)));
            let message = one_line(&self.message(finding));
            let severity = finding.severity.as_str();
            writeln!(text, "{place}: {severity} {}: {message}", finding.id).ok();
            if let Some(fix) = &finding.fix {
                let key = if fix.safe { "lint.fix.safe" } else { "lint.fix.guided" };
                writeln!(text, "    {}", self.words.say(key, [("title", &self.words.title(fix))])).ok();
            }
        }
        writeln!(text, "{}", self.summary()).ok();
        if !self.report.suppressed.is_empty() {
            let count = self.report.suppressed.len().to_string();
            writeln!(text, "{}", self.words.say("lint.suppressed", [("count", &count)])).ok();
        }
        if !self.report.skipped.is_empty() {
            let count = self.report.skipped.len().to_string();
            let rules: Vec<String> =
                self.report.skipped.iter().map(|rule| format!("{} ({})", rule.id, rule.reason)).collect();
            let list = rules.join(", ");
            writeln!(text, "{}", self.words.say("lint.skipped", [("count", &count), ("list", &list)])).ok();
        }
        text
    }

    fn summary(&self) -> String {
        let count = |severity: Severity| {
            self.report.findings.iter().filter(|finding| finding.severity == severity).count().to_string()
        };
        if self.report.findings.is_empty() {
            return self.words.say("lint.clean", []);
        }
        self.words.say(
            "lint.summary",
            [
                ("error", &count(Severity::Error)),
                ("security", &count(Severity::Security)),
                ("warning", &count(Severity::Warning)),
                ("suggestion", &count(Severity::Suggestion)),
            ],
        )
    }
}
