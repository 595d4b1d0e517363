//! `kms-console sandbox`: the simulated cloud behind its front door.

use crate::wait;
use anyhow::{Context, Result};
use kms_gateway::{Gateway, Limits, Running};
use kms_sandbox::{Seed, World};
use secrecy::{ExposeSecret, SecretString};
use std::{io::Write, net::SocketAddr, sync::Arc};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Loopback address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Id of the one access key.
    #[arg(long, value_name = "ID")]
    access_key_id: String,
    /// Its secret.
    #[arg(long, value_name = "SECRET")]
    access_key_secret: SecretString,
    /// What the simulated cloud holds: default or large.
    #[arg(long, default_value_t)]
    seed: Seed,
}

pub(crate) async fn run(args: Args) -> Result<()> {
    let running = start(args.listen, args.seed, &args.access_key_id, &args.access_key_secret).await?;
    let stop = wait::Stop::listen()?;
    writeln!(std::io::stdout(), "kms-console sandbox: http://{}", running.address())
        .context("cannot write to standard output")?;
    stop.wished().await;
    running.stop().await;
    Ok(())
}

/// Starts a simulated cloud whose only access key belongs to the seed's persona.
pub(crate) async fn start(
    listen: SocketAddr,
    seed: Seed,
    access_key_id: &str,
    access_key_secret: &SecretString,
) -> Result<Running> {
    let clock = wait::clock();
    let mut world = World::seed(seed, clock());
    let persona = world.persona().name().to_owned();
    world.add_access_key(access_key_id, access_key_secret.expose_secret(), &persona)?;
    let gateway = Arc::new(Gateway::new(world, clock));
    Ok(kms_gateway::start(listen, gateway, Limits::default()).await?)
}
