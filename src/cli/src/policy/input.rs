//! Files and standard input.

use anyhow::{Context, Error, Result, anyhow, bail};
use kms_policy::{
    Catalog, Document,
    text::{Lines, Position, Problem, Tree},
};
use serde::de::DeserializeOwned;
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

/// The longest input. The cloud takes policies of 32 KB; whatever is far longer is no policy.
const LONGEST: u64 = 1 << 20;

/// What has been read so far.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    stdin_is_taken: bool,
}

/// A file, or `-` for standard input.
#[derive(Clone, Debug)]
pub(super) struct Source<'a> {
    path: &'a Path,
}

impl<'a> Source<'a> {
    pub(super) fn new(path: &'a Path) -> Self {
        Self { path }
    }

    pub(super) fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }

    /// As messages name it.
    pub(super) fn name(&self) -> String {
        if self.is_stdin() { "<stdin>".to_owned() } else { self.path.display().to_string() }
    }

    /// As a reference that stays valid with any letters in the name.
    pub(super) fn uri(&self) -> String {
        if self.is_stdin() {
            return "stdin".to_owned();
        }
        let path = self.path.to_string_lossy();
        let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
        let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
        for byte in path.bytes() {
            if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
                uri.push(char::from(byte));
            } else {
                uri.push_str(&format!("%{byte:02X}"));
            }
        }
        uri
    }

    /// `NAME:line:column`.
    pub(super) fn place(&self, position: Position) -> String {
        format!("{}:{}:{}", self.name(), position.line, position.column)
    }

    pub(super) fn bytes(&self, inputs: &mut Inputs) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = if self.is_stdin() {
            super::refuse_second_stdin(inputs.stdin_is_taken)?;
            inputs.stdin_is_taken = true;
            std::io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes)
        } else {
            File::open(self.path).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes))
        };
        read.with_context(|| format!("cannot read `{}`", self.name()))?;
        if bytes.len() as u64 > LONGEST {
            bail!("cannot use `{}`: it is longer than {LONGEST} bytes", self.name());
        }
        Ok(bytes)
    }

    pub(super) fn text(&self, inputs: &mut Inputs) -> Result<String> {
        String::from_utf8(self.bytes(inputs)?).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let place = Lines::new(error.as_bytes()).position(error.as_bytes(), at);
            anyhow!("{}: the text is not UTF-8", self.place(place))
        })
    }

    /// A file in a format of this command, such as a context or a request.
    pub(super) fn json<T: DeserializeOwned>(&self, inputs: &mut Inputs) -> Result<T> {
        let text = self.text(inputs)?;
        self.parse(&text)
    }

    pub(super) fn parse<T: DeserializeOwned>(&self, text: &str) -> Result<T> {
        // Windows editors put a mark at the beginning, which JSON does not know.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        serde_json::from_str(text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let words = error.to_string();
            let words = words.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&words);
            anyhow!("{}: {words}", self.place(Position { line, column }))
        })
    }

    /// A policy that can be read to its end, and says something: a file of another sort would grant nothing to anybody,
    /// and pass every check.
    pub(super) fn policy(&self, inputs: &mut Inputs, catalog: &Catalog) -> Result<Document> {
        let document = Document::parse(self.bytes(inputs)?, catalog);
        if let Some(problem) = document.tree().problems().first() {
            return Err(self.syntax_error(document.tree(), problem));
        }
        self.refuse_other_sorts(&document)?;
        Ok(document)
    }

    pub(super) fn syntax_error(&self, tree: &Tree, problem: &Problem) -> Error {
        let place = self.place(tree.position(problem.span.start));
        anyhow!("{place}: the policy has a syntax error, `kms-console policy lint` says more")
    }

    pub(super) fn refuse_other_sorts(&self, document: &Document) -> Result<()> {
        if document.statement_list().is_none() {
            bail!("cannot use `{}`: it is no object with `Statement`", self.name());
        }
        Ok(())
    }

    /// Puts a text in the place of the file at once: nobody ever reads half of it, and a failure leaves it as it was.
    pub(super) fn replace(&self, text: &[u8]) -> Result<()> {
        let failed = || format!("cannot write `{}`", self.name());
        // What a link points to changes, and the link stays.
        let target = self.path.canonicalize().with_context(failed)?;
        let beside = beside(&target);
        write_new(&beside, &target, text)
            .and_then(|()| std::fs::rename(&beside, &target))
            .inspect_err(|_| {
                std::fs::remove_file(&beside).ok();
            })
            .with_context(failed)
    }
}

/// A name in the same folder, so that the file can be moved without copying.
fn beside(target: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    target.with_file_name(name)
}

fn write_new(path: &Path, like: &Path, text: &[u8]) -> std::io::Result<()> {
    use std::io::Write;

    let mut file = File::create_new(path)?;
    file.write_all(text)?;
    file.set_permissions(std::fs::metadata(like)?.permissions())?;
    file.sync_all()
}
