use super::{CredentialSource, CredentialsError, Profile, files::without_comment, load};
use std::{fs, path::PathBuf, sync::Arc};

struct Home(PathBuf);

impl Home {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let root = std::env::temp_dir().join(format!("kms-proxy-{}-{name}", std::process::id()));
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(root)
    }

    async fn find(
        &self,
        source: &CredentialSource,
        variables: &[(&str, &str)],
    ) -> Result<Profile, CredentialsError> {
        // No test asks the network; those that do are wire tests.
        let environment = |name: &str| match name {
            "HOME" => Some(self.0.display().to_string()),
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED" => Some("True".to_owned()),
            _ => variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()),
        };
        load(source, &environment, Arc::new(|| "2026-11-24T08:00:00Z".parse().unwrap())).await
    }

    async fn load_source(
        &self,
        source: &CredentialSource,
        variables: &[(&str, &str)],
    ) -> Result<String, CredentialsError> {
        let found = self.find(source, variables).await?;
        let credential = found.keyring.current().await.unwrap();
        Ok(format!(
            "{}/{}/{}/{}",
            found.name,
            credential.access_key_id,
            credential.access_key_secret.expose(),
            credential.security_token.as_ref().map_or("-", |token| token.expose())
        ))
    }

    async fn load(
        &self,
        profile: Option<&str>,
        variables: &[(&str, &str)],
    ) -> Result<String, CredentialsError> {
        self.load_source(&of_profile(profile), variables).await
    }

    /// How credentials are had, or why they are not.
    async fn source(&self, profile: Option<&str>, variables: &[(&str, &str)]) -> String {
        match self.find(&of_profile(profile), variables).await {
            Ok(found) => found.source.replace(&self.0.display().to_string(), "~"),
            Err(error) => error.to_string().replace(&self.0.display().to_string(), "~"),
        }
    }
}

fn of_profile(profile: Option<&str>) -> CredentialSource {
    CredentialSource { profile: profile.map(Into::into), ..CredentialSource::default() }
}

impl Drop for Home {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

const CONFIG: &str = r#"{"current":"work","meta_path":"","profiles":[
    {"name":"work","mode":"AK","access_key_id":"id-w","access_key_secret":"secret-w","retry_timeout":10,
        "region_id":"ap-southeast-5","retry":1.5,"nothing":null,"list":[1],"object":{"a":1}},
    {"name":"temp","mode":"StsToken","access_key_id":"id-t","access_key_secret":"secret-t","sts_token":"token-t"},
    {"name":"no-token","mode":"StsToken","access_key_id":"id-t","access_key_secret":"secret-t"},
    {"name":"role","mode":"RamRoleArn","access_key_id":"id-r","access_key_secret":"secret-r",
        "ram_role_arn":"acs:ram::1:role/ops","expired_seconds":900},
    {"name":"no-role","mode":"RamRoleArn","access_key_id":"id-r","access_key_secret":"secret-r"},
    {"name":"ecs","mode":"EcsRamRole","ram_role_name":"r"},
    {"name":"oidc","mode":"OIDC","ram_role_arn":"acs:ram::1:role/o","oidc_provider_arn":"p","oidc_token_file":"/t"},
    {"name":"no-file","mode":"OIDC","ram_role_arn":"acs:ram::1:role/o","oidc_provider_arn":"p"},
    {"name":"far","mode":"RamRoleArn","access_key_id":"id","access_key_secret":"s","ram_role_arn":"a","sts_region":"moon"},
    {"name":"odd","mode":"RamRoleArn","access_key_id":"id","access_key_secret":"s","ram_role_arn":"a",
        "sts_endpoint":"https://STS.example.com"},
    {"name":"chain","mode":"ChainableRamRoleArn","source_profile":"work"},
    {"name":"sso","mode":"CloudSSO"},{"name":"oauth","mode":"OAuth"},{"name":"external","mode":"External"},
    {"name":"rsa","mode":"RsaKeyPair"},{"name":"uri","mode":"CredentialsURI"},{"name":"bearer","mode":"BearerToken"},
    {"name":"nobody","mode":"Anonymous"},{"name":"old","mode":"RamRoleArnWithRoleName"},
    {"name":"empty","mode":"AK","access_key_id":"id-e","access_key_secret":""}]}"#;

const INI: &str = "\u{feff}; shared\n[default]\ntype = access_key ; kind\naccess_key_id = id-d\n\
    access_key_secret = se#cr;et  # note\n\n[other]\nenable = true\ntype = ram_role_arn\naccess_key_id = a\n\
    access_key_secret = b\nrole_arn = acs:ram::1:role/x\n[pair]\ntype = rsa_key_pair\n[ecs]\ntype = ecs_ram_role\n\
    [oidc]\ntype=oidc_role_arn\nrole_arn=a\noidc_provider_arn=b\noidc_token_file_path=/c\n";

#[tokio::test]
async fn the_environment_comes_first_and_needs_both_halves() {
    let home = Home::new("environment", &[(".aliyun/config.json", CONFIG)]);
    let (id, secret) =
        (("ALIBABA_CLOUD_ACCESS_KEY_ID", "id-v"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret-v"));
    assert_eq!(home.load(None, &[id, secret]).await.unwrap(), "environment/id-v/secret-v/-");
    let token = ("ALIBABA_CLOUD_SECURITY_TOKEN", "token-v");
    assert_eq!(home.load(None, &[id, secret, token]).await.unwrap(), "environment/id-v/secret-v/token-v");
    assert_eq!(home.load(None, &[id]).await.unwrap(), "work/id-w/secret-w/-");
    let blank = ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "  ");
    assert_eq!(home.load(None, &[id, blank]).await.unwrap(), "work/id-w/secret-w/-");
    assert_eq!(home.load(Some("work"), &[id, secret]).await.unwrap(), "work/id-w/secret-w/-");
}

#[tokio::test]
async fn a_role_of_the_platform_comes_second_and_needs_all_three() {
    let home = Home::new("platform", &[(".aliyun/config.json", CONFIG)]);
    let all = [
        ("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/pod"),
        ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/x"),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/no/file"),
    ];
    assert_eq!(home.source(None, &all).await, "role `acs:ram::1:role/pod` by OIDC, environment variables");
    for left_out in 0..3 {
        let two: Vec<_> = all.iter().enumerate().filter(|(n, _)| *n != left_out).map(|(_, v)| *v).collect();
        assert_eq!(home.source(None, &two).await, "access key, file `~/.aliyun/config.json`");
    }
}

#[tokio::test]
async fn profiles_of_the_command_line_tool_are_read() {
    let home = Home::new("config", &[(".aliyun/config.json", CONFIG)]);
    assert_eq!(home.load(Some("temp"), &[]).await.unwrap(), "temp/id-t/secret-t/token-t");
    assert_eq!(
        home.load(None, &[("ALIBABA_CLOUD_PROFILE", "temp")]).await.unwrap(),
        "temp/id-t/secret-t/token-t"
    );
    let work = home.find(&of_profile(None), &[]).await.unwrap();
    assert_eq!(work.region, Some("ap-southeast-5".into()));
    assert!(work.warnings.is_empty() && !format!("{work:?}").contains("secret-w"), "{work:?}");
    let cases = [
        ("work", "access key, file `~/.aliyun/config.json`"),
        ("temp", "temporary access key, file `~/.aliyun/config.json`"),
        ("role", "role `acs:ram::1:role/ops` by access key, file `~/.aliyun/config.json`"),
        ("oidc", "role `acs:ram::1:role/o` by OIDC, file `~/.aliyun/config.json`"),
        ("ecs", "role of the instance, file `~/.aliyun/config.json`"),
        ("empty", "cannot use profile `empty`: it has no access_key_secret"),
        ("no-token", "cannot use profile `no-token`: it has no sts_token"),
        ("no-role", "cannot use profile `no-role`: it has no ram_role_arn"),
        ("no-file", "cannot use profile `no-file`: it has no oidc_token_file"),
        ("far", "cannot use sts_region: `moon` is no known region"),
        ("none", "cannot find profile `none` in `~/.aliyun/config.json`"),
    ];
    for (profile, expected) in cases {
        assert_eq!(home.source(Some(profile), &[]).await, expected);
    }
    let odd = home.source(Some("odd"), &[]).await;
    assert!(
        odd.starts_with("cannot use sts_endpoint: ") && odd.ends_with("write `sts.example.com`"),
        "{odd}"
    );
}

#[tokio::test]
async fn modes_that_are_not_supported_are_named() {
    let home = Home::new("modes", &[(".aliyun/config.json", CONFIG), (".alibabacloud/credentials", INI)]);
    for (profile, mode) in [
        ("chain", "ChainableRamRoleArn"),
        ("sso", "CloudSSO"),
        ("oauth", "OAuth"),
        ("external", "External"),
        ("rsa", "RsaKeyPair"),
        ("uri", "CredentialsURI"),
        ("bearer", "BearerToken"),
        ("nobody", "Anonymous"),
        ("old", "RamRoleArnWithRoleName"),
        ("pair", "rsa_key_pair"),
    ] {
        let expected = format!(
            "cannot use profile `{profile}`: its mode `{mode}` is not supported, use AK, StsToken, RamRoleArn, EcsRamRole or OIDC"
        );
        assert_eq!(home.source(Some(profile), &[]).await, expected);
    }
}

#[tokio::test]
async fn ini_files_are_read_and_secrets_may_hold_a_hash() {
    for place in [".alibabacloud/credentials", ".alibabacloud/credentials.ini"] {
        let home = Home::new(&place.replace(['/', '.'], "-"), &[(place, INI)]);
        assert_eq!(home.load(None, &[]).await.unwrap(), "default/id-d/se#cr;et/-");
        for (profile, expected) in [
            ("other", "role `acs:ram::1:role/x` by access key"),
            ("ecs", "role of the instance"),
            ("oidc", "role `a` by OIDC"),
        ] {
            assert_eq!(home.source(Some(profile), &[]).await, format!("{expected}, file `~/{place}`"));
        }
    }
}

#[tokio::test]
async fn files_follow_each_other_and_the_first_with_the_profile_wins() {
    let first = "[default]\naccess_key_id = first\naccess_key_secret = x\n";
    let second = "[default]\naccess_key_id = second\naccess_key_secret = x\n[more]\naccess_key_id = m\naccess_key_secret = x\n";
    let files = [
        (".aliyun/config.json", CONFIG),
        (".alibabacloud/credentials", first),
        (".alibabacloud/credentials.ini", second),
        ("own.ini", second),
        ("own.json", r#"{"profiles":[{"name":"default","access_key_id":"j","access_key_secret":"x"}]}"#),
    ];
    let home = Home::new("order", &files);
    assert_eq!(home.load(None, &[]).await.unwrap(), "work/id-w/secret-w/-");
    assert_eq!(home.load(Some("default"), &[]).await.unwrap(), "default/first/x/-");
    assert_eq!(home.load(Some("more"), &[]).await.unwrap(), "more/m/x/-");
    let disabled = ("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "TRUE");
    assert_eq!(home.load(None, &[disabled]).await.unwrap(), "default/first/x/-");
    let own = home.0.join("own.ini").display().to_string();
    assert_eq!(
        home.load(None, &[disabled, ("ALIBABA_CLOUD_CREDENTIALS_FILE", &own)]).await.unwrap(),
        "default/second/x/-"
    );
    let own = home.0.join("own.json").display().to_string();
    assert_eq!(home.load(None, &[("ALIBABA_CLOUD_CONFIG_FILE", &own)]).await.unwrap(), "default/j/x/-");
    assert_eq!(
        home.source(Some("none"), &[]).await,
        "cannot find profile `none` in `~/.aliyun/config.json` or `~/.alibabacloud/credentials` or `~/.alibabacloud/credentials.ini`"
    );
}

#[tokio::test]
async fn a_named_file_is_the_only_one_looked_into() {
    let home =
        Home::new("named", &[("mine.ini", INI), (".aliyun/config.json", CONFIG), ("bad", "what is this")]);
    let load = async |file: &str| {
        let source = CredentialSource { file: Some(home.0.join(file)), ..CredentialSource::default() };
        home.load_source(&source, &[]).await
    };
    assert_eq!(load("mine.ini").await.unwrap(), "default/id-d/se#cr;et/-");
    assert_eq!(load(".aliyun/config.json").await.unwrap(), "work/id-w/secret-w/-");
    assert!(matches!(load("bad").await, Err(CredentialsError::Format(_))));
    assert!(matches!(load("absent").await, Err(CredentialsError::Read(..))));
}

#[tokio::test]
async fn white_space_in_keys_is_told_and_never_what_the_key_is() {
    let config =
        r#"{"current":"a","profiles":[{"name":"a","access_key_id":" id ","access_key_secret":"sec ret\n"}]}"#;
    let home = Home::new("space", &[(".aliyun/config.json", config)]);
    let variables = [
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", "id-v\n"),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret-v"),
        ("ALIBABA_CLOUD_SECURITY_TOKEN", "\ttoken-v"),
    ];
    assert_eq!(home.load(None, &variables).await.unwrap(), "environment/id-v/secret-v/token-v");
    assert_eq!(
        home.find(&of_profile(None), &variables).await.unwrap().warnings,
        [
            "access_key_id of environment variables has white space around it, which was left out",
            "sts_token of environment variables has white space around it, which was left out",
        ]
    );
    let warnings = home.find(&of_profile(None), &[]).await.unwrap().warnings.join("\n");
    let warnings = warnings.replace(&home.0.display().to_string(), "~");
    assert_eq!(
        warnings,
        "access_key_id of file `~/.aliyun/config.json` has white space around it, which was left out\n\
         access_key_secret of file `~/.aliyun/config.json` has white space within it; it was probably copied in pieces"
    );
}

#[tokio::test]
async fn nothing_anywhere_is_one_clear_sentence() {
    let home = Home::new("nothing", &[]);
    for profile in [None, Some("any")] {
        let error = home.load(profile, &[]).await.unwrap_err();
        assert!(error.to_string().starts_with("cannot find credentials: set ALIBABA_CLOUD_ACCESS_KEY_ID"));
    }
    for uri in ["http://metadata.example.com/", "ftp://x", "file:///etc/passwd", "nonsense"] {
        let error = home.load(None, &[("ALIBABA_CLOUD_CREDENTIALS_URI", uri)]).await.unwrap_err();
        assert!(error.to_string().starts_with("cannot use ALIBABA_CLOUD_CREDENTIALS_URI: it "), "{error}");
        assert!(!error.to_string().contains("example"), "{error}");
    }
}

#[test]
fn comments_begin_a_line_or_follow_white_space() {
    for (line, expected) in [
        ("# all", ""),
        (" ; all", ""),
        ("a = b#c", "a = b#c"),
        ("a = b #c", "a = b"),
        ("a = b\t; c", "a = b"),
        ("  a=b  ", "a=b"),
    ] {
        assert_eq!(without_comment(line), expected, "{line}");
    }
}
