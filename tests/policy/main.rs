//! Policies for tests and measurements of the engine, and what the native engine makes of them.
//!
//! `documents` writes generated documents and the digests of their findings, for the engine in wasm to be compared
//! with; `findings` prints one of them; `samples` writes the policies of the measurement; `measure` takes the time.

mod generate;
mod measure;
mod random;
mod samples;

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::PathBuf,
};

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand};
use kms_policy::{Catalog, Context, Document, PUBLISHED_ACTIONS, PUBLISHED_CONDITIONS, lint};
use serde_json::json;
use sha2::{Digest, Sha256};

#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Generated documents and the digests of their findings.
    Documents {
        #[command(flatten)]
        sequence: Sequence,
        #[arg(long)]
        count: u64,
        #[arg(long)]
        folder: PathBuf,
    },
    /// The text of one document and its findings.
    Findings {
        #[command(flatten)]
        sequence: Sequence,
        #[arg(long)]
        place: u64,
    },
    /// The policies of the measurement, by file.
    Samples {
        #[arg(long)]
        folder: PathBuf,
    },
    /// Times of the native engine.
    Measure,
}

/// Which documents.
#[derive(Debug, Args)]
struct Sequence {
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> Result<()> {
    let mut out = std::io::stdout();
    let engine = Engine::new()?;
    match Arguments::parse().task {
        Task::Documents { sequence, count, folder } => {
            let digest = documents(&engine, sequence.seed, count, &folder)?;
            writeln!(out, "{digest}")?;
        }
        Task::Findings { sequence, place } => {
            let source = generate::document(sequence.seed, place);
            out.write_all(&source)?;
            writeln!(out, "\n{}", engine.findings(source, place)?)?;
        }
        Task::Samples { folder } => samples(&folder)?,
        Task::Measure => writeln!(out, "{}", measure::all(&engine.catalog))?,
    }
    Ok(())
}

struct Engine {
    catalog: Catalog,
    contexts: Vec<Context>,
}

impl Engine {
    fn new() -> Result<Self> {
        let catalog = Catalog::parse(PUBLISHED_ACTIONS, PUBLISHED_CONDITIONS)?;
        let contexts = generate::contexts().into_iter().map(serde_json::from_value);
        Ok(Self { catalog, contexts: contexts.collect::<Result<_, _>>()? })
    }

    fn findings(&self, source: Vec<u8>, place: u64) -> Result<String> {
        let at = usize::try_from(place)? % self.contexts.len();
        let context = self.contexts.get(at).context("no context")?;
        let report = lint(&Document::parse(source, &self.catalog), context, &self.catalog);
        Ok(serde_json::to_string(&report)?)
    }
}

/// Writes `documents.bin` (each with its length before it), `digests.bin` and `contexts.json`; gives one digest of all.
fn documents(engine: &Engine, seed: u64, count: u64, folder: &PathBuf) -> Result<String> {
    fs::create_dir_all(folder)?;
    let create = |name: &str| File::create(folder.join(name)).map(BufWriter::new);
    let (mut texts, mut digests) = (create("documents.bin")?, create("digests.bin")?);
    let mut all = Sha256::new();
    for place in 0..count {
        let source = generate::document(seed, place);
        texts.write_all(&u32::try_from(source.len())?.to_le_bytes())?;
        texts.write_all(&source)?;
        let findings = Sha256::digest(engine.findings(source, place)?);
        all.update(findings);
        digests.write_all(&findings)?;
    }
    texts.flush()?;
    digests.flush()?;
    fs::write(folder.join("contexts.json"), json!(generate::contexts()).to_string())?;
    let facts = json!({"seed": seed, "count": count});
    fs::write(folder.join("facts.json"), facts.to_string())?;
    Ok(hex::encode(all.finalize()))
}

fn samples(folder: &PathBuf) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut sizes = Vec::new();
    for bytes in measure::SIZES {
        let saved = samples::policy(bytes);
        sizes.push(json!({
            "bytes": bytes,
            "draft": samples::draft(&saved),
            "saved": saved,
            "cedar": samples::cedar_policies(bytes),
            "iam": samples::iam_policy(bytes),
        }));
    }
    let all = json!({"owner": samples::OWNER, "cedarSchema": samples::CEDAR_SCHEMA, "sizes": sizes});
    Ok(fs::write(folder.join("samples.json"), all.to_string())?)
}
