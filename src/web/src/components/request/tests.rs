//! Every form is read again by a reader of its language and must say what the call says.

mod golden;
mod programs;
mod shells;
mod terraform;

use std::collections::BTreeMap;

use kms_api::{Parameters, Product};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use super::call::Call;
use super::form::Form;
use super::operation::encoded;

fn parameters(pairs: &[(&str, &str)]) -> Parameters {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn call<'a>(operation: &'a str, parameters: &'a Parameters) -> Call<'a> {
    Call { product: Product::Kms, operation, region: "cn-hangzhou", parameters }
}

/// Enough for what a few characters beside each other do.
fn config() -> ProptestConfig {
    ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() }
}

/// Texts of what the languages act on, mixed with anything.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = [
        "'",
        "''",
        "\"",
        "\"\"\"",
        "\\",
        "\\\\\"",
        "$HOME",
        "$(id)",
        "${a}",
        "$${a}",
        "%{b}",
        "%%{b}",
        "`id`",
        "%PATH%",
        "%PATH:~0,3%",
        "%%",
        "%",
        "!x!",
        "^",
        "&",
        "|",
        "<b>",
        "(",
        ")",
        "{",
        "}",
        "#",
        "\"#",
        "-",
        "--",
        "--X=",
        "=",
        ":",
        ";",
        ",",
        "@",
        "*",
        "~",
        "\n",
        "\r\n",
        "\t",
        " ",
        "‘",
        "’",
        "‚",
        "‛",
        "“",
        "环境",
        "é",
        "🔑",
        "\u{202e}",
        "\u{feff}",
        "\u{7f}",
        "\u{85}",
        "\0",
        "a",
        "1",
        ".",
    ];
    let piece = prop_oneof![3 => select(pieces.to_vec()).prop_map(str::to_owned), 1 => ".{0,3}".prop_map(String::from)];
    vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

/// A call of no operation in particular.
fn hostile_parameters() -> impl Strategy<Value = Parameters> {
    (hostile(), hostile(), hostile()).prop_map(|(one, two, three)| {
        parameters(&[("Description", &one), ("SecretName", &two), ("Tag.1.Value", &three)])
    })
}

#[test]
fn decoded_opens_up_only_what_stays_the_same() {
    let check = |value: &str, shown: &str| {
        let parameters = parameters(&[("P", value)]);
        let text = Form::Decoded.write(&call("Op", &parameters)).unwrap();
        assert_eq!(text, format!("Op\n{{\n  \"P\": {shown}\n}}"), "{value}");
    };
    check("[]", "[]");
    check("{}", "{}");
    check(" [ {\"b\":1, \"a\":null} ] ", "[\n    {\n      \"b\": 1,\n      \"a\": null\n    }\n  ]");
    check(
        "[9007199254740993, -1, true, \"\\u4e2d\"]",
        "[\n    9007199254740993,\n    -1,\n    true,\n    \"中\"\n  ]",
    );
    // Not the same afterwards, or no structure.
    check("[1.0]", "\"[1.0]\"");
    check("[18446744073709551616]", "\"[18446744073709551616]\"");
    check("{\"a\":1,\"a\":2}", "\"{\\\"a\\\":1,\\\"a\\\":2}\"");
    check("[", "\"[\"");
    check("7", "\"7\"");
    check("null", "\"null\"");
    check("<script>", "\"<script>\"");
    let deep = "[".repeat(100_000);
    check(&deep, &format!("\"{deep}\""));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn decoded_is_json(parameters in hostile_parameters()) {
        let text = Form::Decoded.write(&call("Op", &parameters)).unwrap();
        let read: BTreeMap<String, Value> = serde_json::from_str(text.strip_prefix("Op\n").unwrap()).unwrap();
        prop_assert!(read.keys().eq(parameters.keys()));
        for (shown, given) in read.values().zip(parameters.values()) {
            match shown {
                Value::String(shown) => prop_assert_eq!(shown, given),
                opened => prop_assert_eq!(opened, &serde_json::from_str::<Value>(given).unwrap()),
            }
        }
    }

    /// The proxy sends what the signer encodes.
    #[test]
    fn encoded_is_what_is_sent(parameters in hostile_parameters()) {
        let pairs: Vec<_> = parameters.iter().collect();
        prop_assert_eq!(encoded(&parameters), kms_signer::encode::encode_pairs(&pairs));
    }
}
