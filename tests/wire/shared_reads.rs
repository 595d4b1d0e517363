//! Equal reads share a call or an answer of a moment ago, but never across a write, and never against one's will.

use kms_api::{Parameters, Product};
use kms_proxy::Pace;
use kms_tests::{AppOptions, Console, ScriptedCloud, TestApp};
use serde_json::json;
use std::time::{Duration, Instant};

const NO_CACHE: [(&str, &str); 1] = [("cache-control", "no-cache")];

/// A cloud that numbers its answers, and a proxy that keeps them for a minute.
async fn numbered() -> (ScriptedCloud, TestApp) {
    let cloud =
        ScriptedCloud::deciding(|_, number| ("200 OK", String::new(), json!({"Number": number}).to_string()))
            .await;
    let mut options = AppOptions::new(cloud.endpoints());
    options.pace.kept = Duration::from_secs(60);
    (cloud, TestApp::start_with(options).await)
}

/// The number of the answer.
async fn read(console: &Console, region: &str, id: &str, headers: &[(&str, &str)]) -> i64 {
    let body = json!({"Product": "Kms", "Region": region, "Parameters": {"KmsInstanceId": id}});
    let answer = console.post("/api/call/GetKmsInstance", &body.to_string(), headers).await;
    answer.json()["Number"].as_i64().unwrap()
}

#[tokio::test]
async fn an_answer_is_kept_for_the_same_question_only() {
    let (cloud, app) = numbered().await;
    let console = app.console();
    assert_eq!(read(&console, "cn-hangzhou", "kst-1", &[]).await, 0);
    assert_eq!(read(&console, "cn-hangzhou", "kst-1", &[]).await, 0);
    assert_eq!(read(&console, "cn-hangzhou", "kst-2", &[]).await, 1);
    assert_eq!(read(&console, "cn-shanghai", "kst-1", &[]).await, 2);
    assert_eq!(read(&console, "cn-hangzhou", "kst-1", &NO_CACHE).await, 3);
    assert_eq!(read(&console, "cn-hangzhou", "kst-1", &[]).await, 3);
    let other = [("cache-control", "max-age=0, No-Store")];
    assert_eq!(read(&console, "cn-hangzhou", "kst-1", &other).await, 4);
    assert_eq!(cloud.requests().len(), 5);
}

#[tokio::test]
async fn a_read_after_a_write_sees_the_write() {
    let (cloud, app) = numbered().await;
    let console = app.console();
    assert_eq!(read(&console, "cn-hangzhou", "kst-1", &[]).await, 0);
    assert_eq!(read(&console, "cn-shanghai", "kst-1", &[]).await, 1);
    let write = Parameters::from([
        ("KmsInstanceId".to_owned(), "kst-9".to_owned()),
        ("BindVpcs".to_owned(), "[]".to_owned()),
    ]);
    for _ in 0..2 {
        console.call_raw(Product::Kms, "UpdateKmsInstanceBindVpc", write.clone()).await;
    }
    assert_eq!(read(&console, "cn-hangzhou", "kst-1", &[]).await, 4);
    assert_eq!(read(&console, "cn-shanghai", "kst-1", &[]).await, 1, "another region is as it was");
    assert_eq!(cloud.requests().len(), 5);
}

#[tokio::test]
async fn equal_reads_at_the_same_time_are_one_call() {
    let answer = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}".to_owned();
    let cloud = ScriptedCloud::sending(vec![(Duration::from_millis(300), answer)]).await;
    let app = TestApp::start_with(AppOptions::new(cloud.endpoints())).await;
    let ask = |headers: &'static [(&'static str, &'static str)]| {
        let console = app.console();
        tokio::spawn(async move {
            let body = json!({"Product": "Kms", "Region": "cn-hangzhou"}).to_string();
            console.post("/api/call/ListKmsInstances", &body, headers).await.verdict()
        })
    };
    // The first is given up, which must not take the others with it.
    let first = ask(&[]);
    tokio::time::sleep(Duration::from_millis(60)).await;
    let others: Vec<_> = (0..8).map(|_| ask(&[])).collect();
    let fresh = ask(&NO_CACHE);
    tokio::time::sleep(Duration::from_millis(60)).await;
    first.abort();
    for asked in others.into_iter().chain([fresh]) {
        assert_eq!(asked.await.unwrap(), (200, "OK".into()));
    }
    assert_eq!(cloud.requests().len(), 2, "one for all, and one for whoever wanted no other's");
}

#[tokio::test]
async fn two_pages_take_turns() {
    let cloud = ScriptedCloud::answering("200 OK", "", "{}").await;
    let mut options = AppOptions::new(cloud.endpoints());
    options.pace = Pace { reads: Some(20), ..Pace::SIMULATED };
    let app = TestApp::start_with(options).await;
    let started = Instant::now();
    let ask = |page: &'static str, number: usize| {
        let console = app.console();
        tokio::spawn(async move {
            read_any(&console, page, number).await;
            started.elapsed()
        })
    };
    let greedy: Vec<_> = (0..40).map(|number| ask("greedy", number)).collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let modest = ask("modest", 1_000).await.unwrap();
    let mut ends = Vec::new();
    for asked in greedy {
        ends.push(asked.await.unwrap());
    }
    // Compared with each other and not with a clock, so that a busy machine makes no difference.
    let later = ends.iter().filter(|end| **end > modest).count();
    assert!(later >= 20, "only {later} of 40 calls came after the one that was asked last");
    let last = ends.iter().max().unwrap();
    assert!(*last >= Duration::from_millis(1_900), "41 calls at 20 a second took {last:?}");
}

#[tokio::test]
async fn reads_of_a_page_that_is_closed_are_not_sent() {
    let cloud = ScriptedCloud::answering("200 OK", "", "{}").await;
    let mut options = AppOptions::new(cloud.endpoints());
    options.pace = Pace { reads: Some(10), ..Pace::SIMULATED };
    let app = TestApp::start_with(options).await;
    let asked: Vec<_> = (0..10)
        .map(|number| {
            let console = app.console();
            tokio::spawn(async move { read_any(&console, "page", number).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(250)).await;
    asked.iter().for_each(tokio::task::JoinHandle::abort);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let sent = cloud.requests().len();
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert!((1..=6).contains(&sent), "{sent}");
    assert!(cloud.requests().len() <= sent + 1, "{sent}, then {}", cloud.requests().len());
}

#[tokio::test]
async fn a_page_with_too_many_calls_is_told_to_wait() {
    let cloud = ScriptedCloud::answering("200 OK", "", "{}").await;
    let mut options = AppOptions::new(cloud.endpoints());
    options.pace = Pace { reads: Some(1), waiting: 1, ..Pace::SIMULATED };
    let app = TestApp::start_with(options).await;
    let ask = |page: &'static str, number: usize| {
        let console = app.console();
        tokio::spawn(async move {
            let parameters = json!({"KmsInstanceId": number.to_string()});
            let body = json!({"Product": "Kms", "Region": "cn-hangzhou", "Parameters": parameters});
            console.post("/api/call/GetKmsInstance", &body.to_string(), &[("x-kmsc-page", page)]).await
        })
    };
    assert_eq!(ask("greedy", 0).await.unwrap().verdict(), (200, "OK".into()));
    let waits = ask("greedy", 1);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let refused = ask("greedy", 2).await.unwrap();
    assert_eq!(refused.verdict(), (429, "Throttling.Console".into()));
    assert_eq!(refused.header("retry-after"), "1");
    let other = ask("modest", 3);
    assert_eq!(waits.await.unwrap().verdict(), (200, "OK".into()));
    assert_eq!(other.await.unwrap().verdict(), (200, "OK".into()));
}

async fn read_any(console: &Console, page: &str, number: usize) {
    let body = json!({"Product": "Kms", "Region": "cn-hangzhou", "Parameters": {"KmsInstanceId": number.to_string()}});
    let headers = [("x-kmsc-page", page)];
    let answer = console.post("/api/call/GetKmsInstance", &body.to_string(), &headers).await;
    assert_eq!(answer.verdict(), (200, "OK".into()));
}
