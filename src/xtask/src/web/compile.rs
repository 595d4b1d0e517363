//! From the sources to plain files in `target/dist-raw`. Trunk does this for the build with reload; the
//! finished build has to cut the compiled page apart between compiler and glue, which Trunk cannot.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use super::{exports, hash::files_under, html::tags, part, stage};
use crate::{
    setup::{WASM_TARGET, WebTools},
    step::{Step, step},
    workspace::Workspace,
};

/// The package, and the stem of what is made of it.
const PAGE: &str = "kms-web";

/// The profile of the finished page.
const PROFILE: &str = "wasm-release";

/// Builds the page and puts all its files side by side, under the names that `index.html` gives them.
pub(super) fn compile(workspace: &Workspace, tools: &WebTools) -> Result<()> {
    let parts = part::all(workspace)?;
    step("Web app: compile", |step| cargo(workspace, step))?;
    step("Web app: cut into parts", |step| {
        // Made beside the final place: an interrupted build must leave no half folder that looks whole.
        let fresh = workspace.target.join("dist-raw-new");
        let _ = fs::remove_dir_all(&fresh);
        fs::create_dir_all(&fresh).context("cannot create the folder of the raw web build")?;
        copy_named(workspace, &fresh)?;
        stage::write_locales(workspace, &fresh)?;
        parts.iter().try_for_each(|part| part.put(&fresh))?;
        split(workspace, tools, step, &fresh)?;
        let raw = workspace.raw_dist();
        let _ = fs::remove_dir_all(&raw);
        fs::rename(&fresh, &raw).context("cannot move the raw web build into place")
    })
}

fn cargo(workspace: &Workspace, step: &Step) -> Result<()> {
    let mut flags = flags(workspace)?;
    // Where each reference of the code points to: without it nothing can be cut.
    flags.insert(0, "-Clink-args=--emit-relocs".to_owned());
    let mut cargo = wasm_cargo(workspace, &flags);
    cargo.args(["--package", PAGE, "--features", "split"]);
    step.run(&mut cargo, "the web app does not build: the compiler's words stand above")
}

/// A build for the browser, without what is to be built.
pub(super) fn wasm_cargo(workspace: &Workspace, flags: &[String]) -> Command {
    let mut cargo = workspace.cargo();
    cargo
        // These would take the place of the flags here and in `.cargo/config.toml`.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .args(["build", "--locked", "--target", WASM_TARGET, "--profile", PROFILE])
        .args(["--config", &format!("target.{WASM_TARGET}.rustflags={flags:?}")]);
    cargo
}

/// What a build for the browser leaves behind.
pub(super) fn compiled(workspace: &Workspace, name: &str) -> PathBuf {
    workspace.target.join(WASM_TARGET).join(PROFILE).join(format!("{name}.wasm"))
}

/// What the compiler is told besides `.cargo/config.toml`.
pub(super) fn flags(workspace: &Workspace) -> Result<Vec<String>> {
    let mut flags = Vec::new();
    // Folders of this machine say nothing to the reader of the page; the file is the same wherever it is built.
    flags.push(format!("--remap-path-prefix={}/=", workspace.root.display()));
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = cargo.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let sources = cargo.context("no home folder")?.join("registry/src");
    // Nothing is there yet when the sources lie elsewhere: then there is nothing to hide either.
    for source in fs::read_dir(sources).into_iter().flatten() {
        flags.push(format!("--remap-path-prefix={}/=", source?.path().display()));
    }
    flags.sort();
    Ok(flags)
}

/// Copies the page, and the files and folders that it tells Trunk to copy.
fn copy_named(workspace: &Workspace, to: &Path) -> Result<()> {
    let page = workspace.root.join("index.html");
    let text = fs::read_to_string(&page).context("cannot read index.html")?;
    copy(&page, &to.join("index.html"))?;
    for tag in tags(&text).iter().filter(|tag| tag.attribute("data-trunk").is_some()) {
        let from = workspace.root.join(tag.value("href"));
        let name = from.file_name().map(PathBuf::from).unwrap_or_default();
        match tag.value("rel") {
            "rust" => {}
            "copy-file" => copy(&from, &to.join(name))?,
            "copy-dir" => {
                for file in files_under(&from)? {
                    let inner = file.strip_prefix(&from).unwrap_or(&file);
                    copy(&file, &to.join(&name).join(inner))?;
                }
            }
            other => bail!("index.html: no rule for data-trunk rel=\"{other}\""),
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(())
}

/// Cuts the compiled page apart and makes the glue of its main part. The other parts need no glue: all that
/// they want of the browser they reach through the main part.
fn split(workspace: &Workspace, tools: &WebTools, step: &Step, to: &Path) -> Result<()> {
    let mut split = workspace.command(&tools.wasm_split);
    split.args(["--target", "web", "--out-name", PAGE]).arg(compiled(workspace, PAGE)).arg(to);
    step.run(&mut split, "the compiled page cannot be cut into parts: the tool's words stand above")?;

    let main = to.join(format!("{PAGE}.wasm"));
    let mut bindgen = workspace.command(&tools.wasm_bindgen);
    bindgen
        .args(["--target", "web", "--no-typescript"])
        // The other parts find the main part by the names that the linker gave.
        .args(["--keep-lld-exports", "--no-demangle"])
        .args(["--out-name", PAGE, "--out-dir"])
        .arg(to)
        .arg(&main);
    step.run(&mut bindgen, "the glue of the page cannot be made: the tool's words stand above")?;
    fs::remove_file(&main).context("cannot remove the main part without glue")?;
    let page = to.join(format!("{PAGE}_bg.wasm"));
    let wasm = fs::read(&page).context("cannot read the main part")?;
    fs::write(&page, exports::without_unused(&wasm)?).context("cannot write the main part")
}
