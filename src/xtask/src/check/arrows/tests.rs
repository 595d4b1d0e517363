use serde_json::json;

use super::*;

fn check(package: &str, dependencies: &[(&str, Option<&str>)], expected: &[&str]) {
    let dependencies: Vec<_> =
        dependencies.iter().map(|(name, kind)| json!({"name": name, "kind": kind})).collect();
    let package = json!({"name": package, "dependencies": dependencies});
    let members = ["kms-api", "kms-signer", "kms-web", "kms-proxy", "kms-new"];
    let words: Vec<_> = unwanted_names(&package, &members).into_iter().map(|finding| finding.words).collect();
    assert_eq!(words, expected);
}

#[test]
fn refuses_arrows_against_the_table() {
    check("kms-web", &[("kms-api", None), ("leptos", None)], &[]);
    check("kms-web", &[("kms-signer", None)], &["kms-web must not depend on kms-signer"]);
    check("kms-api", &[("kms-signer", Some("build"))], &["kms-api must not depend on kms-signer"]);
    check("kms-api", &[("kms-proxy", Some("dev"))], &[]);
    check("kms-new", &[], &["kms-new has no row in the table of arrows"]);
}
