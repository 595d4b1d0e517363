//! `cargo xtask run`: from a clean clone to a page that works.

use std::{
    io::ErrorKind,
    net::{TcpListener, TcpStream},
    process::{Command, ExitCode, Stdio},
    sync::mpsc,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{dev, server, step::step, web, workspace::Workspace};

/// What a person may choose.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The port on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// The world that the simulated cloud starts with: `default` or `large`.
    #[arg(long)]
    pub(crate) seed: Option<String>,
    /// Rebuild and reload the page when a source file changes.
    #[arg(long)]
    pub(crate) dev: bool,
    /// Open the page in the browser once it is there.
    #[arg(long)]
    pub(crate) open: bool,
}

/// Builds, then becomes the server; returns only when that fails or ends.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    check_port(options.port)?;
    if options.dev {
        return dev::run(workspace, options);
    }
    web::build(workspace)?;
    build_server(workspace)?;
    if options.open {
        start_opener(options.port)?;
    }
    become_program(server::command(workspace, "release", options.port, options.seed.as_deref()))
}

/// The server in release form: with the seed `large` a debug build is too slow to judge it by.
pub(crate) fn build_server(workspace: &Workspace) -> Result<()> {
    step("Server: compile", |step| {
        step.run(
            workspace.cargo().args(["build", "--release", "--locked", "--package", "kms-cli"]),
            "the server does not build: the compiler's words stand above",
        )
    })
}

/// Better now than after minutes of building.
fn check_port(port: u16) -> Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!("port {port} is taken: choose another one with `--port`")
        }
        Err(error) => {
            Err(error).with_context(|| format!("cannot listen on port {port}: choose another with `--port`"))
        }
        Ok(_) => Ok(()),
    }
}

/// Replaces this process, so that every signal and the exit code are the program's own.
#[cfg(unix)]
pub(crate) fn become_program(mut command: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).context("cannot start kms-console")
}

/// Where a process cannot be replaced, the console hands Ctrl-C to the child as well.
#[cfg(not(unix))]
pub(crate) fn become_program(mut command: Command) -> Result<ExitCode> {
    let status = command.status().context("cannot start kms-console")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Opening must wait for the server, and by then this process is the server.
fn start_opener(port: u16) -> Result<()> {
    let program = std::env::current_exe().context("cannot find this program")?;
    Command::new(program)
        .args(["open-when-ready", &port.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .context("cannot start the helper that opens the browser")?;
    Ok(())
}

/// Waits at most 30 seconds for a listener on the port, then asks the desktop to open the page.
pub(crate) fn open_when_ready(port: u16) -> Result<()> {
    let (_silent, never) = mpsc::channel::<()>();
    for _ in 0..300 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            let url = format!("http://127.0.0.1:{port}/");
            let mut opener = match std::env::consts::OS {
                "macos" => Command::new("open"),
                "windows" => Command::new("explorer"),
                _ => Command::new("xdg-open"),
            };
            opener
                .arg(&url)
                .spawn()
                .with_context(|| format!("cannot open a browser: open {url} yourself"))?;
            return Ok(());
        }
        // Never receives: this is a wait of a tenth of a second.
        let _ = never.recv_timeout(Duration::from_millis(100));
    }
    bail!("nothing listens on port {port}")
}
