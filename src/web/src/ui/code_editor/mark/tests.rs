use super::*;

fn marks(places: &[(usize, usize)]) -> Vec<Mark> {
    let mark = |&(start, end): &(usize, usize)| Mark {
        start,
        end,
        line: 1,
        column: start + 1,
        severity: Severity::Warning,
        id: "X".to_owned(),
        message: "found".to_owned(),
        fix_title: Some("fix".to_owned()),
    };
    places.iter().map(mark).collect()
}

#[test]
fn each_finding_is_visited_once_a_round() {
    for (case, places, caret, forward) in [
        ("none", &[][..], 0, &[][..]),
        ("one", &[(3, 5)], 0, &[0, 0]),
        ("from the beginning", &[(1, 2), (5, 6)], 0, &[0, 1, 0]),
        ("from between", &[(1, 2), (5, 6)], 3, &[1, 0, 1]),
        ("from behind", &[(1, 2), (5, 6)], 9, &[0, 1, 0]),
        ("from its beginning", &[(1, 2), (5, 6)], 5, &[1, 0, 1]),
        ("in the order of the text", &[(5, 6), (1, 2)], 0, &[1, 0, 1]),
        ("several at one place", &[(4, 6), (4, 5), (9, 9), (4, 4)], 0, &[0, 1, 3, 2, 0]),
    ] {
        let marks = marks(places);
        let (mut at, mut last) = (caret, None);
        let mut found = Vec::new();
        for _ in forward {
            last = visit(&marks, at, last, false);
            at = marks[last.unwrap()].start;
            found.push(last.unwrap());
        }
        assert_eq!(found, forward, "{case}");
        // Back the same way.
        for expected in forward.iter().rev().skip(1) {
            last = visit(&marks, at, last, true);
            at = marks[last.unwrap()].start;
            assert_eq!(last, Some(*expected), "{case}, back");
        }
    }
    assert_eq!(visit(&[], 0, None, true), None);
    assert_eq!(visit(&marks(&[(1, 2), (5, 6)]), 3, None, true), Some(0), "back from between");
    assert_eq!(visit(&marks(&[(1, 2), (5, 6)]), 0, None, true), Some(1), "back from the beginning");
}

#[test]
fn fixes_at_the_caret_gravest_first() {
    let mut marks = marks(&[(2, 4), (0, 9), (4, 4), (5, 6)]);
    marks[1].severity = Severity::Error;
    for (caret, expected) in
        [(0, &[1][..]), (2, &[1, 0]), (4, &[1, 0, 2]), (5, &[1, 3]), (9, &[1]), (10, &[])]
    {
        assert_eq!(fixable(&marks, caret), expected, "at {caret}");
    }
    marks[1].fix_title = None;
    assert_eq!(fixable(&marks, 4), [0, 2]);
}
