//! Seeded fuzzing on the stable toolchain, bounded by time.
//!
//! `cargo run -p kms-tests --release --bin fuzz -- <target> --seconds 60`; `all` runs every target one after the
//! other. An execution is made from the seed and its number alone, so `--seed S --only N` repeats a failure.
//! A new target is one function and one row in [`targets::TARGETS`].

mod run;
mod source;
mod targets;

use anyhow::{Result, bail};
use clap::Parser;
use std::{io::Write, time::Duration};

/// Feeds generated input to one target until the time is over.
#[derive(Debug, Parser)]
#[command(name = "fuzz")]
struct Args {
    /// Name of a target, or `all`.
    target: String,
    /// How long each target runs.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Start of the random numbers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Repeats this one execution.
    #[arg(long, value_name = "NUMBER")]
    only: Option<u64>,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let chosen: Vec<_> =
        targets::TARGETS.iter().filter(|target| args.target == "all" || args.target == target.name).collect();
    if chosen.is_empty() {
        let names: Vec<_> = targets::TARGETS.iter().map(|target| target.name).collect();
        bail!("unknown target `{}`: there are all, {}", args.target, names.join(", "));
    }
    let mut out = std::io::stdout();
    let mut failed = 0;
    for target in chosen {
        let report = match args.only {
            Some(number) => run::only(target, args.seed, number),
            None => run::until(target, args.seed, Duration::from_secs(args.seconds)),
        };
        writeln!(out, "{report}")?;
        failed += report.failures;
    }
    if failed > 0 {
        bail!("{failed} executions failed");
    }
    Ok(())
}
