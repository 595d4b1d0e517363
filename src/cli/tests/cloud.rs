//! `whoami` and `call`, as people type them, against a simulated cloud that runs alone.

#![cfg(test)]

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Output, Stdio},
};

const KEYS: [(&str, &str); 2] =
    [("ALIBABA_CLOUD_ACCESS_KEY_ID", "an-id-4711"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "canary-secret")];

/// A simulated cloud that is ended with the test.
struct Sandbox {
    child: Child,
    host: String,
}

impl Sandbox {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kms-console"))
            .args(["sandbox", "--access-key-id", "an-id-4711", "--access-key-secret", "canary-secret"])
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().rsplit(':').next().unwrap();
        let host = format!("{{region}}.localhost:{port}");
        Self { child, host }
    }

    /// The command with endpoints that lead here.
    fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        let hosts: Vec<String> = ["kms", "vpc", "sts"]
            .iter()
            .flat_map(|product| [format!("--endpoint-{product}"), format!("{product}.{}", self.host)])
            .collect();
        let mut all: Vec<&str> = arguments.to_vec();
        all.extend(hosts.iter().map(String::as_str));
        run(&all, variables)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kms-console"))
        .args(arguments)
        .env_clear()
        .env("HOME", "/nonexistent")
        .env("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

/// Standard output of a success.
fn printed(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    assert!(!error.contains("canary"), "{error}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The one sentence of a failure.
fn refusal(output: &Output) -> String {
    let error = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(output.stdout.is_empty());
    assert!(!error.contains("canary"), "{error}");
    let last = error.lines().last().unwrap();
    last.strip_prefix("kms-console: ").unwrap_or_else(|| panic!("{error}")).to_owned()
}

#[test]
fn whoami_says_whose_the_credentials_are_and_where_they_come_from() {
    let sandbox = Sandbox::start();
    assert_eq!(
        printed(&sandbox.run(&["whoami"], &KEYS)),
        "Account      1147203918250263\n\
         Identity     RAM user li.wei\n\
         ARN          acs:ram::1147203918250263:user/li.wei\n\
         Profile      environment\n\
         Credentials  access key, environment variables\n"
    );
    let file = std::env::temp_dir().join(format!("kms-cli-{}-whoami.json", std::process::id()));
    let config = r#"{"profiles":[{"name":"work","mode":"AK","access_key_id":"an-id-4711","access_key_secret":" canary-secret"}]}"#;
    std::fs::write(&file, config).unwrap();
    let path = file.display().to_string();
    let arguments = ["whoami", "--json", "--profile", "work", "--credentials-file", &path];
    let json: serde_json::Value = serde_json::from_str(&printed(&sandbox.run(&arguments, &[]))).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "AccountId": "1147203918250263",
            "Arn": "acs:ram::1147203918250263:user/li.wei",
            "IdentityType": "RAMUser",
            "Name": "li.wei",
            "Profile": "work",
            "Source": format!("access key, file `{path}`"),
            "Expiration": null,
            "Warnings": [format!("access_key_secret of file `{path}` has white space around it, which was left out")],
        })
    );
}

#[test]
fn whoami_says_what_is_odd_about_keys_that_are_refused() {
    let sandbox = Sandbox::start();
    let odd = [
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", "an-id-4711\n"),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "canary -other"),
    ];
    let output = sandbox.run(&["whoami"], &odd);
    let error = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines.len(), 3, "{error}");
    assert_eq!(
        lines[0],
        "kms-console: warning: access_key_id of environment variables has white space around it, which was left out"
    );
    assert!(
        lines[1].contains("access_key_secret of environment variables has white space within it"),
        "{error}"
    );
    let expected = "cannot use environment (access key, environment variables): \
        the cloud refused the credentials of this console, the cloud's code is SignatureDoesNotMatch \
        (UpstreamSignature, request id ";
    assert!(refusal(&output).starts_with(expected), "{error}");
}

#[test]
fn call_prints_the_cloud_s_answer_and_nothing_else() {
    let sandbox = Sandbox::start();
    let json = |arguments: &[&str]| -> serde_json::Value {
        let output = sandbox.run(arguments, &KEYS);
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = printed(&output);
        assert!(text.ends_with("}\n") && text.lines().count() == 1, "{text}");
        serde_json::from_str(&text).unwrap()
    };
    let listed = json(&["call", "ListKmsInstances", "--PageSize", "100", "--PageNumber=1"]);
    let id = listed["KmsInstances"]["KmsInstance"][0]["KmsInstanceId"].as_str().unwrap().to_owned();
    let found = json(&["call", "--KmsInstanceId", &id, "GetKmsInstance", "--region", "cn-hangzhou"]);
    assert_eq!(found["KmsInstance"]["InstanceId"], id.as_str(), "{found}");
    let vpcs = json(&["call", "DescribeVpcs", "--RegionId", "cn-hangzhou", "--PageSize", "10"]);
    assert_eq!(vpcs["PageSize"], 10);
    let regions = json(&["call", "DescribeRegions", "--product", "vpc"]);
    assert!(regions["Regions"]["Region"][0]["RegionId"].is_string());
}

#[test]
fn call_takes_the_region_of_the_profile() {
    let sandbox = Sandbox::start();
    let total = |variables: &[(&str, &str)], more: &[&str]| {
        let arguments = [&["call", "ListKmsInstances"], more].concat();
        let answer: serde_json::Value =
            serde_json::from_str(&printed(&sandbox.run(&arguments, variables))).unwrap();
        answer["TotalCount"].to_string()
    };
    let (hangzhou, elsewhere) = (total(&KEYS, &[]), total(&KEYS, &["--region", "eu-west-1"]));
    assert_ne!(hangzhou, elsewhere);
    let with_region = [KEYS[0], KEYS[1], ("ALIBABA_CLOUD_REGION_ID", "eu-west-1")];
    assert_eq!(total(&with_region, &[]), elsewhere);
    assert_eq!(total(&with_region, &["--region", "cn-hangzhou"]), hangzhou);
}

#[test]
fn call_fails_in_one_sentence_with_code_and_request_id() {
    let sandbox = Sandbox::start();
    let refused = refusal(&sandbox.run(&["call", "GetKmsInstance", "--KmsInstanceId", "kst-none"], &KEYS));
    let expected = "GetKmsInstance failed: The specified DKMS Instance is not found. \
        (Forbidden.DKMSInstanceNotFound, request id ";
    assert!(refused.starts_with(expected), "{refused}");

    let cases: [(&[&str], &str); 9] = [
        (&["call", "GetKmsInstanse"], "cannot find operation `GetKmsInstanse`, did you mean GetKmsInstance"),
        (
            &["call", "GetKmsInstance", "--InstanceId", "kst-1"],
            "GetKmsInstance has no parameter `InstanceId`, did you mean KmsInstanceId?",
        ),
        (
            &["call", "GetKmsInstance", "--KmsInstanceId"],
            "cannot call GetKmsInstance: --KmsInstanceId has no value",
        ),
        (&["call", "DescribeRegions"], "cannot tell which DescribeRegions is meant: say --product Kms or"),
        (
            &["call", "GetSecretValue", "--SecretName", "x"],
            "cannot call GetSecretValue like this: secrets would",
        ),
        (
            &["call", "Encrypt", "--KeyId", "x", "--Plaintext", "eA=="],
            "cannot call Encrypt like this: secrets",
        ),
        (
            &["call", "ListKmsInstances", "--region", "cn-nowhere"],
            "ListKmsInstances failed: cannot find region `cn-nowhere`",
        ),
        (
            &["call", "ListKmsInstances", "--endpoint-kms", "https://KMS.cn-hangzhou.aliyuncs.com:443/"],
            "cannot use endpoint `https://KMS.cn-hangzhou.aliyuncs.com:443/`: it must be a bare lower-case host without scheme, port or path, write `kms.cn-hangzhou.aliyuncs.com`",
        ),
        (&["whoami", "--profile", "none"], "cannot find credentials: set ALIBABA_CLOUD_ACCESS_KEY_ID"),
    ];
    for (arguments, expected) in cases {
        let found = refusal(&run(arguments, &KEYS));
        assert!(found.starts_with(expected), "{arguments:?}: {found}");
    }
}

#[test]
fn secrets_pass_when_they_are_allowed_to() {
    let sandbox = Sandbox::start();
    let arguments = ["call", "GetSecretValue", "--SecretName", "no-such-secret", "--allow-sensitive"];
    let refused = refusal(&sandbox.run(&arguments, &KEYS));
    assert!(refused.starts_with("GetSecretValue failed: "), "it went to the cloud: {refused}");
}
