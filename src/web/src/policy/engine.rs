//! What the console asks the policy engine, and the shapes of its answers. Offsets are bytes of UTF-8.

use serde::{Deserialize, Serialize};

use super::service::{Arg, ServiceError, ask, ask_text};
use crate::i18n::lang;
use crate::ui::code_editor::Change;

/// A policy with everything that an editor shows of it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Outline {
    /// In the order of the text.
    pub statements: Vec<Card>,
    /// The heaviest first, each class in the order of the text.
    pub findings: Vec<Finding>,
    /// Rules that could not be judged.
    pub skipped: Vec<Skipped>,
    /// Whether the text reads as JSON without a fault.
    pub sound: bool,
    /// Whether statements can be added.
    pub has_list: bool,
}

/// A statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
pub struct Card {
    /// First byte.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
    /// Its name.
    pub sid: Option<String>,
    /// `Allow` or `Deny`; none when it is neither.
    pub effect: Option<String>,
    /// Whether the other members show all of it.
    pub plain: bool,
    /// Whom it is about.
    pub principals: Vec<Who>,
    /// What they may do or not.
    pub actions: Vec<What>,
    /// When it applies.
    pub conditions: Vec<If>,
}

impl Card {
    /// What it says, wherever it stands: typing before it moves it, and changes nothing that a row or a form shows.
    pub fn anywhere(&self) -> Self {
        Self { start: 0, end: 0, ..self.clone() }
    }
}

/// An entry of `Principal.RAM`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
pub struct Who {
    /// As it is written.
    pub text: String,
    /// `account`, `user`, `role`, `everyone` or `unknown`.
    pub kind: String,
    /// Sixteen digits.
    pub account: Option<String>,
    /// Of the user or role.
    pub name: Option<String>,
}

/// An entry of `Action`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
pub struct What {
    /// As it is written.
    pub text: String,
    /// How many actions it stands for.
    pub covers: usize,
    /// Whether it has `*` or `?`.
    pub pattern: bool,
}

/// One key of `Condition`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
pub struct If {
    /// Such as `IpAddress`.
    pub operator: String,
    /// Such as `acs:SourceIp`.
    pub key: String,
    /// One of these is enough.
    pub values: Vec<String>,
}

/// How much a finding weighs, the heaviest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Refused, or a part without effect.
    Error,
    /// More access than there should be.
    Security,
    /// Probably not as meant.
    Warning,
    /// Style.
    Suggestion,
}

/// Something that a rule found.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Finding {
    /// Of the rule: `KPL-A03`.
    pub id: String,
    /// Its class.
    pub severity: Severity,
    /// In the reader's language.
    pub message: String,
    /// First byte of the place.
    pub start: usize,
    /// Behind its last byte.
    pub end: usize,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
    /// The statement that it lies in.
    pub statement: Option<usize>,
    /// What would mend it.
    pub fix: Option<Fix>,
}

/// What would mend a finding.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Fix {
    /// In the reader's language.
    pub title: String,
    /// Whether nobody needs to look at it.
    pub safe: bool,
    /// What to replace.
    pub edits: Vec<Change>,
}

/// A rule that was not judged.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Skipped {
    /// Of the rule.
    pub id: String,
    /// The missing part of the context, or `syntax`.
    pub reason: String,
}

/// What forms offer.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Vocabulary {
    /// In the order of their names.
    pub actions: Vec<Action>,
    /// Patterns of the role Administrator.
    pub administrator: Vec<String>,
    /// Patterns of the role User.
    pub user: Vec<String>,
    /// Condition keys.
    pub keys: Vec<ConditionKey>,
    /// Condition operators.
    pub operators: Vec<Operator>,
    /// Statements ready to use.
    pub templates: Vec<Template>,
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// With prefix.
    pub name: String,
    /// `list`, `read`, `use`, `tag`, `write`, `destroy` or `policy`.
    pub level: String,
    /// Whether no source confirms that policies govern it.
    pub not_confirmed: bool,
    /// Whether it hands out plaintext key material or a secret value.
    pub export: bool,
}

/// A condition key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConditionKey {
    /// Its name, or the beginning of it.
    pub name: String,
    /// `string`, `vpc`, `ip`, `boolean`, `date` or `number`.
    #[serde(rename = "type")]
    pub value_type: String,
    /// Operators of this family fit.
    pub family: String,
    /// Whether more must follow the name.
    pub prefix: bool,
    /// Whether requests to an instance's own endpoint never carry it.
    pub shared_gateway_only: bool,
}

/// A condition operator.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Operator {
    /// Such as `IpAddress`.
    pub name: String,
    /// What it compares.
    pub family: String,
}

/// A statement, or a whole policy, with parameters.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Template {
    /// Its id.
    pub id: String,
    /// In the reader's language.
    pub name: String,
    /// What it does.
    pub about: String,
    /// Whether it is a whole policy.
    pub whole: bool,
    /// What it asks for.
    pub parameters: Vec<Parameter>,
}

/// What a template asks for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// In the reader's language.
    pub label: String,
    /// `account`, `user`, `role`, `principal`, `vpc` or `moment`.
    pub kind: String,
    /// Whether it must be given.
    pub required: bool,
    /// Whether several values make sense.
    pub many: bool,
}

/// What a form asks to change. Places are counted from 0.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "do", rename_all = "camelCase")]
pub enum Wish {
    Add { at: usize, json: String },
    Remove { at: usize },
    Move { from: usize, to: usize },
    Duplicate { at: usize },
    Sid { at: usize, sid: Option<String> },
    Effect { at: usize, deny: bool },
    AddPrincipal { at: usize, text: String },
    RemovePrincipal { at: usize, which: usize },
    RemoveAction { at: usize, which: usize },
    Actions { at: usize, all: Vec<String> },
    AddCondition { at: usize, operator: String, key: String, values: Vec<String> },
    ReplaceCondition { at: usize, which: usize, operator: String, key: String, values: Vec<String> },
    RemoveCondition { at: usize, which: usize },
}

/// A policy of AWS, made into one of this cloud.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Converted {
    /// The new text.
    pub text: String,
    /// What did not carry over as it was.
    pub notes: Vec<Note>,
}

/// Something that did not carry over as it was.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Note {
    /// The place of the statement in the old text.
    pub statement: Option<usize>,
    /// Why.
    pub loss: Loss,
    /// As the old text spells it.
    pub detail: String,
}

/// Why something was changed or left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// Nobody knows who the account is here.
    Account,
    /// A service or the like.
    Principal,
    /// No counterpart.
    Action,
    /// Another name here.
    Renamed,
    /// `NotAction` and the like.
    Exclusion,
    /// No counterpart.
    Condition,
    /// Another resource.
    Resource,
    /// Nothing was left.
    Empty,
    /// A member without meaning.
    Member,
}

/// Who the policy belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// `key` or `secret`.
    pub kind: &'static str,
    /// The account that created the resource; empty while it is not known.
    pub owner: String,
}

/// Cards and findings of a text. The context is JSON.
///
/// # Errors
/// The engine is not there.
pub async fn outline(text: &str, context: String) -> Result<Outline, ServiceError> {
    ask("outline", &[Arg::Text(text), Arg::Json(context), Arg::Word(lang().code())]).await
}

/// What to replace for a wish.
///
/// # Errors
/// It cannot be done in this text, or the engine is not there.
pub async fn change(text: &str, wish: &Wish) -> Result<Vec<Change>, ServiceError> {
    let wish = serde_json::to_string(wish).map_err(|error| ServiceError::Answer(error.to_string()))?;
    ask("change", &[Arg::Text(text), Arg::Json(wish)]).await
}

/// What forms offer.
///
/// # Errors
/// The engine is not there.
pub async fn vocabulary(kind: &'static str) -> Result<Vocabulary, ServiceError> {
    ask("vocabulary", &[Arg::Word(kind), Arg::Word(lang().code())]).await
}

/// The text after all safe fixes.
///
/// # Errors
/// The engine is not there.
pub async fn fix_all_safe(text: &str, context: String) -> Result<String, ServiceError> {
    ask_text("fixAllSafe", &[Arg::Text(text), Arg::Json(context)]).await
}

/// The text laid out.
///
/// # Errors
/// It has a syntax error, or the engine is not there.
pub async fn format(text: &str) -> Result<String, ServiceError> {
    ask_text("format", &[Arg::Text(text), Arg::Number(0)]).await
}

/// Whether two policies give the same access.
///
/// # Errors
/// The engine is not there.
pub async fn same_meaning(one: &str, other: &str) -> Result<bool, ServiceError> {
    ask("sameMeaning", &[Arg::Text(one), Arg::Text(other)]).await
}

/// The default policy, or any other template that is a whole policy or a statement.
///
/// # Errors
/// A value is missing or wrong, or the engine is not there.
pub async fn from_template(
    id: &str,
    values: &serde_json::Value,
    subject: &Subject,
) -> Result<String, ServiceError> {
    let values = values.to_string();
    ask_text(
        "fromTemplate",
        &[Arg::Word(id), Arg::Json(values), Arg::Word(subject.kind), Arg::Word(&subject.owner)],
    )
    .await
}

/// The policy of a text in the form of AWS; none for other texts.
///
/// # Errors
/// The engine is not there.
pub async fn convert(text: &str, owner: &str) -> Result<Option<Converted>, ServiceError> {
    ask("convert", &[Arg::Text(text), Arg::Word(owner)]).await
}

/// How many findings a policy has that are more than suggestions, as far as its text alone tells.
///
/// # Errors
/// The engine is not there.
pub async fn findings(text: &str, subject: &Subject) -> Result<usize, ServiceError> {
    let context =
        serde_json::json!({"kind": subject.kind, "owner": subject.owner, "base": null, "around": {}});
    let found = outline(text, context.to_string()).await?.findings;
    Ok(found.iter().filter(|finding| finding.severity != Severity::Suggestion).count())
}
