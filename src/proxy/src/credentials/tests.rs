use super::{CredentialSource, CredentialsError, load, without_comment};
use std::{fs, path::PathBuf};

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

    fn load(&self, profile: Option<&str>, variables: &[(&str, &str)]) -> Result<String, CredentialsError> {
        let source = CredentialSource { profile: profile.map(Into::into), file: None };
        self.load_source(&source, variables)
    }

    fn load_source(
        &self,
        source: &CredentialSource,
        variables: &[(&str, &str)],
    ) -> Result<String, CredentialsError> {
        let environment = |name: &str| match name {
            "HOME" => Some(self.0.display().to_string()),
            _ => variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()),
        };
        load(source, &environment).map(|found| {
            let credential = found.credential;
            format!(
                "{}/{}/{}/{}",
                found.name,
                credential.access_key_id,
                credential.access_key_secret.expose(),
                credential.security_token.as_ref().map_or("-", |token| token.expose())
            )
        })
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

const CONFIG: &str = r#"{"current":"work","profiles":[
    {"name":"work","mode":"AK","access_key_id":"id-w","access_key_secret":"secret-w","retry_timeout":10},
    {"name":"temp","mode":"StsToken","access_key_id":"id-t","access_key_secret":"secret-t","sts_token":"token-t"},
    {"name":"role","mode":"RamRoleArn","access_key_id":"id-r","access_key_secret":"secret-r"},
    {"name":"empty","mode":"AK","access_key_id":"id-e","access_key_secret":""}]}"#;

const INI: &str = "; shared\n[default]\ntype = access_key ; kind\naccess_key_id = id-d\n\
    access_key_secret = se#cr;et  # note\n\n[other]\nenable = true\ntype = ram_role_arn\n";

#[test]
fn the_environment_comes_first_and_needs_both_halves() {
    let home = Home::new("environment", &[(".aliyun/config.json", CONFIG)]);
    let (id, secret) =
        (("ALIBABA_CLOUD_ACCESS_KEY_ID", "id-v"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret-v"));
    assert_eq!(home.load(None, &[id, secret]).unwrap(), "environment/id-v/secret-v/-");
    let token = ("ALIBABA_CLOUD_SECURITY_TOKEN", "token-v");
    assert_eq!(home.load(None, &[id, secret, token]).unwrap(), "environment/id-v/secret-v/token-v");
    assert_eq!(home.load(None, &[id]).unwrap(), "work/id-w/secret-w/-");
    assert_eq!(home.load(Some("work"), &[id, secret]).unwrap(), "work/id-w/secret-w/-");
}

#[test]
fn profiles_of_the_command_line_tool_are_read() {
    let home = Home::new("config", &[(".aliyun/config.json", CONFIG)]);
    assert_eq!(home.load(Some("temp"), &[]).unwrap(), "temp/id-t/secret-t/token-t");
    assert_eq!(home.load(None, &[("ALIBABA_CLOUD_PROFILE", "temp")]).unwrap(), "temp/id-t/secret-t/token-t");
    assert!(matches!(home.load(Some("role"), &[]), Err(CredentialsError::Mode { .. })));
    assert!(matches!(home.load(Some("empty"), &[]), Err(CredentialsError::Incomplete(_))));
    assert!(matches!(home.load(Some("none"), &[]), Err(CredentialsError::NoProfile { .. })));
}

#[test]
fn ini_files_are_read_and_secrets_may_hold_a_hash() {
    for place in [".alibabacloud/credentials", ".alibabacloud/credentials.ini"] {
        let home = Home::new(&place.replace(['/', '.'], "-"), &[(place, INI)]);
        assert_eq!(home.load(None, &[]).unwrap(), "default/id-d/se#cr;et/-");
        assert!(matches!(home.load(Some("other"), &[]), Err(CredentialsError::Mode { .. })));
    }
}

#[test]
fn a_named_file_is_the_only_one_looked_into() {
    let home =
        Home::new("named", &[("mine.ini", INI), (".aliyun/config.json", CONFIG), ("bad", "what is this")]);
    let load = |file: &str| {
        let source = CredentialSource { profile: None, file: Some(home.0.join(file)) };
        home.load_source(&source, &[])
    };
    assert_eq!(load("mine.ini").unwrap(), "default/id-d/se#cr;et/-");
    assert_eq!(load(".aliyun/config.json").unwrap(), "work/id-w/secret-w/-");
    assert!(matches!(load("bad"), Err(CredentialsError::Format(_))));
    assert!(matches!(load("absent"), Err(CredentialsError::Read(..))));
}

#[test]
fn nothing_anywhere_is_one_clear_sentence() {
    let home = Home::new("nothing", &[]);
    let error = home.load(None, &[]).unwrap_err();
    assert!(error.to_string().starts_with("cannot find credentials: set ALIBABA_CLOUD_ACCESS_KEY_ID"));
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
