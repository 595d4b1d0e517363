//! The binary `kms-console`: parses arguments, reads the clock and the environment, calls the crates.
//!
//! Results go to standard output, logs and errors to standard error; a failure is one sentence and exit code 1, of
//! `policy` exit code 2.

#![forbid(unsafe_code)]

mod call;
mod cloud;
mod logs;
mod policy;
mod sandbox;
mod serve;
mod sign;
mod wait;
mod whoami;

use clap::{Parser, Subcommand};
use std::{io::Write, process::ExitCode};

/// A browser console for Alibaba Cloud KMS instances.
#[derive(Debug, Parser)]
#[command(name = "kms-console", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the console; without --cloud and --endpoint-… against a simulated cloud of its own.
    Serve(serve::Args),
    /// Run the simulated cloud alone, for official clients.
    Sandbox(sandbox::Args),
    /// Ask the cloud whose credentials these are.
    Whoami(whoami::Args),
    /// Make one call and print the cloud's answer; parameters begin with a capital, as in --KmsInstanceId ID.
    Call(call::Args),
    /// Sign a request given as JSON and print what was signed.
    Sign(sign::Args),
    /// Check, compare, explain and mend key and secret policies in files.
    Policy(policy::Args),
}

fn main() -> ExitCode {
    let (arguments, parameters) = call::split_parameters(std::env::args_os());
    let cli = Cli::parse_from(arguments);
    let result = match cli.command {
        Command::Serve(args) => wait::serve(serve::run(args)),
        Command::Sandbox(args) => wait::serve(sandbox::run(args)),
        Command::Whoami(args) => wait::ask(whoami::run(args)),
        Command::Call(args) => wait::ask(call::run(args, parameters)),
        Command::Sign(args) => sign::run(&args),
        Command::Policy(args) => return policy::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The alternate form joins the causes by colons: one sentence.
            writeln!(std::io::stderr(), "kms-console: {error:#}").ok();
            ExitCode::FAILURE
        }
    }
}
