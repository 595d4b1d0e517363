//! `cargo xtask bench`: figures, never as a timed test.

mod gateway;
mod policy;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::{
    run::build_server,
    server::{self, Server},
    setup::chromium,
    web,
    workspace::Workspace,
};

/// What to measure.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The subject.
    #[arg(value_enum)]
    subject: Subject,
}

/// The things that can be measured.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Subject {
    /// The panel Configure VPC with 10,000 VPCs in a real browser: input to paint.
    Console,
    /// Typing in a policy of 32 KB in a real browser: key stroke to findings.
    Editor,
    /// The simulated cloud under load, beside the AWS emulator moto on the same machine.
    Gateway,
    /// The policy engine, natively and in a real browser, beside other readers and linters.
    Policy,
}

/// Measures what was asked for.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    match options.subject {
        Subject::Console => page(workspace, "console.mjs", "large"),
        Subject::Editor => page(workspace, "editor.mjs", "default"),
        Subject::Gateway => gateway::run(workspace),
        Subject::Policy => policy::run(workspace),
    }
}

/// Starts the release server with a world and hands its address to the measuring script, which knows the
/// limits and ends with an error on a miss.
fn page(workspace: &Workspace, script: &str, seed: &str) -> Result<ExitCode> {
    let script = workspace.node().join("bench").join(script);
    web::build(workspace)?;
    build_server(workspace)?;
    let browser = chromium::ensure(workspace)?;
    let mut command = server::command(workspace, "release", 0, Some(seed));
    // A line for each of thousands of calls would cost time and bury the table.
    command.env("RUST_LOG", "warn");
    let server = Server::start(command)?;
    println!("{}", server.ready_line);
    let mut node = workspace.command("node");
    node.arg(script).env("KMSC_URL", &server.url).env("CHROMIUM", browser);
    let passed = server::run_beside(node)?.is_some_and(|status| status.success());
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
