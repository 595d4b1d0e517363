//! Reading sources line by line, for checks that look for words.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use crate::{web::hash::files_under, workspace::Workspace};

/// One source file.
#[derive(Debug)]
pub(super) struct Source {
    /// Relative to the root of the workspace.
    pub(super) path: String,
    /// All of it.
    pub(super) text: String,
}

impl Source {
    /// Reads a file of the workspace.
    pub(super) fn read(workspace: &Workspace, path: &Path) -> Result<Self> {
        let shown = workspace.shown(path);
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        Ok(Self { path: shown, text })
    }

    /// The lines that are not comments, with their numbers from 1.
    pub(super) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
            .filter(|(_, line)| !is_comment(line))
    }
}

/// The Rust sources under a folder of the workspace, without the unit tests beside them.
pub(super) fn rust_sources(workspace: &Workspace, folder: &str) -> Result<Vec<Source>> {
    let files = files_under(&workspace.root.join(folder))?;
    files
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| !path.ends_with("tests.rs"))
        .map(|path| Source::read(workspace, path))
        .collect()
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}
