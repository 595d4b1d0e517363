//! From the settings of a profile to credentials, by the profile's mode.

use super::{
    CredentialsError, Keyring, Profile,
    chain::Surroundings,
    fields::Fields,
    issue::Issuer,
    metadata::{self, Metadata},
    sts::{AssumeRole, AssumeRoleWithOidc, Role, Sts},
};
use crate::endpoints::Endpoints;
use kms_api::{Product, RegionId, regions};
use kms_signer::Credential;
use std::path::PathBuf;

/// Region of STS when nothing names one; its host serves all regions then.
const STS_REGION: &str = "cn-hangzhou";

/// What there is to do with a profile.
pub(super) struct Found {
    /// The profile's name.
    pub(super) name: String,
    /// File or variables, in words.
    pub(super) place: String,
    pub(super) fields: Fields,
}

impl Found {
    /// # Errors
    /// A mode that is not supported, or something missing that the mode needs.
    pub(super) fn profile(self, around: &Surroundings<'_>) -> Result<Profile, CredentialsError> {
        let mode = self.fields.get(&["mode", "type"]).unwrap_or("AK").to_owned();
        let (how, keyring) = match mode.as_str() {
            "AK" | "access_key" => {
                let key = self.fields.credential(&self.name)?;
                ("access key".to_owned(), Keyring::fixed(Credential { security_token: None, ..key }))
            }
            "StsToken" | "sts" => {
                let key = self.fields.credential(&self.name)?;
                let has_token = key.security_token.is_some();
                has_token.then_some(()).ok_or_else(|| self.missing("sts_token"))?;
                ("temporary access key".to_owned(), Keyring::fixed(key))
            }
            "RamRoleArn" | "ram_role_arn" => {
                let key = self.fields.credential(&self.name)?;
                let role = self.role(around)?;
                let how = format!("role `{}` by access key", role.arn);
                (how, self.renewed(around, Box::new(AssumeRole { sts: self.sts(around)?, key, role })))
            }
            "OIDC" | "oidc_role_arn" => {
                let role = self.role(around)?;
                let how = format!("role `{}` by OIDC", role.arn);
                let needed =
                    |names: &[&str], member| self.fields.text(names).ok_or_else(|| self.missing(member));
                let provider_arn = needed(&["oidc_provider_arn"], "oidc_provider_arn")?;
                let token_file = needed(&["oidc_token_file", "oidc_token_file_path"], "oidc_token_file")?;
                let token_file = PathBuf::from(token_file);
                let sts = self.sts(around)?;
                (
                    how,
                    self.renewed(
                        around,
                        Box::new(AssumeRoleWithOidc { sts, role, provider_arn, token_file }),
                    ),
                )
            }
            "EcsRamRole" | "ecs_ram_role" => {
                let role = self.fields.text(&["ram_role_name", "role_name"]);
                let how = "role of the instance".to_owned();
                (how, self.renewed(around, Box::new(instance_role(around, role)?)))
            }
            _ => return Err(CredentialsError::Mode { profile: self.name, mode }),
        };
        let region = self.fields.text(&["region_id"]).filter(|region| regions::is_known(region));
        Ok(Profile {
            warnings: self.fields.warnings(&self.place),
            source: format!("{how}, {}", self.place),
            region: region.map(RegionId::from),
            name: self.name,
            keyring,
        })
    }

    fn renewed(&self, around: &Surroundings<'_>, issuer: Box<dyn Issuer>) -> Keyring {
        Keyring::renewed(issuer, around.clock.clone())
    }

    fn missing(&self, member: &'static str) -> CredentialsError {
        CredentialsError::Missing { profile: self.name.clone(), member }
    }

    fn role(&self, around: &Surroundings<'_>) -> Result<Role, CredentialsError> {
        let fields = &self.fields;
        let arn = fields.text(&["ram_role_arn", "role_arn"]).ok_or_else(|| self.missing("ram_role_arn"))?;
        let session_name = fields.text(&["ram_session_name", "role_session_name"]);
        Ok(Role {
            arn,
            session_name: session_name
                .or_else(|| around.variable("ALIBABA_CLOUD_ROLE_SESSION_NAME"))
                .unwrap_or_else(|| format!("kms-console-{}", around.clock.now().as_second())),
            // The tool writes 0 for "as usual".
            seconds: fields.text(&["expired_seconds"]).filter(|seconds| seconds != "0"),
            policy: fields.text(&["policy"]),
            external_id: fields
                .text(&["external_id"])
                .or_else(|| around.variable("ALIBABA_CLOUD_EXTERNAL_ID")),
        })
    }

    /// STS as the start command says, else as the profile says, else its global host.
    fn sts(&self, around: &Surroundings<'_>) -> Result<Sts, CredentialsError> {
        let wanted =
            self.fields.text(&["sts_region"]).or_else(|| around.variable("ALIBABA_CLOUD_STS_REGION"));
        let in_vpc = around.source.vpc_endpoints
            || self.fields.is_true(&["enable_vpc"])
            || around.is_true("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED");
        let region = wanted.clone().or_else(|| self.fields.text(&["region_id"]).filter(|_| in_vpc));
        let region = region.unwrap_or_else(|| STS_REGION.to_owned());
        if !regions::is_known(&region) {
            let cause = format!("`{region}` is no known region");
            return Err(CredentialsError::Setting { setting: "sts_region", cause });
        }
        let mut endpoints = match (in_vpc, &wanted) {
            (true, _) => Endpoints::cloud_vpc(),
            (false, Some(_)) => Endpoints::cloud_regional_sts(),
            (false, None) => Endpoints::cloud(),
        };
        let own = [
            ("--endpoint-sts", around.source.endpoint_sts.clone()),
            ("sts_endpoint", self.fields.text(&["sts_endpoint"])),
        ];
        if let Some((setting, host)) = own.into_iter().find_map(|(setting, host)| Some((setting, host?))) {
            let refused =
                |error: crate::EndpointError| CredentialsError::Setting { setting, cause: error.to_string() };
            endpoints.set(Product::Sts, &host).map_err(refused)?;
        }
        let region = RegionId::from(region);
        Ok(Sts { client: around.client()?, endpoints, region, clock: around.clock.clone() })
    }
}

/// The instance's role; its name is asked for when it is not known.
pub(super) fn instance_role(
    around: &Surroundings<'_>,
    role: Option<String>,
) -> Result<Metadata, CredentialsError> {
    let base = around.source.metadata.as_deref().unwrap_or(metadata::ADDRESS);
    Ok(Metadata {
        client: around.client()?,
        base: base.parse().map_err(|_| CredentialsError::NotFound)?,
        role: role.or_else(|| around.variable("ALIBABA_CLOUD_ECS_METADATA")),
        without_token: around
            .variable("ALIBABA_CLOUD_IMDSV1_DISABLED")
            .is_some_and(|value| value.eq_ignore_ascii_case("false")),
    })
}
