//! The page and its files: base path, deep links, compressed files, caching, headers.

use kms_tests::{AppOptions, Console, TestApp, TestCloud};
use reqwest::Method;
use std::{
    fs,
    path::{Path, PathBuf},
};

const PAGE: &str = concat!(
    r#"<!doctype html><meta name="kms-base" content="./"><link rel="modulepreload" href="./assets/web-1.js">"#,
    r#"<script type="module" src="./assets/boot-1.js"></script><p>="../x" ./ stays</p>"#
);

/// A built web folder of a few bytes, with a secret beside it.
struct Site(PathBuf);

impl Site {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("kms-wire-{}-{name}", std::process::id()));
        let site = Self(root);
        for (path, text) in [
            ("secret.txt", "outside"),
            ("dist/index.html", PAGE),
            ("dist/index.html.br", "stale"),
            ("dist/favicon.svg", "<svg/>"),
            ("dist/.hidden.txt", "hidden"),
            ("dist/assets/app-1.wasm", "plain wasm"),
            ("dist/assets/app-1.wasm.br", "br wasm"),
            ("dist/assets/app-1.wasm.gz", "gz wasm"),
            ("dist/assets/boot-1.js", "plain js"),
            ("dist/assets/boot-1.js.gz", "gz js"),
            ("dist/assets/logo-1.png", "png"),
        ] {
            let path = site.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        site
    }

    fn dist(&self) -> PathBuf {
        self.0.join("dist")
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

async fn serve(assets: &Path, base_path: &str) -> (TestCloud, TestApp, Console) {
    let cloud = TestCloud::start().await;
    let mut options = AppOptions::in_front_of(&cloud);
    options.assets = assets.to_owned();
    options.base_path = base_path.to_owned();
    let app = TestApp::start_with(options).await;
    let console = app.console();
    (cloud, app, console)
}

#[tokio::test]
async fn deep_links_get_the_page_with_addresses_from_the_root() {
    let site = Site::new("deep");
    let (_cloud, _app, console) = serve(&site.dist(), "/").await;
    let expected = PAGE.replace("=\"./", "=\"/");
    for path in [
        "/",
        "/instances",
        "/cn-hangzhou/instances/kst-1/vpcs?panel=configure",
        "/r/cn-hangzhou/secrets/db.password.json",
        "/a%20b/%E4%B8%AD",
        "/index.html",
    ] {
        let answer = console.get(path, &[("accept-encoding", "br, gzip")]).await;
        assert_eq!((answer.status.as_u16(), answer.text()), (200, expected.clone()), "{path}");
        assert_eq!(answer.header("content-type"), "text/html;charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert_eq!(answer.header("content-encoding"), "");
    }
    for path in
        ["/nothing.js", "/instances/nothing.css", "/assets/nothing", "/assets/nothing.wasm", "/index.php"]
    {
        assert_eq!(console.get(path, &[]).await.status.as_u16(), 404, "{path}");
    }
}

#[tokio::test]
async fn a_base_path_is_written_into_the_page_and_everything_lies_below_it() {
    let site = Site::new("base");
    let (_cloud, _app, console) = serve(&site.dist(), "/tools/kms").await;
    let page = console.get("/tools/kms/instances", &[]).await.text();
    assert_eq!(page, PAGE.replace("=\"./", "=\"/tools/kms/"));
    assert!(page.contains(r#"<meta name="kms-base" content="/tools/kms/">"#));
    for (path, status) in [
        ("/tools/kms/", 200),
        ("/tools/kms/assets/boot-1.js", 200),
        ("/tools/kms/config.json", 200),
        ("/tools/kms/healthz", 200),
        ("/healthz", 200),
        ("/tools/kms/api/session", 200),
        ("/tools/kms", 308),
        ("/", 308),
        ("/api/session", 404),
        ("/assets/boot-1.js", 404),
        ("/instances", 404),
        ("/tools/kmsx/", 404),
    ] {
        let answer = console.get(path, &[]).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.text());
        if status == 308 {
            assert_eq!(answer.header("location"), "/tools/kms/", "{path}");
        }
    }
    let body = r#"{"Product":"Kms","Region":"cn-hangzhou"}"#;
    let answer = console.post("/tools/kms/api/call/DescribeRegions", body, &[]).await;
    assert_eq!(answer.verdict(), (200, "OK".into()), "{}", answer.text());
}

#[tokio::test]
async fn compressed_files_are_chosen_by_what_the_client_takes() {
    let site = Site::new("compressed");
    let (_cloud, _app, console) = serve(&site.dist(), "/").await;
    for (path, accept, body, encoding, vary) in [
        ("app-1.wasm", "gzip, deflate, br, zstd", "br wasm", "br", "Accept-Encoding"),
        ("app-1.wasm", "gzip", "gz wasm", "gzip", "Accept-Encoding"),
        ("app-1.wasm", "br;q=0, gzip", "gz wasm", "gzip", "Accept-Encoding"),
        ("app-1.wasm", "identity", "plain wasm", "", "Accept-Encoding"),
        ("boot-1.js", "br, gzip", "gz js", "gzip", "Accept-Encoding"),
        ("boot-1.js", "br", "plain js", "", "Accept-Encoding"),
        ("logo-1.png", "br, gzip", "png", "", ""),
    ] {
        let answer = console.get(&format!("/assets/{path}"), &[("accept-encoding", accept)]).await;
        let found = (answer.text(), answer.header("content-encoding"), answer.header("vary"));
        assert_eq!(found, (body.into(), encoding.into(), vary.into()), "{path} {accept}");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    }
    let kinds = [
        ("app-1.wasm", "application/wasm"),
        ("boot-1.js", "text/javascript;charset=utf-8"),
        ("logo-1.png", "image/png"),
    ];
    for (path, kind) in kinds {
        assert_eq!(console.get(&format!("/assets/{path}"), &[]).await.header("content-type"), kind);
    }
    assert_eq!(console.get("/assets/app-1.wasm.br", &[]).await.status.as_u16(), 404);
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let site = Site::new("head");
    let (_cloud, _app, console) = serve(&site.dist(), "/").await;
    for path in ["/", "/instances", "/assets/app-1.wasm", "/config.json", "/favicon.svg"] {
        let get = console.get(path, &[("accept-encoding", "br")]).await;
        let head = console.send(Method::HEAD, path, &[("accept-encoding", "br")]).await;
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
        for name in ["content-type", "content-length", "etag", "cache-control", "content-encoding"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn what_the_browser_has_is_not_sent_again() {
    let site = Site::new("etag");
    let (_cloud, _app, console) = serve(&site.dist(), "/").await;
    for path in ["/instances", "/config.json", "/favicon.svg"] {
        let first = console.get(path, &[]).await;
        let tag = first.header("etag");
        assert!(tag.starts_with('"') && tag.len() > 16, "{path}: {tag}");
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let answer = console.get(path, &[("if-none-match", &known)]).await;
            assert_eq!((answer.status.as_u16(), answer.body.len()), (304, 0), "{path} {known}");
            assert_eq!(
                (answer.header("etag"), answer.header("cache-control")),
                (tag.clone(), "no-cache".into())
            );
            // The browser takes these over into the page that it keeps.
            for name in ["content-security-policy", "content-type", "x-frame-options"] {
                assert_eq!(answer.header(name), first.header(name), "{path} {name}");
            }
        }
        let answer = console.get(path, &[("if-none-match", "\"other\"")]).await;
        assert_eq!(answer.status.as_u16(), 200, "{path}");
    }
    let before = console.get("/", &[]).await.header("etag");
    fs::write(site.dist().join("index.html"), "<!doctype html>new").unwrap();
    let after = console.get("/", &[("if-none-match", &before)]).await;
    assert_eq!((after.status.as_u16(), after.text()), (200, "<!doctype html>new".into()));
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let site = Site::new("traversal");
    #[cfg(unix)]
    std::os::unix::fs::symlink(site.0.join("secret.txt"), site.dist().join("assets/link.txt")).unwrap();
    let (_cloud, app, _console) = serve(&site.dist(), "/").await;
    for path in [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/..\\secret.txt",
        "//secret.txt",
        "/./.hidden.txt",
        "/.hidden.txt",
        "/assets/link.txt",
        "/assets//app-1.wasm",
        "/assets/./app-1.wasm",
        "/assets/",
        "/assets",
    ] {
        // An HTTP library would tidy the path up; the raw bytes arrive as they are.
        let text = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        let found = kms_tests::raw::exchange(app.address(), &text, std::time::Duration::from_secs(5)).await;
        for leak in ["outside", "hidden", "plain wasm"] {
            assert!(!found.received.contains(leak), "{path}: {}", found.received);
        }
    }
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let site = Site::new("headers");
    let (_cloud, _app, console) = serve(&site.dist(), "/").await;
    let page = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
        font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; \
        form-action 'none'; frame-ancestors 'none'; object-src 'none'";
    let script = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'";
    let data = "default-src 'none'; frame-ancestors 'none'; sandbox";
    for (path, policy, cache) in [
        ("/", page, "no-cache"),
        ("/instances/x", page, "no-cache"),
        ("/config.json", data, "no-cache"),
        ("/api/session", data, "no-store"),
        ("/api/nothing", data, "no-store"),
        ("/missing.js", data, "no-store"),
        ("/healthz", data, "no-store"),
        ("/assets/app-1.wasm", data, "public, max-age=31536000, immutable"),
        ("/assets/boot-1.js", script, "public, max-age=31536000, immutable"),
    ] {
        let answer = console.get(path, &[]).await;
        assert_eq!(answer.header("content-security-policy"), policy, "{path}");
        assert_eq!(answer.header("cache-control"), cache, "{path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("x-frame-options", "DENY"),
            ("origin-agent-cluster", "?1"),
            ("server", ""),
            ("access-control-allow-origin", ""),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
    }
    assert_eq!(console.get("/config.json", &[]).await.text(), r#"{"road":"proxy"}"#);
}

#[tokio::test]
async fn without_a_built_page_the_answer_says_what_to_do() {
    let (_cloud, _app, console) = serve(Path::new("/nonexistent"), "/").await;
    let answer = console.get("/instances", &[]).await;
    assert_eq!(answer.status.as_u16(), 503);
    assert!(answer.text().contains("cargo xtask run"), "{}", answer.text());
    assert_eq!(console.get("/healthz", &[]).await.status.as_u16(), 200);
}
