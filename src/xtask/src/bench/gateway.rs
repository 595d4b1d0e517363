//! The simulated cloud and moto, the AWS emulator, under the same load by the same client, one after the other.

use std::{
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, ExitCode, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{server::free_port, setup::python, step::step, workspace::Workspace};

/// Connections of the load.
const CONNECTIONS: u32 = 64;
/// Seconds of each measurement.
const SECONDS: u32 = 4;
/// Measurements of each operation; the median counts.
const RUNS: usize = 3;
/// The two operations.
const OPERATIONS: [&str; 2] = ["GetKeyPolicy", "SetKeyPolicy"];
/// How many times the peer's throughput is aimed at.
const AIM_RATIO: f64 = 20.0;
/// The longest start with the seed `default`, in milliseconds.
const AIM_START_MILLIS: f64 = 100.0;
/// The most memory after the load, in MiB.
const AIM_MEMORY_MIB: f64 = 64.0;

/// Any; the server lives as long as the measurement.
const KEY: (&str, &str) = ("LTAIbench", "bench-secret-of-this-run-only");

/// A process that ends with this value.
struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A server under test.
struct Peer {
    name: &'static str,
    kind: &'static str,
    process: Ends,
    address: SocketAddr,
    start_millis: f64,
    /// A key to ask for; the load makes one for the peer.
    key_id: String,
}

/// What one measurement gave.
#[derive(Clone, Copy)]
struct Figures {
    per_second: f64,
    p50: f64,
    p99: f64,
}

/// Measures both, prints a table, and fails on a miss.
pub(super) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let requirements = workspace.root.join("tests/bench/requirements.txt");
    let python = python::ensure(workspace, "moto, the AWS emulator", &requirements)?;
    step("Server and load: compile", |step| {
        let packages = ["--package", "kms-cli", "--package", "kms-tests"];
        let bins = ["--bin", "kms-console", "--bin", "load"];
        let mut cargo = workspace.cargo();
        cargo.args(["build", "--locked", "--release"]).args(packages).args(bins);
        step.run(&mut cargo, "the server does not build: the compiler's words stand above")
    })?;

    let mut rows = Vec::new();
    let mut ours_start = Vec::new();
    for _ in 0..RUNS {
        ours_start.push(cloud(workspace)?.start_millis);
    }
    for start in [cloud, |workspace: &Workspace| moto(workspace)] {
        let mut peer = start(workspace)?;
        for operation in OPERATIONS {
            let title = format!("{}: {operation}", peer.name);
            let mut runs = step(&title, |_| {
                (0..RUNS).map(|_| load(workspace, &peer, operation)).collect::<Result<Vec<_>>>()
            })?;
            runs.sort_by(|one, other| one.per_second.total_cmp(&other.per_second));
            rows.push((peer.name, operation, runs, memory_mib(peer.process.0.id())));
        }
        peer.process.0.kill().ok();
    }
    drop(python);
    report(&rows, median(&mut ours_start))
}

fn cloud(workspace: &Workspace) -> Result<Peer> {
    let mut command = workspace.command(workspace.binary("release", "kms-console"));
    command
        .args(["sandbox", "--listen", "127.0.0.1:0", "--access-key-id", KEY.0, "--access-key-secret", KEY.1])
        // A line for each of many thousand calls is not what is measured.
        .env("RUST_LOG", "warn")
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let started = Instant::now();
    let mut process = Ends(command.spawn().context("cannot start kms-console")?);
    let mut line = String::new();
    let output = process.0.stdout.take().context("kms-console has no output")?;
    BufReader::new(output).read_line(&mut line).context("cannot read what kms-console prints")?;
    let start_millis = started.elapsed().as_secs_f64() * 1_000.0;
    let address = line.rsplit("http://").next().and_then(|text| text.trim().parse().ok());
    let address = address.context("kms-console ended before it was ready: its words stand above")?;
    let key_id = first_key(workspace, address)?;
    Ok(Peer { name: "kms-console", kind: "cloud", process, address, start_millis, key_id })
}

/// A key that has a policy: one of the instance `analytics` of the seed.
fn first_key(workspace: &Workspace, address: SocketAddr) -> Result<String> {
    let named = r#"[{"Key":"InstanceName","Values":["analytics"]}]"#;
    let instances = call(workspace, address, "ListKmsInstances", named)?;
    let instance = instances.pointer("/KmsInstances/KmsInstance/0/KmsInstanceId").and_then(Value::as_str);
    let instance = instance.context("the seed has no instance analytics")?;
    let inside = format!(
        r#"[{{"Key":"DKMSInstanceId","Values":["{instance}"]}},{{"Key":"KeyState","Values":["Enabled"]}}]"#
    );
    let keys = call(workspace, address, "ListKeys", &inside)?;
    let id = keys.pointer("/Keys/Key/0/KeyId").and_then(Value::as_str);
    id.map(str::to_owned).context("the instance analytics has no key")
}

fn call(workspace: &Workspace, address: SocketAddr, operation: &str, filters: &str) -> Result<Value> {
    let mut call = workspace.command(workspace.binary("release", "kms-console"));
    call.args(["call", operation, "--Filters", filters, "--endpoint-kms", &address.to_string()])
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", KEY.0)
        .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", KEY.1);
    let output = call.output().context("cannot start kms-console")?;
    if !output.status.success() {
        bail!("{operation} is refused: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("cannot read the answer of {operation}"))
}

fn moto(workspace: &Workspace) -> Result<Peer> {
    let requirements = workspace.root.join("tests/bench/requirements.txt");
    let python = python::ensure(workspace, "moto, the AWS emulator", &requirements)?;
    let port = free_port()?;
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let mut command = Command::new(python);
    command
        .args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &port.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let started = Instant::now();
    let process = Ends(command.spawn().context("cannot start moto")?);
    while TcpStream::connect(address).is_err() {
        if started.elapsed() > Duration::from_secs(60) {
            bail!("moto does not listen after a minute");
        }
        pause();
    }
    let start_millis = started.elapsed().as_secs_f64() * 1_000.0;
    Ok(Peer { name: "moto", kind: "aws", process, address, start_millis, key_id: String::new() })
}

#[expect(clippy::disallowed_methods, reason = "whether another process listens can only be tried")]
fn pause() {
    thread::sleep(Duration::from_millis(20));
}

fn load(workspace: &Workspace, peer: &Peer, operation: &str) -> Result<Figures> {
    let mut load = workspace.command(workspace.binary("release", "load"));
    load.args(["--peer", peer.kind, "--address", &peer.address.to_string(), "--operation", operation])
        .args(["--connections", &CONNECTIONS.to_string(), "--seconds", &SECONDS.to_string()])
        .args(["--key-id", &peer.key_id, "--access-key-id", KEY.0, "--access-key-secret", KEY.1]);
    let output = load.stderr(Stdio::inherit()).output().context("cannot start the load")?;
    let report: Value =
        serde_json::from_slice(&output.stdout).context("the load did not run: its words stand above")?;
    let number = |name: &str| report.get(name).and_then(Value::as_f64).unwrap_or(0.0);
    if number("errors") > number("requests") / 1_000.0 || number("requests") < 1.0 {
        bail!("{} answers {} of {} calls with an error", peer.name, number("errors"), number("requests"));
    }
    Ok(Figures { per_second: number("requests") / number("seconds"), p50: number("p50"), p99: number("p99") })
}

/// Resident memory of a process and its children's share is not counted: both servers are one process.
fn memory_mib(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).and_then(|text| text.parse::<f64>().ok());
    kib.unwrap_or(f64::NAN) / 1_024.0
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

type Row = (&'static str, &'static str, Vec<Figures>, f64);

fn report(rows: &[Row], start_millis: f64) -> Result<ExitCode> {
    println!("\n{RUNS} runs of {SECONDS} s, {CONNECTIONS} connections; median (least to most)");
    println!("{:<12} {:<13} {:>24} {:>9} {:>9} {:>9}", "", "", "calls a second", "p50 ms", "p99 ms", "MiB");
    let middle = |runs: &[Figures]| runs.get(runs.len() / 2).copied().context("no run");
    for (name, operation, runs, memory) in rows {
        let figures = middle(runs)?;
        let ends = runs.first().zip(runs.last()).map(|(least, most)| (least.per_second, most.per_second));
        let (least, most) = ends.unwrap_or_default();
        let rate = format!("{:.0} ({least:.0} to {most:.0})", figures.per_second);
        println!(
            "{name:<12} {operation:<13} {rate:>24} {:>9.2} {:>9.2} {memory:>9.1}",
            figures.p50 / 1_000.0,
            figures.p99 / 1_000.0
        );
    }
    let mut missed = Vec::new();
    for operation in OPERATIONS {
        let rate = |wanted: &str| {
            let row = rows.iter().find(|(name, of, ..)| *name == wanted && *of == operation);
            row.map_or(Ok(f64::NAN), |(.., runs, _)| middle(runs).map(|figures| figures.per_second))
        };
        let ratio = rate("kms-console")? / rate("moto")?;
        println!("{operation}: {ratio:.1} times moto (aim: {AIM_RATIO})");
        let reached = ratio >= AIM_RATIO;
        if !reached {
            missed.push(operation);
        }
    }
    let memory = rows.iter().filter(|(name, ..)| *name == "kms-console").map(|(.., memory)| *memory);
    let memory = memory.fold(f64::NAN, f64::max);
    println!("start with seed default: {start_millis:.0} ms (aim: {AIM_START_MILLIS})");
    println!("memory after the load: {memory:.1} MiB (aim: {AIM_MEMORY_MIB})");
    for (what, reached) in [("start", start_millis <= AIM_START_MILLIS), ("memory", memory <= AIM_MEMORY_MIB)]
    {
        if !reached {
            missed.push(what);
        }
    }
    if missed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("missed: {}", missed.join(", "));
    Ok(ExitCode::FAILURE)
}
