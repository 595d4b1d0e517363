use super::*;

fn change(start: usize, end: usize, text: &str) -> Change {
    Change { start, end, text: text.to_owned() }
}

fn at(head: usize) -> Selection {
    Selection { anchor: head, head }
}

/// Types each letter at the caret, `<` is Backspace, `|` a pause, `>` a move of the caret to the end.
fn type_into(document: &mut Document, keys: &str) {
    let mut now = 0.0;
    for key in keys.chars() {
        now += 100.0;
        let caret = document.selection().head;
        match key {
            '|' => now += 1_000.0,
            '>' => document.select(at(document.text().len())),
            '<' => {
                let before = document.text().floor_char_boundary(caret - 1);
                document.apply(&[change(before, caret, "")], Cause::Delete, now).unwrap();
            }
            letter => {
                let letter = letter.to_string();
                document.apply(&[change(caret, caret, &letter)], Cause::Type, now).unwrap();
                document.settle(at(caret + letter.len()));
            }
        }
    }
}

#[test]
fn typing_is_taken_back_in_steps() {
    for (case, text, keys, steps) in [
        ("one run of letters", "", "abc", &["abc", ""][..]),
        ("a pause ends a run", "", "abc|de", &["abcde", "abc", ""]),
        ("so does moving the caret", "z", "ab>c", &["abzc", "abz", "z"]),
        ("letters and Backspace are two runs", "", "abcd<<", &["ab", "abcd", ""]),
        ("Backspace beyond what was typed", "xyz", ">|ab<<<", &["xy", "xyzab", "xyz"]),
        ("letters of several bytes", "", "密钥😀|é", &["密钥😀é", "密钥😀", ""]),
    ] {
        let mut document = Document::new(text);
        type_into(&mut document, keys);
        let mut seen = vec![document.text().to_string()];
        while document.undo().is_some() {
            seen.push(document.text().to_string());
        }
        assert_eq!(seen, steps, "{case}");
        for step in steps.iter().rev().skip(1) {
            document.redo().unwrap();
            assert_eq!(**document.text(), **step, "{case}, again");
        }
        assert!(document.redo().is_none(), "{case}");
    }
}

#[test]
fn a_word_of_an_input_method_is_one_step() {
    let mut document = Document::new("()");
    for (now, end, word) in [(0.0, 1, "m"), (2e3, 2, "mi"), (4e3, 3, "mi y"), (6e3, 5, "密钥")] {
        document.apply(&[change(1, end, word)], Cause::Compose, now).unwrap();
        document.settle(at(1 + word.len()));
    }
    assert_eq!(&**document.text(), "(密钥)");
    document.undo().unwrap();
    assert_eq!((&**document.text(), document.can_undo()), ("()", false));
}

#[test]
fn changes_of_all_kinds_are_one_step_and_leave_the_caret_at_its_text() {
    // The caret stands at `|`.
    for (case, text, changes, expected) in [
        ("before the caret", "ab|cd", vec![change(0, 1, "xyz")], "xyzb|cd"),
        ("behind the caret", "ab|cd", vec![change(3, 4, "")], "ab|c"),
        ("put in at the caret", "ab|cd", vec![change(2, 2, "x")], "abx|cd"),
        ("around the caret", "ab|cd", vec![change(1, 3, "xé!")], "ax|é!d"),
        ("around the caret, shorter", "ab|cd", vec![change(0, 4, "x")], "x|"),
        ("up to the caret", "ab|cd", vec![change(0, 2, "x")], "x|cd"),
        ("from the caret on", "ab|cd", vec![change(2, 4, "x")], "ab|x"),
        ("in any order", "ab|cd", vec![change(3, 4, "4"), change(0, 1, "1"), change(1, 1, "-")], "1-b|c4"),
        ("two at one place", "|ab", vec![change(0, 0, "1"), change(0, 0, "2")], "12|ab"),
    ] {
        let caret = text.find('|').unwrap();
        let plain = text.replace('|', "");
        let mut document = Document::new(&plain);
        document.select(at(caret));
        document.apply(&changes, Cause::Other, 0.0).unwrap();
        let mut found = document.text().to_string();
        found.insert(document.selection().head, '|');
        assert_eq!(found, expected, "{case}");
        document.undo().unwrap();
        assert_eq!((&**document.text(), document.selection()), (&*plain, at(caret)), "{case}");
        assert!(!document.can_undo(), "{case}");
    }
}

#[test]
fn what_does_not_fit_changes_nothing() {
    for (case, changes) in [
        ("nothing", vec![]),
        ("the same text", vec![change(0, 1, "a")]),
        ("behind the end", vec![change(5, 6, "x")]),
        ("backwards", vec![change(1, 0, "x")]),
        ("inside of a letter", vec![change(2, 3, "x")]),
        ("two that overlap", vec![change(0, 2, "x"), change(1, 3, "y")]),
    ] {
        let mut document = Document::new("a\u{e9}b");
        assert_eq!(document.apply(&changes, Cause::Other, 0.0), None, "{case}");
        assert_eq!((&**document.text(), document.can_undo()), ("a\u{e9}b", false), "{case}");
    }
}

#[test]
fn only_what_differs_is_a_change() {
    for (old, new, expected) in [
        ("", "", change(0, 0, "")),
        ("abc", "abc", change(3, 3, "")),
        ("abc", "axc", change(1, 2, "x")),
        ("aa", "aaa", change(2, 2, "a")),
        ("aaa", "aa", change(2, 3, "")),
        ("\u{e9}", "\u{e8}", change(0, 2, "\u{e8}")),
        ("\u{1f600}b", "\u{1f601}b", change(0, 4, "\u{1f601}")),
        ("x\u{4e00}", "x\u{5e00}", change(1, 4, "\u{5e00}")),
        ("abcabc", "abc", change(3, 6, "")),
    ] {
        assert_eq!(difference_between(old, new), expected, "{old:?} to {new:?}");
    }
}

/// Numbers that look like chance and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

#[test]
fn any_course_of_changes_is_taken_back_and_done_again() {
    for seed in 0..300 {
        let mut numbers = Numbers(seed);
        let mut document = Document::new("{\r\n \"a\": \"密\u{1f600}\"\u{0}}");
        let first = Arc::clone(document.text());
        let mut now = 0.0;
        for _ in 0..60 {
            now += [10.0, 900.0][numbers.below(2)];
            let mut places: Vec<usize> = (0..4)
                .map(|_| document.text().floor_char_boundary(numbers.below(document.text().len() + 1)))
                .collect();
            places.sort_unstable();
            let texts = ["", "x", "é\r\n", "😀"];
            let mut text = || texts[numbers.below(texts.len())];
            let (one, other) = (change(places[0], places[1], text()), change(places[2], places[3], text()));
            let cause = [Cause::Type, Cause::Delete, Cause::Compose, Cause::Other][numbers.below(4)];
            match numbers.below(6) {
                0 => drop(document.undo()),
                1 => drop(document.redo()),
                2 => document.select(at(places[1])),
                3 => drop(document.apply(&[one, other], cause, now)),
                _ => drop(document.apply(&[one], cause, now)),
            }
        }
        while document.redo().is_some() {}
        let last = (Arc::clone(document.text()), document.selection());
        let mut steps = 0;
        while document.undo().is_some() {
            steps += 1;
        }
        assert_eq!(*document.text(), first, "seed {seed}");
        for _ in 0..steps {
            document.redo().unwrap();
        }
        assert_eq!(document.text(), &last.0, "seed {seed}");
    }
}
