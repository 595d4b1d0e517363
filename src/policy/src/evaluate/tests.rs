use std::collections::BTreeSet;

use serde_json::json;

use super::{EncryptingKey, Policies, Request, Verdict, decide};
use crate::{
    Document, Kind, RamPolicy,
    catalog::tests::CATALOG,
    lint::tests::OWNER,
    oracle::{self, Ask, Random, cases, key_names, random_keys, random_policy, random_request, values_of},
    sorted::Set,
};

const OTHER: &str = "2222333344445555";

fn statement(effect: &str, principal: &str, action: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"{effect}","Principal":{{"RAM":"{principal}"}},"Action":"{action}","Resource":"*","Condition":{condition}}}"#
    )
}

fn policy(statements: &[String]) -> Document {
    Document::parse(format!(r#"{{"Version":"1","Statement":[{}]}}"#, statements.join(",")), &CATALOG)
}

fn ram(effect: &str, action: &str, resource: &str) -> RamPolicy {
    let text = format!(
        r#"{{"Version":"1","Statement":[{{"Effect":"{effect}","Action":"{action}","Resource":"{resource}"}}]}}"#
    );
    RamPolicy::parse(text.as_bytes(), &CATALOG).expect("a RAM policy")
}

fn request(principal: &str, action: &str, more: &serde_json::Value) -> Request {
    let mut file = json!({"principal": principal, "action": action});
    for (name, value) in more.as_object().expect("an object") {
        file[name] = value.clone();
    }
    serde_json::from_value(file).expect("a request")
}

fn verdict(request: &Request, document: &Document, ram: &[RamPolicy]) -> Verdict {
    let policies =
        Policies { kind: Kind::Key, owner: OWNER, resource: Some(document), ram, encrypting_key: None };
    decide(request, &policies, &CATALOG).verdict
}

#[test]
fn who_needs_what() {
    let whole = format!("acs:ram::{OWNER}:*");
    let user = format!("acs:ram::{OWNER}:user/x");
    let root = format!("acs:ram::{OWNER}:root");
    let outside = format!("acs:ram::{OTHER}:user/y");
    let outside_root = format!("acs:ram::{OTHER}:root");
    let allow = |who: &str| statement("Allow", who, "kms:Decrypt", "{}");
    let deny = |who: &str| statement("Deny", who, "kms:Decrypt", "{}");
    let all = || vec![ram("Allow", "kms:*", "*")];
    for (who, statements, ram, expected) in [
        (&user, vec![allow(&whole)], vec![], Verdict::Allowed),
        (&user, vec![allow(&user)], vec![], Verdict::Allowed),
        (&user, vec![], vec![], Verdict::Denied),
        (&user, vec![], all(), Verdict::Allowed),
        (&user, vec![deny(&user)], all(), Verdict::Denied),
        (&user, vec![allow(&user)], vec![ram("Deny", "kms:Decrypt", "*")], Verdict::Denied),
        (&outside, vec![allow(&outside)], vec![], Verdict::Denied),
        (&outside, vec![], all(), Verdict::Denied),
        (&outside, vec![allow(&outside)], all(), Verdict::Allowed),
        (&outside_root, vec![allow(&format!("acs:ram::{OTHER}:*"))], vec![], Verdict::Allowed),
        (&root, vec![], vec![], Verdict::Allowed),
        (&root, vec![deny(&whole)], vec![], Verdict::Denied),
        (&user, vec![], vec![ram("Allow", "kms:*", &format!("acs:kms:*:{OWNER}:key/*"))], Verdict::Allowed),
        (&user, vec![], vec![ram("Allow", "kms:*", &format!("acs:kms:*:{OWNER}:key/k1"))], Verdict::Depends),
        (&user, vec![], vec![ram("Allow", "kms:*", &format!("acs:kms:*:{OTHER}:key/*"))], Verdict::Denied),
    ] {
        let document = policy(&statements);
        let found = verdict(&request(who, "kms:decrypt", &json!({})), &document, &ram);
        assert_eq!(found, expected, "{who} {statements:?} {ram:?}");
    }
}

#[test]
fn open_keys_and_invalid_statements() {
    let user = format!("acs:ram::{OWNER}:user/x");
    let at = |value: &str| format!(r#"{{"StringEquals":{{"acs:SourceVpc":"{value}"}}}}"#);
    let not_at = |value: &str| format!(r#"{{"StringNotEquals":{{"acs:SourceVpc":"{value}"}}}}"#);
    let allow = |condition: &str| statement("Allow", &user, "kms:Decrypt", condition);
    let deny = |condition: &str| statement("Deny", &user, "kms:Decrypt", condition);
    let open = json!({"open": ["acs:SourceVpc"]});
    let none = json!({});
    let known = json!({"context": {"acs:SourceVpc": "vpc-1"}});
    for (statements, more, expected) in [
        (vec![allow(&at("vpc-1"))], &open, Verdict::Depends),
        (vec![allow(&at("vpc-1"))], &none, Verdict::Denied),
        (vec![allow(&at("vpc-1"))], &known, Verdict::Allowed),
        // Whatever the key is, one of both matches.
        (vec![allow(&at("vpc-1")), allow(&not_at("vpc-1"))], &open, Verdict::Allowed),
        (vec![allow(&at("vpc-1")), deny(&at("vpc-1"))], &open, Verdict::Denied),
        (vec![allow("{}"), deny(r#"{"NoSuch":{"k":"v"}}"#)], &none, Verdict::Depends),
        (vec![allow(r#"{"NoSuch":{"k":"v"}}"#)], &none, Verdict::Denied),
        (vec![allow("{}"), deny(r#"{"IpAddress":{"k":"x"}}"#)], &none, Verdict::Allowed),
        (vec![allow("{}"), statement("deny", &user, "kms:Encrypt", "{}")], &none, Verdict::Allowed),
        (vec![allow("{}"), statement("deny", &user, "kms:*", "{}")], &none, Verdict::Depends),
        (vec![allow("{}"), statement("Deny", &user, "*", "{}")], &none, Verdict::Depends),
    ] {
        let document = policy(&statements);
        let found = verdict(&request(&user, "kms:Decrypt", more), &document, &[]);
        assert_eq!(found, expected, "{statements:?} {more}");
    }
}

#[test]
fn actions_outside_the_scope_have_no_effect() {
    let user = format!("acs:ram::{OWNER}:user/x");
    let document = policy(&[statement("Allow", &user, "kms:*", "{}")]);
    for (action, expected) in [
        ("kms:GetSecretValue", Verdict::Denied),
        ("kms:Decrypt", Verdict::Allowed),
        ("kms:NotYetThere", Verdict::Allowed),
        ("ecs:Decrypt", Verdict::Denied),
        ("kms:", Verdict::Denied),
    ] {
        assert_eq!(verdict(&request(&user, action, &json!({})), &document, &[]), expected, "{action}");
    }
}

#[test]
fn a_secret_value_needs_its_key() {
    let user = format!("acs:ram::{OWNER}:user/x");
    let secret = policy(&[statement("Allow", &user, "kms:GetSecretValue", "{}")]);
    let opens = policy(&[statement("Allow", &user, "kms:Decrypt", "{}")]);
    let shut = policy(&[statement("Allow", &user, "kms:Encrypt", "{}")]);
    for (via, key, expected) in [
        ("ak", Some(&opens), Verdict::Allowed),
        ("ak", Some(&shut), Verdict::Denied),
        ("ak", None, Verdict::Depends),
        ("sts", Some(&shut), Verdict::Allowed),
        ("sts", None, Verdict::Allowed),
    ] {
        let request = request(&user, "kms:GetSecretValue", &json!({"via": via}));
        let policies = Policies {
            kind: Kind::Secret,
            owner: OWNER,
            resource: Some(&secret),
            ram: &[],
            encrypting_key: key.map(|policy| EncryptingKey { owner: OWNER, policy }),
        };
        assert_eq!(decide(&request, &policies, &CATALOG).verdict, expected, "{via} {}", key.is_some());
    }
}

/// What the naive evaluator and the cloud's rule for accounts say to a request without open keys.
fn naive(policy: &serde_json::Value, request: &Request, has_ram: bool) -> bool {
    let name = request.principal.name.as_ref().map(|(kind, name)| (kind.as_str(), name.as_str()));
    let action = request.action.split_once(':').expect("a prefix").1;
    let ask = Ask { account: &request.principal.account, name, action, context: &request.context };
    let effect = oracle::effect(policy, &ask);
    let at_home = request.principal.account == OWNER;
    let allows = effect == oracle::Effect::Allow;
    effect != oracle::Effect::Deny
        && match (at_home, request.principal.is_root()) {
            (true, true) => true,
            (true, false) => allows || has_ram,
            (false, true) => allows,
            (false, false) => allows && has_ram,
        }
}

/// *Depends* is said exactly where the open keys decide.
#[test]
fn open_keys_are_exact() {
    for seed in 0..u64::from(cases(100_000)) {
        let mut random = Random::new(seed ^ 0x0fe4);
        let keys = random_keys(&mut random);
        let policy = random_policy(&mut random, keys);
        let document = Document::parse(policy.to_string(), &CATALOG);
        let (account, name, action, mut context) = random_request(&mut random, keys);
        let arn = match name {
            None => format!("acs:ram::{account}:root"),
            Some((kind, name)) => format!("acs:ram::{account}:{kind}/{name}"),
        };
        let open = key_names(keys)[random.below(2)];
        context.remove(open);
        let has_ram = random.below(2) == 0;
        let ram = if has_ram { vec![ram("Allow", "kms:*", "*")] } else { Vec::new() };
        let mut request =
            request(&arn, &format!("kms:{action}"), &json!({"context": context, "open": [open]}));
        let found = verdict(&request, &document, &ram);
        request.open = Set::new();
        let answers: BTreeSet<bool> = values_of(open)
            .into_iter()
            .map(|value| {
                match value {
                    Some(value) => request.context.insert(open.to_owned(), value.to_owned()),
                    None => request.context.remove(open),
                };
                naive(&policy, &request, has_ram)
            })
            .collect();
        let expected = match (answers.contains(&true), answers.contains(&false)) {
            (true, false) => Verdict::Allowed,
            (false, _) => Verdict::Denied,
            (true, true) => Verdict::Depends,
        };
        assert_eq!(found, expected, "seed {seed} {request:?} open {open} RAM {has_ram}\n{policy}");
    }
}
