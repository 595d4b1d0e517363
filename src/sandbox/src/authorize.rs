//! Who may do what: RAM policies of the caller and the policy of the resource, in the cloud's order.

use kms_api::{AccountId, Product};

use crate::call::{Call, Caller, Principal};
use crate::error::CloudError;
use crate::guesses;
use crate::policy::{Document, Keys, Statement, matches};
use crate::world::World;

/// What a call is about.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// As RAM policies name it; `*` for operations that have no form for it.
    pub(crate) arn: String,
    /// The account that created the resource.
    pub(crate) owner: AccountId,
    /// The key or secret policy; only resources inside an instance have one.
    pub(crate) policy: Option<Document>,
    /// What conditions can ask about the resource and the request, besides what every call has.
    pub(crate) keys: Keys,
}

impl Target {
    /// Something of the caller's own account without an own policy.
    pub(crate) fn own(call: &Call, arn: impl Into<String>) -> Self {
        Self { arn: arn.into(), owner: call.caller.account.clone(), policy: None, keys: Keys::default() }
    }

    /// What a call names that does not exist, as if it were there: whoever may not ask for it is refused in the same words.
    pub(crate) fn missing(call: &Call) -> Self {
        let named = |name: &str| call.parameters.get(name).map(String::as_str).unwrap_or_default();
        let (kind, name) = match (named("KeyId"), named("SecretName")) {
            ("", "") => ("", "*"),
            ("", secret) => ("secret/", secret),
            (key, _) => ("key/", key),
        };
        let foreign = || {
            let owner = name.strip_prefix("acs:kms:")?.split(':').nth(1)?;
            AccountId::parse(owner).ok()
        };
        match (call.product, foreign()) {
            (Product::Kms, Some(owner)) => Self { owner, ..Self::own(call, name) },
            (Product::Kms, None) => Self::collection(call, &format!("{kind}{name}")),
            _ => Self::own(call, "*"),
        }
    }

    /// `acs:kms:<region>:<account>:<kind>`: the keys, secrets or aliases of the caller's account as a whole.
    pub(crate) fn collection(call: &Call, kind: &str) -> Self {
        Self::own(call, format!("acs:kms:{}:{}:{kind}", call.region, call.caller.account))
    }
}

/// What policies say, before anybody weighs them.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    /// A statement denies; its name.
    Denied(String),
    Allowed,
    Silent,
}

/// Who asks for what.
struct Question<'a> {
    caller: &'a Caller,
    action: &'a str,
    target: &'a Target,
    keys: &'a Keys,
}

impl World {
    /// Whether the caller may do this.
    ///
    /// # Errors
    /// The refusal of the product that is called; it says what decided.
    pub(crate) fn authorise(&self, call: &Call, action: &str, target: &Target) -> Result<(), CloudError> {
        let keys = keys_of(call, target);
        let question = Question { caller: &call.caller, action, target, keys: &keys };
        self.decide(&question).map_err(|why| {
            let who = call.caller.arn();
            CloudError::no_permission(call.product, &call.operation, &format!("{action} for {who}: {why}"))
        })
    }

    fn decide(&self, question: &Question<'_>) -> Result<(), String> {
        let Caller { account, principal } = question.caller;
        let own = *account == question.target.owner;
        let by_identity = match principal {
            Principal::Root => Word::Allowed,
            Principal::User { .. } | Principal::AssumedRole { .. } => self.identity_word(question),
        };
        let by_resource = question.target.policy.as_ref().map_or(Word::Silent, |policy| {
            word(policy, |statement| is_named(question.caller, statement) && question.fits(statement, true))
        });
        if let Word::Denied(name) = &by_identity {
            return Err(format!("denied by {name}."));
        }
        let root_at_home = own && matches!(principal, Principal::Root) && !guesses::DENY_REACHES_ROOT;
        if let Word::Denied(name) = &by_resource
            && !root_at_home
        {
            return Err(format!("denied by \"{name}\" of the policy of the resource."));
        }
        if let Principal::AssumedRole { session_policy: Some(text), .. } = principal {
            // A session policy narrows whatever the role has; one that cannot be read leaves nothing.
            let narrowed = Document::parse_ram(text)
                .map_or(Word::Silent, |policy| word(&policy, |statement| question.fits(statement, false)));
            if narrowed != Word::Allowed {
                return Err("the policy of the session does not allow it.".to_owned());
            }
        }
        match (own, by_identity == Word::Allowed, by_resource == Word::Allowed) {
            (true, true, _) | (true, _, true) | (false, true, true) => Ok(()),
            (true, false, false) => {
                Err("neither a RAM policy nor the policy of the resource allows it.".to_owned())
            }
            (false, _, false) => {
                Err("the policy of the resource, which belongs to another account, does not allow it."
                    .to_owned())
            }
            (false, false, true) => {
                Err("the policy of the resource allows it, but no RAM policy of the caller's account."
                    .to_owned())
            }
        }
    }

    fn identity_word(&self, question: &Question<'_>) -> Word {
        let mut found = Word::Silent;
        for (policy, document) in self.identity_policies(question.caller) {
            match word(&document, |statement| question.fits(statement, false)) {
                Word::Denied(statement) => {
                    return Word::Denied(format!("{statement} of the RAM policy {}", policy.name()));
                }
                Word::Allowed => found = Word::Allowed,
                Word::Silent => {}
            }
        }
        found
    }
}

impl Question<'_> {
    /// `whole`: the statement is of the resource itself, whose only resource is `*`.
    fn fits(&self, statement: &Statement, whole: bool) -> bool {
        let action = self.action.to_ascii_lowercase();
        let named = statement.actions.iter().any(|pattern| matches(&pattern.to_ascii_lowercase(), &action));
        let about = whole || statement.resources.iter().any(|pattern| matches(pattern, &self.target.arn));
        named != statement.all_but_actions
            && about
            && statement.conditions.iter().all(|condition| condition.holds(self.keys))
    }
}

/// Whether the trust policy of a role lets a caller assume it. `acs:ram::<account>:root` stands for the whole account.
pub(crate) fn trusts(call: &Call, trust: &Document, target: &Target) -> bool {
    let keys = keys_of(call, target);
    let question = Question { caller: &call.caller, action: "sts:AssumeRole", target, keys: &keys };
    let account = format!("acs:ram::{}:root", call.caller.account);
    let names =
        |statement: &Statement| statement.principals.contains(&account) || is_named(&call.caller, statement);
    word(trust, |statement| names(statement) && question.fits(statement, true)) == Word::Allowed
}

/// A denial anywhere wins over every permission.
fn word(policy: &Document, fits: impl Fn(&Statement) -> bool) -> Word {
    let mut found = Word::Silent;
    for statement in policy.statements.iter().filter(|statement| fits(statement)) {
        if !statement.allow {
            return Word::Denied(statement.name.clone());
        }
        found = Word::Allowed;
    }
    found
}

/// Whether a statement with principals is about a caller: its account as a whole, or its user or role by name.
pub(crate) fn is_named(caller: &Caller, statement: &Statement) -> bool {
    let account = format!("acs:ram::{}:", caller.account);
    statement.principals.iter().any(|principal| {
        let Some(who) = principal.strip_prefix(&account) else { return false };
        match &caller.principal {
            _ if who == "*" => true,
            Principal::Root => who == "root",
            Principal::User { name, .. } => {
                who.strip_prefix("user/").is_some_and(|wanted| fits_name(wanted, name))
            }
            Principal::AssumedRole { role, .. } => who.strip_prefix("role/").is_some_and(|wanted| {
                if guesses::ROLE_NAMES_IGNORE_CASE {
                    fits_name(&wanted.to_lowercase(), &role.to_lowercase())
                } else {
                    fits_name(wanted, role)
                }
            }),
        }
    })
}

fn fits_name(wanted: &str, name: &str) -> bool {
    wanted == name || (guesses::PRINCIPAL_NAMES_ARE_PATTERNS && matches(wanted, name))
}

fn keys_of(call: &Call, target: &Target) -> Keys {
    let mut keys = target.keys.clone();
    keys.add("acs:SourceIp", call.source_ip.to_string());
    keys.add("acs:CurrentTime", call.now.to_string());
    keys.add("acs:SecureTransport", guesses::CALLS_COUNT_AS_SECURE.to_string());
    keys
}

#[cfg(test)]
mod tests;
