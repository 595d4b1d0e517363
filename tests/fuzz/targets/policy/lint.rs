//! Judging: whatever is known of the surroundings, findings point into the text, can be read, and safe fixes can all
//! be applied at once.

use kms_policy::{
    Catalog, Context, Directory, Document, Finding, Instance, Key, Kind, Me, MinPrefix, Net, Params, Peer,
    Quota, Request, Resource, Settings, Severity, Surroundings,
    analysis::{CheckVerdict, no_new_access},
    fix_all_safe, lint,
    messages::{Language, message},
    sorted::Set,
    text::{Edit, apply},
};

use super::{OWNER, catalog, ensure, in_time, is_inside, parser::apply_cleanly, shown, texts, words};
use crate::source::Source;

const CALLERS: [&str; 8] = [
    "acs:ram::1111222233334444:user/a",
    "acs:ram::1111222233334444:role/r",
    "acs:ram::1111222233334444:root",
    "acs:sts::1111222233334444:assumed-role/R1/s",
    "acs:ram::2222333344445555:user/a",
    "acs:ram::1111222233334444:user/",
    "",
    "acs:ram::1111222233334444:user/\u{430}",
];

pub(super) fn run(source: &mut Source) -> Result<(), String> {
    let text = texts::any(source, 20_000);
    let context = context(source, &text);
    check(source, &text, &context, catalog()?)
        .map_err(|what| format!("{what}: {} with {context:?}", shown(&text)))
}

fn check(source: &mut Source, text: &[u8], context: &Context, catalog: &Catalog) -> Result<(), String> {
    let document = Document::parse(text, catalog);
    let report = in_time(text.len(), || lint(&document, context, catalog))?;
    let of_rules = report.findings.iter().chain(&report.suppressed);
    for finding in of_rules {
        let mut spans = finding.spans.iter().chain(&finding.related);
        ensure(!finding.spans.is_empty() && spans.all(|span| is_inside(*span, text.len())), || {
            format!("{finding:?}")
        })?;
        is_readable(finding)?;
        let edits = finding.fix.as_ref().map_or(&[][..], |fix| &fix.edits);
        apply_cleanly(text, edits)?;
    }
    let places = report.findings.iter().map(|finding| finding.spans.first());
    ensure(places.is_sorted(), || "findings are not sorted".to_owned())?;

    let safe = || report.findings.iter().filter(|finding| finding.fix.as_ref().is_some_and(|fix| fix.safe));
    let edits: Vec<Edit> =
        safe().filter_map(|finding| finding.fix.clone()).flat_map(|fix| fix.edits).collect();
    if edits.is_empty() {
        return Ok(());
    }
    let once = apply_cleanly(text, &edits)?;
    let is_utf8 = |text: &[u8]| std::str::from_utf8(text).is_ok();
    ensure(!is_utf8(text) || is_utf8(&once), || format!("fixes give {}", shown(&once)))?;
    if text.len() > 4_096 || source.chance(40) {
        let fixed = in_time(text.len(), || fix_all_safe(text, context, catalog))?;
        let again = fix_all_safe(&fixed, context, catalog);
        ensure(fixed == again, || format!("fixed {}, and again {}", shown(&fixed), shown(&again)))?;
    }
    // Repairs of errors may give what the text was meant to; other safe fixes may not.
    if text.len() < 1_000
        && document.tree().problems().is_empty()
        && source.chance(20)
        && let Some(finding) = safe().find(|finding| finding.severity != Severity::Error)
        && let Some(fix) = &finding.fix
    {
        let fixed = apply(text, &fix.edits);
        let draft = Document::parse(fixed.clone(), catalog);
        let found = no_new_access(&document, &draft, context.kind, OWNER, catalog);
        let what = || format!("{} adds access: {:?} by {}", finding.id, found.witness, shown(&fixed));
        // Names are ASCII: who or what is called otherwise is nobody and nothing.
        let exists =
            |request: &Request| request.principal.to_string().is_ascii() && request.action.is_ascii();
        let is_shown = found.verdict == CheckVerdict::Fail && found.witness.as_ref().is_none_or(exists);
        ensure(!is_shown, what)?;
    }
    Ok(())
}

/// The message and the title of the fix exist, and all their placeholders are filled.
fn is_readable(finding: &Finding) -> Result<(), String> {
    let fix = finding.fix.iter().map(|fix| (fix.title, &fix.params));
    for (key, params) in [(finding.message, &finding.params)].into_iter().chain(fix) {
        let empty: Params = params.keys().map(|name| (*name, String::new())).collect();
        let text = message(Language::English, key, &empty);
        ensure(text != key && !text.contains('{'), || format!("{key} says {text}"))?;
    }
    Ok(())
}

fn context(source: &mut Source, text: &[u8]) -> Context {
    let kind = if source.chance(70) { Kind::Key } else { Kind::Secret };
    let base = source.chance(50).then(|| {
        let mut base = if source.chance(50) { text.to_vec() } else { texts::policy(source, 5).into_bytes() };
        if source.chance(40) {
            texts::spoil(source, &mut base);
        }
        String::from_utf8_lossy(&base).into_owned()
    });
    let owner = source
        .chance(90)
        .then(|| source.pick(&[OWNER, OWNER, OWNER, "2222333344445555", "", "é"]).to_owned());
    Context { kind, owner, base, around: surroundings(source) }
}

fn surroundings(source: &mut Source) -> Surroundings {
    let ids = |source: &mut Source, all: &[&str]| -> Set<String> {
        all.iter().filter(|_| source.chance(50)).map(|id| (*id).to_owned()).collect()
    };
    let some =
        |source: &mut Source, all: &[&'static str]| source.chance(70).then(|| source.pick(all).to_owned());
    let res = source.chance(50).then(|| Resource {
        instance: source.chance(70).then(|| {
            let state = source.pick(&["Connected", "Connecting", "", "Error"]).to_owned();
            source.chance(80).then(|| Instance { id: "kst-1".to_owned(), state })
        }),
        key: source.chance(60).then(|| Key {
            usage: some(source, &["ENCRYPT/DECRYPT", "SIGN/VERIFY", ""]),
            spec: some(source, &["Aliyun_AES_256", "RSA_2048", "EC_P256", "x"]),
            origin: some(source, &["Aliyun_KMS", "EXTERNAL", ""]),
        }),
        policy_name: some(source, &["default", "other", ""]),
    });
    let me = source.chance(50).then(|| Me {
        principal: source.pick(&CALLERS).to_owned(),
        session: source.chance(60).then(|| {
            let keys: Vec<&words::Key> = words::KEYS.iter().filter(|_| source.chance(33)).collect();
            keys.into_iter().map(|key| (key.name.to_owned(), source.pick(key.asked).to_owned())).collect()
        }),
    });
    let dir = source.chance(40).then(|| Directory {
        users: source.chance(80).then(|| ids(source, &["a", "ab", "x", "a*", "A"])),
        roles: source.chance(80).then(|| ids(source, &["r", "R", "R1", ""])),
    });
    let net = source.chance(50).then(|| Net {
        bound_vpcs: source.chance(70).then(|| ids(source, &["vpc-1", "vpc-2", "vpc-3"])),
        quota: source.chance(70).then(|| Quota {
            limit: source.pick(&[0, 1, 2, 50, u64::MAX]),
            used: source.pick(&[0, 1, 2, 60, u64::MAX]),
        }),
        egress: some(source, &["10.0.0.1", "203.0.113.7", "2001:db8::1", "x"]),
    });
    let peer = source.chance(20).then(|| Peer { key: "key-1".to_owned(), policy: texts::policy(source, 10) });
    let cfg = if source.chance(60) {
        Settings::default()
    } else {
        Settings {
            trusted_accounts: ids(source, &["2222333344445555", "3333444455556666", ""]),
            max_policy_admins: source.pick(&[0, 1, 3, usize::MAX]),
            min_prefix: MinPrefix { v4: source.pick(&[0, 8, 32, 255]), v6: source.pick(&[0, 32, 128, 255]) },
            disabled: ids(source, &["KPL-C14", "KPL-P01", "KPL-S01", "x"]),
            size_warning_percent: source.pick(&[0, 1, 90, 100, 255]),
            narrowing_keys: ids(source, &["acs:SourceVpc", "acs:SourceIp"]),
        }
    };
    let clock =
        some(source, &["2026-06-01T00:00:00Z", "2030-01-01T00:00:00+08:00", "x", "9999-12-31T23:59:59Z"]);
    Surroundings { res, me, dir, net, cfg, peer, clock }
}
