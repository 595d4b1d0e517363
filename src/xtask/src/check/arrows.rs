//! Which crate may depend on which: roles, each with what it must never reach.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Finding;
use crate::{setup::WASM_TARGET, workspace::Workspace};

/// Each package of the workspace with the packages of the workspace that it may name. A package
/// without a row is refused: a new role is a decision, to be written here.
const MAY_NAME: [(&str, &[&str]); 12] = [
    ("kms-api", &[]),
    ("kms-signer", &[]),
    ("kms-policy", &[]),
    ("kms-change", &["kms-api", "kms-policy"]),
    ("kms-sandbox", &["kms-api", "kms-policy"]),
    ("kms-gateway", &["kms-api", "kms-signer", "kms-sandbox"]),
    ("kms-proxy", &["kms-api", "kms-signer", "kms-policy", "kms-change"]),
    (
        "kms-cli",
        &["kms-api", "kms-signer", "kms-policy", "kms-change", "kms-sandbox", "kms-gateway", "kms-proxy"],
    ),
    ("kms-worker", &["kms-api", "kms-policy", "kms-change", "kms-sandbox"]),
    ("kms-web", &["kms-api", "kms-policy", "kms-change"]),
    (
        "kms-tests",
        &[
            "kms-api",
            "kms-signer",
            "kms-policy",
            "kms-change",
            "kms-sandbox",
            "kms-gateway",
            "kms-proxy",
            "kms-cli",
        ],
    ),
    ("xtask", &[]),
];

/// Each package with what must not be in its tree at all, whoever brings it in.
const MUST_NOT_REACH: [(&str, Option<&str>, &[&str]); 7] = [
    // What runs in the browser holds no credential, no signing code and no server.
    (
        "kms-web",
        Some(WASM_TARGET),
        &["kms-signer", "kms-proxy", "kms-gateway", "kms-sandbox", "tokio", "hyper", "reqwest", "axum"],
    ),
    (
        "kms-worker",
        Some(WASM_TARGET),
        &["kms-signer", "kms-proxy", "kms-gateway", "tokio", "hyper", "reqwest", "axum", "leptos"],
    ),
    // Vocabulary, signing, policy, writing and the simulated world do no input or output.
    ("kms-api", None, &["tokio", "hyper", "reqwest", "axum", "http"]),
    ("kms-signer", None, &["tokio", "hyper", "reqwest", "axum"]),
    ("kms-policy", None, &["tokio", "hyper", "reqwest", "axum", "http"]),
    ("kms-change", None, &["tokio", "hyper", "reqwest", "axum", "http"]),
    ("kms-sandbox", None, &["tokio", "hyper", "reqwest", "axum", "http"]),
];

/// Every arrow that should not be there.
pub(super) fn findings(workspace: &Workspace) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let names: Vec<&str> = workspace.packages.iter().filter_map(name).collect();
    for package in &workspace.packages {
        findings.extend(unwanted_names(package, &names));
    }
    for (package, target, forbidden) in MUST_NOT_REACH {
        if !names.contains(&package) {
            continue;
        }
        let reached = tree(workspace, package, target)?;
        for name in forbidden.iter().filter(|name| reached.iter().any(|reached| reached == *name)) {
            let why =
                format!("{package} reaches {name}: see `cargo tree --package {package} --invert {name}`");
            findings.push(Finding::new("Cargo.lock", why));
        }
    }
    Ok(findings)
}

fn unwanted_names(package: &Value, members: &[&str]) -> Vec<Finding> {
    let Some(this) = name(package) else { return Vec::new() };
    let Some((_, allowed)) = MAY_NAME.iter().find(|(row, _)| *row == this) else {
        return vec![Finding::new("Cargo.toml", format!("{this} has no row in the table of arrows"))];
    };
    let dependencies = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
    dependencies
        // Tests may use more than the crate itself.
        .filter(|dependency| dependency.get("kind").and_then(Value::as_str) != Some("dev"))
        .filter_map(name)
        .filter(|other| members.contains(other) && !allowed.contains(other))
        .map(|other| Finding::new("Cargo.toml", format!("{this} must not depend on {other}")))
        .collect()
}

/// The names of all packages that `package` is built from.
fn tree(workspace: &Workspace, package: &str, target: Option<&str>) -> Result<Vec<String>> {
    let mut cargo: Command = workspace.cargo();
    cargo.args([
        "tree",
        "--locked",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
        "--package",
        package,
    ]);
    if let Some(target) = target {
        cargo.args(["--target", target]);
    }
    let output = cargo.output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("cargo tree failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let words = String::from_utf8_lossy(&output.stdout);
    Ok(words.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect())
}

fn name(value: &Value) -> Option<&str> {
    value.get("name").and_then(Value::as_str)
}

#[cfg(test)]
mod tests;
