//! The simulated cloud on a free loopback port.

use crate::{SdkClient, TestClock};
use kms_gateway::{Gateway, Limits, Running};
use kms_sandbox::{Seed, World};
use std::{net::SocketAddr, sync::Arc, time::Duration};

/// Id of the one access key. Recognisable, so that a leak is found.
pub const KEY_ID: &str = "CanaryKeyId0001";
/// Its secret.
pub const KEY_SECRET: &str = "canary-secret-9b1f";

/// Gateway and sandbox.
#[derive(Debug)]
pub struct TestCloud {
    running: Running,
    gateway: Arc<Gateway>,
    /// The clock that the gateway looks at.
    pub clock: TestClock,
}

impl TestCloud {
    /// The seed `default` behind default limits, except that slow clients are thrown out sooner.
    pub async fn start() -> Self {
        let limits = Limits {
            header_timeout: Duration::from_millis(400),
            body_timeout: Duration::from_millis(400),
            ..Limits::default()
        };
        Self::start_with(Seed::Default, limits).await
    }

    /// Any seed, any limits.
    pub async fn start_with(seed: Seed, limits: Limits) -> Self {
        crate::logs::capture();
        let clock = TestClock::default();
        let mut world = World::seed(seed, clock.now());
        let persona = world.persona().name().to_owned();
        world.add_access_key(KEY_ID, KEY_SECRET, &persona).unwrap();
        // Of everybody else: `<KEY_ID>.<name>@<account>`.
        world.add_access_keys_for_all(KEY_ID, KEY_SECRET);
        let gateway = Arc::new(Gateway::new(world, clock.as_function()));
        let free_port = SocketAddr::from(([127, 0, 0, 1], 0));
        let running = kms_gateway::start(free_port, Arc::clone(&gateway), limits).await.unwrap();
        Self { running, gateway, clock }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.running.address()
    }

    /// The world behind the gateway.
    pub fn with_world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        self.gateway.with_world(look)
    }

    /// A client that signs with the cloud's access key.
    pub fn client(&self) -> SdkClient {
        SdkClient::new(self.address().port(), self.clock.clone())
    }
}
