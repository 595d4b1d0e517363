//! What a task needs on the machine, installed when it is absent: each piece knows one thing.

use std::{env, ffi::OsString, path::PathBuf, process::Command};

use anyhow::{Context, Result};

use crate::{step::step, workspace::Workspace};

pub(crate) mod apt;
pub(crate) mod cargo_tools;
pub(crate) mod chromium;
pub(crate) mod node;
pub(crate) mod python;

use cargo_tools::{TRUNK, WASM_BINDGEN, WASM_SPLIT};

/// The compilation target of the page.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The tools of the finished web build.
#[derive(Debug)]
pub(crate) struct WebTools {
    /// Cuts the compiled page into parts.
    pub(crate) wasm_split: PathBuf,
    /// Makes the glue between the compiled page and the browser.
    pub(crate) wasm_bindgen: PathBuf,
}

/// Everything that the finished web build needs: the wasm target, the pinned cargo tools, the Node tools.
pub(crate) fn web_tools(workspace: &Workspace) -> Result<WebTools> {
    wasm_target(workspace)?;
    let wasm_bindgen = cargo_tools::ensure(workspace, &WASM_BINDGEN)?;
    let wasm_split = cargo_tools::ensure(workspace, &WASM_SPLIT)?;
    node::ensure(workspace)?;
    Ok(WebTools { wasm_split, wasm_bindgen })
}

/// The tools of the web build with reload.
#[derive(Debug)]
pub(crate) struct DevTools {
    /// Trunk itself.
    pub(crate) trunk: PathBuf,
    /// The search path for Trunk: it takes a wasm-bindgen of the right version from there and so
    /// fetches nothing.
    pub(crate) search_path: OsString,
}

/// Everything that the web build with reload needs: the wasm target and the pinned cargo tools.
pub(crate) fn dev_tools(workspace: &Workspace) -> Result<DevTools> {
    wasm_target(workspace)?;
    let trunk = cargo_tools::ensure(workspace, &TRUNK)?;
    let wasm_bindgen = cargo_tools::ensure(workspace, &WASM_BINDGEN)?;

    let inherited = env::var_os("PATH").unwrap_or_default();
    let folders = [&trunk, &wasm_bindgen].into_iter().filter_map(|tool| tool.parent().map(PathBuf::from));
    let search_path = env::join_paths(folders.chain(env::split_paths(&inherited)))
        .context("a folder of PATH has a separator in its name")?;
    Ok(DevTools { trunk, search_path })
}

/// Adds the standard library for the page; a rustup that installs by itself has done so already.
pub(crate) fn wasm_target(workspace: &Workspace) -> Result<()> {
    step("Rust target for the page", |step| {
        if wasm_library_present() {
            return Ok(());
        }
        step.run(
            workspace.command("rustup").args(["target", "add", WASM_TARGET]),
            "cannot add the wasm target: install Rust with rustup, then run `rustup target add wasm32-unknown-unknown`",
        )
    })
}

/// Looks for the library itself, so that a Rust that did not come from rustup works too.
fn wasm_library_present() -> bool {
    Command::new("rustc")
        .args(["--print", "target-libdir", "--target", WASM_TARGET])
        .output()
        .is_ok_and(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}
