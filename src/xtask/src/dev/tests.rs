use super::*;

#[test]
fn adds_the_backend_and_makes_paths_absolute() {
    let toml = "[build]\ntarget = \"index.html\"\n[watch]\nwatch = [\"src/web\", \"/elsewhere\"]\n";
    let config = with_backend(toml, Path::new("/w"), "http://127.0.0.1:81/").unwrap();
    assert_eq!(config.pointer("/build/target").unwrap(), "/w/index.html");
    assert_eq!(config.pointer("/watch/watch").unwrap(), &json!(["/w/src/web", "/elsewhere"]));
    let backends: Vec<_> =
        config["proxy"].as_array().unwrap().iter().map(|proxy| &proxy["backend"]).collect();
    assert_eq!(backends, ["http://127.0.0.1:81/api/", "http://127.0.0.1:81/config.json"]);
    assert_eq!(config.pointer("/proxy/0/request_headers/host").unwrap(), "127.0.0.1:81");
}
