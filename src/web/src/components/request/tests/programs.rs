//! Programs: the Rust one by a parser of Rust, the Python one by a reader of its literals.

use kms_api::Parameters;
use proptest::prelude::*;
use syn::{Expr, Item, Lit};

use super::{call, hostile_parameters};
use crate::components::request::form::Form;

/// The texts in the list of parameters.
fn by_syn(program: &str) -> Parameters {
    let file = syn::parse_file(program).unwrap();
    let list = file.items.iter().find_map(|item| match item {
        Item::Const(item) if item.ident == "PARAMETERS" => Some(&item.expr),
        _ => None,
    });
    let Expr::Reference(reference) = &**list.unwrap() else { panic!("no reference") };
    let Expr::Array(array) = &*reference.expr else { panic!("no array") };
    let text = |expression: &Expr| match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => text.value(),
            _ => panic!("no text"),
        },
        _ => panic!("no literal"),
    };
    let pair = |expression: &Expr| match expression {
        Expr::Tuple(pair) => (text(&pair.elems[0]), text(&pair.elems[1])),
        _ => panic!("no pair"),
    };
    array.elems.iter().map(pair).collect()
}

/// The texts in the dictionary of parameters; neighbours are one text.
fn by_python(program: &str) -> Parameters {
    let (_, rest) = program.split_once("\nparameters = {\n").unwrap();
    let mut letters = rest.chars().peekable();
    let (mut texts, mut current) = (Vec::new(), None::<String>);
    loop {
        match letters.next().unwrap() {
            '}' => break,
            ' ' | '\n' | '(' | ')' => {}
            ':' | ',' => texts.extend(current.take()),
            quote @ ('\'' | '"') => {
                let text = current.get_or_insert_with(String::new);
                loop {
                    match letters.next().unwrap() {
                        letter if letter == quote => break,
                        '\\' => text.push(match letters.next().unwrap() {
                            'n' => '\n',
                            'r' => '\r',
                            't' => '\t',
                            'u' => code(&mut letters, 4),
                            'U' => code(&mut letters, 8),
                            letter @ ('\\' | '\'' | '"') => letter,
                            letter => panic!("unknown escape {letter:?}"),
                        }),
                        letter => {
                            assert!(!letter.is_control(), "{letter:?} in a literal");
                            text.push(letter);
                        }
                    }
                }
            }
            letter => panic!("unexpected {letter:?}"),
        }
    }
    assert_eq!(current, None);
    texts.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
}

fn code(letters: &mut impl Iterator<Item = char>, digits: usize) -> char {
    let digits: String = letters.take(digits).collect();
    char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn values_survive_programs(parameters in hostile_parameters()) {
        for (form, read) in [(Form::Rust, by_syn as fn(&str) -> Parameters), (Form::Python, by_python)] {
            let program = form.write(&call("UpdateSecret", &parameters)).unwrap();
            prop_assert_eq!(&read(&program), &parameters, "{}", program);
            // What cannot be seen is never in source code.
            let hidden = ['\u{202e}', '\u{feff}', '\r', '\0'];
            prop_assert!(!program.contains(hidden));
        }
    }
}
