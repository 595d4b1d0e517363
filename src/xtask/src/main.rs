//! The tasks of the project: `cargo xtask run | test | check | dist | bench`.
//!
//! Each task sets up what it needs by itself, so a clean clone needs Rust (rustup) and Node only.
//! No rule of the console lives here: this crate builds, starts, measures and checks.
#![expect(clippy::print_stdout, reason = "a task talks to the person at the terminal")]

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

mod bench;
mod check;
mod dev;
mod run;
mod server;
mod setup;
mod step;
mod test;
mod web;
mod workspace;

use workspace::Workspace;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "The tasks of kms-console.", version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build everything and start the console on this machine, against a simulated cloud.
    Run(run::Options),
    /// Run the unit, wire, SDK, policy and browser tests; ends with `N passed, N failed`.
    Test(test::Options),
    /// Check format, lints, dependency arrows, bundle budget, locale files and the tree.
    Check(check::Options),
    /// Build the web app only, in release form, and print how many bytes it has.
    Dist,
    /// Measure the console, the simulated cloud or the policy engine.
    Bench(bench::Options),
    /// Add to the staged web build what Trunk cannot make. Trunk calls this as its hook.
    #[command(hide = true)]
    Stage,
    /// Open a page once something listens there. `run --open` starts this.
    #[command(hide = true)]
    OpenWhenReady {
        /// The port on the loopback address.
        port: u16,
    },
}

fn main() -> ExitCode {
    match dispatch(Arguments::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(task: Task) -> Result<ExitCode> {
    let workspace = Workspace::load()?;
    match task {
        Task::Run(options) => run::run(&workspace, &options),
        Task::Test(options) => test::run(&workspace, &options),
        Task::Check(options) => check::run(&workspace, &options),
        Task::Dist => {
            let bundle = web::build(&workspace)?;
            println!("\n{}", web::report::table(&bundle));
            println!("{}", workspace.dist().display());
            Ok(ExitCode::SUCCESS)
        }
        Task::Bench(options) => bench::run(&workspace, &options),
        Task::Stage => web::stage::run(&workspace).map(|()| ExitCode::SUCCESS),
        Task::OpenWhenReady { port } => run::open_when_ready(port).map(|()| ExitCode::SUCCESS),
    }
}
