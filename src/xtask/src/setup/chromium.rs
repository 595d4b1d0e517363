//! The browser of the browser tests: Debian's Chromium, or any other that `CHROMIUM` names.

use std::{env, path::PathBuf};

use anyhow::{Result, bail};

use super::apt;
use crate::{step::step, workspace::Workspace};

const ADVICE: &str = "Chromium is missing: install it (on Debian, as root: `apt-get install chromium fonts-noto-cjk`) or set CHROMIUM to its path";

/// The program of the browser, installed from Debian's packages when the user may do that.
pub(crate) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    step("Chromium", |step| {
        if let Some(named) = env::var_os("CHROMIUM").map(PathBuf::from) {
            if named.is_file() {
                return Ok(named);
            }
            bail!("CHROMIUM names no file: `{}`", named.display());
        }
        if let Some(found) = installed() {
            return Ok(found);
        }
        apt::install(workspace, step, &["chromium", "fonts-noto-cjk"], ADVICE)?;
        match installed() {
            Some(found) => Ok(found),
            None => bail!(ADVICE),
        }
    })
}

fn installed() -> Option<PathBuf> {
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .into_iter()
        .map(PathBuf::from)
        .find(|path| path.is_file())
}
