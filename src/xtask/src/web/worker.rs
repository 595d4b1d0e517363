//! The policy engine as wasm: `target/policy-worker` holds the compiled binary `policy` of kms-worker, and its glue.
//!
//! The glue is a module; it takes the compiled bytes (`initSync`), so that workers, pages and Node load it alike.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use super::{
    Bundle, FileKind, compile, hash, known,
    minify::{self, ScriptForm},
    pack::{self, Asset},
    tools_hash,
};
use crate::{setup, step::step, workspace::Workspace};

/// The binary, and the stem of what is made of it.
const NAME: &str = "policy";

/// The finished engine.
#[derive(Debug)]
pub(crate) struct PolicyWorker {
    /// Where its files are: `policy.js` and `policy_bg.wasm`.
    pub(crate) folder: PathBuf,
    /// What they cost to send.
    pub(crate) bundle: Bundle,
}

/// Builds the engine, doing again only what changed.
pub(crate) fn policy_worker(workspace: &Workspace) -> Result<PolicyWorker> {
    let tools = setup::web_tools(workspace)?;
    step("Policy engine: compile", |step| {
        let mut cargo = compile::wasm_cargo(workspace, &compile::flags(workspace)?);
        cargo.args(["--package", "kms-worker", "--bin", NAME]);
        step.run(&mut cargo, "the policy engine does not build: the compiler's words stand above")
    })?;
    step("Policy engine: optimise, compress", |step| {
        let folder = workspace.target.join("policy-worker");
        let record = workspace.state().join("policy-worker.json");
        let compiled = compile::compiled(workspace, NAME);
        let input = format!("{}-{}", hash::of_files([compiled.clone()])?, tools_hash(workspace)?);
        if let Some(bundle) = known(&record, &input, &folder) {
            return Ok(PolicyWorker { folder, bundle });
        }
        let raw = workspace.state().join("policy-raw");
        let mut bindgen = workspace.command(&tools.wasm_bindgen);
        bindgen.args(["--target", "web", "--no-typescript", "--out-name", NAME, "--out-dir"]);
        bindgen.arg(&raw).arg(compiled);
        step.run(&mut bindgen, "the glue of the policy engine cannot be made: the tool's words stand above")?;
        let script = minify::script(workspace, &raw.join(format!("{NAME}.js")), ScriptForm::Module)?;
        let wasm = minify::wasm(workspace, step, &raw.join(format!("{NAME}_bg.wasm")))?;
        let asset = |name: &str, kind, bytes| Asset { path: format!("{NAME}{name}"), kind, bytes };
        let assets = [asset(".js", FileKind::WorkerScript, script), asset("_bg.wasm", FileKind::Chunk, wasm)];

        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        step.detail("compressing");
        let bundle = Bundle { input, files: pack::write_all(&folder, &assets)? };
        // Node takes a script for a module when its folder says so.
        fs::write(folder.join("package.json"), "{\"type\":\"module\"}\n")
            .context("cannot write beside the policy engine")?;
        fs::write(&record, serde_json::to_vec_pretty(&bundle)?)
            .context("cannot write the record of the policy engine")?;
        Ok(PolicyWorker { folder, bundle })
    })
}
