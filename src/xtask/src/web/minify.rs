//! The outer programs that make files smaller: wasm-opt, and esbuild for scripts and style sheets.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, bail};

use crate::{setup::node, step::Step, workspace::Workspace};

/// The WebAssembly features that the compiler uses and every current browser has. Naming them one by
/// one matters: with `--all-features` wasm-opt writes a form of import that Chromium refuses.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// How a script is loaded.
#[derive(Clone, Copy, Debug)]
pub(super) enum ScriptForm {
    /// By a plain `<script src>`: its names must not leak into the page.
    Classic,
    /// By `import`.
    Module,
}

/// The optimised form of a WebAssembly file.
pub(super) fn wasm(workspace: &Workspace, step: &Step, input: &Path) -> Result<Vec<u8>> {
    let output = workspace.state().join("optimised.wasm");
    fs::create_dir_all(workspace.state()).context("cannot create the state folder of xtask")?;
    let mut program = node::script(workspace, "binaryen/bin/wasm-opt");
    program
        .arg(input)
        .arg("-o")
        .arg(&output)
        // What counts is the size after compression, and there `-Oz` is larger. Nothing lies in the lowest kilobyte:
        // the linker puts the end of the stack there.
        .args(["-Os", "--low-memory-unused", "--strip-debug", "--strip-producers"])
        .args(WASM_FEATURES);
    step.run(&mut program, "wasm-opt refuses the compiled page: its words stand above")?;
    fs::read(&output).context("cannot read what wasm-opt wrote")
}

/// A script with everything it imports by relative path, minified. `path` is a file of the raw build.
pub(super) fn script(workspace: &Workspace, path: &Path, form: ScriptForm) -> Result<Vec<u8>> {
    let mut program = esbuild(workspace);
    let form = match form {
        ScriptForm::Classic => "--format=iife",
        ScriptForm::Module => "--format=esm",
    };
    program
        .arg(path)
        .args(["--bundle", "--platform=browser", form])
        // A style sheet that a module imports is a text to it: a shadow root takes it from there.
        .arg("--loader:.css=text")
        // The glue names the loading script once for each part that it loads.
        .arg("--log-override:duplicate-object-key=silent");
    filter(program, b"").with_context(|| format!("cannot minify {}", path.display()))
}

/// A style sheet, minified. Its rules and their order stay as they are.
pub(super) fn style(workspace: &Workspace, text: &str) -> Result<Vec<u8>> {
    let mut program = esbuild(workspace);
    program.arg("--loader=css");
    filter(program, text.as_bytes()).context("cannot minify the style sheets")
}

fn esbuild(workspace: &Workspace) -> Command {
    let mut program = node::script(workspace, "esbuild/bin/esbuild");
    program.args(["--minify", "--charset=utf8", "--legal-comments=none", "--log-level=warning"]);
    program
}

/// Sends `input` through a program; its warnings are failures, for nobody would read them.
fn filter(mut program: Command, input: &[u8]) -> Result<Vec<u8>> {
    program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().context("cannot start node")?;
    let stdin = child.stdin.take();
    let output = thread::scope(|scope| {
        scope.spawn(move || {
            // A program that ends early closes its input; its exit code tells why.
            stdin.map(|mut stdin| stdin.write_all(input))
        });
        child.wait_with_output()
    })?;
    let words = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || !words.trim().is_empty() {
        bail!("{}", words.trim());
    }
    Ok(output.stdout)
}
