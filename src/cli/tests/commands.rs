//! The binary as it is started by people and scripts.

#![cfg(test)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, Command, Output, Stdio},
};

const VECTORS: [&str; 2] = [
    include_str!("../../signer/testdata/acs3-vectors.json"),
    include_str!("../../signer/testdata/rpc1-vectors.json"),
];

fn console(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kms-console"));
    command.args(arguments).env_clear().env("HOME", "/nonexistent");
    // Tests ask no network, wherever they run.
    command.env("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = console(arguments).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// A server that is ended with the test.
struct Server {
    child: Child,
    line: String,
}

impl Server {
    fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut child = console(arguments).envs(variables.iter().copied()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        if line.is_empty() {
            let output = child.wait_with_output().unwrap();
            panic!("{arguments:?} did not start: {}", String::from_utf8_lossy(&output.stderr));
        }
        Self { child, line }
    }

    fn address(&self) -> String {
        self.line.split("http://").nth(1).unwrap().split(['/', '\n']).next().unwrap().to_owned()
    }

    fn get(&self, path: &str) -> String {
        let address = self.address();
        let mut stream = std::net::TcpStream::connect(&address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Ends it politely; the rest of standard output, standard error, and whether the exit was a success.
    fn stop(mut self) -> (String, String, bool) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let (mut rest, mut log) = (String::new(), String::new());
        self.child.stdout.take().unwrap().read_to_string(&mut rest).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (rest, log, self.child.wait().unwrap().success())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[test]
fn sign_prints_every_stage_of_every_vector() {
    let vectors: Vec<serde_json::Value> = VECTORS
        .iter()
        .flat_map(|file| serde_json::from_str::<Vec<serde_json::Value>>(file).unwrap())
        .filter(|vector| vector["published_in_official_documentation"] == true)
        .collect();
    assert_eq!(vectors.len(), 5);
    for vector in vectors {
        let output = run(&["sign"], &vector.to_string());
        assert!(output.status.success());
        let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        for stage in ["canonical_request", "string_to_sign", "signature", "authorization"] {
            assert_eq!(printed[stage], vector[stage], "{}: {stage}", vector["name"]);
        }
    }
}

#[test]
fn sign_reads_a_file_and_fails_in_one_sentence() {
    let output = run(&["sign", "/nonexistent/request.json"], "");
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(error.starts_with("kms-console: cannot read `/nonexistent/request.json`: "), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");

    let output = run(
        &["sign"],
        r#"{"scheme":"ACS4-HMAC-SHA256","method":"GET","access_key_id":"","access_key_secret":""}"#,
    );
    let error = String::from_utf8(output.stderr).unwrap();
    let expected = "kms-console: cannot sign with scheme `ACS4-HMAC-SHA256`: only ACS3-HMAC-SHA256 and RPC-HMAC-SHA1 are supported\n";
    assert_eq!((output.status.code(), error.as_str()), (Some(1), expected));
    assert!(output.stdout.is_empty());
}

#[test]
fn serve_prints_one_line_and_ends_politely() {
    let server = Server::start(&["serve", "--listen", "127.0.0.1:0", "--base-path", "/kms"], &[]);
    let address = server.address();
    let expected =
        format!("kms-console: http://{address}/kms/ (persona li.wei, account 1147…0263, simulated cloud)\n");
    assert_eq!(server.line, expected);
    assert!(server.get("/kms/healthz").ends_with("ok\n"));
    assert!(server.get("/kms/api/session").contains(r#""Environment":"simulator""#));
    let (rest, log, success) = server.stop();
    assert_eq!((rest.as_str(), success), ("", true), "one line and no more");
    for line in log.lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "not JSON: {line}");
    }
}

#[test]
fn serve_works_against_a_sandbox_that_runs_alone() {
    let keys = ["--access-key-id", "an-id", "--access-key-secret", "canary-secret"];
    let sandbox = Server::start(&[&["sandbox", "--listen", "127.0.0.1:0"], keys.as_slice()].concat(), &[]);
    assert_eq!(sandbox.line, format!("kms-console sandbox: http://{}\n", sandbox.address()));
    let host = sandbox.address();
    let (_, port) = host.split_once(':').unwrap();
    let vpc = format!("vpc.{{region}}.localhost:{port}");
    let arguments = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--endpoint-kms",
        &host,
        "--endpoint-vpc",
        &vpc,
        "--endpoint-sts",
        &host,
    ];
    let right =
        [("ALIBABA_CLOUD_ACCESS_KEY_ID", "an-id"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "canary-secret")];
    let server = Server::start(&arguments, &right);
    assert!(server.line.contains("persona li.wei"), "{}", server.line);
    assert!(server.get("/api/session").contains(r#""Profile":"environment""#));
    let (_, log, success) = server.stop();
    assert!(success && !log.contains("canary"), "{log}");

    let wrong =
        [("ALIBABA_CLOUD_ACCESS_KEY_ID", "an-id"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "canary-other")];
    let output = console(&arguments).envs(wrong).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    let sentence = error.lines().find(|line| line.starts_with("kms-console: ")).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        sentence,
        "kms-console: cannot find out whose credentials these are: the cloud refused the credentials of this console (UpstreamSignature)"
    );
    assert!(!error.contains("canary"), "{error}");
}

#[test]
fn impossible_starts_are_refused_in_one_sentence() {
    let cases: [(&[&str], &str); 5] = [
        (
            &["serve", "--listen", "0.0.0.0:0"],
            "without a sign-in the console listens on loopback addresses only",
        ),
        (&["serve", "--cloud"], "cannot find credentials: set ALIBABA_CLOUD_ACCESS_KEY_ID"),
        (
            &["serve", "--endpoint-kms", "http://kms.example.com"],
            "without scheme, port or path, write `kms.example.com`",
        ),
        (
            &["serve", "--cloud", "--credentials-file", "/nonexistent"],
            "cannot read credentials file `/nonexistent`",
        ),
        (
            &["sandbox", "--listen", "0.0.0.0:0", "--access-key-id", "a", "--access-key-secret", "b"],
            "the simulated cloud listens on loopback addresses only",
        ),
    ];
    for (arguments, expected) in cases {
        let output = console(arguments).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {error}");
        assert!(
            error.lines().last().unwrap().starts_with("kms-console: ") && error.contains(expected),
            "{error}"
        );
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}
