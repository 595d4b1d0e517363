use super::*;

fn pair(old: &str, new: &str) -> (String, String) {
    (old.to_owned(), new.to_owned())
}

#[test]
fn rewrites_every_address() {
    let script = r#"fetch(new URL("./split_a.wasm", base)); fetch(new URL("./chunk_3.wasm", base));"#;
    let both = [pair("split_a.wasm", "a-1.wasm"), pair("chunk_3.wasm", "chunk_3-2.wasm")];
    assert_eq!(
        rewrite(script, &both).unwrap(),
        r#"fetch(new URL("./a-1.wasm", base)); fetch(new URL("./chunk_3-2.wasm", base));"#
    );
    for (script, addresses) in [
        // A file that nothing loads, one that is loaded twice, one that the build did not make.
        (r#"fetch(new URL("./split_a.wasm", base))"#, &both[..]),
        (r#"new URL("./split_a.wasm", base); new URL("./split_a.wasm", base)"#, &both[..1]),
        (script, &both[..1]),
    ] {
        assert!(rewrite(script, addresses).is_err(), "{script}");
    }
}

#[test]
fn names_say_what_is_inside() {
    for (file, expected) in [("split_instance.wasm", "instance.wasm"), ("chunk_3.wasm", "chunk_3.wasm")] {
        assert_eq!(name(file), expected);
    }
}
