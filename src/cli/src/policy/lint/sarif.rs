//! Findings as SARIF 2.1.0, the format that code scanning reads.

use std::collections::BTreeSet;

use kms_policy::{Finding, Fix, Params, Severity, text::Span};
use serde_json::{Value, json};

use super::report::Judged;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn log(judged: &Judged<'_>) -> Value {
    let report = judged.report;
    // In the order of their ids, so that the number of a rule is its place.
    let ids: BTreeSet<&'static str> = report
        .findings
        .iter()
        .chain(&report.suppressed)
        .map(|finding| finding.id)
        .chain(report.skipped.iter().map(|rule| rule.id))
        .collect();
    let ids: Vec<&'static str> = ids.into_iter().collect();
    let rules: Vec<Value> = ids.iter().map(|id| rule(id, judged)).collect();
    let open = report.findings.iter().map(|finding| result(finding, false, &ids, judged));
    let suppressed = report.suppressed.iter().map(|finding| result(finding, true, &ids, judged));
    let results: Vec<Value> = open.chain(suppressed).collect();
    let skipped = report.skipped.iter().map(|rule| {
        json!({
            "level": "note",
            "message": {"text": judged.words.say("lint.skipped.rule", [("id", rule.id), ("reason", rule.reason)])},
            "associatedRule": {"id": rule.id},
        })
    });
    let skipped: Vec<Value> = skipped.collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "kms-console",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{"executionSuccessful": true, "toolExecutionNotifications": skipped}],
            "results": results,
        }],
    })
}

fn rule(id: &str, judged: &Judged<'_>) -> Value {
    let found =
        judged.report.findings.iter().chain(&judged.report.suppressed).find(|finding| finding.id == id);
    let mut rule = json!({
        "id": id,
        "shortDescription": {"text": judged.words.message(id, &Params::new())},
    });
    if let (Some(finding), Some(rule)) = (found, rule.as_object_mut()) {
        rule.insert("defaultConfiguration".to_owned(), json!({"level": level(finding.severity)}));
        if finding.severity == Severity::Security {
            rule.insert("properties".to_owned(), json!({"tags": ["security"]}));
        }
    }
    rule
}

/// Code scanning knows three levels; what gives too much away must not pass as a mere warning.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error | Severity::Security => "error",
        Severity::Warning => "warning",
        Severity::Suggestion => "note",
    }
}

fn result(finding: &Finding, is_suppressed: bool, ids: &[&'static str], judged: &Judged<'_>) -> Value {
    let locations: Vec<Value> = finding.spans.iter().take(1).map(|span| location(*span, judged)).collect();
    let related: Vec<Value> =
        finding.spans.iter().skip(1).chain(&finding.related).map(|span| location(*span, judged)).collect();
    let mut result = json!({
        "ruleId": finding.id,
        "ruleIndex": ids.iter().position(|id| *id == finding.id),
        "level": level(finding.severity),
        "message": {"text": judged.message(finding)},
        "locations": locations,
        "properties": {"severity": finding.severity.as_str()},
    });
    let Some(members) = result.as_object_mut() else { return result };
    if !related.is_empty() {
        members.insert("relatedLocations".to_owned(), related.into());
    }
    if let Some(fix) = &finding.fix {
        members.insert("fixes".to_owned(), json!([as_fix(fix, judged)]));
    }
    if is_suppressed {
        members.insert("suppressions".to_owned(), json!([{"kind": "external"}]));
    }
    result
}

fn as_fix(fix: &Fix, judged: &Judged<'_>) -> Value {
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            json!({
                "deletedRegion": region(edit.span(), judged),
                "insertedContent": {"text": edit.text},
            })
        })
        .collect();
    json!({
        "description": {"text": judged.words.title(fix)},
        "artifactChanges": [{"artifactLocation": {"uri": judged.source.uri()}, "replacements": replacements}],
        "properties": {"safe": fix.safe},
    })
}

fn location(span: Span, judged: &Judged<'_>) -> Value {
    json!({"physicalLocation": {
        "artifactLocation": {"uri": judged.source.uri()},
        "region": region(span, judged),
    }})
}

fn region(span: Span, judged: &Judged<'_>) -> Value {
    let tree = judged.document.tree();
    let (start, end) = (tree.position(span.start), tree.position(span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": span.start,
        "byteLength": span.end.saturating_sub(span.start),
    })
}
