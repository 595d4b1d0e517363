//! `kms-console serve`: the console, in front of the real cloud or of a simulated one of its own.

use crate::{
    cloud::{self, CloudArgs},
    sandbox, wait,
};
use anyhow::{Context, Result, anyhow};
use kms_api::session::Environment;
use kms_proxy::{App, BasePath, CloudConfig, Config, Endpoints, Limits, Profile, UpstreamLimits};
use kms_sandbox::Seed;
use secrecy::{ExposeSecret, SecretString};
use std::{io::Write, net::SocketAddr, path::PathBuf};

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
    /// Reads a second to the cloud, for each product and region; 0 for no limit [default: 15, none on this machine].
    #[arg(long, value_name = "NUMBER")]
    rate_read: Option<u32>,
    /// Writes a second, likewise [default: 5, none on this machine].
    #[arg(long, value_name = "NUMBER")]
    rate_write: Option<u32>,
    #[command(flatten)]
    way: CloudArgs,
}

pub(crate) async fn run(args: Args) -> Result<()> {
    let is_simulated = !args.cloud && !args.way.is_given();

    let (endpoints, profile, simulated) = if is_simulated {
        let (id, secret) = (random_text(), SecretString::from(random_text()));
        let free_port = SocketAddr::from(([127, 0, 0, 1], 0));
        let running = sandbox::start(free_port, args.seed, &id, &secret).await?;
        let credential = kms_signer::Credential {
            access_key_id: id,
            access_key_secret: secret.expose_secret().into(),
            security_token: None,
        };
        let profile = Profile::fixed("sandbox", credential);
        (Endpoints::simulated(running.address().port()), profile, Some(running))
    } else {
        (args.way.endpoints()?, args.way.profile().await?, None)
    };
    for warning in &profile.warnings {
        tracing::warn!(target: "kms_console::credentials", %warning);
    }

    // A sandbox that runs on its own on this machine is no real cloud either.
    let is_local = cloud::is_local(&endpoints);
    let environment = if is_local { Environment::Simulator } else { Environment::Prod };
    let mut pace = cloud::pace(&endpoints);
    if let Some(reads) = args.rate_read {
        pace.reads = Some(reads).filter(|rate| *rate > 0);
    }
    if let Some(writes) = args.rate_write {
        pace.writes = Some(writes).filter(|rate| *rate > 0);
    }
    let app = App::new(Config {
        base_path: args.base_path.clone(),
        assets: args.assets,
        environment,
        cloud: CloudConfig {
            endpoints,
            profile,
            home_region: cloud::HOME_REGION.into(),
            clock: wait::clock(),
            upstream: UpstreamLimits::default(),
            pace,
        },
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
