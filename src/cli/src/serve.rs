//! `kms-console serve`: the console, in front of the real cloud or of a simulated one of its own.

use crate::{sandbox, wait};
use anyhow::{Context, Result, anyhow};
use kms_api::{Product, session::Environment};
use kms_proxy::{App, BasePath, Config, CredentialSource, Endpoints, Limits, Profile, UpstreamLimits};
use kms_sandbox::Seed;
use secrecy::{ExposeSecret, SecretString};
use std::{io::Write, net::SocketAddr, path::PathBuf};

/// Region for calls that belong to none, such as asking who is signed in.
const HOME_REGION: &str = "cn-hangzhou";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Loopback address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Path that the console is mounted under.
    #[arg(long, default_value = "/")]
    base_path: BasePath,
    /// Folder with the built web app.
    #[arg(long, value_name = "DIR", default_value = "target/dist")]
    assets: PathBuf,
    /// What the simulated cloud holds: default or large.
    #[arg(long, default_value_t, conflicts_with_all = ["cloud", "endpoint_kms", "endpoint_vpc", "endpoint_sts"])]
    seed: Seed,
    /// Talk to the real cloud.
    #[arg(long)]
    cloud: bool,
    /// Host for KMS, with {region} where the region goes; implies --cloud for the rest.
    #[arg(long, value_name = "HOST")]
    endpoint_kms: Option<String>,
    /// Host for VPC.
    #[arg(long, value_name = "HOST")]
    endpoint_vpc: Option<String>,
    /// Host for STS.
    #[arg(long, value_name = "HOST")]
    endpoint_sts: Option<String>,
    /// Credentials profile.
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// File with credentials profiles.
    #[arg(long, value_name = "FILE")]
    credentials_file: Option<PathBuf>,
}

pub(crate) async fn run(args: Args) -> Result<()> {
    let chosen = [
        (Product::Kms, &args.endpoint_kms),
        (Product::Vpc, &args.endpoint_vpc),
        (Product::Sts, &args.endpoint_sts),
    ];
    let is_simulated = !args.cloud && chosen.iter().all(|(_, host)| host.is_none());

    let (endpoints, profile, simulated) = if is_simulated {
        let (id, secret) = (random_text(), SecretString::from(random_text()));
        let free_port = SocketAddr::from(([127, 0, 0, 1], 0));
        let running = sandbox::start(free_port, args.seed, &id, &secret).await?;
        let credential = kms_signer::Credential {
            access_key_id: id,
            access_key_secret: secret.expose_secret().into(),
            security_token: None,
        };
        let profile = Profile { name: "sandbox".to_owned(), credential };
        (Endpoints::simulated(running.address().port()), profile, Some(running))
    } else {
        let mut endpoints = Endpoints::cloud();
        for (product, host) in chosen {
            if let Some(host) = host {
                endpoints.set(product, host)?;
            }
        }
        let source = CredentialSource { profile: args.profile, file: args.credentials_file };
        let profile = kms_proxy::load_credentials(&source, &|name| std::env::var(name).ok())?;
        (endpoints, profile, None)
    };

    // A sandbox that runs on its own on this machine is no real cloud either.
    let is_local = [Product::Kms, Product::Vpc, Product::Sts].iter().all(|p| endpoints.is_local(*p));
    let environment = if is_local { Environment::Simulator } else { Environment::Prod };
    let app = App::new(Config {
        base_path: args.base_path.clone(),
        assets: args.assets,
        endpoints,
        profile,
        environment,
        home_region: HOME_REGION.into(),
        clock: wait::clock(),
        upstream: UpstreamLimits::default(),
    })?;
    let session = app
        .session()
        .await
        .map_err(|error| anyhow!("{} ({})", error.message, error.code))
        .context("cannot find out whose credentials these are")?;
    let running = kms_proxy::start(args.listen, kms_proxy::app(app), Limits::default()).await?;

    let stop = wait::Stop::listen()?;
    writeln!(
        std::io::stdout(),
        "kms-console: http://{}{} (persona {}, account {}, {})",
        running.address(),
        args.base_path,
        session.name,
        masked(session.account_id.as_str()),
        match environment {
            Environment::Simulator => "simulated cloud",
            Environment::Prod => "real cloud",
        },
    )
    .context("cannot write to standard output")?;
    stop.wished().await;
    running.stop().await;
    if let Some(simulated) = simulated {
        simulated.stop().await;
    }
    Ok(())
}

/// First and last four digits; enough to recognise one's own account.
fn masked(account: &str) -> String {
    match (account.get(..4), account.len().checked_sub(4).and_then(|from| account.get(from..))) {
        (Some(first), Some(last)) if account.len() > 8 => format!("{first}…{last}"),
        _ => account.to_owned(),
    }
}

fn random_text() -> String {
    format!("{:032x}", u128::from_be_bytes(rand::random()))
}
