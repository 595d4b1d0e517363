use serde_json::json;

use crate::{
    catalog::{Kind, tests::CATALOG},
    context::{Context, Key, Peer, Resource},
    document::Document,
    finding::Finding,
    lint::tests::{OWNER, context, judge, owner_statement, policy},
    messages::{Language, message},
    text,
};

const ROLE: &str = "acs:ram::1111222233334444:role/etl";

/// A statement for some principals about some actions.
fn statement(effect: &str, principals: &[&str], actions: &[&str]) -> String {
    json!({"Sid": "s", "Effect": effect, "Principal": {"RAM": principals}, "Action": actions, "Resource": ["*"]})
        .to_string()
}

fn allow(actions: &[&str]) -> String {
    policy(&[&owner_statement(), &statement("Allow", &[ROLE], actions)])
}

fn deny(actions: &[&str]) -> String {
    policy(&[&owner_statement(), &statement("Deny", &[ROLE], actions)])
}

fn found(text: &str, context: &Context) -> Vec<Finding> {
    let findings = judge(text, context).findings;
    findings.into_iter().filter(|finding| finding.id.starts_with("KPL-A")).collect()
}

fn ids(text: &str, context: &Context) -> Vec<&'static str> {
    let mut ids: Vec<_> = found(text, context).into_iter().map(|finding| finding.id).collect();
    ids.sort_unstable();
    ids
}

/// The entries of the last statement after some edits.
fn entries(text: &[u8]) -> Vec<String> {
    let document = Document::parse(text, &CATALOG);
    assert!(document.tree().problems().is_empty(), "{}", String::from_utf8_lossy(text));
    let last = document.statements().last().expect("a statement");
    last.actions.iter().map(|entry| entry.text.value.clone()).collect()
}

/// The actions of the last statement once the safe fixes of these rules have been applied until none is left.
fn mended(text: &str, context: &Context) -> Vec<String> {
    let mut text = text.as_bytes().to_vec();
    for _ in 0..32 {
        let source = String::from_utf8(text.clone()).expect("texts of tests are UTF-8");
        let fixes = found(&source, context).into_iter().filter_map(|finding| finding.fix);
        let edits: Vec<_> = fixes.filter(|fix| fix.safe).flat_map(|fix| fix.edits).collect();
        if edits.is_empty() {
            break;
        }
        text = text::apply(&text, &edits);
    }
    entries(&text)
}

/// The actions of the last statement after the fix of the one finding, which asks first.
fn guided(text: &str, context: &Context) -> Vec<String> {
    let findings = found(text, context);
    let [finding] = findings.as_slice() else { panic!("one finding: {findings:?}") };
    let fix = finding.fix.as_ref().expect("a fix");
    assert!(!fix.safe, "{fix:?}");
    entries(&text::apply(text.as_bytes(), &fix.edits))
}

fn key(usage: Option<&str>, spec: Option<&str>, origin: Option<&str>) -> Context {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let key = Key { usage: owned(usage), spec: owned(spec), origin: owned(origin) };
    let mut context = context(Kind::Key);
    context.around.res = Some(Resource { key: Some(key), ..Resource::default() });
    context
}

#[test]
fn spelling() {
    for (actions, expected, after) in [
        (&["kms:DescribeKey"][..], &[][..], &["kms:DescribeKey"][..]),
        (&["DescribeKey"], &["KPL-A01"], &["kms:DescribeKey"]),
        (&["describekey"], &["KPL-A01"], &["kms:DescribeKey"]),
        (&["ecs:DescribeKey"], &["KPL-A01"], &["ecs:DescribeKey"]),
        (&["Nonsense", ""], &["KPL-A01", "KPL-A01"], &["Nonsense", ""]),
        (&["*"], &["KPL-A02"], &["*"]),
        (&["*:*"], &["KPL-A02"], &["*:*"]),
        (&["kms:DescribKey"], &["KPL-A03"], &["kms:DescribeKey"]),
        (&["KMS:DescribKey"], &["KPL-A03"], &["kms:DescribeKey"]),
        (&["kms:Dncrypt"], &["KPL-A03"], &["kms:Dncrypt"]),
        (&["kms:Nonsense"], &["KPL-A03"], &["kms:Nonsense"]),
        (&["kms:"], &["KPL-A03"], &["kms:"]),
        (&["kms:DescribeK\u{435}y"], &[], &["kms:DescribeK\u{435}y"]),
        (&["kms:describekey"], &["KPL-A05"], &["kms:DescribeKey"]),
        (&["KMS:DescribeKey"], &["KPL-A05"], &["kms:DescribeKey"]),
        (&["KMS:describe*"], &[], &["KMS:describe*"]),
    ] {
        for text in [allow(actions), deny(actions)] {
            assert_eq!(ids(&text, &context(Kind::Key)), expected, "{actions:?}");
            assert_eq!(mended(&text, &context(Kind::Key)), after, "{actions:?}");
        }
    }
    for (action, after) in [
        ("ecs:DescribeKey", "kms:DescribeKey"),
        (" kms:Describe* ", "kms:Describe*"),
        ("*", "kms:*"),
        ("*:*", "kms:*"),
    ] {
        assert_eq!(guided(&allow(&[action]), &context(Kind::Key)), [after], "{action}");
    }
}

#[test]
fn unknown_names_come_with_near_ones() {
    for (action, expected) in [
        ("kms:DescribKey", "Unknown action “kms:DescribKey”; did you mean kms:DescribeKey?"),
        ("kms:Dncrypt", "Unknown action “kms:Dncrypt”; close names are: kms:Decrypt, kms:Encrypt"),
        ("kms:Nonsense", "Unknown action “kms:Nonsense”"),
    ] {
        let findings = found(&allow(&[action]), &context(Kind::Key));
        let texts: Vec<_> =
            findings.iter().map(|one| message(Language::English, one.message, &one.params)).collect();
        assert_eq!(texts, [expected]);
    }
}

#[test]
fn scope() {
    use Kind::{Key, Secret};
    for (kind, actions, expected) in [
        (Secret, &["kms:Encrypt"][..], &["KPL-A04"][..]),
        (Key, &["kms:GetSecretValue"], &["KPL-A04"]),
        (Key, &["kms:GetSecret*"], &["KPL-A04"]),
        (Key, &["kms:TagResources", "kms:TagResource"], &["KPL-A04"]),
        (Secret, &["kms:Create*", "kms:ListSecrets"], &["KPL-A04"]),
        (Key, &["kms:Create*"], &[]),
        (Key, &["kms:AsymmetricSign", "kms:DescribeKey"], &[]),
        (Secret, &["kms:SetSecretPolicy"], &[]),
        (Key, &["kms:Nonsense*"], &["KPL-A07"]),
        (Key, &["kms:Describe?"], &["KPL-A07"]),
        (Key, &["kms:*"], &[]),
        (Key, &["kms:**"], &[]),
    ] {
        assert_eq!(ids(&deny(actions), &context(kind)), expected, "{kind:?} {actions:?}");
    }
}

#[test]
fn what_goes_never_empties_a_list() {
    let secret = context(Kind::Secret);
    let signs = key(Some("SIGN/VERIFY"), None, None);
    for (context, actions, after) in [
        (&secret, &["kms:Encrypt", "kms:ListSecrets"][..], &["kms:ListSecrets"][..]),
        (&secret, &["kms:Encrypt", "kms:Decrypt", "kms:ListSecrets"], &["kms:ListSecrets"]),
        (&secret, &["kms:ListSecrets", "kms:Encrypt", "kms:Decrypt"], &["kms:ListSecrets"]),
        (&secret, &["kms:Encrypt"], &["kms:Encrypt"]),
        (&secret, &["kms:Encrypt", "kms:Decrypt"], &["kms:Decrypt"]),
        (&secret, &["kms:Encrypt", "kms:Encrypt"], &["kms:Encrypt"]),
        (&secret, &["kms:Encrypt", "kms:Encrypt", "kms:Enc*", "kms:encrypt"], &["kms:Encrypt"]),
        (&signs, &["kms:Decrypt", "kms:DescribeKey"], &["kms:DescribeKey"]),
        (&signs, &["kms:Decrypt", "kms:GetSecretValue", "kms:Encrypt"], &["kms:Encrypt"]),
        (&signs, &["kms:Decrypt", "kms:GetSecretValue", "kms:decrypt", "kms:Decrypt"], &["kms:Decrypt"]),
    ] {
        assert_eq!(mended(&allow(actions), context), after, "{actions:?}");
    }
    // What goes from a Deny must deny nothing, now or later.
    for (context, actions, after) in [
        (&secret, &["kms:Encrypt", "kms:ListSecrets"][..], &["kms:ListSecrets"][..]),
        (&secret, &["kms:Encrypt", "kms:Encrypt"], &["kms:Encrypt"]),
        (&secret, &["kms:Enc*", "kms:ListSecrets"], &["kms:Enc*", "kms:ListSecrets"]),
        (&signs, &["kms:Decrypt", "kms:DescribeKey"], &["kms:Decrypt", "kms:DescribeKey"]),
        (&signs, &["kms:GetSecretValue", "kms:Decrypt"], &["kms:Decrypt"]),
    ] {
        assert_eq!(mended(&deny(actions), context), after, "{actions:?}");
    }
}

#[test]
fn the_last_action_takes_its_statement_along() {
    let text = allow(&["kms:Encrypt"]);
    assert_eq!(guided(&text, &context(Kind::Secret)), ["kms:*"]);
    let alone = policy(&[&statement("Allow", &[ROLE], &["kms:Encrypt"])]);
    let findings = found(&alone, &context(Kind::Secret));
    assert!(findings.iter().any(|finding| finding.id == "KPL-A04" && finding.fix.is_none()), "{findings:?}");
}

#[test]
fn repeats() {
    for (actions, expected, after) in [
        (&["kms:ListKeys", "kms:ListKeys"][..], 1, &["kms:ListKeys"][..]),
        (&["kms:ListKeys", "kms:List*"], 1, &["kms:List*"]),
        (&["kms:*", "kms:List*", "kms:ListKeys"], 2, &["kms:*"]),
        (&["kms:List*", "kms:List**"], 1, &["kms:List*"]),
        (&["kms:ListKey?", "kms:ListKeys"], 1, &["kms:ListKey?"]),
        (&["kms:List*", "kms:ListKey?"], 1, &["kms:List*"]),
        (&["kms:ListKey?*", "kms:ListKey*"], 1, &["kms:ListKey*"]),
        (&["kms:List?eys", "kms:List*"], 1, &["kms:List*"]),
        (&["kms:ListKeys", "kms:Describe*"], 0, &["kms:ListKeys", "kms:Describe*"]),
    ] {
        let text = deny(actions);
        let count = ids(&text, &context(Kind::Key)).iter().filter(|id| **id == "KPL-A06").count();
        assert_eq!(count, expected, "{actions:?}");
        assert_eq!(mended(&text, &context(Kind::Key)), after, "{actions:?}");
    }
}

#[test]
fn patterns_to_write_out() {
    use Kind::{Key, Secret};
    for (kind, pattern, expected) in [
        (Key, "kms:Enc*", Some(&["kms:Encrypt"][..])),
        (Key, "kms:*KeyVersion", Some(&["kms:CreateKeyVersion", "kms:DescribeKeyVersion"])),
        // More than four, and harmless ones hide one that is not.
        (
            Key,
            "kms:D*Key*",
            Some(&["kms:DeleteKeyMaterial", "kms:DescribeKey", "kms:DescribeKeyVersion", "kms:DisableKey"]),
        ),
        (Key, "kms:Set*", None),
        (Key, "kms:get*", None),
        (Secret, "kms:Get*", Some(&["kms:GetSecretPolicy", "kms:GetSecretValue"])),
        (Key, "kms:*", None),
        (Key, "kms:Asymmetric*n*", Some(&["kms:AsymmetricEncrypt", "kms:AsymmetricSign"])),
        (Key, "kms:L*", None),
    ] {
        let text = deny(&[pattern]);
        let findings = found(&text, &context(kind));
        let finding = findings.iter().find(|finding| finding.id == "KPL-A08");
        let fix = finding.and_then(|finding| finding.fix.as_ref());
        let after = fix.map(|fix| entries(&text::apply(text.as_bytes(), &fix.edits)));
        let expected = expected.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(after, expected, "{pattern}");
    }
    assert!(ids(&deny(&["kms:*e*"]), &context(Key)).contains(&"KPL-A08"));
    assert_eq!(
        mended(&allow(&["kms:Enc*", "kms:DescribeKey"]), &context(Key)),
        ["kms:Encrypt", "kms:DescribeKey"]
    );
    assert_eq!(mended(&deny(&["kms:Enc*"]), &context(Key)), ["kms:Enc*"]);
}

#[test]
fn written_out_actions_stay_below_the_size_limit() {
    let pattern = statement("Allow", &[ROLE], &["kms:*e*"]);
    let policy = policy(&vec![pattern.as_str(); 200]);
    let fixes = found(&policy, &context(Kind::Key)).into_iter().filter_map(|finding| finding.fix);
    let edits: Vec<_> = fixes.filter(|fix| fix.safe).flat_map(|fix| fix.edits).collect();
    assert!(text::apply(policy.as_bytes(), &edits).len() <= 32_768);
}

#[test]
fn keys_and_what_they_serve() {
    let sign = || key(Some("SIGN/VERIFY"), Some("EC_P256"), Some("Aliyun_KMS"));
    let symmetric = || key(Some("ENCRYPT/DECRYPT"), Some("Aliyun_AES_256"), Some("Aliyun_KMS"));
    let imported = || key(Some("ENCRYPT/DECRYPT"), Some("Aliyun_AES_256"), Some("EXTERNAL"));
    for (context, action, expected) in [
        (sign(), "kms:Decrypt", Some("KPL-A09")),
        (sign(), "kms:GenerateDataKey*", Some("KPL-A09")),
        (sign(), "kms:AsymmetricSign", None),
        (sign(), "kms:Asymmetric*", None),
        (sign(), "kms:DescribeKey", None),
        (symmetric(), "kms:AsymmetricDecrypt", Some("KPL-A09.spec")),
        (symmetric(), "kms:AsymmetricSign", Some("KPL-A09")),
        (symmetric(), "kms:Asymmetric*", Some("KPL-A09.spec")),
        (symmetric(), "kms:Decrypt", None),
        (symmetric(), "kms:ImportKeyMaterial", Some("KPL-A09.origin")),
        (imported(), "kms:ImportKeyMaterial", None),
    ] {
        let findings = found(&deny(&[action]), &context);
        let finding = findings.iter().find(|finding| finding.id == "KPL-A09");
        assert_eq!(finding.map(|finding| finding.message), expected, "{action}");
    }
}

#[test]
fn unknown_parts_of_the_key_are_listed_where_they_matter() {
    for (context, action, expected) in [
        (context(Kind::Key), "kms:DescribeKey", &["res.key"][..]),
        (key(None, None, None), "kms:DescribeKey", &[]),
        (key(None, None, None), "kms:Decrypt", &["res.key.usage"]),
        (key(None, None, None), "kms:ImportKeyMaterial", &["res.key.origin"]),
        (key(Some("ENCRYPT/DECRYPT"), None, None), "kms:AsymmetricDecrypt", &["res.key.spec"]),
        (key(Some("SIGN/VERIFY"), None, None), "kms:AsymmetricDecrypt", &[]),
        (key(None, None, None), "kms:*", &[]),
    ] {
        let skipped = judge(&deny(&[action]), &context).skipped;
        let reasons: Vec<_> =
            skipped.iter().filter(|skipped| skipped.id == "KPL-A09").map(|skipped| skipped.reason).collect();
        assert_eq!(reasons, expected, "{action}");
    }
}

#[test]
fn companions() {
    use Kind::{Key, Secret};
    for (kind, actions, expected) in [
        (Key, &["kms:GenerateDataKey"][..], &[("kms:GenerateDataKey", "kms:Decrypt")][..]),
        (Key, &["kms:Encrypt", "kms:Decrypt"], &[("kms:Decrypt, kms:Encrypt", "kms:DescribeKey")]),
        (Key, &["kms:GenerateDataKey", "kms:Decrypt"], &[("kms:Decrypt", "kms:DescribeKey")]),
        (Key, &["kms:Encrypt", "kms:DescribeKey"], &[]),
        (Key, &["kms:Encrypt", "kms:Describe*"], &[]),
        (Secret, &["kms:GetSecretValue"], &[("kms:GetSecretValue", "kms:DescribeSecret")]),
        (Secret, &["kms:GetSecretValue", "kms:Describe*"], &[]),
    ] {
        let findings = found(&allow(actions), &context(kind));
        let findings = findings.iter().filter(|finding| finding.id == "KPL-A10");
        let pairs: Vec<_> = findings
            .map(|finding| {
                assert_eq!(finding.params.get("p").map(String::as_str), Some(ROLE));
                let param = |name| finding.params.get(name).map(String::as_str).unwrap_or_default();
                (param("a"), param("b"))
            })
            .collect();
        assert_eq!(pairs, expected, "{actions:?}");
    }
    assert_eq!(guided(&allow(&["kms:Encrypt"]), &context(Key)), ["kms:Encrypt", "kms:DescribeKey"]);
    // Denied to it, so adding it to the list would not help.
    let text = policy(&[
        &statement("Deny", &[ROLE], &["kms:DescribeKey"]),
        &statement("Allow", &[ROLE], &["kms:Encrypt", "kms:DescribeKey"]),
    ]);
    let findings = found(&text, &context(Key));
    assert!(findings.iter().any(|finding| finding.id == "KPL-A10" && finding.fix.is_none()), "{findings:?}");
    let whole = format!("acs:ram::{OWNER}:*");
    for (principal, effect) in [(whole.as_str(), "Allow"), (ROLE, "Deny")] {
        let text = policy(&[&statement(effect, &[principal], &["kms:Encrypt"])]);
        assert_eq!(ids(&text, &context(Key)), [""; 0], "{principal} {effect}");
    }
    assert_eq!(
        ids(&allow(&["kms:Decrypt", "kms:DescribeKey"]), &key(Some("SIGN/VERIFY"), None, None)),
        ["KPL-A09"]
    );
}

#[test]
fn secrets_and_the_key_that_encrypts_them() {
    let secret = allow(&["kms:GetSecretValue", "kms:DescribeSecret"]);
    let whole = format!("acs:ram::{OWNER}:*");
    let other = "acs:ram::1111222233334444:role/other";
    for (peer, expected) in [
        (policy(&[&owner_statement()]), &[][..]),
        (policy(&[&statement("Allow", &[ROLE], &["kms:Decrypt"])]), &[]),
        (policy(&[&statement("Allow", &[other], &["kms:Decrypt"])]), &["KPL-A11"]),
        (policy(&[&statement("Allow", &[ROLE], &["kms:Encrypt"])]), &["KPL-A11"]),
        (policy(&[&owner_statement(), &statement("Deny", &[ROLE], &["kms:Decrypt"])]), &["KPL-A11"]),
        (policy(&[&owner_statement(), &statement("Deny", &[&whole], &["kms:*"])]), &["KPL-A11"]),
    ] {
        let mut context = context(Kind::Secret);
        context.around.peer = Some(Peer { key: "key-hzz1".to_owned(), policy: peer.clone() });
        assert_eq!(ids(&secret, &context), expected, "{peer}");
    }
    for (peer, expected) in [(None, &["peer"][..]), (Some("{"), &["peer"])] {
        let mut context = context(Kind::Secret);
        context.around.peer =
            peer.map(|policy| Peer { key: "key-hzz1".to_owned(), policy: policy.to_owned() });
        let skipped = judge(&secret, &context).skipped;
        let reasons: Vec<_> =
            skipped.iter().filter(|skipped| skipped.id == "KPL-A11").map(|skipped| skipped.reason).collect();
        assert_eq!(reasons, expected);
    }
}

/// The vectors of the rule list, as far as they are about actions.
#[test]
fn vectors() {
    for (kind, text, expected) in [
        (Kind::Key, policy(&[&owner_statement().replace("[\"kms:*\"]", "\"*\"")]), &["KPL-A02"][..]),
        (Kind::Key, policy(&[&owner_statement()]), &[]),
        (Kind::Key, allow(&["kms:Decrpt"]), &["KPL-A03"]),
        (Kind::Secret, allow(&["kms:Encrypt"]), &["KPL-A04"]),
        (Kind::Secret, allow(&["kms:Get*"]), &["KPL-A08", "KPL-A10"]),
    ] {
        assert_eq!(ids(&text, &context(kind)), expected, "{text}");
    }
    let signs = key(Some("SIGN/VERIFY"), Some("EC_P256"), Some("Aliyun_KMS"));
    assert_eq!(ids(&allow(&["kms:Decrypt", "kms:DescribeKey"]), &signs), ["KPL-A09"]);
}

#[test]
fn damaged_statements_are_left_alone() {
    let text = policy(&[&owner_statement(), r#"{"Sid": "s", "Action": ["Nonsense" "x"], "Effect" }"#]);
    assert_eq!(ids(&text, &context(Kind::Key)), [""; 0]);
}
