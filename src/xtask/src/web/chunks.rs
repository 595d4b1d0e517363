//! The parts of the compiled page that are loaded later, and the script that loads them.
//!
//! The tool that cuts the page writes one script for all parts; the glue imports it. It names the parts by
//! address, so these get their hashes first, then the script, which becomes a piece of the glue.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::hash::files_under;

/// The script that loads the parts, beside the glue.
pub(super) const LOADER: &str = "__wasm_split.js";

/// The compiled files of the raw build that `index.html` does not name.
pub(super) fn files(raw: &Path, page: &str) -> Result<Vec<PathBuf>> {
    let is_part = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "wasm")
            && path.file_name().is_some_and(|name| !page.contains(&format!("\"./{}\"", name.display())))
    };
    Ok(files_under(raw)?.into_iter().filter(is_part).collect())
}

/// What a part is called in the finished build.
pub(super) fn name(file: &str) -> &str {
    file.strip_prefix("split_").unwrap_or(file)
}

/// The loading script with new addresses: each `(old, new)` must occur, and nothing else may be loaded.
pub(super) fn rewrite(script: &str, addresses: &[(String, String)]) -> Result<String> {
    let mut out = script.to_owned();
    for (old, new) in addresses {
        let (old, new) = (format!("\"./{old}\""), format!("\"./{new}\""));
        if out.matches(&old).count() != 1 {
            bail!("{LOADER} must name {old} once");
        }
        out = out.replace(&old, &new);
    }
    if out.matches("new URL(").count() != addresses.len() {
        bail!("{LOADER} loads something that the build did not make");
    }
    Ok(out)
}

/// Puts glue and rewritten loading script into a folder of their own, for the bundler; gives the glue's path.
pub(super) fn beside(folder: &Path, glue: &Path, loader: &str) -> Result<PathBuf> {
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let copy = folder.join(glue.file_name().unwrap_or_default());
    fs::copy(glue, &copy).context("cannot copy the glue of the page")?;
    fs::write(folder.join(LOADER), loader).context("cannot write the loading script")?;
    Ok(copy)
}

#[cfg(test)]
mod tests;
