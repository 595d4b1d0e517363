//! Both listeners throw out slow clients, end cleanly, and are found on this machine only.

use kms_sandbox::{Seed, World};
use kms_tests::{TestApp, TestCloud, raw::exchange};
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::net::TcpStream;

const PATIENCE: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_client_that_sends_headers_slowly_is_thrown_out() {
    let cloud = TestCloud::start().await;
    let app = TestApp::start(&cloud).await;
    for address in [cloud.address(), app.address()] {
        for text in ["", "GET / HTTP/1.1\r\nhost: localhost\r\nx-slow"] {
            let started = Instant::now();
            let found = exchange(address, text, PATIENCE).await;
            assert!(found.closed, "{address} {text:?} stayed open");
            assert!(started.elapsed() >= Duration::from_millis(300), "{address} closed at once");
            assert!(!found.received.contains("200 OK"), "{}", found.received);
        }
    }
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up() {
    let cloud = TestCloud::start().await;
    let request = "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nabc";
    let found = exchange(cloud.address(), request, PATIENCE).await;
    assert!(found.received.starts_with("HTTP/1.1 408"), "{}", found.received);
    assert!(found.received.contains("RequestTimeout"), "{}", found.received);
}

#[tokio::test]
async fn too_many_headers_are_refused() {
    let cloud = TestCloud::start().await;
    let app = TestApp::start(&cloud).await;
    let headers: String = (0..80).map(|n| format!("x-{n}: 1\r\n")).collect();
    let text = format!("GET /healthz HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n");
    let found = exchange(app.address(), &text, PATIENCE).await;
    assert!(found.received.starts_with("HTTP/1.1 431"), "{}", found.received);
    let long = format!("GET /healthz HTTP/1.1\r\nhost: localhost\r\nx: {}\r\n\r\n", "x".repeat(40_000));
    let found = exchange(app.address(), &long, PATIENCE).await;
    assert!(!found.received.contains("200 OK"), "{}", found.received);
}

#[tokio::test]
async fn an_over_long_address_is_refused() {
    let cloud = TestCloud::start().await;
    let app = TestApp::start(&cloud).await;
    let answer = app.console().get(&format!("/instances?q={}", "x".repeat(8_200)), &[]).await;
    assert_eq!(answer.verdict(), (414, "BadRequest".into()));
}

#[tokio::test]
async fn neither_listens_where_others_could_reach_it() {
    let now = "2026-11-24T08:00:00Z".parse().unwrap();
    let clock: kms_gateway::Clock = Arc::new(move || now);
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let address: SocketAddr = address.parse().unwrap();
        let gateway = kms_gateway::Gateway::new(World::seed(Seed::Default, now), Arc::clone(&clock));
        let found = kms_gateway::start(address, Arc::new(gateway), kms_gateway::Limits::default()).await;
        assert!(matches!(found, Err(kms_gateway::StartError::NotLoopback(_))), "{address}");
    }
    let cloud = TestCloud::start().await;
    let options = kms_tests::AppOptions::in_front_of(&cloud);
    let app = kms_proxy::App::new(kms_proxy::Config {
        base_path: kms_proxy::BasePath::default(),
        assets: options.assets,
        environment: kms_api::session::Environment::Simulator,
        cloud: kms_proxy::CloudConfig {
            endpoints: options.endpoints,
            profile: kms_proxy::Profile::fixed("test", options.credential),
            home_region: "cn-hangzhou".into(),
            clock,
            upstream: options.upstream,
            pace: options.pace,
        },
    })
    .unwrap();
    let everywhere: SocketAddr = "0.0.0.0:0".parse().unwrap();
    let found = kms_proxy::start(everywhere, kms_proxy::app(app), kms_proxy::Limits::default()).await;
    let error = found.unwrap_err().to_string();
    assert!(error.contains("without a sign-in the console listens on loopback addresses only"), "{error}");
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_for_a_place() {
    let limits = kms_gateway::Limits { connections: 1, ..kms_gateway::Limits::default() };
    let cloud = TestCloud::start_with(Seed::Default, limits).await;
    let first = TcpStream::connect(cloud.address()).await.unwrap();
    let request = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let waiting = exchange(cloud.address(), request, Duration::from_millis(300)).await;
    assert_eq!((waiting.closed, waiting.received.as_str()), (false, ""));
    drop(first);
    let served = exchange(cloud.address(), request, PATIENCE).await;
    assert!(served.received.starts_with("HTTP/1.1 400"), "{}", served.received);
}

#[tokio::test]
async fn a_stopped_listener_ends_idle_connections_and_takes_no_more() {
    let cloud = TestCloud::start().await;
    let app = TestApp::start(&cloud).await;
    let address = app.address();
    let idle = TcpStream::connect(address).await.unwrap();
    tokio::time::timeout(PATIENCE, app.stop()).await.expect("an idle connection does not hold the end up");
    drop(idle);
    assert!(TcpStream::connect(address).await.is_err());
}
