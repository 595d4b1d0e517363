//! Who the credentials belong to: one `GetCallerIdentity`, asked once and kept.

use crate::{Config, error::ProxyError, upstream::Upstream};
use kms_api::{AccountId, RegionId};
use kms_api::{
    Operation, Parameters, catalog,
    operations::identity::{GetCallerIdentity, GetCallerIdentityResponse},
    session::{Environment, Session},
};
use tokio::sync::OnceCell;

#[derive(Debug)]
pub(crate) struct Identity {
    known: OnceCell<Session>,
    profile: String,
    environment: Environment,
    region: RegionId,
}

impl Identity {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            known: OnceCell::new(),
            profile: config.profile.name.clone(),
            environment: config.environment,
            region: config.home_region.clone(),
        }
    }

    /// The session; asks the cloud until it has answered once.
    pub(crate) async fn session(&self, upstream: &Upstream) -> Result<&Session, ProxyError> {
        self.known.get_or_try_init(|| self.ask(upstream)).await
    }

    async fn ask(&self, upstream: &Upstream) -> Result<Session, ProxyError> {
        let spec = catalog::find(GetCallerIdentity::PRODUCT, GetCallerIdentity::NAME)
            .ok_or_else(|| ProxyError::internal().because("GetCallerIdentity is not in the catalogue"))?;
        let answer = upstream.call(spec, &self.region, Parameters::new()).await?;
        let caller: GetCallerIdentityResponse =
            serde_json::from_slice(&answer.body).map_err(|error| ProxyError::bad_answer().because(error))?;
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
