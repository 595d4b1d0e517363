//! The policy engine as wasm: `target/policy-worker` holds the compiled binary `policy` of kms-worker, and the script of the
//! worker that runs it in the page.
//!
//! The glue stands beside them as a module of its own, for who asks the engine without a worker: tests and benchmarks.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::{
    Bundle, BundleFile, FileKind, compile, hash, known,
    minify::{self, ScriptForm},
    pack::{self, Asset},
    tools_hash,
};
use crate::{setup, step::step, workspace::Workspace};

/// The binary, and the stem of what is made of it.
const NAME: &str = "policy";

/// The script of the worker, beside the source of the binary.
const SCRIPT: &str = "policy-worker.js";

/// The finished engine.
#[derive(Debug)]
pub(crate) struct PolicyWorker {
    /// Where its files are: what is sent, and `policy.js`.
    pub(crate) folder: PathBuf,
    /// What is sent: the script of the worker and the wasm.
    pub(crate) bundle: Bundle,
}

impl PolicyWorker {
    /// Puts what is sent beside the other files of a web build, under the names that `index.html` gives them.
    pub(super) fn put(&self, build: &Path) -> Result<()> {
        for BundleFile { path, .. } in &self.bundle.files {
            fs::copy(self.folder.join(path), build.join(path))
                .with_context(|| format!("cannot copy {path}"))?;
        }
        Ok(())
    }
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
        let script = workspace.root.join("src/worker/src/policy").join(SCRIPT);
        let sources = [compiled.clone(), script.clone()];
        let input = format!("{}-{}", hash::of_files(sources)?, tools_hash(workspace)?);
        if let Some(bundle) = known(&record, &input, &folder) {
            return Ok(PolicyWorker { folder, bundle });
        }
        let raw = workspace.state().join("policy-raw");
        let mut bindgen = workspace.command(&tools.wasm_bindgen);
        bindgen.args(["--target", "web", "--no-typescript", "--out-name", NAME, "--out-dir"]);
        bindgen.arg(&raw).arg(compiled);
        step.run(&mut bindgen, "the glue of the policy engine cannot be made: the tool's words stand above")?;
        // Beside the glue, which it imports.
        fs::copy(script, raw.join(SCRIPT)).context("cannot copy the script of the policy worker")?;
        let module = |name: &str| minify::script(workspace, &raw.join(name), ScriptForm::Module);
        let glue = format!("{NAME}.js");
        let wasm = format!("{NAME}_bg.wasm");
        let bytes = minify::wasm(workspace, step, &raw.join(&wasm))?;
        let assets = [
            Asset { path: SCRIPT.to_owned(), kind: FileKind::WorkerScript, bytes: module(SCRIPT)? },
            Asset { path: wasm, kind: FileKind::Chunk, bytes },
        ];

        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        step.detail("compressing");
        let bundle = Bundle { input, files: pack::write_all(&folder, &assets)? };
        fs::write(folder.join(&glue), module(&glue)?)
            .context("cannot write the glue of the policy engine")?;
        // Node takes a script for a module when its folder says so.
        fs::write(folder.join("package.json"), "{\"type\":\"module\"}\n")
            .context("cannot write beside the policy engine")?;
        fs::write(&record, serde_json::to_vec_pretty(&bundle)?)
            .context("cannot write the record of the policy engine")?;
        Ok(PolicyWorker { folder, bundle })
    })
}
