use super::*;

fn source(text: &str) -> Source {
    Source { path: "lock".to_owned(), text: text.to_owned() }
}

#[test]
fn accepts_only_the_public_index() {
    for (line, bad) in [
        ("source = \"registry+https://example.org/x/crates.io-index\"", false),
        ("source = \"registry+https://mirror.example.org/simple\"", true),
        ("source = \"git+https://example.org/x/crates.io-index\"", true),
        ("checksum = \"00\"", false),
    ] {
        assert_eq!(cargo_findings(&source(line)).len(), usize::from(bad), "{line}");
    }
}

#[test]
fn finds_download_addresses() {
    let lock = source("{\n  \"version\": \"1.0.0\",\n  \"resolved\": \"https://example.org/a.tgz\"\n}");
    let found = node_findings(&lock);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].place, "lock:3");
}

#[test]
fn reads_a_locked_version() {
    let lock = "[[package]]\nname = \"a-b\"\nversion = \"2.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\n";
    assert_eq!(locked_version(lock, "a"), Some("1.2.3"));
    assert_eq!(locked_version(lock, "c"), None);
}
