use std::cell::RefCell;

use super::*;

fn change(start: usize, end: usize, text: &str) -> Change {
    Change { start, end, text: text.to_owned() }
}

/// An editor that applies what it is told to a text of its own.
fn mirror(model: TextModel) -> (usize, Rc<RefCell<String>>) {
    let text = Rc::new(RefCell::new(model.text.get_untracked().to_string()));
    let number = model.number();
    let own = Rc::clone(&text);
    let follow = move |update: Update<'_>| {
        let mut text = own.borrow_mut();
        for change in update.changes.iter().rev() {
            text.replace_range(change.start..change.end, &change.text);
        }
    };
    model.watch(number, Rc::new(follow));
    (number, text)
}

#[test]
fn editors_follow_and_hear_nothing_of_their_own() {
    let owner = Owner::new();
    owner.with(|| {
        let model = TextModel::new("{\r\n}");
        let (one, of_one) = mirror(model);
        let (_, of_other) = mirror(model);
        let caret = Selection { anchor: 2, head: 2 };

        of_one.borrow_mut().insert(1, 'x');
        model.typed(one, &[change(1, 1, "x")], Cause::Type, |_| caret);
        assert!(model.edit(&[change(0, 1, "["), change(4, 5, "]")]));
        assert!(!model.edit(&[change(3, 99, "")]), "what does not fit is not made");
        for (case, act, expected) in [
            ("replaced", Box::new(|| model.replace_all("[\r\n1\u{0}]")) as Box<dyn Fn()>, "[\r\n1\u{0}]"),
            ("taken back", Box::new(|| model.undo()), "[x\r\n]"),
            ("taken back to what was typed", Box::new(|| model.undo()), "{x\r\n}"),
            ("taken back to the beginning", Box::new(|| model.undo()), "{\r\n}"),
            ("nothing more to take back", Box::new(|| model.undo()), "{\r\n}"),
            ("done again", Box::new(|| model.redo()), "{x\r\n}"),
            ("anew", Box::new(|| model.reset("new")), "new"),
            ("nothing to take back then", Box::new(|| model.undo()), "new"),
        ] {
            act();
            assert_eq!(*model.text.get_untracked(), *expected, "{case}");
            assert_eq!((&**of_one.borrow(), &**of_other.borrow()), (expected, expected), "{case}");
        }
        assert!(!model.can_undo.get_untracked() && !model.can_redo.get_untracked());
        model.unwatch(one);
        model.replace_all("newer");
        assert_eq!((&**of_one.borrow(), &**of_other.borrow()), ("new", "newer"));
    });
}

#[test]
fn signals_say_what_can_be_done() {
    let owner = Owner::new();
    owner.with(|| {
        let model = TextModel::new("ab");
        let state = || {
            let (undo, redo) = (model.can_undo.get_untracked(), model.can_redo.get_untracked());
            (model.caret.get_untracked(), undo, redo)
        };
        for (case, act, expected) in [
            ("new", Box::new(|| {}) as Box<dyn Fn()>, (0, false, false)),
            ("selected", Box::new(|| model.select(1, 2)), (1, false, false)),
            ("changed", Box::new(|| assert!(model.edit(&[change(0, 0, "xyz")]))), (4, true, false)),
            ("taken back", Box::new(|| model.undo()), (1, false, true)),
            ("done again", Box::new(|| model.redo()), (4, true, false)),
            ("selected outside", Box::new(|| model.select(99, 99)), (5, true, false)),
            ("anew", Box::new(|| model.reset("")), (0, false, false)),
        ] {
            act();
            assert_eq!(state(), expected, "{case}");
        }
    });
}
