//! `AssumeRole`: temporary keys of a role.
//!
//! Two sides must agree: a RAM policy of the caller allows `sts:AssumeRole` on the role, and the role's trust policy
//! names the caller. The role may belong to another account.

use std::ops::RangeInclusive;

use jiff::{SignedDuration, Timestamp};
use kms_api::{AccountId, Product};
use serde_json::{Value, json};

use crate::authorize::{Target, trusts};
use crate::call::{Call, Caller, Principal};
use crate::dispatch::{Entry, Needs};
use crate::entropy::Entropy;
use crate::error::CloudError;
use crate::guesses;
use crate::identity::{AccessKey, Session};
use crate::instances::wire_time;
use crate::parameters::{optional, required};
use crate::policy::Document;
use crate::ram::Role;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] =
    &[Entry::new(Product::Sts, "AssumeRole", Needs::On(wanted_role), assume_role)];

const SECONDS_DEFAULT: u32 = 3_600;
const SECONDS_MIN: u32 = 900;
const MAX_POLICY_BYTES: usize = 2_048;

/// RAM policies of the caller name the role by its ARN, whosever it is. A role is found whatever the case of its name,
/// so its own spelling counts: another one must not slip past a Deny.
#[expect(clippy::unnecessary_wraps, reason = "the table of operations takes functions that can refuse")]
fn wanted_role(world: &World, call: &Call) -> Result<Target, CloudError> {
    let text = optional(call, "RoleArn").unwrap_or("*");
    let spelt = || {
        let (account, name) = text.strip_prefix("acs:ram::")?.split_once(":role/")?;
        let (name, _) = world.accounts.get(&AccountId::parse(account).ok()?)?.role(name)?;
        Some(format!("acs:ram::{account}:role/{name}"))
    };
    Ok(Target::own(call, spelt().unwrap_or_else(|| text.to_owned())))
}

/// `AssumeRole`.
fn assume_role(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let wanted = Wanted::read(call)?;
    if call.caller.principal == Principal::Root {
        return Err(not_authorised("The root of an account cannot assume a role."));
    }
    let account = world.accounts.get(&wanted.account).ok_or_else(role_not_found)?;
    let (name, role) = account.role(wanted.role).ok_or_else(role_not_found)?;
    trusted(call, &wanted, role)?;
    if wanted.seconds > role.max_session_seconds {
        return Err(wrong("DurationSeconds", DURATION));
    }
    let expires = after(call.now, SignedDuration::from_secs(i64::from(wanted.seconds)));
    let caller = Caller {
        account: wanted.account.clone(),
        principal: Principal::AssumedRole {
            role: name.to_owned(),
            role_id: role.id.clone(),
            session: wanted.session.to_owned(),
            session_policy: wanted.policy.map(str::to_owned),
        },
    };
    let mut answer = json!({
        "AssumedRoleUser": {
            "Arn": caller.arn(),
            "AssumedRoleId": format!("{}:{}", role.id, wanted.session),
        },
    });
    let (id, secret, token) = credentials(&call.entropy);
    if let Value::Object(members) = &mut answer {
        let credentials = json!({
            "AccessKeyId": id,
            "AccessKeySecret": secret,
            "SecurityToken": token,
            "Expiration": wire_time(expires),
        });
        members.insert("Credentials".to_owned(), credentials);
        if let Some(source) = optional(call, "SourceIdentity") {
            members.insert("SourceIdentity".to_owned(), json!(source));
        }
    }
    forget_expired(world, call.now);
    world.access_keys.insert(id, AccessKey { secret, caller, session: Some(Session { token, expires }) });
    Ok(answer)
}

/// The parameters, each in its form.
struct Wanted<'a> {
    account: AccountId,
    role: &'a str,
    session: &'a str,
    seconds: u32,
    policy: Option<&'a str>,
    external_id: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    fn read(call: &'a Call) -> Result<Self, CloudError> {
        let (account, role) = read_role_arn(required(call, "RoleArn")?)
            .ok_or_else(|| wrong("RoleArn", "The parameter RoleArn is wrongly formed."))?;
        let session = required(call, "RoleSessionName")?;
        if !has_form(session, 2..=64, ".@-_") {
            return Err(wrong("RoleSessionName", "The parameter RoleSessionName is wrongly formed."));
        }
        let seconds = match optional(call, "DurationSeconds") {
            None => SECONDS_DEFAULT,
            Some(text) => {
                let seconds = text.parse().ok().filter(|seconds| *seconds >= SECONDS_MIN);
                seconds.ok_or_else(|| wrong("DurationSeconds", DURATION))?
            }
        };
        let external_id = optional(call, "ExternalId");
        if external_id.is_some_and(|id| !has_form(id, 2..=1_224, "=,.@:/-_")) {
            return Err(wrong("ExternalId", "The parameter ExternalId is wrongly formed."));
        }
        let policy = optional(call, "Policy");
        if let Some(text) = policy {
            if text.len() > MAX_POLICY_BYTES {
                return Err(wrong("PolicySize", "The size of Policy must be smaller than 2048 bytes."));
            }
            Document::parse_ram(text).map_err(|why| {
                wrong("PolicyGrammar", &format!("The parameter Policy has not passed grammar check. {why}"))
            })?;
        }
        Ok(Self { account, role, session, seconds, policy, external_id })
    }
}

const DURATION: &str = "The Min/Max value of DurationSeconds is 15min/1hr.";

/// `acs:ram::<account>:role/<name>`.
fn read_role_arn(arn: &str) -> Option<(AccountId, &str)> {
    let (account, role) = arn.strip_prefix("acs:ram::")?.split_once(":role/")?;
    has_form(role, 1..=64, ".-").then_some((AccountId::parse(account).ok()?, role))
}

/// So many letters, digits and other allowed characters.
fn has_form(text: &str, length: RangeInclusive<usize>, others: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || others.contains(letter);
    length.contains(&text.len()) && text.chars().all(allowed)
}

fn trusted(call: &Call, wanted: &Wanted<'_>, role: &Role) -> Result<(), CloudError> {
    let mut target = Target::own(call, "*");
    if let Some(id) = wanted.external_id {
        target.keys.add("sts:ExternalId", id.to_owned());
    }
    let trusts = Document::parse_trust(&role.trust).is_ok_and(|trust| trusts(call, &trust, &target));
    if trusts { Ok(()) } else { Err(not_authorised("The trust policy of the role does not allow it.")) }
}

/// Id, secret and security token of a new key.
fn credentials(entropy: &Entropy) -> (String, String, String) {
    let id = format!("STS.{}", entropy.letters("access key id", 24));
    let token = ["one", "two", "three", "four"].map(|part| entropy.letters(&format!("token {part}"), 64));
    (id, entropy.letters("access key secret", 44), format!("CAIS{}", token.concat()))
}

/// Keys of sessions that ended some time ago; only this operation makes new ones, so it is the one that clears up.
fn forget_expired(world: &mut World, now: Timestamp) {
    let kept = SignedDuration::from_mins(guesses::EXPIRED_KEYS_KEPT_MINUTES);
    world
        .access_keys
        .retain(|_, key| key.session.as_ref().is_none_or(|session| now < after(session.expires, kept)));
}

fn after(time: Timestamp, duration: SignedDuration) -> Timestamp {
    time.checked_add(duration).unwrap_or(Timestamp::MAX)
}

fn wrong(parameter: &str, message: &str) -> CloudError {
    CloudError::gateway(400, &format!("InvalidParameter.{parameter}"), message)
}

fn role_not_found() -> CloudError {
    CloudError::gateway(404, "EntityNotExist.Role", "The specified Role not exists .")
}

fn not_authorised(detail: &str) -> CloudError {
    let message = "You are not authorized to do this action. You should be authorized by RAM.";
    CloudError::gateway(403, "NoPermission", format!("{message} {detail}"))
}

#[cfg(test)]
mod tests;
