//! From plain files to the finished folder.
//!
//! `index.html` is the list of what there is: each address in it that begins with `./` is a file of
//! the page. The style sheets become one file, in the order of the page; every file goes to `assets/`
//! under a name with its content hash, so that it may be cached for ever.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    ops::Range,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context, Result, bail};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use super::{
    BundleFile, FileKind, chunks,
    hash::short,
    html::{Tag, tags},
    minify::{self, ScriptForm},
    names::{self, Names},
};
use crate::{step::Step, workspace::Workspace};

/// A finished file that is not yet written.
pub(super) struct Asset {
    /// Inside the folder, with `/`.
    pub(super) path: String,
    pub(super) kind: FileKind,
    pub(super) bytes: Vec<u8>,
}

/// The page under work.
struct Pack<'a> {
    workspace: &'a Workspace,
    step: &'a Step,
    raw: PathBuf,
    /// By address in the page, for a file that is named twice.
    assets: BTreeMap<String, Asset>,
    /// What changes in `index.html`, by byte range.
    edits: Vec<(Range<usize>, String)>,
    /// The script that loads the parts of the compiled page, with their final addresses.
    loader: String,
    /// The short names between the compiled page and its glue.
    names: Names,
}

/// Writes `target/dist` from `target/dist-raw`; the old folder is replaced at the very end.
pub(super) fn pack(workspace: &Workspace, step: &Step) -> Result<Vec<BundleFile>> {
    let raw = workspace.raw_dist();
    let page = fs::read_to_string(raw.join("index.html")).context("the raw build has no index.html")?;
    let mut pack = Pack {
        workspace,
        step,
        raw,
        assets: BTreeMap::new(),
        edits: Vec::new(),
        loader: String::new(),
        names: Names::new(),
    };
    pack.loader = pack.chunks(&page)?;
    pack.take(&page)?;
    let page = without_remarks(&rewrite(&page, pack.edits)?);

    let fresh = workspace.target.join("dist-new");
    let _ = fs::remove_dir_all(&fresh);
    fs::create_dir_all(fresh.join("assets")).context("cannot create the folder of the web build")?;
    // Not compressed ahead: the server writes its base path into the page.
    fs::write(fresh.join("index.html"), page).context("cannot write index.html")?;
    step.detail("compressing");
    let assets: Vec<Asset> = pack.assets.into_values().collect();
    let files = write_all(&fresh, &assets)?;

    let dist = workspace.dist();
    let _ = fs::remove_dir_all(&dist);
    fs::rename(&fresh, &dist).context("cannot move the web build into place")?;
    Ok(files)
}

impl Pack<'_> {
    /// Takes the parts that are loaded later; gives the script that loads them.
    fn chunks(&mut self, page: &str) -> Result<String> {
        let mut addresses = Vec::new();
        for file in chunks::files(&self.raw, page)? {
            let old = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.step.detail(&old);
            let bytes = minify::wasm(self.workspace, self.step, &file)?;
            let path = self.keep(&old, chunks::name(&old), FileKind::Chunk, bytes);
            // The glue lies in the same folder.
            addresses.push((old, path.trim_start_matches("assets/").to_owned()));
        }
        let loader =
            fs::read_to_string(self.raw.join(chunks::LOADER)).context("the page was not cut into parts")?;
        chunks::rewrite(&loader, &addresses)
    }

    fn take(&mut self, page: &str) -> Result<()> {
        let tags = tags(page);
        self.merge_styles(&tags)?;
        for tag in &tags {
            if tag.attribute("data-trunk").is_some() {
                self.edits.push((tag.range.clone(), String::new()));
                continue;
            }
            if tag.name == "link" && tag.value("rel") == "stylesheet" {
                continue;
            }
            for name in ["href", "src"] {
                if let Some(attribute) = tag.attribute(name)
                    && let Some(path) = attribute.value.strip_prefix("./")
                {
                    let new = self.asset(path, tag)?;
                    self.edits.push((attribute.range.clone(), format!("./{new}")));
                }
            }
        }
        Ok(())
    }

    /// Merges the style sheets of the first page, and those of its later parts.
    fn merge_styles(&mut self, tags: &[Tag]) -> Result<()> {
        let sheets = || tags.iter().filter(|tag| tag.name == "link" && tag.value("rel") == "stylesheet");
        let (later, first): (Vec<_>, Vec<_>) =
            sheets().partition(|tag| tag.attribute("data-later").is_some());
        self.merge(&first, "style.css", FileKind::Style, r#"rel="stylesheet""#)?;
        // The page makes a style sheet of it when the first later part is wanted.
        self.merge(&later, "later.css", FileKind::LaterStyle, r#"rel="prefetch" as="style""#)
    }

    /// Puts one link in the place of the first of some style sheets and takes away the others.
    fn merge(&mut self, sheets: &[&Tag], name: &str, kind: FileKind, relation: &str) -> Result<()> {
        let mut merged = String::new();
        for tag in sheets {
            let address = tag.value("href");
            let text = fs::read_to_string(self.raw.join(address))
                .with_context(|| format!("index.html links a style sheet that does not exist: {address}"))?;
            // The merged file lies in another folder, and `@import` counts only at the start of a file.
            for word in ["@import", "url("] {
                if text.contains(word) {
                    bail!("{address} uses {word}, which does not survive the merging of the style sheets");
                }
            }
            merged.push_str(&text);
            merged.push('\n');
        }
        let Some((first, others)) = sheets.split_first() else { return Ok(()) };
        let bytes = minify::style(self.workspace, &merged)?;
        let path = self.keep(name, name, kind, bytes);
        self.edits.push((first.range.clone(), format!(r#"<link {relation} href="./{path}">"#)));
        self.edits.extend(others.iter().map(|tag| (tag.range.clone(), String::new())));
        Ok(())
    }

    /// The new address of the file at `path` of the raw build.
    fn asset(&mut self, path: &str, tag: &Tag) -> Result<String> {
        if let Some(known) = self.assets.get(path) {
            return Ok(known.path.clone());
        }
        self.step.detail(path);
        let file = self.raw.join(path);
        if !file.is_file() {
            bail!("index.html names a file that does not exist: ./{path}");
        }
        let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        // What the page names and does not load was made before, in a build of its own.
        let is_ready = tag.value("rel") == "alternate";
        let (kind, bytes) = match extension {
            "wasm" if is_ready => (FileKind::Chunk, fs::read(&file)?),
            "js" if is_ready => (FileKind::LaterScript, fs::read(&file)?),
            "wasm" => {
                let bytes = minify::wasm(self.workspace, self.step, &file)?;
                // How the glue tool calls the glue, whatever its file is called.
                let module = format!("./{}.js", path.trim_end_matches(".wasm"));
                let (bytes, names) =
                    names::shorten(&bytes, &module).context("cannot shorten the names of imports")?;
                self.names = names;
                (FileKind::Wasm, bytes)
            }
            "js" => (FileKind::Script, self.script(&file, tag)?),
            "json" => (FileKind::Locale, fs::read(&file)?),
            "svg" | "png" | "ico" => (FileKind::Image, fs::read(&file)?),
            other => bail!("./{path}: no rule for files of kind `{other}`"),
        };
        Ok(self.keep(path, path, kind, bytes))
    }

    /// A script as the page loads it. The only module is the glue.
    fn script(&self, file: &Path, tag: &Tag) -> Result<Vec<u8>> {
        if tag.name == "script" && tag.value("type") != "module" {
            return minify::script(self.workspace, file, ScriptForm::Classic);
        }
        if self.names.is_empty() {
            bail!("index.html must name the compiled page before its glue");
        }
        let file = chunks::beside(&self.workspace.state().join("glue"), file, &self.loader)?;
        let glue = minify::script(self.workspace, &file, ScriptForm::Module)?;
        let glue = String::from_utf8(glue).context("the glue is no text")?;
        Ok(names::rename(&glue, &self.names)?.into_bytes())
    }

    fn keep(&mut self, address: &str, name: &str, kind: FileKind, bytes: Vec<u8>) -> String {
        let name = name.rsplit('/').next().unwrap_or(name);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        // The suffix of the glue tool says nothing to anyone.
        let stem = stem.trim_end_matches("_bg");
        let path = format!("assets/{stem}-{}.{extension}", short(&bytes));
        self.assets.insert(address.to_owned(), Asset { path: path.clone(), kind, bytes });
        path
    }
}

fn rewrite(page: &str, mut edits: Vec<(Range<usize>, String)>) -> Result<String> {
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(page.len());
    let mut at = 0;
    for (range, text) in edits {
        out.push_str(page.get(at..range.start).context("two edits of index.html overlap")?);
        out.push_str(&text);
        at = range.end;
    }
    out.push_str(page.get(at..).unwrap_or_default());
    Ok(out)
}

/// The page without its comments, and without the lines that are then empty.
fn without_remarks(page: &str) -> String {
    let mut parts = page.split("<!--");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once("-->").map_or("", |(_, rest)| rest));
    }
    out.lines().filter(|line| !line.trim().is_empty()).flat_map(|line| [line, "\n"]).collect()
}

/// Writes each file with its `.br` and `.gz` beside it; two at a time, for brotli is slow.
pub(super) fn write_all(folder: &Path, assets: &[Asset]) -> Result<Vec<BundleFile>> {
    let mut by_size: Vec<&Asset> = assets.iter().collect();
    by_size.sort_by_key(|asset| std::cmp::Reverse(asset.bytes.len()));
    let (biggest, others) = by_size.split_at(by_size.len().min(1));
    let mut files = thread::scope(|scope| -> Result<Vec<BundleFile>> {
        let first =
            scope.spawn(|| biggest.iter().map(|asset| write(folder, asset)).collect::<Result<Vec<_>>>());
        let mut files = others.iter().map(|asset| write(folder, asset)).collect::<Result<Vec<_>>>()?;
        if let Ok(biggest) = first.join() {
            files.extend(biggest?);
        }
        Ok(files)
    })?;
    if files.len() != assets.len() {
        bail!("a file of the web build could not be compressed");
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

fn write(folder: &Path, asset: &Asset) -> Result<BundleFile> {
    let mut brotli = Vec::new();
    let parameters =
        BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: asset.bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut asset.bytes.as_slice(), &mut brotli, &parameters)?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&asset.bytes)?;
    let gzip = gzip.finish()?;
    for (suffix, bytes) in [("", &asset.bytes), (".br", &brotli), (".gz", &gzip)] {
        let path = folder.join(format!("{}{suffix}", asset.path));
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(BundleFile {
        path: asset.path.clone(),
        kind: asset.kind,
        raw: length(&asset.bytes),
        gzip: length(&gzip),
        brotli: length(&brotli),
    })
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
