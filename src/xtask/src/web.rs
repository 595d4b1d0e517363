//! The web build: compiles the page and makes it small and ready to serve.
//!
//! [`compile`] leaves plain files in `target/dist-raw`, the compiled page already cut into what the first
//! page needs and what is loaded later. [`pack`] optimises them, gives them names with a hash of their
//! content, compresses them and writes `target/dist`.

use std::{env, fs};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::{setup, step::step, workspace::Workspace};

mod chunks;
mod compile;
mod exports;
pub(crate) mod hash;
pub(crate) mod html;
pub(crate) mod locales;
mod minify;
mod module;
mod names;
mod pack;
pub(crate) mod report;
pub(crate) mod stage;

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
    /// A part of the compiled page that is loaded later.
    Chunk,
    /// JavaScript: the start and the glue of the compiled page.
    Script,
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
        let known = fs::read(&record).ok().and_then(|bytes| serde_json::from_slice::<Bundle>(&bytes).ok());
        if let Some(known) = known.filter(|known| known.input == input && is_whole(workspace, known)) {
            return Ok(known);
        }
        let bundle = Bundle { input, files: pack::pack(workspace, step)? };
        fs::create_dir_all(workspace.state()).context("cannot create the state folder of xtask")?;
        fs::write(&record, serde_json::to_vec_pretty(&bundle)?)
            .context("cannot write the record of the bundle")?;
        Ok(bundle)
    })
}

/// The raw files, the Node tools and this program decide the result together.
fn input_hash(workspace: &Workspace) -> Result<String> {
    let program = env::current_exe().context("cannot find this program")?;
    let lock = workspace.node().join("package-lock.json");
    Ok(format!("{}-{}", hash::of_folder(&workspace.raw_dist())?, hash::of_files([program, lock])?))
}

/// A record without its files is worth nothing.
fn is_whole(workspace: &Workspace, bundle: &Bundle) -> bool {
    let dist = workspace.dist();
    dist.join("index.html").is_file()
        && bundle.files.iter().all(|file| {
            ["", ".br", ".gz"].iter().all(|suffix| dist.join(format!("{}{suffix}", file.path)).is_file())
        })
}
