//! Markup keeps to the content security policy: no inline style, no inline script, no raw HTML.
//! And the page links every style sheet that there is.

use anyhow::Result;

use super::{
    Finding,
    source::{Source, rust_sources},
};
use crate::{
    web::{hash::files_under, html::tags},
    workspace::Workspace,
};

/// States the order of the layers, so it must come before all others.
const FIRST_SHEET: &str = "style/layers.css";

/// What must not stand in a view, and what to do instead.
const FORBIDDEN: [(&str, &str); 3] = [
    ("style=\"", "an inline style is blocked: use a class, a data attribute or `style:property=`"),
    ("style='", "an inline style is blocked: use a class, a data attribute or `style:property=`"),
    ("inner_html", "raw HTML can carry a script: build the elements"),
];

/// Every place that breaks the rule.
pub(super) fn findings(workspace: &Workspace) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for source in rust_sources(workspace, "src/web/src")? {
        findings.extend(view_findings(&source));
    }
    let page = Source::read(workspace, &workspace.root.join("index.html"))?;
    findings.extend(page_findings(&page));
    let sheets = files_under(&workspace.root.join("style"))?.into_iter();
    let sheets = sheets.filter(|path| path.extension().is_some_and(|extension| extension == "css"));
    let sheets: Vec<String> = sheets.map(|path| workspace.shown(&path)).collect();
    findings.extend(sheet_findings(&page, &sheets));
    Ok(findings)
}

/// Each style sheet once; the one with the order of the layers first.
fn sheet_findings(page: &Source, sheets: &[String]) -> Vec<Finding> {
    let tags = tags(&page.text);
    let linked: Vec<&str> = tags
        .iter()
        .filter(|tag| tag.name == "link" && tag.value("rel") == "stylesheet")
        .map(|tag| tag.value("href").trim_start_matches("./"))
        .collect();
    let mut findings = Vec::new();
    for sheet in sheets {
        let words = match linked.iter().filter(|link| *link == sheet).count() {
            0 => "index.html does not link it",
            1 => continue,
            _ => "index.html links it more than once",
        };
        findings.push(Finding::new(sheet, words));
    }
    if linked.first().is_some_and(|first| *first != FIRST_SHEET) {
        findings.push(Finding::new(&page.path, format!("the first style sheet must be {FIRST_SHEET}")));
    }
    findings
}

fn view_findings(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, text) in source.code() {
        for (word, advice) in FORBIDDEN {
            if has_word(text, word) {
                findings.push(Finding::new(format!("{}:{line}", source.path), advice));
            }
        }
    }
    findings
}

/// `data-style="…"` and `set_inner_html` of another word are judged by what stands before.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|letter| letter == '-' || (letter.is_alphanumeric() && word != "inner_html"))
    })
}

fn page_findings(page: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for tag in tags(&page.text) {
        let line = page.text.get(..tag.range.start).unwrap_or_default().matches('\n').count() + 1;
        let mut report = |words: &str| findings.push(Finding::new(format!("{}:{line}", page.path), words));
        match tag.name.as_str() {
            "style" => report("an inline style sheet is blocked: link a file of style/"),
            "script" if tag.attribute("src").is_none() => report("an inline script is blocked: use boot.js"),
            "base" => report("the policy allows no base address"),
            _ => {}
        }
        if tag
            .attributes
            .iter()
            .any(|attribute| attribute.name == "style" || attribute.name.starts_with("on"))
        {
            report("an inline style or handler is blocked");
        }
    }
    findings
}

#[cfg(test)]
mod tests;
