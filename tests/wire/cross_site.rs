//! No page of another site, and no other name for this machine, gets the proxy to sign anything.

use kms_tests::{AppOptions, ScriptedCloud, TestApp};

const BODY: &str = r#"{"Product":"Kms","Region":"cn-hangzhou"}"#;
const CALL: &str = "/api/call/ListKmsInstances";

async fn watched() -> (TestApp, ScriptedCloud) {
    let cloud = ScriptedCloud::answering("200 OK", "", "{}").await;
    let app = TestApp::start_with(AppOptions::new(cloud.endpoints())).await;
    (app, cloud)
}

#[tokio::test]
async fn calls_come_from_the_console_s_own_page() {
    let (app, cloud) = watched().await;
    let console = app.console();
    let own = format!("http://{}", app.address());
    // An empty value leaves the header out.
    let cases: [(&[(&str, &str)], u16); 13] = [
        (&[], 200),
        (&[("sec-fetch-site", ""), ("origin", &own)], 200),
        (&[("sec-fetch-site", "")], 200),
        (&[("sec-fetch-site", "cross-site")], 403),
        (&[("sec-fetch-site", "same-site")], 403),
        (&[("sec-fetch-site", "none")], 403),
        (&[("sec-fetch-site", ""), ("origin", "http://evil.example")], 403),
        (&[("sec-fetch-site", ""), ("origin", "null")], 403),
        (&[("sec-fetch-site", ""), ("cookie", "a=b")], 403),
        (&[("x-kmsc", "")], 403),
        (&[("content-type", "text/plain")], 403),
        (&[("content-type", "")], 403),
        (&[("sec-fetch-dest", "iframe")], 403),
    ];
    let mut passed = 0;
    for (headers, status) in cases {
        let answer = console.post(CALL, BODY, headers).await;
        assert_eq!(answer.status.as_u16(), status, "{headers:?}: {}", answer.text());
        if status == 403 {
            assert_eq!(answer.verdict().1, "CrossSite", "{headers:?}");
        } else {
            passed += 1;
        }
        assert_eq!(cloud.requests().len(), passed, "{headers:?}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{headers:?}");
    }
}

#[tokio::test]
async fn a_preflight_gets_no_permission() {
    let (app, cloud) = watched().await;
    let headers = [("origin", "http://evil.example"), ("access-control-request-method", "POST")];
    let answer = app.console().send(reqwest::Method::OPTIONS, CALL, &headers).await;
    assert_eq!(answer.verdict(), (403, "CrossSite".into()));
    assert!(!answer.headers.keys().any(|name| name.as_str().starts_with("access-control-")));
    assert_eq!(cloud.requests().len(), 0);
}

#[tokio::test]
async fn api_answers_are_not_navigated_to_and_not_embedded() {
    let (app, _cloud) = watched().await;
    let console = app.console();
    for (dest, status) in [("document", 403), ("script", 403), ("image", 403), ("iframe", 403)] {
        let answer = console.get("/api/session", &[("sec-fetch-dest", dest)]).await;
        assert_eq!(answer.status.as_u16(), status, "{dest}");
    }
    let answer =
        console.get("/api/session", &[("sec-fetch-dest", "empty"), ("sec-fetch-site", "cross-site")]).await;
    assert_eq!(answer.verdict(), (403, "CrossSite".into()));
}

#[tokio::test]
async fn a_foreign_name_in_host_is_refused_everywhere() {
    let (app, cloud) = watched().await;
    let console = app.console();
    for path in ["/", "/api/session", "/config.json", "/healthz", "/assets/app.js"] {
        let answer = console.get(path, &[("host", "rebound.evil.example")]).await;
        assert_eq!(answer.verdict(), (421, "CrossSite".into()), "{path}");
    }
    let answer = console.post(CALL, BODY, &[("host", "rebound.evil.example")]).await;
    assert_eq!(answer.status.as_u16(), 421);
    assert_eq!(cloud.requests().len(), 0);
    for host in ["localhost", "localhost:1", "127.0.0.1:8080", "[::1]:8080", "console.localhost"] {
        let answer = console.get("/config.json", &[("host", host)]).await;
        assert_eq!(answer.status.as_u16(), 200, "{host}");
    }
}
