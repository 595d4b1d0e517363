//! The order in which credentials are looked for.

use super::{
    CredentialsError, Keyring, Profile,
    error::IssueError,
    fields::Fields,
    files::{self, PLACES},
    issue,
    issue::Issuer,
    profile::{Found, instance_role},
    uri::CredentialsUri,
};
use crate::config::{Clock, DebugClock};
use reqwest::Client;
use std::path::PathBuf;

/// Names that sources without a profile have.
const ENVIRONMENT: &str = "environment";
const PLATFORM: &str = "platform";
const INSTANCE: &str = "instance";
const URI: &str = "credentials-uri";

/// What the start command says about credentials.
#[derive(Clone, Debug, Default)]
pub struct CredentialSource {
    /// Profile name; without it the file's own current one, or `default`.
    pub profile: Option<String>,
    /// A file to read instead of looking in the usual places.
    pub file: Option<PathBuf>,
    /// Host of STS for taking roles, instead of the profile's own.
    pub endpoint_sts: Option<String>,
    /// Whether STS is reached from inside a VPC.
    pub vpc_endpoints: bool,
    /// Address of the instance metadata service; only tests set another one.
    pub metadata: Option<String>,
}

/// Everything that the search depends on.
pub(super) struct Surroundings<'a> {
    pub(super) source: &'a CredentialSource,
    pub(super) environment: &'a dyn Fn(&str) -> Option<String>,
    pub(super) clock: DebugClock,
}

impl Surroundings<'_> {
    /// A variable without white space around it; empty ones count as absent.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        (self.environment)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    pub(super) fn is_true(&self, name: &str) -> bool {
        self.variable(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    pub(super) fn client(&self) -> Result<Client, CredentialsError> {
        issue::client().map_err(|error| IssueError::new("any service", error).into())
    }

    /// Named fields from variables, with the white space that they came with.
    fn fields(&self, names: &[(&str, &str)]) -> Fields {
        let mut fields = Fields::default();
        for (field, variable) in names {
            if let Some(value) = (self.environment)(variable) {
                fields.insert(field, &zeroize::Zeroizing::new(value));
            }
        }
        fields
    }
}

/// Finds credentials. A file that is named is the only place looked into, and so are files once a profile is
/// named; otherwise the environment comes first.
///
/// Services are asked only when no key, role or profile is configured; then they must have answered once.
///
/// # Errors
/// See [`CredentialsError`].
pub async fn load(
    source: &CredentialSource,
    environment: &dyn Fn(&str) -> Option<String>,
    clock: Clock,
) -> Result<Profile, CredentialsError> {
    let around = Surroundings { source, environment, clock: clock.into() };
    if let Some(found) = configured(&around)? {
        return found.profile(&around);
    }
    let mut refusal = None;
    if !around.is_true("ALIBABA_CLOUD_ECS_METADATA_DISABLED") {
        let is_wanted = around.variable("ALIBABA_CLOUD_ECS_METADATA").is_some();
        let metadata = Box::new(instance_role(&around, None)?);
        match asked(&around, INSTANCE, "role of the instance", metadata).await {
            Ok(profile) => return Ok(profile),
            // Most machines are no instance of the cloud; only who names a role expects an answer.
            Err(error) => refusal = is_wanted.then_some(error),
        }
    }
    if let Some(uri) = around.variable("ALIBABA_CLOUD_CREDENTIALS_URI") {
        let uri = Box::new(CredentialsUri::new(around.client()?, &uri)?);
        return Ok(asked(&around, URI, "credentials URI of the environment", uri).await?);
    }
    Err(refusal.map_or(CredentialsError::NotFound, CredentialsError::from))
}

async fn asked(
    around: &Surroundings<'_>,
    name: &str,
    source: &str,
    issuer: Box<dyn Issuer>,
) -> Result<Profile, IssueError> {
    let keyring = Keyring::renewed(issuer, around.clock.clone());
    keyring.current().await?;
    Ok(Profile {
        name: name.to_owned(),
        source: source.to_owned(),
        region: None,
        warnings: Vec::new(),
        keyring,
    })
}

/// What the environment and files configure.
fn configured(around: &Surroundings<'_>) -> Result<Option<Found>, CredentialsError> {
    let is_named = around.source.file.is_some() || around.source.profile.is_some();
    if let (false, Some(found)) = (is_named, from_environment(around).or_else(|| from_platform(around))) {
        return Ok(Some(found));
    }
    let wanted = around.source.profile.clone().or_else(|| around.variable("ALIBABA_CLOUD_PROFILE"));
    if let Some(file) = &around.source.file {
        let (name, fields) = files::read(file, wanted.as_deref())?
            .map_err(|name| files::no_profile(&name, std::slice::from_ref(file)))?;
        return Ok(Some(Found { name, place: format!("file `{}`", file.display()), fields }));
    }
    let mut looked_into = Vec::new();
    for file in profile_files(around) {
        if let Ok((name, fields)) = files::read(&file, wanted.as_deref())? {
            return Ok(Some(Found { name, place: format!("file `{}`", file.display()), fields }));
        }
        looked_into.push(file);
    }
    match wanted {
        Some(name) if !looked_into.is_empty() => Err(files::no_profile(&name, &looked_into)),
        // Somebody asked for a profile; the instance's role would be another one.
        Some(_) => Err(CredentialsError::NotFound),
        None => Ok(None),
    }
}

/// Profile files that are there, the one of the command-line tool first. One that a variable names must be there.
fn profile_files(around: &Surroundings<'_>) -> Vec<PathBuf> {
    let home = around.variable("HOME").or_else(|| around.variable("USERPROFILE")).map(PathBuf::from);
    let [tool, shared, shared_ini] = PLACES.map(|place| home.as_ref().map(|home| home.join(place)));
    let named = |variable: &str| around.variable(variable).map(|file| (PathBuf::from(file), true));
    let [tool, shared, shared_ini] = [tool, shared, shared_ini].map(|file| file.map(|file| (file, false)));
    let tool = named("ALIBABA_CLOUD_CONFIG_FILE").or(tool);
    let tool = tool.filter(|_| !around.is_true("ALIBABA_CLOUD_CLI_PROFILE_DISABLED"));
    let shared = match named("ALIBABA_CLOUD_CREDENTIALS_FILE") {
        Some(file) => [Some(file), None],
        None => [shared, shared_ini],
    };
    let all = [tool].into_iter().chain(shared).flatten();
    all.filter(|(file, named)| *named || file.is_file()).map(|(file, _)| file).collect()
}

/// A key in variables: both halves, or it does not count.
fn from_environment(around: &Surroundings<'_>) -> Option<Found> {
    let mut fields = around.fields(&[
        ("access_key_id", "ALIBABA_CLOUD_ACCESS_KEY_ID"),
        ("access_key_secret", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
        ("sts_token", "ALIBABA_CLOUD_SECURITY_TOKEN"),
        ("region_id", "ALIBABA_CLOUD_REGION_ID"),
    ]);
    fields.get(&["access_key_id"])?;
    fields.get(&["access_key_secret"])?;
    let mode = if fields.get(&["sts_token"]).is_some() { "StsToken" } else { "AK" };
    fields.insert("mode", mode);
    Some(Found { name: ENVIRONMENT.to_owned(), place: "environment variables".to_owned(), fields })
}

/// A role that the platform gives by a token in a file; all three variables, or it does not count.
fn from_platform(around: &Surroundings<'_>) -> Option<Found> {
    let mut fields = around.fields(&[
        ("ram_role_arn", "ALIBABA_CLOUD_ROLE_ARN"),
        ("oidc_provider_arn", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN"),
        ("oidc_token_file", "ALIBABA_CLOUD_OIDC_TOKEN_FILE"),
        ("region_id", "ALIBABA_CLOUD_REGION_ID"),
    ]);
    for name in ["ram_role_arn", "oidc_provider_arn", "oidc_token_file"] {
        fields.get(&[name])?;
    }
    fields.insert("mode", "OIDC");
    Some(Found { name: PLATFORM.to_owned(), place: "environment variables".to_owned(), fields })
}
