use super::*;

#[test]
fn only_what_was_typed_changes_in_the_text() {
    // `field` is what the reader made of the field.
    for (case, text, field, expected) in [
        ("nothing typed", "a\r\nb\rc\nd", "a\nb\nc\nd", "a\r\nb\rc\nd"),
        ("nothing typed, no break", "{\u{0}\u{feff}}", "{\u{0}\u{feff}}", "{\u{0}\u{feff}}"),
        ("a letter behind two breaks", "a\r\nb\r\ncd", "a\nb\ncXd", "a\r\nb\r\ncXd"),
        ("a letter at the beginning", "\r\na", "X\na", "X\r\na"),
        ("a letter behind a pair", "\r\na", "\nXa", "\r\nXa"),
        ("a letter between two lone returns", "\r\ra", "\nX\na", "\rX\ra"),
        ("a break takes the form of the first", "a\r\nb\nc", "a\nb\nc\nd", "a\r\nb\nc\r\nd"),
        ("or of a lone return", "a\rb", "a\nb\nc", "a\rb\rc"),
        ("a break into a text without", "ab", "a\nb", "a\nb"),
        ("a pair goes as a whole", "a\r\nb", "ab", "ab"),
        ("lines go", "a\r\nb\r\nc\r\nd", "a\nd", "a\r\nd"),
        ("everything goes", "a\r\nb", "", ""),
        ("letters of several bytes", "密\r\n😀\rb", "密\n😁\nb", "密\r\n😁\rb"),
    ] {
        let mut found = text.to_owned();
        if let Some(change) = typed(text, field) {
            found.replace_range(change.start..change.end, &change.text);
        }
        assert_eq!(found, expected, "{case}");
        assert_eq!(shown(expected), field, "{case}: the field shows the new text");
    }
}

#[test]
fn places_of_the_field_and_of_the_text() {
    for text in ["", "abc", "a\r\nb\rc\nd", "\r\n\r\n", "密\r\n😀\r\r\nb", "\n\r\n"] {
        let field = shown(text).into_owned();
        let mut unit = 0;
        for letter in field.chars().chain(['\0']) {
            let byte = byte_of(text, unit);
            assert_eq!(unit_of(text, byte), unit, "{text:?} at unit {unit}");
            assert_eq!(
                shown(text.get(..byte).unwrap()).encode_utf16().count(),
                unit,
                "{text:?} at unit {unit}"
            );
            unit += letter.len_utf16();
        }
    }
}
