//! Credentials that a service gives out: what it is asked, what is signed with its answer, and what is refused.

use kms_api::{Parameters, Product, catalog};
use kms_proxy::{Cloud, CloudConfig, CredentialSource, Pace, Profile, UpstreamLimits, load_credentials};
use kms_tests::{ScriptedCloud, TestClock};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

const CANARY: &str = "canary-secret-41d0";

fn issued(id: &str, clock: &TestClock) -> Value {
    let end = clock.now() + jiff::SignedDuration::from_hours(1);
    json!({"AccessKeyId": id, "AccessKeySecret": CANARY, "SecurityToken": "token-1", "Expiration": end.to_string()})
}

/// Answers `AssumeRole…` with numbered credentials, and everything else with `{}`.
async fn sts(clock: &TestClock) -> ScriptedCloud {
    let clock = clock.clone();
    ScriptedCloud::deciding(move |request, number| {
        let asks_for_credentials = request.contains("AssumeRole");
        let body = if asks_for_credentials {
            json!({"RequestId": "R", "Credentials": issued(&format!("STS.{number}"), &clock)}).to_string()
        } else {
            "{}".to_owned()
        };
        ("200 OK", String::new(), body)
    })
    .await
}

struct Files(PathBuf);

impl Files {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let root = std::env::temp_dir().join(format!("kms-wire-{}-{name}", std::process::id()));
        fs::create_dir_all(&root).unwrap();
        for (path, text) in files {
            fs::write(root.join(path), text).unwrap();
        }
        Self(root)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

async fn load(
    source: &CredentialSource,
    variables: &[(&str, &str)],
    clock: &TestClock,
) -> Result<Profile, String> {
    kms_tests::logs::capture();
    let environment =
        |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    load_credentials(source, &environment, clock.as_function()).await.map_err(|error| error.to_string())
}

/// A read with these credentials; the code of a refusal.
async fn read(cloud: &Cloud) -> Result<(), String> {
    let spec = catalog::find(Product::Kms, "ListKmsInstances").unwrap();
    let result = cloud.call(spec, &"cn-hangzhou".into(), Parameters::new()).await;
    result.map(drop).map_err(|error| format!("{}: {error}", error.error.code))
}

fn cloud(profile: &Profile, scripted: &ScriptedCloud, clock: &TestClock) -> Cloud {
    Cloud::new(&CloudConfig {
        endpoints: scripted.endpoints(),
        profile: profile.clone(),
        home_region: "cn-hangzhou".into(),
        clock: clock.as_function(),
        upstream: UpstreamLimits::default(),
        pace: Pace::SIMULATED,
    })
    .unwrap()
}

fn has(request: &str, line: &str) -> bool {
    request.contains(&format!("\r\n{line}\r\n"))
}

#[tokio::test]
async fn a_role_is_taken_with_a_signed_call_and_its_credentials_sign() {
    let clock = TestClock::default();
    let server = sts(&clock).await;
    let config = r#"{"profiles":[{"name":"default","mode":"RamRoleArn","access_key_id":"long-id","access_key_secret":"s",
        "ram_role_arn":"acs:ram::1:role/ops","ram_session_name":"me","expired_seconds":1800,"external_id":"x","policy":"{}"}]}"#;
    let files = Files::new("role", &[("config.json", config)]);
    let source = CredentialSource {
        file: Some(files.path("config.json").into()),
        endpoint_sts: Some(format!("127.0.0.1:{}", server.address().port())),
        ..CredentialSource::default()
    };
    let profile = load(&source, &[], &clock).await.unwrap();
    let cloud = cloud(&profile, &server, &clock);
    read(&cloud).await.unwrap();
    read(&cloud).await.unwrap();
    let requests = server.requests();
    let [take, first, second] = requests.as_slice() else { panic!("{requests:?}") };
    assert!(take.starts_with("POST / HTTP/1.1\r\n") && has(take, "x-acs-action: AssumeRole"), "{take}");
    assert!(take.contains("ACS3-HMAC-SHA256 Credential=long-id,"), "{take}");
    let form = "DurationSeconds=1800&ExternalId=x&Policy=%7B%7D&RoleArn=acs%3Aram%3A%3A1%3Arole%2Fops&RoleSessionName=me";
    assert!(take.ends_with(form), "{take}");
    for request in [first, second] {
        assert!(
            request.contains("Credential=STS.0,") && has(request, "x-acs-security-token: token-1"),
            "{request}"
        );
    }
    assert!(profile.expires().is_some());

    // Half a minute before the end the next ones have come; nobody has waited.
    clock.advance(50);
    read(&cloud).await.unwrap();
    while server.requests().len() < 5 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    read(&cloud).await.unwrap();
    assert!(server.requests()[5].contains("Credential=STS."), "{:?}", server.requests()[5]);
    assert!(!server.requests()[5].contains("Credential=STS.0,"), "{:?}", server.requests()[5]);
}

#[tokio::test]
async fn a_token_of_the_platform_is_exchanged_in_a_form_without_a_signature() {
    let clock = TestClock::default();
    let server = sts(&clock).await;
    let files = Files::new("oidc", &[("token", "oidc-token-1\n")]);
    let token_file = files.path("token");
    let variables = [
        ("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/pod"),
        ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/p"),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", token_file.as_str()),
        ("ALIBABA_CLOUD_ROLE_SESSION_NAME", "pod-7"),
    ];
    let source = CredentialSource {
        endpoint_sts: Some(format!("127.0.0.1:{}", server.address().port())),
        ..CredentialSource::default()
    };
    let profile = load(&source, &variables, &clock).await.unwrap();
    let cloud = cloud(&profile, &server, &clock);
    read(&cloud).await.unwrap();
    let take = &server.requests()[0];
    assert!(
        take.starts_with("POST / HTTP/1.1\r\n") && !take.to_lowercase().contains("authorization"),
        "{take}"
    );
    let body = take.split("\r\n\r\n").nth(1).unwrap();
    for part in [
        "Action=AssumeRoleWithOIDC&",
        "&Version=2015-04-01&",
        "&RoleSessionName=pod-7&",
        "&OIDCProviderArn=acs%3Aram%3A%3A1%3Aoidc-provider%2Fp&",
        "&OIDCToken=oidc-token-1",
    ] {
        assert!(format!("&{body}").contains(part), "{part} in {body}");
    }

    // The platform has replaced the token, and the cloud has ended the session.
    fs::write(&token_file, "oidc-token-2").unwrap();
    clock.advance(61);
    read(&cloud).await.unwrap();
    assert!(server.requests()[2].ends_with("&OIDCToken=oidc-token-2"), "{}", server.requests()[2]);
    fs::remove_file(&token_file).unwrap();
    clock.advance(61);
    let refusal = read(&cloud).await.unwrap_err();
    assert!(
        refusal.starts_with("UpstreamSignature: ") && refusal.contains("cannot read token file"),
        "{refusal}"
    );
}

#[tokio::test]
async fn credentials_that_the_cloud_calls_expired_are_replaced_for_a_read() {
    let clock = TestClock::default();
    let inner = clock.clone();
    let server = ScriptedCloud::deciding(move |request, number| {
        if request.contains("AssumeRole") {
            let body = json!({"Credentials": issued(&format!("STS.{number}"), &inner)}).to_string();
            ("200 OK", String::new(), body)
        } else if request.contains("Credential=STS.0,") {
            let body = json!({"Code": "InvalidSecurityToken.Expired", "Message": "m"}).to_string();
            ("400 Bad Request", String::new(), body)
        } else {
            ("200 OK", String::new(), "{}".to_owned())
        }
    })
    .await;
    let ini =
        "[default]\ntype=ram_role_arn\naccess_key_id=a\naccess_key_secret=b\nrole_arn=acs:ram::1:role/x\n";
    let files = Files::new("expired", &[("ini", ini)]);
    let source = CredentialSource {
        file: Some(files.path("ini").into()),
        endpoint_sts: Some(format!("127.0.0.1:{}", server.address().port())),
        ..CredentialSource::default()
    };
    let profile = load(&source, &[], &clock).await.unwrap();
    read(&cloud(&profile, &server, &clock)).await.unwrap();
    assert_eq!(server.requests().len(), 4, "taken, refused, taken again, read");
}

#[tokio::test]
async fn what_sts_refuses_is_told_with_code_and_request_id() {
    let clock = TestClock::default();
    let body = json!({"Code": "NoPermission", "Message": "You are not authorized.", "RequestId": "R-7"});
    let server = ScriptedCloud::answering("403 Forbidden", "", &body.to_string()).await;
    let ini =
        "[default]\ntype=ram_role_arn\naccess_key_id=a\naccess_key_secret=b\nrole_arn=acs:ram::1:role/x\n";
    let files = Files::new("refused", &[("ini", ini)]);
    let source = CredentialSource {
        file: Some(files.path("ini").into()),
        endpoint_sts: Some(format!("127.0.0.1:{}", server.address().port())),
        ..CredentialSource::default()
    };
    let profile = load(&source, &[], &clock).await.unwrap();
    let refusal = read(&cloud(&profile, &server, &clock)).await.unwrap_err();
    let expected = "cannot get credentials from role `acs:ram::1:role/x`: NoPermission: You are not authorized. (request id R-7)";
    assert!(refusal.ends_with(expected), "{refusal}");
}

/// A metadata service: answers by path, and by whether a token is there.
async fn metadata(clock: &TestClock, gives_token: bool) -> ScriptedCloud {
    let clock = clock.clone();
    ScriptedCloud::deciding(move |request, _| {
        let line = request.lines().next().unwrap_or_default();
        let answer = |status, body: String| (status, String::new(), body);
        if line.starts_with("PUT /latest/api/token ") {
            let has_ttl = has(request, "x-aliyun-ecs-metadata-token-ttl-seconds: 21600");
            return if gives_token && has_ttl {
                answer("200 OK", "imds-token".to_owned())
            } else {
                answer("404 Not Found", String::new())
            };
        }
        if gives_token && !has(request, "x-aliyun-ecs-metadata-token: imds-token") {
            return answer("403 Forbidden", String::new());
        }
        match line {
            "GET /latest/meta-data/ram/security-credentials/ HTTP/1.1" => {
                answer("200 OK", "app-role\n".to_owned())
            }
            "GET /latest/meta-data/ram/security-credentials/app-role HTTP/1.1" => {
                let mut body = issued("STS.instance", &clock);
                body["Code"] = "Success".into();
                answer("200 OK", body.to_string())
            }
            _ => answer("200 OK", "{}".to_owned()),
        }
    })
    .await
}

fn at(server: &ScriptedCloud) -> CredentialSource {
    let metadata = Some(format!("http://{}/", server.address()));
    CredentialSource { metadata, ..CredentialSource::default() }
}

#[tokio::test]
async fn the_role_of_an_instance_is_read_with_a_token() {
    let clock = TestClock::default();
    let server = metadata(&clock, true).await;
    let profile = load(&at(&server), &[], &clock).await.unwrap();
    assert_eq!((profile.name.as_str(), server.requests().len()), ("instance", 3));
    let named = [("ALIBABA_CLOUD_ECS_METADATA", "app-role")];
    load(&at(&server), &named, &clock).await.unwrap();
    assert_eq!(server.requests().len(), 5, "a known name is not asked for");
}

#[tokio::test]
async fn without_a_token_nothing_is_read_unless_the_operator_says_so() {
    let clock = TestClock::default();
    let server = metadata(&clock, false).await;
    let named = ("ALIBABA_CLOUD_ECS_METADATA", "app-role");
    let refusal = load(&at(&server), &[named], &clock).await.unwrap_err();
    assert_eq!(refusal, "cannot get credentials from the instance metadata: it gives no token, status 404");
    assert!(load(&at(&server), &[named, ("ALIBABA_CLOUD_IMDSV1_DISABLED", "true")], &clock).await.is_err());
    assert!(server.requests().iter().all(|request| request.starts_with("PUT ")), "{:?}", server.requests());
    load(&at(&server), &[named, ("ALIBABA_CLOUD_IMDSV1_DISABLED", "false")], &clock).await.unwrap();
}

#[tokio::test]
async fn odd_answers_of_the_metadata_service_are_refused_without_their_text() {
    let clock = TestClock::default();
    let cases = [
        ("{}", "its answer has no AccessKeyId"),
        ("<html>canary", "its answer cannot be read"),
        (r#"{"Code":"Failed"}"#, "its answer says `Failed`"),
        (r#"{"AccessKeyId":"a","AccessKeySecret":"canary"}"#, "its answer has no SecurityToken"),
        (
            r#"{"AccessKeyId":"a","AccessKeySecret":"canary","SecurityToken":"t","Expiration":"soon"}"#,
            "its answer has no readable Expiration",
        ),
    ];
    for (body, expected) in cases {
        let server = ScriptedCloud::answering("200 OK", "", body).await;
        let named = [("ALIBABA_CLOUD_ECS_METADATA", "app-role")];
        let refusal = load(&at(&server), &named, &clock).await.unwrap_err();
        assert_eq!(refusal, format!("cannot get credentials from the instance metadata: {expected}"));
    }
    for role in ["../../evil", "..", "", "a?b"] {
        let server = ScriptedCloud::answering("200 OK", "", role).await;
        assert!(load(&at(&server), &[], &clock).await.unwrap_err().starts_with("cannot find credentials"));
        assert!(server.requests().len() <= 2, "{role:?} became part of an address");
    }
}

#[tokio::test]
async fn a_credentials_uri_is_the_last_resort() {
    let clock = TestClock::default();
    let server = ScriptedCloud::answering("200 OK", "", &issued("STS.uri", &clock).to_string()).await;
    let uri = format!("http://{}/credentials?key=canary-query", server.address());
    let variables =
        [("ALIBABA_CLOUD_CREDENTIALS_URI", uri.as_str()), ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")];
    let profile = load(&CredentialSource::default(), &variables, &clock).await.unwrap();
    assert_eq!(profile.name, "credentials-uri");
    assert!(!format!("{profile:?}").contains("canary"), "{profile:?}");
    read(&cloud(&profile, &server, &clock)).await.unwrap();
    assert!(server.requests()[1].contains("Credential=STS.uri,"));
    let logs = kms_tests::logs::captured();
    for canary in [CANARY, "canary-query"] {
        assert_eq!(logs.lines().find(|line| line.contains(canary)), None);
    }
}
