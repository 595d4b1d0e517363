//! Deciding one request: with every key known there is an answer or a reason why not, and a key that becomes known
//! turns no answer into the other.

use kms_policy::{
    Catalog, Decision, Document, Effect, EncryptingKey, Identity, Kind, Policies, RamPolicy, Request,
    Verdict, Via, decide, document_effect,
    sorted::{Map, Set},
};

use super::{OWNER, catalog, ensure, shown, texts, words};
use crate::source::Source;

const CALLERS: [&str; 12] = [
    "acs:ram::1111222233334444:root",
    "acs:ram::1111222233334444:user/a",
    "acs:ram::1111222233334444:user/ab",
    "acs:ram::1111222233334444:user/ax",
    "acs:ram::1111222233334444:user/x",
    "acs:ram::1111222233334444:role/r",
    "acs:ram::2222333344445555:root",
    "acs:ram::2222333344445555:user/a",
    "acs:ram::2222333344445555:user/zz",
    "acs:ram::2222333344445555:role/r",
    "acs:ram::9999888877776666:user/b",
    "acs:ram::3333444455556666:user/bb",
];

const ACTIONS: [&str; 14] = [
    "kms:Decrypt",
    "kms:decrypt",
    "kms:Encrypt",
    "kms:DescribeKey",
    "kms:SetKeyPolicy",
    "kms:SetSecretPolicy",
    "kms:GetSecretValue",
    "kms:DeleteSecret",
    "kms:AsymmetricSign",
    "kms:GetKmsInstance",
    "kms:Zz",
    "kms:",
    "ecs:Decrypt",
    "",
];

const RESOURCES: [&str; 5] =
    ["*", "acs:kms:*:*:*", "acs:kms:*:1111222233334444:key/*", "acs:kms:*:*:key/k1", "acs:ecs:*"];

pub(super) fn run(source: &mut Source) -> Result<(), String> {
    let catalog = catalog()?;
    let text = text(source);
    let document = Document::parse(text.clone(), catalog);
    let other = source.chance(20).then(|| Document::parse(self::text(source), catalog));
    let ram: Vec<RamPolicy> = (0..source.below(5).saturating_sub(2))
        .filter_map(|_| RamPolicy::parse(ram_policy(source).as_bytes(), catalog).ok())
        .collect();
    let policies = Policies {
        kind: if source.chance(65) { Kind::Key } else { Kind::Secret },
        owner: if source.chance(90) { OWNER } else { "2222333344445555" },
        resource: source.chance(95).then_some(&document),
        ram: &ram,
        encrypting_key: other.as_ref().map(|policy| EncryptingKey { owner: OWNER, policy }),
    };
    let principal = source.pick(&CALLERS);
    let Some(principal) = Identity::parse(principal) else { return Err(format!("{principal} is nobody")) };
    let request = request(source, principal);
    check(source, &request, &policies, catalog).map_err(|what| {
        let other = other.as_ref().map(|other| shown(other.tree().source()));
        format!("{what}: {} {other:?} {ram:?} {request:?} {:?}", shown(&text), policies.kind)
    })
}

fn check(
    source: &mut Source,
    request: &Request,
    policies: &Policies<'_>,
    catalog: &Catalog,
) -> Result<(), String> {
    let decision = decide(request, policies, catalog);
    is_consistent(&decision, request)?;
    // One key at a time becomes known, until all are.
    let mut request = request.clone();
    let mut verdict = decision.verdict;
    for _ in 0..words::KEYS.len() {
        let at = source.below(request.open.len());
        let Some(name) = request.open.iter().nth(at).cloned() else { break };
        request.open.remove(&name);
        if source.chance(75) {
            let value = value(source, &name);
            request.context.insert(name.clone(), value);
        }
        let decision = decide(&request, policies, catalog);
        is_consistent(&decision, &request)?;
        let refines = verdict == Verdict::Depends || verdict == decision.verdict;
        ensure(refines, || {
            format!("{verdict:?} became {:?} with {name} {:?}", decision.verdict, request.context.get(&name))
        })?;
        verdict = decision.verdict;
    }
    // What the document alone says, where nothing else has a say.
    if request.open.is_empty()
        && let Some(document) = policies.resource
        && policies.ram.is_empty()
        && policies.encrypting_key.is_none()
        && request.principal.account == policies.owner
        && !request.principal.is_root()
        && verdict != Verdict::Depends
    {
        let effect = document_effect(document, policies.kind, &request, catalog);
        let is_allowed = verdict == Verdict::Allowed;
        ensure(is_allowed == (effect == Some(Effect::Allow)), || {
            format!("{verdict:?}, and alone {effect:?}")
        })?;
    }
    Ok(())
}

fn is_consistent(decision: &Decision, request: &Request) -> Result<(), String> {
    let depends = decision.verdict == Verdict::Depends;
    let has_reason = !decision.doubts.is_empty() || !decision.depends_on.is_empty();
    ensure(depends == has_reason, || format!("{decision:?}"))?;
    ensure(!depends || !request.open.is_empty() || !decision.doubts.is_empty(), || format!("{decision:?}"))?;
    ensure(decision.depends_on.is_subset(&request.open), || format!("{decision:?}"))
}

fn text(source: &mut Source) -> Vec<u8> {
    let odd = source.pick(&[0, 0, 3, 20]);
    let mut text = texts::policy(source, odd).into_bytes();
    if source.chance(20) {
        texts::spoil(source, &mut text);
    }
    text
}

fn ram_policy(source: &mut Source) -> String {
    let statement = texts::statement(source, 2, None);
    // A RAM policy names no principal, and resources by ARN.
    let resource = source.pick(&RESOURCES);
    let statement = statement.replace("\"Resource\":\"*\"", &format!("\"Resource\":\"{resource}\""));
    let statement = match (statement.split_once("\"Principal\":"), source.chance(95)) {
        (Some((before, after)), true) => match after.split_once("},") {
            Some((_, rest)) => format!("{before}{rest}"),
            None => statement,
        },
        _ => statement,
    };
    texts::joined(std::iter::once(statement.as_str()))
}

fn value(source: &mut Source, name: &str) -> String {
    let key = words::KEYS.iter().find(|key| key.name == name);
    key.map_or("", |key| source.pick(key.asked)).to_owned()
}

fn request(source: &mut Source, principal: Identity) -> Request {
    let mut context = Map::new();
    let mut open = Set::new();
    for key in &words::KEYS {
        match source.below(4) {
            0 | 1 => drop(open.insert(key.name.to_owned())),
            2 => drop(context.insert(key.name.to_owned(), value(source, key.name))),
            _ => {}
        }
    }
    if source.chance(10) {
        open.insert("other".to_owned());
    }
    let resource = source.chance(30).then(|| "acs:kms:cn-hangzhou:1111222233334444:key/k1".to_owned());
    let via = if source.chance(70) { Via::AccessKey } else { Via::Sts };
    Request { principal, via, action: source.pick(&ACTIONS).to_owned(), context, open, resource }
}
