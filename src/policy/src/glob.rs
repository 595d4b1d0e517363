//! `*` and `?` in actions, names and conditions: one pattern against one text, and many patterns against all texts.

mod automaton;

pub use automaton::{Automaton, Case, Pattern, Signature, TooMany};

/// Whether a text has `*` or `?`.
pub fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// Whether a text fits a pattern: `*` stands for any number of characters, `?` for one.
pub fn matches(pattern: &str, text: &str) -> bool {
    fits(pattern, text, |wanted, letter| wanted == letter)
}

/// As [`matches`], with ASCII letters of either case being equal.
pub fn matches_any_case(pattern: &str, text: &str) -> bool {
    fits(pattern, text, |wanted, letter| wanted.eq_ignore_ascii_case(&letter))
}

fn fits(pattern: &str, text: &str, equal: impl Fn(char, char) -> bool) -> bool {
    let (mut wanted, mut letters) = (pattern.chars(), text.chars());
    // What follows the last `*`, and the text that it has not taken yet: only the last one ever needs to take more.
    let mut star: Option<(std::str::Chars<'_>, std::str::Chars<'_>)> = None;
    loop {
        let before = letters.clone();
        let Some(letter) = letters.next() else {
            return wanted.all(|rest| rest == '*');
        };
        match wanted.next() {
            Some('*') => {
                star = Some((wanted.clone(), before.clone()));
                letters = before;
            }
            Some('?') => {}
            Some(one) if equal(one, letter) => {}
            _ => match &mut star {
                Some((after, taken)) => {
                    taken.next();
                    wanted = after.clone();
                    letters = taken.clone();
                }
                None => return false,
            },
        }
    }
}

#[cfg(test)]
mod tests;
