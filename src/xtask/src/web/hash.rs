//! Content hashes: for file names, and to know whether something has to be done again.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// The part of a content hash that goes into a file name: 64 bits, in hex.
pub(crate) fn short(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes)).chars().take(16).collect()
}

/// One hash over the given files, in the given order.
pub(crate) fn of_files(paths: impl IntoIterator<Item = PathBuf>) -> Result<String> {
    let mut all = Sha256::new();
    for path in paths {
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        all.update(Sha256::digest(&bytes));
    }
    Ok(hex::encode(all.finalize()))
}

/// One hash over the names and contents of all files under `folder`.
pub(crate) fn of_folder(folder: &Path) -> Result<String> {
    let mut all = Sha256::new();
    for path in files_under(folder)? {
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        all.update(Sha256::digest(name.as_bytes()));
        all.update(Sha256::digest(&bytes));
    }
    Ok(hex::encode(all.finalize()))
}

/// Every file under `folder`, sorted by path.
pub(crate) fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        let entries = fs::read_dir(&next).with_context(|| format!("cannot read {}", next.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
