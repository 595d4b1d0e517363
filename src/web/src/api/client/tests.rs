//! No call of the page answers with secret material: not by a typed operation, and there is no other way to call.

use std::fs;
use std::path::{Path, PathBuf};

use kms_api::catalog;

fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

fn read(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = vec![];
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    found
}

#[test]
fn no_typed_operation_reads_a_secret() {
    let operations = read("../api/src/operations");
    let names: Vec<&str> = operations
        .iter()
        .flat_map(|(_, text)| text.split("const NAME: &'static str = \"").skip(1))
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(names.len() >= 20, "{names:?}");
    for name in names {
        let specs: Vec<_> = catalog::operations().iter().filter(|spec| spec.name == name).collect();
        assert!(!specs.is_empty(), "{name} is not in the catalogue");
        assert!(specs.iter().all(|spec| !spec.sensitive_response), "{name} answers with secret material");
    }
}

#[test]
fn the_page_calls_by_typed_operations_only() {
    let sensitive: Vec<&str> = catalog::operations()
        .iter()
        .filter(|spec| spec.sensitive_response)
        .map(|spec| spec.name.as_str())
        .collect();
    assert!(sensitive.contains(&"GetSecretValue") && sensitive.contains(&"Decrypt"), "{sensitive:?}");
    for (path, text) in read("src") {
        let calls = text.contains("api/call/");
        assert_eq!(calls, path.ends_with("api/client.rs"), "{}", path.display());
        // As an action of a policy, `kms:Decrypt`, such a name may well stand somewhere.
        for name in &sensitive {
            let quoted = format!("\"{name}\"");
            assert!(!text.contains(&quoted), "{} names {name}", path.display());
        }
    }
}
