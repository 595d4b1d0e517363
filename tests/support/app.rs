//! The proxy on a free loopback port.

use crate::{Console, KEY_ID, KEY_SECRET, TestClock, TestCloud};
use kms_api::session::Environment;
use kms_proxy::{App, CloudConfig, Config, Endpoints, Limits, Pace, Profile, Running, UpstreamLimits};
use kms_signer::Credential;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

/// What a test decides about the proxy.
#[derive(Clone, Debug)]
pub struct AppOptions {
    /// Hosts of the cloud.
    pub endpoints: Endpoints,
    /// Clock of the signatures.
    pub clock: TestClock,
    /// What is signed with.
    pub credential: Credential,
    /// Mount point.
    pub base_path: String,
    /// Folder with the page.
    pub assets: PathBuf,
    /// Limits towards the cloud.
    pub upstream: UpstreamLimits,
    /// How fast calls go to the cloud, and how long answers are kept.
    pub pace: Pace,
}

impl AppOptions {
    /// Endpoints as given, all else as for the simulated cloud.
    pub fn new(endpoints: Endpoints) -> Self {
        Self {
            endpoints,
            clock: TestClock::default(),
            credential: Credential {
                access_key_id: KEY_ID.to_owned(),
                access_key_secret: KEY_SECRET.into(),
                security_token: None,
            },
            base_path: "/".to_owned(),
            assets: Path::new(env!("CARGO_MANIFEST_DIR")).join("no-such-folder"),
            upstream: UpstreamLimits {
                connect: Duration::from_millis(500),
                first_byte: Duration::from_millis(600),
                total: Duration::from_millis(900),
                ..UpstreamLimits::default()
            },
            pace: Pace::SIMULATED,
        }
    }

    /// In front of a simulated cloud, on its clock.
    pub fn in_front_of(cloud: &TestCloud) -> Self {
        let endpoints = Endpoints::simulated(cloud.address().port());
        Self { clock: cloud.clock.clone(), ..Self::new(endpoints) }
    }
}

/// The proxy.
#[derive(Debug)]
pub struct TestApp {
    running: Running,
}

impl TestApp {
    /// In front of a simulated cloud.
    pub async fn start(cloud: &TestCloud) -> Self {
        let mut options = AppOptions::in_front_of(cloud);
        // Debug builds on a busy machine answer large pages slowly; these tests are about other things.
        options.upstream = UpstreamLimits::default();
        Self::start_with(options).await
    }

    /// As decided by the test.
    pub async fn start_with(options: AppOptions) -> Self {
        crate::logs::capture();
        let app = App::new(Config {
            base_path: options.base_path.parse().unwrap(),
            assets: options.assets,
            environment: Environment::Simulator,
            cloud: CloudConfig {
                endpoints: options.endpoints,
                profile: Profile::fixed("test", options.credential),
                home_region: "cn-hangzhou".into(),
                clock: options.clock.as_function(),
                upstream: options.upstream,
                pace: options.pace,
            },
        })
        .unwrap();
        let limits = Limits { header_timeout: Duration::from_millis(400), ..Limits::default() };
        let free_port = SocketAddr::from(([127, 0, 0, 1], 0));
        let running = kms_proxy::start(free_port, kms_proxy::app(app), limits).await.unwrap();
        Self { running }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.running.address()
    }

    /// The page's client, in Hangzhou.
    pub fn console(&self) -> Console {
        Console::new(self.address())
    }

    /// Stops the listener, waiting for running requests.
    pub async fn stop(self) {
        self.running.stop().await;
    }
}
