//! Who the credentials belong to: one `GetCallerIdentity`, asked once and kept.

use crate::{CallError, Cloud, Config, cloud::Wish, error::ProxyError};
use kms_api::{
    AccountId, Operation, Parameters, RegionId, catalog,
    operations::identity::{GetCallerIdentity, GetCallerIdentityResponse},
    session::{Environment, Session},
};
use tokio::sync::OnceCell;

#[derive(Debug)]
pub(crate) struct Sessions {
    known: OnceCell<Session>,
    profile: String,
    environment: Environment,
    region: RegionId,
}

impl Sessions {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            known: OnceCell::new(),
            profile: config.cloud.profile.name.clone(),
            environment: config.environment,
            region: config.cloud.home_region.clone(),
        }
    }

    /// The session; asks the cloud until it has answered once.
    pub(crate) async fn session(&self, cloud: &Cloud) -> Result<&Session, ProxyError> {
        self.known.get_or_try_init(|| self.ask(cloud)).await
    }

    async fn ask(&self, cloud: &Cloud) -> Result<Session, ProxyError> {
        let caller = cloud.caller(&self.region).await?;
        Ok(Session {
            name: short_name(&caller.arn, &caller.account_id),
            account_id: caller.account_id,
            arn: caller.arn,
            identity_type: caller.identity_type,
            profile: self.profile.clone(),
            environment: self.environment,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }
}

/// Who the credentials belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Account that changes go to.
    pub account_id: AccountId,
    /// ARN of the caller.
    pub arn: String,
    /// `Account`, `RAMUser` or `AssumedRoleUser`.
    pub identity_type: String,
    /// Short name, for example `li.wei`.
    pub name: String,
}

impl Cloud {
    /// Asks who the credentials belong to.
    ///
    /// # Errors
    /// The cloud's refusal, or what kept it from answering.
    pub async fn identity(&self, region: &RegionId) -> Result<Identity, CallError> {
        let caller = self.caller(region).await?;
        Ok(Identity {
            name: short_name(&caller.arn, &caller.account_id),
            account_id: caller.account_id,
            arn: caller.arn,
            identity_type: caller.identity_type,
        })
    }

    async fn caller(&self, region: &RegionId) -> Result<GetCallerIdentityResponse, ProxyError> {
        let spec = catalog::find(GetCallerIdentity::PRODUCT, GetCallerIdentity::NAME)
            .ok_or_else(|| ProxyError::internal().because("GetCallerIdentity is not in the catalogue"))?;
        let (answer, _) = self.ask(spec, region, Parameters::new(), Wish::default()).await?;
        serde_json::from_slice(&answer.body).map_err(|error| ProxyError::bad_answer().because(error))
    }
}

/// `li.wei` of `…:user/li.wei`, `role/session` of `…:assumed-role/role/session`, `root` of an account itself.
fn short_name(arn: &str, account: &AccountId) -> String {
    let resource = arn.rsplit(':').next().unwrap_or_default();
    match resource.split_once('/') {
        Some((_, name)) if !name.is_empty() => name.to_owned(),
        _ if resource.is_empty() => account.to_string(),
        _ => resource.to_owned(),
    }
}

#[cfg(test)]
mod tests;
