use super::*;

/// A file with one section of imports and one other.
fn file(imports: &[(&str, &str)]) -> Vec<u8> {
    let mut section = Vec::new();
    put_number(&mut section, imports.len());
    for (module, name) in imports {
        put_text(&mut section, module);
        put_text(&mut section, name);
        section.extend([FUNCTION, 0]);
    }
    let mut out = b"\0asm\x01\0\0\0".to_vec();
    out.push(IMPORTS);
    put_number(&mut out, section.len());
    out.extend(section);
    out.extend([10, 2, 7, 7]);
    out
}

#[test]
fn shortens_the_imports_of_one_module() {
    // More than 127 bytes, so that lengths take two bytes before and one after.
    let long = "__wbg_a_".repeat(20);
    let (out, names) =
        shorten(&file(&[("glue", &long), ("other", "kept"), ("glue", "second")]), "glue").unwrap();
    assert_eq!(out, file(&[("glue", "a"), ("other", "kept"), ("glue", "b")]));
    assert_eq!(names, [(long, "a".to_owned()), ("second".to_owned(), "b".to_owned())]);
}

#[test]
fn refuses_what_it_does_not_understand() {
    let good = file(&[("glue", "name")]);
    let memory = {
        let mut wasm = good.clone();
        let at = wasm.len() - 6;
        wasm[at] = 2;
        wasm
    };
    for wasm in [&b"\0as"[..], &good[..good.len() - 1], &memory] {
        assert!(shorten(wasm, "glue").is_err(), "{wasm:?}");
    }
}

#[test]
fn short_names_are_letters_and_differ() {
    for (index, expected) in [(0, "a"), (25, "z"), (26, "ba"), (27, "bb"), (675, "zz"), (676, "baa")] {
        assert_eq!(short_name(index), expected);
    }
}

#[test]
fn renames_keys_only() {
    let names = vec![("long".to_owned(), "a".to_owned()), ("longer".to_owned(), "b".to_owned())];
    let script = "x={__proto__:null,longer(e){return e},long:function(){wasm.long()}}";
    assert_eq!(
        rename(script, &names).unwrap(),
        "x={__proto__:null,b(e){return e},a:function(){wasm.long()}}"
    );
    for script in ["x={long:1}", "x={long:1,longer:2,long:3}"] {
        assert!(rename(script, &names).is_err(), "{script}");
    }
}
