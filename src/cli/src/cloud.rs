//! The way to the cloud, as every command that goes there takes it.

use crate::wait;
use anyhow::{Context, Result};
use kms_api::{Product, RegionId};
use kms_proxy::{Cloud, CloudConfig, CredentialSource, Endpoints, Pace, Profile, UpstreamLimits};
use std::{io::Write, path::PathBuf};

/// Region for calls that belong to none, such as asking who is signed in.
pub(crate) const HOME_REGION: &str = "cn-hangzhou";

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct CloudArgs {
    /// Host for KMS, with {region} where the region goes; the other products stay with the real cloud.
    #[arg(long, value_name = "HOST")]
    endpoint_kms: Option<String>,
    /// Host for VPC.
    #[arg(long, value_name = "HOST")]
    endpoint_vpc: Option<String>,
    /// Host for RAM.
    #[arg(long, value_name = "HOST")]
    endpoint_ram: Option<String>,
    /// Host for STS, which also gives out the credentials of roles.
    #[arg(long, value_name = "HOST")]
    endpoint_sts: Option<String>,
    /// Host for Resource Sharing.
    #[arg(long, value_name = "HOST")]
    endpoint_resourcesharing: Option<String>,
    /// Use the hosts that are reached from inside a VPC, without a way to the internet.
    #[arg(long)]
    vpc_endpoints: bool,
    /// Credentials profile.
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// File with credentials profiles.
    #[arg(long, value_name = "FILE")]
    credentials_file: Option<PathBuf>,
}

impl CloudArgs {
    fn hosts(&self) -> [(Product, Option<&String>); 5] {
        [
            (Product::Kms, self.endpoint_kms.as_ref()),
            (Product::Vpc, self.endpoint_vpc.as_ref()),
            (Product::Ram, self.endpoint_ram.as_ref()),
            (Product::Sts, self.endpoint_sts.as_ref()),
            (Product::ResourceSharing, self.endpoint_resourcesharing.as_ref()),
        ]
    }

    /// Whether anything here leads away from a simulated cloud.
    pub(crate) fn is_given(&self) -> bool {
        self.vpc_endpoints || self.hosts().iter().any(|(_, host)| host.is_some())
    }

    pub(crate) fn endpoints(&self) -> Result<Endpoints> {
        let mut endpoints = if self.vpc_endpoints { Endpoints::cloud_vpc() } else { Endpoints::cloud() };
        for (product, host) in self.hosts() {
            if let Some(host) = host {
                endpoints.set(product, host)?;
            }
        }
        Ok(endpoints)
    }

    pub(crate) async fn profile(&self) -> Result<Profile> {
        let source = CredentialSource {
            profile: self.profile.clone(),
            file: self.credentials_file.clone(),
            endpoint_sts: self.endpoint_sts.clone(),
            vpc_endpoints: self.vpc_endpoints,
            metadata: None,
        };
        let environment = |name: &str| std::env::var(name).ok();
        Ok(kms_proxy::load_credentials(&source, &environment, wait::clock()).await?)
    }

    /// Everything for a command that calls the cloud and ends. What is odd about the credentials goes to standard error
    /// unless the command `reports` it itself.
    pub(crate) async fn connect(&self, reports: bool) -> Result<(Cloud, Profile)> {
        let (endpoints, profile) = (self.endpoints()?, self.profile().await?);
        for warning in profile.warnings.iter().filter(|_| !reports) {
            writeln!(std::io::stderr(), "kms-console: warning: {warning}").ok();
        }
        let pace = pace(&endpoints);
        let cloud = Cloud::new(&CloudConfig {
            endpoints,
            profile: profile.clone(),
            home_region: HOME_REGION.into(),
            clock: wait::clock(),
            upstream: UpstreamLimits::default(),
            pace,
        })
        .context("cannot prepare the way to the cloud")?;
        Ok((cloud, profile))
    }
}

/// The region that a command means: the one given, else the profile's own.
pub(crate) fn region(given: Option<RegionId>, profile: &Profile) -> RegionId {
    given.or_else(|| profile.region.clone()).unwrap_or_else(|| HOME_REGION.into())
}

/// A sandbox that runs on its own on this machine is no real cloud.
pub(crate) fn is_local(endpoints: &Endpoints) -> bool {
    [Product::Kms, Product::Vpc, Product::Sts].iter().all(|product| endpoints.is_local(*product))
}

pub(crate) fn pace(endpoints: &Endpoints) -> Pace {
    if is_local(endpoints) { Pace::SIMULATED } else { Pace::CLOUD }
}
