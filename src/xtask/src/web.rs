//! The web build: compiles the page and makes it small and ready to serve.
//!
//! [`compile`] leaves plain files in `target/dist-raw`, the compiled page already cut into what the first
//! page needs and what is loaded later. [`pack`] optimises them, gives them names with a hash of their
//! content, compresses them and writes `target/dist`.

use std::{env, fs, path::Path};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::{setup, step::step, workspace::Workspace};

mod chunks;
mod compile;
pub(crate) mod editor;
mod exports;
pub(crate) mod hash;
pub(crate) mod html;
pub(crate) mod locales;
mod minify;
mod module;
mod names;
mod pack;
pub(crate) mod part;
pub(crate) mod report;
pub(crate) mod stage;
pub(crate) mod worker;

/// What a finished web build consists of.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Bundle {
    /// Hash over everything that the build depends on after compiling.
    input: String,
    /// The finished files.
    pub(crate) files: Vec<BundleFile>,
}

/// One finished file and what it costs to send.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BundleFile {
    /// Path inside the folder, with `/`.
    pub(crate) path: String,
    /// Decides whether it counts for the first page.
    pub(crate) kind: FileKind,
    /// Bytes without compression.
    pub(crate) raw: u64,
    /// Bytes with gzip.
    pub(crate) gzip: u64,
    /// Bytes with brotli.
    pub(crate) brotli: u64,
}

/// What a file of the bundle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum FileKind {
    /// The part of the compiled page that the first page needs.
    Wasm,
    /// A part of the compiled page that is loaded later, or a compiled worker.
    Chunk,
    /// JavaScript: the start and the glue of the compiled page.
    Script,
    /// JavaScript that is loaded later: the code editor, a worker and what talks to it.
    LaterScript,
    /// The style sheets of the first page, merged.
    Style,
    /// The style sheets of what is loaded later, merged.
    LaterStyle,
    /// The texts of one language.
    Locale,
    /// The icons.
    Image,
}

impl FileKind {
    /// The first page cannot appear without these.
    pub(crate) fn is_first_page(self) -> bool {
        matches!(self, Self::Wasm | Self::Script | Self::Style)
    }
}

/// Builds the web app in release form into `target/dist`, doing again only what changed.
pub(crate) fn build(workspace: &Workspace) -> Result<Bundle> {
    let tools = setup::web_tools(workspace)?;
    compile::compile(workspace, &tools)?;
    step("Web app: optimise, hash, compress", |step| {
        let record = workspace.state().join("bundle.json");
        let input = input_hash(workspace)?;
        let is_page = |_: &Bundle| workspace.dist().join("index.html").is_file();
        if let Some(known) = known(&record, &input, &workspace.dist()).filter(is_page) {
            return Ok(known);
        }
        let bundle = Bundle { input, files: pack::pack(workspace, step)? };
        fs::create_dir_all(workspace.state()).context("cannot create the state folder of xtask")?;
        fs::write(&record, serde_json::to_vec_pretty(&bundle)?)
            .context("cannot write the record of the bundle")?;
        Ok(bundle)
    })
}

/// The record of an earlier build, if its input was the same and all its files are there.
fn known(record: &Path, input: &str, folder: &Path) -> Option<Bundle> {
    let known = serde_json::from_slice::<Bundle>(&fs::read(record).ok()?).ok()?;
    (known.input == input && is_whole(folder, &known)).then_some(known)
}

/// The raw files, the Node tools and this program decide the result together.
fn input_hash(workspace: &Workspace) -> Result<String> {
    Ok(format!("{}-{}", hash::of_folder(&workspace.raw_dist())?, tools_hash(workspace)?))
}

/// This program and the Node tools.
fn tools_hash(workspace: &Workspace) -> Result<String> {
    let program = env::current_exe().context("cannot find this program")?;
    hash::of_files([program, workspace.node().join("package-lock.json")])
}

/// A record without its files is worth nothing.
fn is_whole(folder: &Path, bundle: &Bundle) -> bool {
    bundle.files.iter().all(|file| {
        ["", ".br", ".gz"].iter().all(|suffix| folder.join(format!("{}{suffix}", file.path)).is_file())
    })
}
