//! The pinned cargo tools, installed once into the user's cache folder, for all clones together.

use std::{
    env,
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    step::{Step, step},
    workspace::Workspace,
};

/// A tool from the Rust registry, at the one version that is known to work here.
#[derive(Debug)]
pub(crate) struct CargoTool {
    /// The package.
    pub(crate) name: &'static str,
    /// The exact version.
    pub(crate) version: &'static str,
    /// The program in its `bin` folder.
    pub(crate) program: &'static str,
    /// The feature without which the package builds no program; empty where there is none.
    pub(crate) feature: &'static str,
}

/// 0.22 needs a newer compiler than the toolchain of the workspace.
pub(crate) const TRUNK: CargoTool =
    CargoTool { name: "trunk", version: "0.21.14", program: "trunk", feature: "" };

/// Must be the version of the library in `Cargo.lock`; `cargo xtask check` compares them.
pub(crate) const WASM_BINDGEN: CargoTool =
    CargoTool { name: "wasm-bindgen-cli", version: "0.2.129", program: "wasm-bindgen", feature: "" };

/// Cuts the compiled page into the parts that `src/web/src/chunks.rs` names. Belongs to the version of `wasm_split_helpers`
/// in `Cargo.lock`: the two speak through names of imports and exports.
pub(crate) const WASM_SPLIT: CargoTool = CargoTool {
    name: "wasm_split_cli_support",
    version: "0.2.4",
    program: "wasm-split-cli",
    feature: "build-binary",
};

/// The program of `tool`, installed first when it is absent.
pub(crate) fn ensure(workspace: &Workspace, tool: &CargoTool) -> Result<PathBuf> {
    let cache = cache_folder()?;
    let home = cache.join(format!("{}-{}", tool.name, tool.version));
    let program = home.join("bin").join(format!("{}{}", tool.program, env::consts::EXE_SUFFIX));
    step(&format!("{} {}", tool.name, tool.version), |step| {
        if program.is_file() {
            return Ok(program.clone());
        }
        fs::create_dir_all(&cache).with_context(|| {
            format!("cannot create {}: set XDG_CACHE_HOME to a folder you own", cache.display())
        })?;
        let _lock = exclusive(&cache.join(format!(".{}.lock", tool.name)), step)?;
        if !program.is_file() {
            install(workspace, tool, &cache, &home, step)?;
        }
        Ok(program.clone())
    })
}

/// Installs beside the final place and renames at the end: a tool is there as a whole or not at all.
fn install(workspace: &Workspace, tool: &CargoTool, cache: &Path, home: &Path, step: &Step) -> Result<()> {
    remove_leftovers(cache, tool);
    let staging = cache.join(format!(".{}-{}-{}", tool.name, tool.version, std::process::id()));
    let advice = format!(
        "cannot install {}: check that the Rust registry can be reached, or run `cargo install {} --version {} --locked --root {}`",
        tool.name,
        tool.name,
        tool.version,
        home.display()
    );
    let mut cargo = workspace.cargo();
    // A quick build of the tool itself is worth more than a quick tool: minutes against seconds.
    cargo
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        // Its objects are of no use to the workspace; without this they would fill its target folder.
        .env_remove("CARGO_TARGET_DIR")
        .args([
            "install",
            tool.name,
            "--version",
            tool.version,
            "--features",
            tool.feature,
            "--locked",
            "--root",
        ])
        .arg(&staging);
    let installed = step.run(&mut cargo, &advice);
    let placed = installed.and_then(|()| {
        // Left by a hand or an older layout: without its program it is worth nothing.
        let _ = fs::remove_dir_all(home);
        fs::rename(&staging, home).with_context(|| format!("cannot move {} into place", tool.name))
    });
    let _ = fs::remove_dir_all(&staging);
    placed
}

/// Whoever left these was stopped half-way: the lock says that nobody is at work on them.
fn remove_leftovers(cache: &Path, tool: &CargoTool) {
    let prefix = format!(".{}-", tool.name);
    for entry in fs::read_dir(cache).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Waits until this process alone holds the lock file; the lock ends with the returned file.
pub(crate) fn exclusive(path: &Path, step: &Step) -> Result<File> {
    let file = File::create(path).with_context(|| format!("cannot create {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => step.detail("another process is installing this; waiting for it"),
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("cannot lock {}", path.display()));
        }
    }
    file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    Ok(file)
}

/// `$XDG_CACHE_HOME/kms-console/tools`, else the same under `~/.cache`.
pub(crate) fn cache_folder() -> Result<PathBuf> {
    let named = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let base = named.or_else(|| env::home_dir().map(|home| home.join(".cache")));
    Ok(base.context("no home folder is known: set XDG_CACHE_HOME")?.join("kms-console").join("tools"))
}
