//! What Trunk cannot make itself, added to its staging folder by its `post_build` hook: the merged
//! locale files, the policy engine, the code editor, and absolute addresses where the page is not served by our own server.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::{
    locales::{LANGUAGES, merged, read},
    part,
};
use crate::workspace::Workspace;

/// The folder of the locale sources.
pub(crate) fn locale_folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("src/web/locales")
}

/// Trunk names its folders in the environment of the hook.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging = staging.context("this task is Trunk's hook: run `cargo xtask dist`")?;
    write_locales(workspace, &staging)?;
    part::all(workspace)?.iter().try_for_each(|part| part.put(&staging))?;
    match env::var("TRUNK_PUBLIC_URL") {
        Ok(base) if base.starts_with('/') => make_absolute(&staging.join("index.html"), &base),
        _ => Ok(()),
    }
}

/// Writes the merged locale files into the folder of a build.
pub(crate) fn write_locales(workspace: &Workspace, build: &Path) -> Result<()> {
    let locales = build.join("locales");
    fs::create_dir_all(&locales).context("cannot create the folder for locale files")?;
    for language in LANGUAGES {
        let texts = read(&locale_folder(workspace), language)?;
        fs::write(locales.join(format!("{language}.json")), merged(&texts)?)
            .context("cannot write a locale file")?;
    }
    Ok(())
}

/// Relative addresses break under a deep link. Our server replaces them when it serves the page;
/// Trunk's own server does not, so `run --dev` builds with an absolute public address.
fn make_absolute(page: &Path, base: &str) -> Result<()> {
    let text = fs::read_to_string(page).context("cannot read the staged index.html")?;
    fs::write(page, text.replace("=\"./", &format!("=\"{base}")))
        .context("cannot write the staged index.html")
}
