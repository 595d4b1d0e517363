//! `kms-console sandbox`: the simulated cloud behind its front door.

mod keep;

use crate::wait;
use anyhow::{Context, Result};
use kms_gateway::{Gateway, Limits, Running, operations};
use kms_sandbox::{Seed, World, faults::Fault};
use secrecy::{ExposeSecret, SecretString};
use std::{io::Write, net::SocketAddr, path::PathBuf, sync::Arc};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Loopback address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Id of the access key of the seed's persona. Everybody else of the seed has `<ID>.<name>@<account>`.
    #[arg(long, value_name = "ID", required_unless_present = "list")]
    access_key_id: Option<String>,
    /// The secret of all of them.
    #[arg(long, value_name = "SECRET", required_unless_present = "list")]
    access_key_secret: Option<SecretString>,
    /// What the simulated cloud holds: default or large.
    #[arg(long, default_value_t)]
    seed: Seed,
    /// File that the state is kept in; with it a later start goes on where this one ends, whatever --seed says.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// What goes wrong, such as `throttle on GetKeyPolicy after 2 times 3`; may be given several times.
    #[arg(long, value_name = "FAULT")]
    fault: Vec<Fault>,
    /// Print what is simulated and what is not, and end.
    #[arg(long)]
    list: bool,
    /// Print the access key ids of everybody when ready.
    #[arg(long)]
    keys: bool,
}

pub(crate) async fn run(args: Args) -> Result<()> {
    if args.list {
        return write!(std::io::stdout(), "{}", operations::list())
            .context("cannot write to standard output");
    }
    let (Some(id), Some(secret)) = (args.access_key_id, args.access_key_secret) else {
        // The parser asks for both.
        anyhow::bail!("--access-key-id and --access-key-secret are missing");
    };
    let kept = args.state.as_deref().map(keep::load).transpose()?.flatten();
    let mut world = kept.unwrap_or_else(|| World::seed(args.seed, wait::clock()()));
    world.faults().clear();
    for fault in args.fault {
        world.faults().add(fault);
    }
    let (gateway, running) = open(args.listen, world, &id, &secret).await?;
    let keeper = args.state.map(|path| keep::Keeper::start(Arc::clone(&gateway), path)).transpose()?;
    let stop = wait::Stop::listen()?;
    let mut out = std::io::stdout();
    writeln!(out, "kms-console sandbox: http://{}", running.address())
        .context("cannot write to standard output")?;
    if args.keys {
        for (key, owner) in gateway.with_world(|world| world.access_key_ids()) {
            writeln!(out, "{key} {owner}").context("cannot write to standard output")?;
        }
    }
    stop.wished().await;
    running.stop().await;
    match keeper {
        Some(keeper) => keeper.stop().await,
        None => Ok(()),
    }
}

/// Starts a simulated cloud with the keys of everybody in the seed.
pub(crate) async fn start(
    listen: SocketAddr,
    seed: Seed,
    access_key_id: &str,
    access_key_secret: &SecretString,
) -> Result<Running> {
    let world = World::seed(seed, wait::clock()());
    Ok(open(listen, world, access_key_id, access_key_secret).await?.1)
}

async fn open(
    listen: SocketAddr,
    mut world: World,
    id: &str,
    secret: &SecretString,
) -> Result<(Arc<Gateway>, Running)> {
    let persona = world.persona().name().to_owned();
    // Those of an earlier start count no more.
    world.forget_access_keys();
    world.add_access_key(id, secret.expose_secret(), &persona)?;
    world.add_access_keys_for_all(id, secret.expose_secret());
    let gateway = Arc::new(Gateway::new(world, wait::clock()));
    let running = kms_gateway::start(listen, Arc::clone(&gateway), Limits::default()).await?;
    Ok((gateway, running))
}
