//! Parts of the page with a build of their own, which `index.html` names and does not load: the policy engine, the code
//! editor. Each lies finished in a folder of the target folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::{
    Bundle, BundleFile,
    editor::editor,
    hash, known,
    pack::{self, Asset},
    tools_hash,
    worker::policy_worker,
};
use crate::{step::Step, workspace::Workspace};

/// A finished part.
#[derive(Debug)]
pub(crate) struct Part {
    /// Where its files are.
    pub(crate) folder: PathBuf,
    /// What is sent.
    pub(crate) bundle: Bundle,
}

impl Part {
    /// The part in the folder `name`, as it is there when nothing of `sources` has changed since. Else it is made again:
    /// `make` gives what is sent, and may put more into the new folder.
    pub(super) fn build(
        workspace: &Workspace,
        step: &Step,
        name: &str,
        sources: impl IntoIterator<Item = PathBuf>,
        make: impl FnOnce(&Path) -> Result<Vec<Asset>>,
    ) -> Result<Self> {
        let folder = workspace.target.join(name);
        let record = workspace.state().join(format!("{name}.json"));
        let input = format!("{}-{}", hash::of_files(sources)?, tools_hash(workspace)?);
        if let Some(bundle) = known(&record, &input, &folder) {
            return Ok(Self { folder, bundle });
        }
        // An interrupted build must not look whole.
        let _ = fs::remove_file(&record);
        let _ = fs::remove_dir_all(&folder);
        for folder in [&folder, &workspace.state()] {
            fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        }
        let assets = make(&folder)?;
        step.detail("compressing");
        let bundle = Bundle { input, files: pack::write_all(&folder, &assets)? };
        fs::write(&record, serde_json::to_vec_pretty(&bundle)?)
            .with_context(|| format!("cannot write {}", record.display()))?;
        Ok(Self { folder, bundle })
    }

    /// Puts what is sent beside the other files of a web build, under the names that `index.html` gives them.
    pub(super) fn put(&self, build: &Path) -> Result<()> {
        for BundleFile { path, .. } in &self.bundle.files {
            fs::copy(self.folder.join(path), build.join(path))
                .with_context(|| format!("cannot copy {path}"))?;
        }
        Ok(())
    }
}

/// Builds all parts.
pub(crate) fn all(workspace: &Workspace) -> Result<[Part; 2]> {
    Ok([policy_worker(workspace)?, editor(workspace)?])
}
