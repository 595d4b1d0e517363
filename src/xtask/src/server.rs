//! Starts `kms-console serve` as a child, waits until it is ready, and ends it with the task.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// A server that ends when this value is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// The line that it printed when it was ready.
    pub(crate) ready_line: String,
    /// The address in that line, with a slash at the end.
    pub(crate) url: String,
}

/// The command `kms-console serve` with the options that all tasks give.
pub(crate) fn command(workspace: &Workspace, profile: &str, port: u16, seed: Option<&str>) -> Command {
    let mut command = workspace.command(workspace.binary(profile, "kms-console"));
    command.args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--assets"]).arg(workspace.dist());
    if let Some(seed) = seed {
        command.args(["--seed", seed]);
    }
    command
}

impl Server {
    /// Starts the command and returns once its ready line is there.
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start kms-console: build it with `cargo build --package kms-cli`")?;
        let output = child.stdout.take();
        let mut server = Self { child, ready_line: String::new(), url: String::new() };
        let mut lines = BufReader::new(output.context("kms-console has no output")?);
        lines.read_line(&mut server.ready_line).context("cannot read what kms-console prints")?;
        let url = server.ready_line.split_whitespace().find(|word| word.starts_with("http://"));
        let Some(url) = url.map(str::to_owned) else {
            bail!("kms-console ended before it was ready: its words stand above");
        };
        server.url = url;
        server.ready_line = server.ready_line.trim().to_owned();
        // Nobody reads further lines; without a reader the server would stop at a full pipe.
        thread::spawn(move || lines.lines().for_each(drop));
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// Runs a command to its end beside a server. A Ctrl-C or a termination of this task ends the command
/// and gives `None`, so that the caller returns and drops its server. Once a task only.
pub(crate) fn run_beside(mut command: Command) -> Result<Option<ExitStatus>> {
    let (interrupt, interrupted) = mpsc::channel();
    ctrlc::set_handler(move || {
        // Nobody waits any more when the command has ended.
        let _ = interrupt.send(());
    })
    .context("cannot watch for Ctrl-C")?;
    let mut child = command.spawn().with_context(|| format!("cannot start {:?}", command.get_program()))?;
    loop {
        if let Some(status) = child.try_wait().context("cannot wait for a command")? {
            return Ok(Some(status));
        }
        if interrupted.recv_timeout(Duration::from_millis(100)) == Ok(()) {
            end(&mut child);
            return Ok(None);
        }
    }
}

fn end(child: &mut Child) {
    // A child that has ended already is what was wanted.
    let _ = child.kill();
    let _ = child.wait();
}

/// A port on the loopback address that nobody listens on just now.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}
