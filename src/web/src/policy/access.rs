//! Questions about access: who has what, what is new, what the cloud would answer.

use serde::{Deserialize, Serialize};

use super::engine::Subject;
use super::service::{Arg, ServiceError, ask};
use crate::i18n::lang;

/// What one principal may do of one column of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Share {
    /// Nothing allows any of it.
    Never,
    /// Some statement denies it.
    Denied,
    /// A part, or under a condition.
    Maybe,
    /// All of it, always.
    Always,
}

/// A principal with its shares by column.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MatrixRow {
    /// Its ARN; `…:*` is everybody in the account whom no statement names.
    pub principal: String,
    /// Whether it belongs to another account.
    pub outside: bool,
    /// In the saved policy.
    pub before: Vec<Share>,
    /// In the draft.
    pub after: Vec<Share>,
    /// Whether all that the draft says is what it says of the whole account.
    pub inherited: Vec<bool>,
    /// Statements of the draft that are about it.
    pub statements: Vec<usize>,
}

/// What became of a pair of principal and action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// Allowed now, and before never.
    Gained,
    /// Allowed before, and now never.
    Lost,
    /// In more contexts than before.
    Wider,
    /// In fewer contexts than before.
    Narrower,
    /// In others than before.
    Changed,
    /// Nobody knows.
    Undecided,
}

/// A pair that changed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct MeaningRow {
    /// Its ARN.
    pub principal: String,
    /// Whether it belongs to another account.
    pub outside: bool,
    /// With prefix; a pattern for names that do not exist yet.
    pub action: String,
    /// What became of it.
    pub change: ChangeKind,
    /// A request that shows it.
    pub witness: Option<Witness>,
}

/// What a draft changes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Meaning {
    /// Pairs.
    pub rows: Vec<MeaningRow>,
    /// How many are allowed now and were not.
    pub gained: usize,
    /// How many were allowed and are not.
    pub lost: usize,
    /// How many are allowed under another condition.
    pub conditional: usize,
    /// How many nobody knows of.
    pub undecided: usize,
}

/// A request that shows an answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Witness {
    /// Its caller.
    pub principal: String,
    /// With prefix.
    pub action: String,
    /// Condition keys and their values.
    #[serde(default)]
    pub context: std::collections::BTreeMap<String, String>,
}

/// A check with its answer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Check {
    /// `pass`, `fail` or `not decided`.
    pub verdict: String,
    /// A request that shows a fail.
    pub witness: Option<Witness>,
}

/// Someone who may set the policy by the policy itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Setter {
    /// An ARN, or the whole account.
    pub principal: String,
    /// `always` or `maybe`.
    pub grant: String,
    /// Whether it is of the account that owns the resource.
    pub own_account: bool,
}

/// An outside account that the draft names.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Outside {
    /// Sixteen digits.
    pub account: String,
    /// Whether anything is left of its access after Denies.
    pub has_access: bool,
}

/// What to know before saving.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// Whether the draft allows nothing new.
    pub new_access: Check,
    /// Who can set the policy afterwards.
    pub setters: Vec<Setter>,
    /// Outside accounts; each takes a unit of the quota.
    pub outside: Vec<Outside>,
    /// How many the saved policy names.
    pub outside_before: usize,
    /// Whether both give the same access.
    pub same_meaning: bool,
}

/// A request to try. Its shape is that of `kms-console policy simulate`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Trial {
    /// ARN of the caller.
    pub principal: String,
    /// `ak` or `sts`.
    pub via: &'static str,
    /// With prefix.
    pub action: String,
    /// Condition keys that the request has.
    pub context: std::collections::BTreeMap<String, String>,
    /// Condition keys of which nobody knows.
    pub open: Vec<String>,
}

/// The surroundings of a request.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Around {
    /// `key` or `secret`.
    pub kind: &'static str,
    /// The account that owns the resource.
    pub owner: String,
    /// RAM policies of the caller.
    pub ram: Vec<String>,
    /// The key that encrypts a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encrypting_key: Option<EncryptingKey>,
}

/// The key that encrypts a secret, with its policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EncryptingKey {
    /// The account that created it.
    pub owner: String,
    /// Text of its policy.
    pub policy: String,
}

/// The statement that decided.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Deciding {
    /// `resource` or `ram`.
    pub place: String,
    /// Of several policies which.
    pub policy: usize,
    /// From 0.
    pub statement: usize,
}

/// Why a statement did or did not match.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Reason {
    /// The statement.
    pub deciding: Deciding,
    /// A word for it.
    pub outcome: String,
}

/// What the cloud would answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Answer {
    /// `allowed`, `denied` or `depends`.
    pub verdict: String,
    /// Statements that decided.
    pub deciding: Vec<Deciding>,
    /// Every statement with a say.
    pub because: Vec<Reason>,
    /// Open keys that it hangs on.
    pub depends_on: Vec<String>,
}

/// A plain sentence for a statement.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Explained {
    /// From 0.
    pub statement: usize,
    /// What it allows or denies.
    pub sentence: String,
    /// All of these must hold.
    pub conditions: Vec<String>,
    /// What it does not do.
    pub notes: Vec<String>,
}

/// A principal of another account and the RAM policy that it needs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct OtherSide {
    /// Its ARN.
    pub principal: String,
    /// JSON, to be attached there.
    pub policy: String,
}

/// Who has what before and after. Columns are lists of actions.
///
/// # Errors
/// Names combine in too many ways, or the engine is not there.
pub async fn matrix(
    saved: &str,
    draft: &str,
    subject: &Subject,
    columns: String,
) -> Result<Vec<MatrixRow>, ServiceError> {
    let (saved, draft) = (Arg::Text(saved), Arg::Text(draft));
    ask("matrix", &[saved, draft, Arg::Word(subject.kind), Arg::Word(&subject.owner), Arg::Json(columns)])
        .await
}

/// What a draft changes of who may do what.
///
/// # Errors
/// As [`matrix`].
pub async fn meaning(saved: &str, draft: &str, subject: &Subject) -> Result<Meaning, ServiceError> {
    ask("diff", &[Arg::Text(saved), Arg::Text(draft), Arg::Word(subject.kind), Arg::Word(&subject.owner)])
        .await
}

/// What to know before saving.
///
/// # Errors
/// As [`matrix`].
pub async fn review(saved: &str, draft: &str, subject: &Subject) -> Result<Review, ServiceError> {
    ask("review", &[Arg::Text(saved), Arg::Text(draft), Arg::Word(subject.kind), Arg::Word(&subject.owner)])
        .await
}

/// What the cloud would answer to a request.
///
/// # Errors
/// A request that cannot be, or the engine is not there.
pub async fn simulate(policy: &str, trial: &Trial, around: &Around) -> Result<Answer, ServiceError> {
    let json = |value: Result<String, serde_json::Error>| {
        value.map(Arg::Json).map_err(|error| ServiceError::Answer(error.to_string()))
    };
    let (trial, around) = (json(serde_json::to_string(trial))?, json(serde_json::to_string(around))?);
    ask("simulate", &[Arg::Text(policy), trial, around]).await
}

/// A plain sentence for each statement.
///
/// # Errors
/// The engine is not there.
pub async fn explain(policy: &str, subject: &Subject) -> Result<Vec<Explained>, ServiceError> {
    let (kind, owner) = (Arg::Word(subject.kind), Arg::Word(&subject.owner));
    ask("explain", &[Arg::Text(policy), kind, owner, Arg::Word(lang().code())]).await
}

/// The RAM policies that principals of other accounts need.
///
/// # Errors
/// The engine is not there.
pub async fn other_sides(
    policy: &str,
    subject: &Subject,
    region: &str,
    id: &str,
) -> Result<Vec<OtherSide>, ServiceError> {
    let (kind, owner) = (Arg::Word(subject.kind), Arg::Word(&subject.owner));
    ask("ramPolicies", &[Arg::Text(policy), kind, owner, Arg::Word(region), Arg::Word(id)]).await
}
