use super::*;

#[test]
fn groups_digits() {
    for (number, expected) in
        [(0, "0"), (999, "999"), (1000, "1,000"), (204_800, "204,800"), (1_234_567, "1,234,567")]
    {
        assert_eq!(grouped(number), expected);
    }
}

#[test]
fn only_the_first_page_counts() {
    let file = |kind, brotli| BundleFile { path: String::new(), kind, raw: 0, gzip: 0, brotli };
    let bundle = Bundle {
        input: String::new(),
        files: vec![
            file(FileKind::Wasm, 1),
            file(FileKind::Script, 2),
            file(FileKind::Style, 4),
            file(FileKind::Locale, 8),
            file(FileKind::Image, 16),
            file(FileKind::Chunk, 32),
        ],
    };
    assert_eq!(first_page(&bundle), 7);
}

#[test]
fn texts_of_the_policy_engine_do_not_count() {
    let file = |kind, brotli| BundleFile { path: String::new(), kind, raw: 0, gzip: 0, brotli };
    let files = [file(FileKind::Chunk, 1), file(FileKind::LaterScript, 2), file(FileKind::Locale, 4)];
    assert_eq!(part(&files), 3);
}
