use super::*;

fn file(exports: &[(&str, u8, usize)]) -> Vec<u8> {
    let mut section = Vec::new();
    put_number(&mut section, exports.len());
    for (name, kind, index) in exports {
        put_text(&mut section, name);
        section.push(*kind);
        put_number(&mut section, *index);
    }
    let mut out = b"\0asm\x01\0\0\0".to_vec();
    out.push(EXPORTS);
    put_number(&mut out, section.len());
    out.extend(section);
    out
}

#[test]
fn drops_what_nobody_calls() {
    let all = [
        ("memory", 2, 0),
        ("main", FUNCTION, 300),
        ("intounderlyingsource_pull", FUNCTION, 7),
        ("__wbg_intounderlyingsink_free", FUNCTION, 8),
        ("__wbg_mine_free", FUNCTION, 9),
    ];
    let kept = [all[0], all[1], all[4]];
    assert_eq!(without_unused(&file(&all)).unwrap(), file(&kept));
    assert!(without_unused(&file(&all)[..20]).is_err());
}
