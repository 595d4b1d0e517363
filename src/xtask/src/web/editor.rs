//! The code editor: `target/editor` holds one module, made of the sources and the locked packages in `src/web/editor`.

use std::path::PathBuf;

use anyhow::Result;

use super::{
    FileKind,
    hash::files_under,
    minify::{self, ScriptForm},
    pack::Asset,
    part::Part,
};
use crate::{setup::node, step::step, workspace::Workspace};

/// The module that imports the others.
const MAIN: &str = "editor.js";

/// Where the sources and the list of packages are.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("src/web/editor")
}

/// Builds the editor, doing again only what changed.
pub(crate) fn editor(workspace: &Workspace) -> Result<Part> {
    let folder = folder(workspace);
    node::ensure(workspace)?;
    node::ensure_in(workspace, "Packages of the code editor", &folder)?;
    step("Code editor: bundle, compress", |step| {
        // The lock file stands for the packages.
        let packages = folder.join("node_modules");
        let sources = files_under(&folder)?.into_iter().filter(|path| !path.starts_with(&packages));
        Part::build(workspace, step, "editor", sources, |_| {
            let bytes = minify::script(workspace, &folder.join(MAIN), ScriptForm::Module)?;
            Ok(vec![Asset { path: MAIN.to_owned(), kind: FileKind::LaterScript, bytes }])
        })
    })
}
