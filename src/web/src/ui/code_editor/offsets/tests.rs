use super::*;

/// The slow way: count from the beginning.
fn check(text: &str) {
    let offsets = Offsets::new(&Arc::from(text));
    let mut unit = 0;
    for (byte, letter) in text.char_indices().chain([(text.len(), '\0')]) {
        assert_eq!(offsets.unit(byte), unit, "unit at byte {byte}");
        assert_eq!(offsets.byte(unit), byte, "byte at unit {unit}");
        if byte == text.len() {
            break;
        }
        for inside in 1..letter.len_utf8() {
            assert_eq!(offsets.unit(byte + inside), unit, "unit inside the letter at byte {byte}");
        }
        for inside in 1..letter.len_utf16() {
            assert_eq!(offsets.byte(unit + inside), byte, "byte inside the letter at byte {byte}");
        }
        unit += letter.len_utf16();
    }
    assert_eq!(offsets.unit(usize::MAX), unit, "unit behind the text");
    assert_eq!(offsets.byte(usize::MAX), text.len(), "byte behind the text");
}

#[test]
fn translates_every_place() {
    for text in [
        "",
        "plain",
        "a\r\nb\rc\nd",
        "\u{feff}{\0}",
        "ü",
        "密钥策略",
        "a😀b👩\u{200d}👧c",
        "\u{202e}abc\u{2066}\u{10ffff}",
    ] {
        check(text);
        // Longer than the distance of two stops, and with letters across them.
        for pad in 0..4 {
            check(&format!("{}{}", "x".repeat(pad), text.repeat(2 * STRIDE / text.len().max(1) + 1)));
        }
    }
}
