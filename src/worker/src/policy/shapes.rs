//! Shapes of questions and answers that the engine does not read and write itself.

use kms_policy::{
    Because, Catalog, Deciding, Decision, Document, EncryptingKey, Finding, Kind, Policies, RamPolicy,
    Report, Request,
    analysis::{Check, OutsideAccount, PolicySetter},
    decide,
    messages::{Language, message},
    sorted::Set,
    text::Problem,
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsError;

/// How a text reads as JSON.
#[derive(Serialize)]
pub(crate) struct Syntax<'a> {
    problems: &'a [Problem],
    statements: usize,
}

impl<'a> Syntax<'a> {
    pub(crate) fn of(document: &'a Document) -> Self {
        Self { problems: document.tree().problems(), statements: document.statements().len() }
    }
}

/// A report with texts for people.
#[derive(Serialize)]
pub(crate) struct Said<'a> {
    report: &'a Report,
    /// One for each finding of the report.
    texts: Vec<Text>,
}

#[derive(Serialize)]
struct Text {
    finding: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
}

impl<'a> Said<'a> {
    pub(crate) fn of(report: &'a Report, language: Language) -> Self {
        let say = |finding: &Finding| Text {
            finding: message(language, finding.message, &finding.params),
            fix: finding.fix.as_ref().map(|fix| message(language, fix.title, &fix.params)),
        };
        Self { report, texts: report.findings.iter().map(say).collect() }
    }
}

/// What has a say beside the policy of the resource.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Access {
    kind: Kind,
    owner: String,
    /// Texts of RAM policies of the caller.
    #[serde(default)]
    ram: Vec<String>,
    encrypting_key: Option<Key>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    owner: String,
    policy: String,
}

/// The cloud's answer and its reasons.
#[derive(Serialize)]
pub(crate) struct Answer {
    verdict: &'static str,
    deciding: Vec<Deciding>,
    because: Vec<Reason>,
    depends_on: Set<String>,
    doubts: Vec<&'static str>,
    not_confirmed: bool,
}

#[derive(Serialize)]
struct Reason {
    deciding: Deciding,
    outcome: &'static str,
}

impl Answer {
    pub(crate) fn to(
        document: &Document,
        request: &Request,
        access: &Access,
        catalog: &Catalog,
    ) -> Result<Self, JsError> {
        let ram = access.ram.iter().map(|text| RamPolicy::parse(text.as_bytes(), catalog));
        let ram: Vec<RamPolicy> = ram.collect::<Result<_, _>>().map_err(|error| JsError::new(&error))?;
        let key = access.encrypting_key.as_ref();
        let key_policy = key.map(|key| Document::parse(key.policy.as_bytes(), catalog));
        let policies = Policies {
            kind: access.kind,
            owner: &access.owner,
            resource: Some(document),
            ram: &ram,
            encrypting_key: key
                .zip(key_policy.as_ref())
                .map(|(key, policy)| EncryptingKey { owner: &key.owner, policy }),
        };
        Ok(decide(request, &policies, catalog).into())
    }
}

impl From<Decision> for Answer {
    fn from(decision: Decision) -> Self {
        let reason = |Because { deciding, outcome, .. }: Because| {
            let outcome = outcome.as_str();
            Reason { deciding, outcome }
        };
        Self {
            verdict: decision.verdict.as_str(),
            deciding: decision.deciding,
            because: decision.because.into_iter().map(reason).collect(),
            depends_on: decision.depends_on,
            doubts: decision.doubts.into_iter().map(|doubt| doubt.as_str()).collect(),
            not_confirmed: decision.not_confirmed,
        }
    }
}

/// What to know before saving.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Review {
    pub(crate) new_access: Check,
    pub(crate) setters: Vec<PolicySetter>,
    pub(crate) outside: Vec<OutsideAccount>,
    /// How many outside accounts the saved policy names.
    pub(crate) outside_before: usize,
    pub(crate) same_meaning: bool,
}

/// A principal of another account and the RAM policy that it needs.
#[derive(Serialize)]
pub(crate) struct OtherSide {
    pub(crate) principal: String,
    pub(crate) policy: String,
}
