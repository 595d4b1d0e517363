//! `kms-console policy` as people and CI systems start it.

#![cfg(test)]

use serde_json::{Value, json};
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

const OWNER: &str = "1111222233334444";
const OTHER: &str = "5555666677778888";

/// A folder of files that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("kms-console-policy-{name}-{}", std::process::id()));
        std::fs::remove_dir_all(&path).ok();
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.0.join(name), text).unwrap();
        self
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Runs `policy` with words parted by blanks, and `input` as standard input.
    fn run(&self, words: &str, input: impl AsRef<[u8]>) -> Output {
        run_in(&self.0, words, input.as_ref())
    }

    fn check(&self, cases: &[(&str, i32)]) {
        for (words, code) in cases {
            let output = self.run(words, "");
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            let printed = String::from_utf8_lossy(&output.stdout).into_owned();
            assert_eq!(output.status.code(), Some(*code), "{words}\n{printed}\n{error}");
            if *code == 2 {
                assert!(printed.is_empty(), "{words}: {printed}");
                assert!(!error.is_empty(), "{words}");
            }
        }
    }

    fn json(&self, words: &str) -> Value {
        let output = self.run(words, "");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|why| panic!("{words}: {why}: {error}"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

fn run_in(folder: &Path, words: &str, input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kms-console"));
    command.arg("policy").args(words.split_whitespace()).current_dir(folder).env_clear();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that refuses its arguments reads nothing.
    child.stdin.take().unwrap().write_all(input).ok();
    child.wait_with_output().unwrap()
}

fn statement(sid: &str, effect: &str, principal: &str, action: &str) -> Value {
    json!({"Sid": sid, "Effect": effect, "Principal": {"RAM": [principal]}, "Action": [action], "Resource": ["*"]})
}

fn policy(statements: &[Value]) -> String {
    json!({"Version": "1", "Statement": statements}).to_string()
}

fn owner_statement() -> Value {
    statement("owner", "Allow", &format!("acs:ram::{OWNER}:*"), "kms:*")
}

fn saved() -> String {
    policy(&[owner_statement()])
}

/// One account more than `saved`.
fn wider() -> String {
    let outside = format!("acs:ram::{OTHER}:user/li.wei");
    policy(&[owner_statement(), statement("outside", "Allow", &outside, "kms:Decrypt")])
}

fn request(principal: &str, more: &Value) -> String {
    let mut request = json!({"principal": principal, "action": "kms:Decrypt"});
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request.to_string()
}

#[test]
fn lint_says_what_is_wrong_and_where() {
    let text = "{\n  \"Version\": \"1\",\n  \"Statement\": [{\"Sid\": \"a\", \"Effect\": \"allow\"}]\n}\n";
    let folder = Folder::new("lint")
        .with("clean.json", saved())
        .with("wrong.json", text)
        .with("broken.json", "{\"Version\"");
    folder.check(&[
        ("lint --owner 1111222233334444 wrong.json", 1),
        ("lint wrong.json --format json", 1),
        ("lint wrong.json --format sarif", 1),
        ("lint broken.json", 1),
        ("lint broken.json --fail-on error", 1),
        ("lint --kind secret wrong.json", 1),
        ("lint --fail-on error --owner 1111222233334444 clean.json", 0),
        ("lint absent.json", 2),
        ("lint .", 2),
        ("lint", 2),
        ("lint --owner 12 clean.json", 2),
        ("lint --kind door clean.json", 2),
        ("lint --fail-on never clean.json", 2),
        ("lint --language xx clean.json", 2),
        ("lint --base broken.json clean.json", 2),
        ("lint --catalog clean.json clean.json", 2),
        ("lint --context - -", 2),
    ]);
    let report = folder.json("lint --format json wrong.json");
    let finding =
        report["findings"].as_array().unwrap().iter().find(|finding| finding["severity"] == "error").unwrap();
    assert!(finding["id"].as_str().unwrap().starts_with("KPL-"), "{finding}");
    for name in ["message", "params", "spans"] {
        assert!(!finding[name].is_null(), "{name}: {finding}");
    }
    for name in ["start", "end", "line", "column"] {
        assert!(finding["spans"][0][name].is_u64(), "{name}: {finding}");
    }
    let skipped = report["skipped"].as_array().unwrap();
    assert!(skipped.iter().any(|rule| rule["reason"] == "res.owner"), "{skipped:?}");
    assert_eq!(report["suppressed"], 0);

    let output = folder.run("lint wrong.json", "");
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.lines().next().unwrap().starts_with("wrong.json:3:"), "{printed}");
    assert!(printed.contains(": error KPL-"), "{printed}");
    let output = folder.run("lint --language zh -", text);
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("<stdin>:3:"));
}

#[test]
fn the_level_decides_about_the_exit_code() {
    let folder = Folder::new("level").with("wider.json", wider());
    let report = folder.json("lint --owner 1111222233334444 --format json wider.json");
    let found: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["severity"].as_str().unwrap())
        .collect();
    let levels = ["error", "security", "warning", "suggestion"];
    for (at, level) in levels.iter().enumerate() {
        let fails = found.iter().any(|severity| levels[..=at].contains(severity));
        let words = format!("lint --owner {OWNER} --fail-on {level} wider.json");
        assert_eq!(folder.run(&words, "").status.code(), Some(i32::from(fails)), "{words}: {found:?}");
    }
}

#[test]
fn a_context_feeds_the_rules() {
    let object = json!({
        "res": {"instance": {"id": "kst-1", "state": "Connected"}, "policy_name": "default",
            "key": {"usage": "ENCRYPT/DECRYPT", "spec": "Aliyun_AES_256", "origin": "Aliyun_KMS"}},
        "me": {"principal": format!("acs:ram::{OWNER}:user/li.wei"), "session": {"acs:SourceIp": "10.0.0.1"}},
        "dir": {"users": ["li.wei"], "roles": []},
        "net": {"bound_vpcs": ["vpc-1"], "quota": {"limit": 1, "used": 1}, "egress": "10.0.0.1"},
        "cfg": {"trustedAccounts": [], "maxPolicyAdmins": 3, "minPrefix": {"v4": 8, "v6": 32}, "disabled": []},
        "peer": {"key": "key-1", "policy": serde_json::from_str::<Value>(&saved()).unwrap()},
        "clock": "2026-11-24T08:00:00Z",
    });
    let mut text = object.clone();
    text["peer"]["policy"] = saved().into();
    let mut off = object.clone();
    off["cfg"]["disabled"] = json!(["KPL-Q01"]);
    let folder = Folder::new("context")
        .with("base.json", saved())
        .with("wider.json", wider())
        .with("object.json", serde_json::to_string_pretty(&object).unwrap())
        .with("marked.json", format!("\u{feff}{object}"))
        .with("text.json", text.to_string())
        .with("off.json", off.to_string())
        .with("none.json", r#"{"res":{"instance":null}}"#)
        .with("unknown.json", "{\n  \"peer\": {\"key\": \"k\",\n \"policy\": {\n}},\n  \"door\": 1}")
        .with("clock.json", r#"{"clock":"tomorrow"}"#)
        .with("me.json", r#"{"me":{"principal":"li.wei"}}"#);
    let judge = |context: &str| {
        folder.json(&format!(
            "lint --owner {OWNER} --base base.json --context {context} --format json wider.json"
        ))
    };
    let ids = |report: &Value| -> Vec<String> {
        let findings = report["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["id"].as_str().unwrap().to_owned()).collect()
    };
    let report = judge("object.json");
    assert!(ids(&report).contains(&"KPL-Q01".to_owned()), "{report}");
    assert_eq!(report["skipped"], json!([]));
    assert_eq!(judge("text.json"), report);
    assert_eq!(judge("marked.json"), report);
    let off = judge("off.json");
    assert!(!ids(&off).contains(&"KPL-Q01".to_owned()) && off["suppressed"] == 1, "{off}");
    assert!(ids(&judge("none.json")).contains(&"KPL-Q03".to_owned()));

    folder.check(&[
        ("lint --context unknown.json base.json", 2),
        ("lint --context clock.json base.json", 2),
        ("lint --context me.json base.json", 2),
        ("lint --context absent.json base.json", 2),
    ]);
    let error = String::from_utf8(folder.run("lint --context unknown.json base.json", "").stderr).unwrap();
    assert!(error.starts_with("kms-console: unknown.json:5:"), "{error}");
}

#[test]
fn fixes_are_written_once() {
    let loose = format!(
        "// note\n{{\"Version\":\"1\",\"Statement\":[{{\"Sid\":\"a\",\"Effect\":\"Allow\",\"Principal\":{{\"RAM\":[\"acs:ram::{OWNER}:*\",]}},\"Action\":[\"kms:*\"],\"Resource\":[\"*\"],}}]}}"
    );
    let folder = Folder::new("fix").with("policy.json", &loose).with("same.json", &loose);
    let words = format!("lint --fix --owner {OWNER} policy.json --format json");
    let first = folder.run(&words, "");
    let fixed = folder.read("policy.json");
    assert_ne!(fixed, loose);
    let second = folder.run(&words, "");
    assert_eq!(folder.read("policy.json"), fixed);
    assert_eq!(first.stdout, second.stdout);
    let report: Value = serde_json::from_slice(&second.stdout).unwrap();
    let safe = |finding: &&Value| finding["fix"]["safe"] == true;
    assert_eq!(report["findings"].as_array().unwrap().iter().filter(safe).count(), 0, "{report}");
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 2, "nothing is left beside");

    let piped = folder.run(&format!("lint --fix --owner {OWNER} -"), &loose);
    assert_eq!(String::from_utf8(piped.stdout).unwrap(), fixed);
    assert!(!piped.stderr.is_empty());
    assert_eq!(folder.read("same.json"), loose);
}

#[cfg(unix)]
#[test]
fn a_fix_goes_through_links_and_keeps_rights() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new("link").with("policy.json", "{\"Version\":\"1\",\"Statement\":[],}");
    let (file, link) = (folder.0.join("policy.json"), folder.0.join("link.json"));
    std::os::unix::fs::symlink("policy.json", &link).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    folder.run("lint --fix link.json", "");
    assert_eq!(folder.read("policy.json"), "{\"Version\":\"1\",\"Statement\":[]}");
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn sarif_has_the_shape_that_code_scanning_reads() {
    let folder =
        Folder::new("sarif").with("a policy.json", "{\n  \"Version\": \"1\",\n  \"Statement\": [],\n}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kms-console"));
    let output = command
        .args(["policy", "lint", "--format", "sarif", "a policy.json"])
        .current_dir(&folder.0)
        .output()
        .unwrap();
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().contains("sarif"));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(run["tool"]["driver"]["name"], "kms-console");
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[at]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()), "{result}");
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20policy.json");
        let number = |name: &str| place["region"][name].as_u64().unwrap();
        assert!(number("startLine") >= 1 && number("startColumn") >= 1, "{result}");
        assert!((number("startLine"), number("startColumn")) <= (number("endLine"), number("endColumn")));
    }
    let fixes: Vec<&Value> = results.iter().filter_map(|result| result.get("fixes")).collect();
    assert!(!fixes.is_empty(), "a comma too many can be mended");
    for fix in fixes {
        let change = &fix[0]["artifactChanges"][0];
        assert!(change["replacements"][0]["deletedRegion"]["startLine"].is_u64(), "{fix}");
        assert!(fix[0]["description"]["text"].is_string());
    }
    let notes = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert!(notes.iter().all(|note| note["associatedRule"]["id"].is_string()) && !notes.is_empty());
}

#[test]
fn check_answers_what_an_organisation_asks() {
    let user = format!("acs:ram::{OTHER}:user/li.wei");
    let cases = json!([
        {"who": user, "action": "kms:Decrypt", "expect": "allowed", "name": "reads"},
        {"who": user, "action": "kms:Encrypt", "expect": "denied"},
    ]);
    let wrong = json!([{"who": user, "action": "kms:Encrypt", "expect": "allowed", "name": "writes"}]);
    let public = policy(&[owner_statement(), statement("all", "Allow", "*", "kms:Decrypt")]);
    let folder = Folder::new("check")
        .with("saved.json", saved())
        .with("wider.json", wider())
        .with("public.json", public)
        .with("cases.json", cases.to_string())
        .with("wrong.json", wrong.to_string())
        .with("odd.json", "[\n  {\"who\": 1}]")
        .with("array.json", "[]")
        .with("broken.json", "{");
    let owned = |words: &str| format!("check --owner {OWNER} {words}");
    let cases = [
        ("--base saved.json --no-new-access saved.json", 0),
        ("--base saved.json --no-new-access wider.json", 1),
        ("--base wider.json --no-new-access saved.json", 0),
        ("--not-granted kms:Decrypt --except acs:ram::1111222233334444:* -- wider.json", 1),
        ("--not-granted kms:Decrypt --except acs:ram::1111222233334444:* wider.json", 1),
        (
            "--not-granted kms:Decrypt kms:Encrypt --except acs:ram::1111222233334444:* acs:ram::5555666677778888:user/li.wei wider.json",
            0,
        ),
        ("--not-public wider.json", 0),
        ("--not-public public.json", 1),
        ("--not-public --kind secret public.json", 0),
        ("--only-accounts 5555666677778888 wider.json", 0),
        ("--only-accounts 9999888877776666 -- wider.json", 1),
        ("--keeps-owner 1 saved.json", 0),
        ("--keeps-owner 5 saved.json", 1),
        ("--keeps-owner 1 --keeper acs:ram::1111222233334444:user/a -- saved.json", 0),
        ("--keeps-owner 1 --keeper acs:ram::5555666677778888:user/a -- saved.json", 1),
        ("--tests cases.json wider.json", 0),
        ("--tests wrong.json wider.json", 1),
        ("--not-public --keeps-owner 1 --format json wider.json", 0),
        ("wider.json", 2),
        ("--no-new-access wider.json", 2),
        ("--not-public", 2),
        ("--not-public absent.json", 2),
        ("--not-public array.json", 2),
        ("--not-public broken.json", 2),
        ("--not-public --base broken.json --no-new-access wider.json", 2),
        ("--not-granted kms:Decrpt -- wider.json", 2),
        ("--not-granted kms:Decrypt --except li.wei -- wider.json", 2),
        ("--except acs:ram::1111222233334444:* -- wider.json", 2),
        ("--only-accounts 12 -- wider.json", 2),
        ("--keeps-owner 0 wider.json", 2),
        ("--keeps-owner 1 --keeper somebody -- wider.json", 2),
        ("--tests odd.json wider.json", 2),
        ("--tests - -", 2),
    ];
    for (words, code) in cases {
        folder.check(&[(&owned(words), code)]);
    }
    folder.check(&[("check --not-public wider.json", 2)]);

    let answer =
        folder.json(&owned("--format json --base saved.json --no-new-access --not-public wider.json"));
    assert_eq!(answer["checks"][0]["id"], "KPC-1");
    assert_eq!(answer["checks"][0]["verdict"], "fail");
    assert_eq!(answer["checks"][1], json!({"id": "KPC-3", "verdict": "pass", "reasons": []}));
    let witness = &answer["checks"][0]["witness"];
    assert_eq!((&witness["principal"], &witness["action"]), (&json!(user), &json!("kms:Decrypt")));

    // What shows a fail is a request that `simulate` takes as it is; the account outside still needs its own policy.
    std::fs::write(folder.0.join("witness.json"), witness.to_string()).unwrap();
    let decision =
        folder.json(&format!("simulate --owner {OWNER} --request witness.json --format json wider.json"));
    let outcomes = decision["because"].as_array().unwrap();
    assert!(
        outcomes.iter().any(|because| because["statement"] == 1 && because["outcome"] == "matches"),
        "{decision}"
    );

    let printed = folder.run(&owned("--base saved.json --no-new-access wider.json"), "").stdout;
    let printed = String::from_utf8(printed).unwrap();
    assert!(printed.starts_with("KPC-1: fail\n") && printed.contains("Statement[1]"), "{printed}");
    let error = folder.run(&owned("--tests odd.json wider.json"), "").stderr;
    assert!(String::from_utf8(error).unwrap().starts_with("kms-console: odd.json:2:"));
}

#[test]
fn simulate_says_what_decides() {
    let own = format!("acs:ram::{OWNER}:user/a");
    let outside = format!("acs:ram::{OTHER}:user/li.wei");
    let mut vpc = statement("vpc", "Allow", &own, "kms:Decrypt");
    vpc["Condition"] = json!({"StringEquals": {"acs:SourceVpc": ["vpc-1"]}});
    let ram = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}"#;
    let folder = Folder::new("simulate")
        .with("saved.json", saved())
        .with("wider.json", wider())
        .with("vpc.json", policy(&[vpc]))
        .with("ram.json", ram)
        .with("own.json", request(&own, &json!({})))
        .with("outside.json", request(&outside, &json!({"account": OTHER, "is_root": false, "via": "sts"})))
        .with("right.json", request(&own, &json!({"context": {"acs:SourceVpc": "vpc-1"}})))
        .with("other.json", request(&own, &json!({"context": {"acs:SourceVpc": "vpc-2"}})))
        .with("open.json", request(&own, &json!({"open": ["acs:SourceVpc"]})))
        .with("pattern.json", request(&own, &json!({"action": "kms:*"})))
        .with("odd.json", "{\"principal\": \"me\",\n\"action\": \"kms:Decrypt\"}")
        .with("secret.json", request(&own, &json!({"action": "kms:GetSecretValue"})));
    let key = "--encrypting-key-owner 1111222233334444 --encrypting-key-policy";
    let cases = [
        ("--request own.json saved.json".to_owned(), 0, "allowed"),
        ("--request outside.json saved.json".to_owned(), 1, "denied"),
        ("--request outside.json wider.json".to_owned(), 1, "denied"),
        ("--request outside.json --ram ram.json wider.json".to_owned(), 0, "allowed"),
        ("--request right.json vpc.json".to_owned(), 0, "allowed"),
        ("--request other.json vpc.json".to_owned(), 1, "denied"),
        ("--request own.json vpc.json".to_owned(), 1, "denied"),
        ("--request other.json --ram ram.json vpc.json".to_owned(), 0, "allowed"),
        ("--request open.json vpc.json".to_owned(), 1, "depends"),
        ("--kind secret --request secret.json saved.json".to_owned(), 1, "depends"),
        (format!("--kind secret --request secret.json {key} saved.json saved.json"), 0, "allowed"),
        (format!("--kind secret --request secret.json {key} vpc.json saved.json"), 1, "denied"),
    ];
    for (words, code, verdict) in &cases {
        let words = format!("simulate --owner {OWNER} --format json {words}");
        folder.check(&[(&words, *code)]);
        let decision = folder.json(&words);
        assert_eq!(decision["verdict"], *verdict, "{words}: {decision}");
    }
    let simulate = |words: &str| folder.json(&format!("simulate --owner {OWNER} --format json {words}"));
    let place = |place: &str, policy: usize, statement: usize| json!({"where": place, "policy": policy, "statement": statement});
    assert_eq!(simulate("--request own.json saved.json")["deciding"], json!([place("resource", 0, 0)]));
    assert_eq!(simulate("--request outside.json saved.json")["deciding"], json!([{"where": "none"}]));
    let both = json!([place("resource", 0, 1), place("ram", 0, 0)]);
    assert_eq!(simulate("--request outside.json --ram ram.json wider.json")["deciding"], both);
    let other = &simulate("--request other.json vpc.json")["because"][0];
    assert_eq!((&other["outcome"], &other["key"]), (&json!("condition"), &json!("acs:SourceVpc")));
    let open = simulate("--request open.json vpc.json");
    assert_eq!(open["depends_on"], json!(["acs:SourceVpc"]));
    assert_eq!(open["because"][0]["open"], json!(["acs:SourceVpc"]));

    let refused = [
        "--request pattern.json saved.json",
        "--request odd.json saved.json",
        "--request absent.json saved.json",
        "--request own.json --ram odd.json saved.json",
        "--request own.json --encrypting-key-owner 1111222233334444 saved.json",
        "--request own.json --encrypting-key-policy saved.json saved.json",
        "--request - -",
        "saved.json",
    ];
    for words in refused {
        folder.check(&[(&format!("simulate --owner {OWNER} {words}"), 2)]);
    }
    folder.check(&[("simulate --request own.json saved.json", 2)]);
    let text = |words: &str| {
        String::from_utf8(folder.run(&format!("simulate --owner {OWNER} {words}"), "").stdout).unwrap()
    };
    assert!(text("--request own.json saved.json").starts_with("Allowed by Statement[0]\n"));
    assert!(text("--request outside.json saved.json").starts_with("Denied: no statement allows it\n"));
    assert!(text("--request outside.json wider.json").starts_with("Denied: a statement allows it, but not "));
    assert!(text("--request open.json vpc.json").contains("acs:SourceVpc"));
}

#[test]
fn diff_is_by_meaning_or_by_text() {
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&saved()).unwrap()).unwrap();
    let folder = Folder::new("diff")
        .with("saved.json", saved())
        .with("pretty.json", pretty)
        .with("wider.json", wider())
        .with("binary.json", [0xff, 0xfe, 0])
        .with("broken.json", "{\n\"Statement\": [}");
    let owned = |words: &str| format!("diff --owner {OWNER} {words}");
    folder.check(&[
        (&owned("saved.json pretty.json"), 0),
        (&owned("saved.json wider.json"), 1),
        (&owned("saved.json broken.json"), 2),
        (&owned("saved.json"), 2),
        (&owned("- -"), 2),
        ("diff saved.json pretty.json", 2),
        ("diff --text saved.json pretty.json", 1),
        ("diff --text saved.json saved.json", 0),
        ("diff --text saved.json binary.json", 1),
    ]);
    let diff = folder.json(&owned("--format json saved.json wider.json"));
    assert_eq!((&diff["same"], &diff["gained"], &diff["lost"]), (&json!(false), &json!(1), &json!(0)));
    assert_eq!(diff["rows"][0]["change"], "gained");
    assert_eq!(diff["rows"][0]["statements"]["after"], json!([1]));
    assert_eq!(folder.json(&owned("--format json saved.json pretty.json"))["same"], true);

    let print = |words: &str| String::from_utf8(folder.run(words, "").stdout).unwrap();
    let printed = print(&owned("saved.json wider.json"));
    assert!(printed.starts_with("1 gained, 0 lost, 0 now conditional\n+ "), "{printed}");
    assert!(print(&owned("wider.json saved.json")).contains("\n- "));
    let printed = print("diff --text saved.json pretty.json");
    assert!(printed.starts_with("--- saved.json\n+++ pretty.json\n@@ "), "{printed}");
    assert!(print("diff --text saved.json saved.json").is_empty());
    let error = String::from_utf8(folder.run(&owned("saved.json broken.json"), "").stderr).unwrap();
    assert!(error.starts_with("kms-console: broken.json:2:"), "{error}");
}

#[test]
fn merge_joins_changes_and_says_where_they_collide() {
    let own =
        |effect: &str, action: &str| statement("own", effect, &format!("acs:ram::{OWNER}:user/a"), action);
    let base = policy(&[owner_statement(), own("Allow", "kms:Decrypt")]);
    let mine = policy(&[
        owner_statement(),
        own("Allow", "kms:Decrypt"),
        statement("new", "Allow", "*", "kms:Encrypt"),
    ]);
    let theirs = policy(&[owner_statement(), own("Deny", "kms:Decrypt")]);
    let folder = Folder::new("merge")
        .with("base.json", &base)
        .with("mine.json", &mine)
        .with("theirs.json", &theirs)
        .with("one.json", base.replace("\"own\"", "\"one\""))
        .with("two.json", base.replace("\"own\"", "\"two\""))
        .with("broken.json", "{");
    folder.check(&[
        ("merge --base base.json mine.json theirs.json", 0),
        ("merge --base base.json base.json theirs.json", 0),
        ("merge --base base.json broken.json theirs.json", 2),
        ("merge --base broken.json mine.json theirs.json", 2),
        ("merge mine.json theirs.json", 2),
        ("merge --base - - theirs.json", 2),
    ]);
    let merged = folder.json("merge --base base.json mine.json theirs.json --format json");
    assert_eq!(merged["conflicts"], json!([]));
    assert_eq!(merged["merged"]["Statement"].as_array().unwrap().len(), 3);
    assert_eq!(serde_json::from_str::<Value>(merged["text"].as_str().unwrap()).unwrap(), merged["merged"]);
    let printed = folder.run("merge --base base.json base.json theirs.json", "");
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), theirs);
    assert!(printed.stderr.is_empty());

    let output = folder.run("merge --base base.json one.json two.json", "");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("\"one\""));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("Conflict in Statement[1].Sid; the result holds mine\n"), "{said}");
    let merged = folder.json("merge --base base.json --format json one.json two.json");
    let conflict = &merged["conflicts"][0];
    assert_eq!((&conflict["element"], &conflict["theirs"]), (&json!("Sid"), &json!("\"two\"")));
}

#[test]
fn explain_and_fmt_read_what_there_is() {
    let folder = Folder::new("explain")
        .with("saved.json", saved())
        .with("unfinished.json", "{\"Statement\": [{\"Sid\": \"a\"")
        .with("array.json", "[1,  2]");
    folder.check(&[
        ("explain saved.json", 0),
        ("explain unfinished.json", 0),
        ("explain array.json", 2),
        ("explain absent.json", 2),
        ("fmt saved.json", 0),
        ("fmt --check saved.json", 1),
        ("fmt --minify --check saved.json", 0),
        ("fmt unfinished.json", 2),
        ("fmt --write --check saved.json", 2),
    ]);
    let explained = folder.json(&format!("explain --owner {OWNER} --format json saved.json"));
    let first = &explained["statements"][0];
    assert_eq!((&first["statement"], &first["sid"]), (&json!(0), &json!("owner")));
    assert!(first["sentence"].as_str().unwrap().contains("every identity of this account"), "{first}");
    let printed = folder.run("explain --language id saved.json", "").stdout;
    assert!(String::from_utf8(printed).unwrap().starts_with("Statement[0] (owner): "));

    let piped = String::from_utf8(folder.run("fmt -", saved()).stdout).unwrap();
    assert!(piped.starts_with("{\n  \"Statement\": [\n"), "{piped}");
    assert_eq!(String::from_utf8(folder.run("fmt --minify -", &piped).stdout).unwrap(), saved());
    assert_eq!(folder.json("fmt --format json saved.json"), json!({"changed": true, "text": piped}));
    assert!(folder.run("fmt --write saved.json", "").stdout.is_empty());
    assert_eq!(folder.read("saved.json"), piped);
    folder.check(&[("fmt --check saved.json", 0)]);
}

#[test]
fn hostile_input_is_an_answer_or_a_refusal() {
    let deep = "[".repeat(100_000);
    let closed = format!("{{\"Statement\":{deep}{}}}", "]".repeat(100_000));
    let escapes = policy(&[statement("\u{1b}[31m\n::error::x", "allow\n\u{202e}", "*\u{7}", "kms:\r\nx")]);
    let folder = Folder::new("hostile")
        .with("binary.json", [0, 159, 146, 150, b'{', 0xff])
        .with("deep.json", deep)
        .with("closed.json", closed)
        .with("escapes.json", escapes)
        .with("empty.json", "")
        .with("big.json", vec![b' '; 2 << 20])
        .with("saved.json", saved());
    let owner = format!("--owner {OWNER}");
    for file in ["binary.json", "deep.json", "empty.json"] {
        for (words, code) in [
            ("lint", 1),
            ("lint --format sarif", 1),
            ("check --not-public", 2),
            ("diff saved.json", 2),
            ("merge --base saved.json saved.json", 2),
            ("fmt", 2),
            ("explain", 2),
        ] {
            folder.check(&[(&format!("{words} {owner} {file}"), code)]);
        }
    }
    for words in ["lint", "lint --context", "fmt", "explain", "diff --text saved.json", "lint --catalog"] {
        let more = if words.contains("--c") { "saved.json" } else { "" };
        folder.check(&[(&format!("{words} big.json {more}"), 2)]);
    }
    folder.check(&[
        ("lint closed.json", 1),
        ("fmt --minify closed.json", 0),
        ("merge --base closed.json closed.json closed.json --format json", 0),
        ("lint --context deep.json saved.json", 2),
        ("lint --context binary.json saved.json", 2),
        ("lint --context closed.json saved.json", 2),
    ]);
    for words in ["lint escapes.json", "explain escapes.json"] {
        let printed = String::from_utf8(folder.run(words, "").stdout).unwrap();
        assert!(printed.chars().all(|letter| letter == '\n' || !letter.is_control()), "{printed:?}");
        assert!(!printed.contains("\n::error") && !printed.contains('\u{202e}'), "{printed}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let statements: Vec<Value> =
        (0..2_000).map(|at| statement(&format!("s{at}"), "allow", "*", "kms:Decrpt")).collect();
    let folder = Folder::new("pipe").with("long.json", policy(&statements));
    let mut child = Command::new(env!("CARGO_BIN_EXE_kms-console"))
        .args(["policy", "explain", "long.json"])
        .current_dir(&folder.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}
