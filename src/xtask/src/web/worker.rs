//! The policy engine as wasm: `target/policy-worker` holds the compiled binary `policy` of kms-worker, the script of the
//! worker that runs it, the script by which the page asks it, and its texts, one file a language.
//!
//! The glue stands beside them as a module of its own, for who asks the engine without a worker: tests and benchmarks.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};

use super::{
    FileKind, compile, hash, locales,
    minify::{self, ScriptForm},
    pack::Asset,
    part::Part,
};
use crate::{setup, step::step, workspace::Workspace};

/// The binary, and the stem of what is made of it.
const NAME: &str = "policy";

/// The texts that the engine itself never says: they are for the command line.
const COMMAND_LINE_TEXTS: &str = "analysis";

/// The script of the worker, and the one that talks to it; both stand beside the source of the binary.
const SCRIPTS: [&str; 2] = ["policy-worker.js", "policy-client.js"];

/// Builds the engine, doing again only what changed.
pub(crate) fn policy_worker(workspace: &Workspace) -> Result<Part> {
    let tools = setup::web_tools(workspace)?;
    step("Policy engine: compile", |step| {
        let mut cargo = compile::wasm_cargo(workspace, &compile::flags(workspace)?);
        cargo.args(["--package", "kms-worker", "--bin", NAME]);
        step.run(&mut cargo, "the policy engine does not build: the compiler's words stand above")
    })?;
    step("Policy engine: optimise, compress", |step| {
        let compiled = compile::compiled(workspace, NAME);
        let scripts = SCRIPTS.map(|name| workspace.root.join("src/worker/src/policy").join(name));
        let texts = workspace.root.join("src/policy/locales");
        let sources = scripts.iter().chain([&compiled]).cloned().chain(hash::files_under(&texts)?);
        Part::build(workspace, step, "policy-worker", sources, |folder| {
            let raw = workspace.state().join("policy-raw");
            let mut bindgen = workspace.command(&tools.wasm_bindgen);
            bindgen.args(["--target", "web", "--no-typescript", "--out-name", NAME, "--out-dir"]);
            bindgen.arg(&raw).arg(&compiled);
            step.run(
                &mut bindgen,
                "the glue of the policy engine cannot be made: the tool's words stand above",
            )?;
            let module = |name: &str| minify::script(workspace, &raw.join(name), ScriptForm::Module);
            let mut assets = Vec::new();
            for (name, script) in SCRIPTS.into_iter().zip(&scripts) {
                // Beside the glue, which the worker imports.
                fs::copy(script, raw.join(name)).with_context(|| format!("cannot copy {name}"))?;
                assets.push(Asset {
                    path: name.to_owned(),
                    kind: FileKind::LaterScript,
                    bytes: module(name)?,
                });
            }
            let wasm = format!("{NAME}_bg.wasm");
            let bytes = minify::wasm(workspace, step, &raw.join(&wasm))?;
            assets.push(Asset { path: wasm, kind: FileKind::Chunk, bytes });
            for language in locales::LANGUAGES {
                let (path, bytes) = (format!("{NAME}-{language}.json"), messages(&texts, language)?);
                assets.push(Asset { path, kind: FileKind::Locale, bytes });
            }

            let glue = format!("{NAME}.js");
            fs::write(folder.join(&glue), module(&glue)?)
                .context("cannot write the glue of the policy engine")?;
            // Node takes a script for a module when its folder says so.
            fs::write(folder.join("package.json"), "{\"type\":\"module\"}\n")
                .context("cannot write beside the policy engine")?;
            Ok(assets)
        })
    })
}

/// The texts that the engine says in a language, as it takes them: one object, by key.
fn messages(folder: &Path, language: &str) -> Result<Vec<u8>> {
    let texts = locales::read(folder, language)?;
    let said = texts.iter().filter(|(key, _)| key.namespace != COMMAND_LINE_TEXTS);
    let said: BTreeMap<&str, &str> = said.map(|(key, text)| (&*key.name, &*text.words)).collect();
    Ok(serde_json::to_vec(&said)?)
}
