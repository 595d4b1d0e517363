use proptest::prelude::*;

use super::{Explained, explain};
use crate::{
    catalog::{Kind, tests::CATALOG},
    document::Document,
    lint::tests::{OWNER, owner_statement, policy},
    messages::Language,
};

fn explained(statement: &str, kind: Kind, language: Language) -> Explained {
    let document = Document::parse(policy(&[statement]), &CATALOG);
    let mut all = explain(&document, kind, Some(OWNER), &CATALOG, language);
    assert_eq!(all.len(), 1, "{statement}");
    all.remove(0)
}

fn statement(effect: &str, principal: &str, action: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"{effect}","Principal":{{"RAM":[{principal}]}},"Action":[{action}],"Resource":["*"],"Condition":{{{condition}}}}}"#
    )
}

const OUTSIDE: &str = r#""acs:ram::2222333344445555:role/etl""#;
const DEV: &str = r#""acs:ram::1111222233334444:role/dev""#;

#[test]
fn sentences_in_three_languages() {
    let three = r#""kms:Decrypt","kms:DescribeKey","kms:Encrypt""#;
    for (statement, sentences) in [
        (
            owner_statement(),
            [
                "Allows every identity of this account to use every action on this key.",
                "允许本账号的所有身份对此密钥执行所有操作。",
                "Mengizinkan semua identitas akun ini menjalankan semua operasi pada kunci ini.",
            ],
        ),
        (
            statement("Allow", OUTSIDE, three, ""),
            [
                "Allows role etl of account 2222333344445555 (outside) to use 3 actions: Decrypt, DescribeKey, and Encrypt.",
                "允许账号 2222333344445555（外部）的角色“etl”执行 3 个操作：Decrypt、DescribeKey 和 Encrypt。",
                "Mengizinkan peran etl dari akun 2222333344445555 (luar) menjalankan 3 operasi: Decrypt, DescribeKey, dan Encrypt.",
            ],
        ),
        (
            statement("Deny", r#""*""#, r#""kms:DisableKey""#, ""),
            [
                "Denies everyone in every account one action: DisableKey.",
                "拒绝所有账号的所有身份执行 1 个操作：DisableKey。",
                "Melarang siapa pun di akun mana pun menjalankan satu operasi: DisableKey.",
            ],
        ),
    ] {
        for (language, sentence) in Language::ALL.into_iter().zip(sentences) {
            assert_eq!(explained(&statement, Kind::Key, language).sentence, sentence);
        }
    }
}

#[test]
fn conditions_are_sentences() {
    for (condition, expected) in [
        (r#""StringEquals":{"acs:SourceVpc":"vpc-1"}"#, "Only if the request comes from VPC vpc-1."),
        (
            r#""StringNotEquals":{"acs:SourceVpc":["vpc-1","vpc-2"]}"#,
            "Only if the request does not come from VPC vpc-1 or vpc-2; this includes requests without acs:SourceVpc.",
        ),
        (
            r#""StringLike":{"acs:SourceVpc":"vpc-*"}"#,
            "Only if the request comes from a VPC whose id fits vpc-*.",
        ),
        (
            r#""IpAddress":{"acs:SourceIp":["203.0.113.1","203.0.113.2","198.51.100.0/24"]}"#,
            "Only if the request comes from the public address 203.0.113.1, 203.0.113.2, or 198.51.100.0/24.",
        ),
        (
            r#""NotIpAddress":{"acs:VpcSourceIp":"10.0.0.0/8"}"#,
            "Only if the caller does not have the private address 10.0.0.0/8; this includes requests without acs:VpcSourceIp.",
        ),
        (r#""DateLessThan":{"acs:CurrentTime":"2030-01-01T00:00:00Z"}"#, "Only before 2030-01-01T00:00:00Z."),
        (r#""Bool":{"acs:SecureTransport":"true"}"#, "Only if acs:SecureTransport is true."),
        (r#""StringEquals":{"kms:tag/env":["","a b"]}"#, r#"Only if kms:tag/env is "" or "a b"."#),
        // An operator of another family compares what the key says as its own family does.
        (r#""StringLike":{"acs:CurrentTime":"2030*"}"#, "Only if acs:CurrentTime fits 2030*."),
        (r#""NumericGreaterThan":{"x":"5"}"#, "Only if x is greater than 5."),
    ] {
        let found =
            explained(&statement("Allow", DEV, r#""kms:Decrypt""#, condition), Kind::Key, Language::English);
        assert_eq!(found.conditions, [expected], "{condition}");
        for language in [Language::Chinese, Language::Indonesian] {
            let other =
                explained(&statement("Allow", DEV, r#""kms:Decrypt""#, condition), Kind::Key, language);
            assert_ne!(other.conditions, [expected], "{condition}");
            assert!(
                other.conditions.iter().all(|text| !text.contains('{') && !text.starts_with("condition."))
            );
        }
    }
}

#[test]
fn notes_say_what_is_not_so() {
    for (statement, kind, expected) in [
        (statement("Allow", DEV, r#""kms:Decrypt""#, ""), Kind::Key, &[][..]),
        (
            statement("Allow", DEV, r#""kms:Decrypt","kms:GetSecretValue","Encrypt""#, ""),
            Kind::Key,
            &["Without effect here: kms:GetSecretValue and Encrypt."],
        ),
        (
            statement("Allow", DEV, r#""kms:AsymmetricSign""#, ""),
            Kind::Key,
            &["No source confirms that policies govern these actions: AsymmetricSign."],
        ),
        (statement("Allow", DEV, r#""kms:*""#, ""), Kind::Key, &[]),
        (
            statement(
                "Deny",
                r#""acs:ram::1111222233334444:user/ci-*","acs:ram::1:*""#,
                r#""kms:Decrypt""#,
                "",
            ),
            Kind::Key,
            &[
                "No principal, gets nothing: acs:ram::1:*.",
                "No source confirms that names may be patterns: acs:ram::1111222233334444:user/ci-*.",
            ],
        ),
        (
            statement(
                "Allow",
                OUTSIDE,
                r#""kms:Decrypt""#,
                r#""StringEquals":{"acs:SourceVpc":"vpc-1","x":"y"}"#,
            ),
            Kind::Key,
            &[
                "Only requests to the shared gateway have acs:SourceVpc.",
                "The condition key x is not known; requests may never have it.",
                "Another account must also allow this by a RAM policy of its own.",
            ],
        ),
    ] {
        assert_eq!(explained(&statement, kind, Language::English).notes, expected, "{statement}");
    }
}

#[test]
fn statements_without_effect_and_without_meaning() {
    let invalid = |text: &str| text.to_owned();
    for (statement, expected) in [
        (
            statement("Allow", "", r#""kms:Decrypt""#, ""),
            "Allows nothing: it names nobody whom the service knows.",
        ),
        (
            statement("Deny", DEV, r#""kms:GetSecretValue""#, ""),
            "Denies role dev nothing: none of its actions has an effect on a key.",
        ),
        (
            statement("Allow", DEV, r#""kms:Decrypt""#, r#""Bool":{"x":[]}"#),
            "Never applies: the condition on x has no value that can be read.",
        ),
        (invalid("1"), "Cannot be evaluated: this is no object."),
        (invalid(r#"{"Effect" "Allow"}"#), "Cannot be evaluated: it has a syntax error."),
        (invalid(r#"{"NotAction":"x"}"#), "Cannot be evaluated: a policy has no element NotAction."),
        (statement("allow", DEV, "", ""), "Cannot be evaluated: Effect is neither Allow nor Deny."),
        (
            statement("Allow", DEV, "", r#""Null":{"x":"true"}"#),
            "Cannot be evaluated: the operator Null is not known.",
        ),
        (
            invalid(r#"{"Effect":"Allow","Principal":{"RAM":"*"},"Action":"kms:*"}"#),
            "Cannot be evaluated: Resource is missing.",
        ),
        (
            invalid(r#"{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}"#),
            "Cannot be evaluated: Principal must be an object with RAM alone.",
        ),
        (
            invalid(r#"{"Effect":"Allow","Principal":{"RAM":"*"},"Action":"kms:*","Resource":"x"}"#),
            "Cannot be evaluated: Resource must be * alone.",
        ),
        (
            invalid(
                r#"{"Effect":"Allow","Principal":{"RAM":"*"},"Action":"kms:*","Resource":"*","Condition":1}"#,
            ),
            "Cannot be evaluated: Condition must be operators, keys and texts.",
        ),
        (
            statement("Allow", DEV, "", r#""Bool":{"x":1}"#),
            "Cannot be evaluated: Condition must be operators, keys and texts.",
        ),
    ] {
        assert_eq!(explained(&statement, Kind::Key, Language::English).sentence, expected, "{statement}");
    }
    let lower = explained(&statement("deny", DEV, "", ""), Kind::Key, Language::English);
    assert_eq!(lower.notes, ["It may be meant as a Deny; nobody can tell whether it denies."]);
}

#[test]
fn long_lists_are_cut() {
    let names: Vec<String> = (0..40).map(|at| format!(r#""acs:ram::1111222233334444:role/r{at}""#)).collect();
    let found = explained(
        &statement("Allow", &names.join(","), r#""kms:Decrypt""#, ""),
        Kind::Key,
        Language::English,
    );
    assert!(found.sentence.contains("role r9, and 30 more to use"), "{}", found.sentence);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_statement_has_a_sentence(
        effect in "Allow|Deny|deny|",
        principal in r#"("acs:ram::(1111222233334444|\*|2222333344445555|x):(\*|user/a|role/b\*)",?){0,3}"#,
        action in r#"("(kms:|KMS:|)(Get\*|\*|Decrypt|Sign\?)",?){0,3}"#,
        condition in r#"("(StringLike|Bool|No)":\{"(acs:SourceVpc|x)":("a"|\[\]|1)\}),?"#,
        cut in 0_usize..400,
    ) {
        let text = policy(&[&statement(&effect, &principal, &action, &condition)]);
        for text in [text.as_str(), text.get(..cut).unwrap_or(&text)] {
            let document = Document::parse(text, &CATALOG);
            for language in Language::ALL {
                for owner in [None, Some(OWNER)] {
                    let all = explain(&document, Kind::Secret, owner, &CATALOG, language);
                    prop_assert_eq!(all.len(), document.statements().len());
                    for (index, found) in all.iter().enumerate() {
                        prop_assert_eq!(found.statement, index);
                        for text in std::iter::once(&found.sentence).chain(&found.conditions).chain(&found.notes) {
                            prop_assert!(!text.is_empty() && !text.starts_with("explain.") && !text.contains('{'), "{}", text);
                        }
                    }
                }
            }
        }
    }
}
