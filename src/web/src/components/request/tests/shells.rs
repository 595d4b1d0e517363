//! Commands: by the real `sh`, and by readers of PowerShell and `cmd` that refuse whatever those would act on.

use std::process::Command;

use kms_api::Parameters;
use proptest::prelude::*;

use super::{call, hostile_parameters, parameters};
use crate::components::request::call::Unwritable;
use crate::components::request::form::Form;
use crate::components::request::quote::Shell;

fn write(shell: Shell, parameters: &Parameters) -> Result<String, Unwritable> {
    Form::Command(shell).write(&call("UpdateSecret", parameters))
}

fn by_sh(text: &str) -> Vec<String> {
    let script = format!("aliyun() {{ printf '%s\\0' \"$@\"; }}\n{text}");
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    assert!(output.status.success(), "{text}: {output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\0').map(str::to_owned).collect()
}

/// What PowerShell takes for a single quote.
const SINGLE_QUOTES: [char; 5] = ['\'', '‘', '’', '‚', '‛'];

fn by_powershell(text: &str) -> Vec<String> {
    let text = text.strip_prefix("#Requires -Version 7.3\n").unwrap();
    let mut letters = text.chars().peekable();
    let mut arguments: Vec<String> = Vec::new();
    while let Some(letter) = letters.next() {
        match letter {
            ' ' => {}
            '`' => assert_eq!(letters.next(), Some('\n')),
            _ if SINGLE_QUOTES.contains(&letter) => {
                let mut argument = String::new();
                loop {
                    let letter = letters.next().unwrap();
                    if SINGLE_QUOTES.contains(&letter) {
                        match letters.next_if(|next| SINGLE_QUOTES.contains(next)) {
                            Some(second) => argument.push(second),
                            None => break,
                        }
                    } else {
                        argument.push(letter);
                    }
                }
                assert!(matches!(letters.peek(), None | Some(' ')), "{text}");
                arguments.push(argument);
            }
            _ => {
                let mut argument = String::from(letter);
                while let Some(next) = letters.next_if(|next| *next != ' ') {
                    argument.push(next);
                }
                let bare = argument.strip_prefix("--").unwrap_or(&argument);
                assert!(bare.starts_with(|first: char| first.is_ascii_alphabetic()), "{argument}");
                assert!(bare.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)), "{argument}");
                arguments.push(argument);
            }
        }
    }
    assert_eq!(arguments.remove(0), "aliyun");
    arguments
}

/// At the prompt, where an unknown variable stays as it is written.
fn by_cmd(text: &str) -> Vec<String> {
    // Names of variables come first, wherever they stand.
    for rest in text.split('%').skip(1) {
        let name: String = rest.chars().take_while(|c| *c != ':').collect();
        assert!(!["PATH", "HOME"].contains(&name.to_uppercase().as_str()), "{text}");
        assert!(name.is_empty() || name.starts_with('^'), "a variable `{name}` could be there: {text}");
    }
    let mut line = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '^' => match letters.next().unwrap() {
                // The line goes on, and its first character stands for itself.
                '\n' => line.push(letters.next().unwrap()),
                next => line.push(next),
            },
            '"' | '&' | '|' | '<' | '>' | '(' | ')' | '!' => panic!("`{letter}` is acted on: {text}"),
            _ if letter.is_ascii_control() => panic!("{letter:?} ends the command: {text}"),
            _ => line.push(letter),
        }
    }
    let mut arguments = split_windows(&line);
    assert_eq!(arguments.remove(0), "aliyun");
    arguments
}

/// As programs of Windows split their command line, written by Go as by C.
fn split_windows(line: &str) -> Vec<String> {
    let (mut arguments, mut argument, mut quoted, mut backslashes) = (Vec::new(), None, false, 0);
    for letter in line.chars() {
        if letter == '\\' {
            backslashes += 1;
            argument.get_or_insert_with(String::new);
            continue;
        }
        let pending = std::mem::take(&mut backslashes);
        let text: &mut String = match letter {
            ' ' | '\t' if !quoted => {
                let mut done: Option<String> = argument.take();
                if let Some(done) = &mut done {
                    done.extend(std::iter::repeat_n('\\', pending));
                }
                arguments.extend(done);
                continue;
            }
            _ => argument.get_or_insert_with(String::new),
        };
        if letter == '"' {
            text.extend(std::iter::repeat_n('\\', pending / 2));
            if pending % 2 == 0 { quoted = !quoted } else { text.push('"') }
        } else {
            text.extend(std::iter::repeat_n('\\', pending));
            text.push(letter);
        }
    }
    assert!(!quoted, "{line}");
    if let Some(text) = &mut argument {
        text.extend(std::iter::repeat_n('\\', backslashes));
    }
    arguments.extend(argument);
    arguments
}

/// As the `aliyun` command line reads what it is given: it splits at the first `=` or `:`, and what then begins with
/// two hyphens is a name.
fn by_aliyun(arguments: &[String]) -> (Vec<String>, Parameters) {
    let (mut words, mut flags, mut open) = (Vec::new(), Parameters::new(), None::<String>);
    for argument in arguments {
        let (prefix, rest) = argument.split_once(['=', ':']).unwrap_or((argument, ""));
        if let Some(name) = prefix.strip_prefix("--").filter(|name| !name.starts_with('-')) {
            assert!(!name.is_empty(), "{argument}");
            assert_eq!(flags.insert(name.to_owned(), rest.to_owned()), None);
            open = rest.is_empty().then(|| name.to_owned());
        } else {
            assert!(prefix.starts_with("---") || !prefix.starts_with('-'), "{argument}");
            match open.take() {
                Some(name) => drop(flags.insert(name, argument.clone())),
                None => words.push(argument.clone()),
            }
        }
    }
    (words, flags)
}

fn check(arguments: &[String], parameters: &Parameters) {
    let (words, mut flags) = by_aliyun(arguments);
    assert_eq!(words, ["kms", "UpdateSecret"]);
    assert_eq!(flags.remove("region").unwrap(), "cn-hangzhou");
    assert_eq!(&flags, parameters);
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn values_survive_every_shell(parameters in hostile_parameters()) {
        for (shell, read) in [
            (Shell::Posix, by_sh as fn(&str) -> Vec<String>),
            (Shell::PowerShell, by_powershell),
            (Shell::Cmd, by_cmd),
        ] {
            let impossible = parameters.values().flat_map(|value| value.chars()).any(|c| !shell.takes(c));
            match write(shell, &parameters) {
                Ok(text) => check(&read(&text), &parameters),
                Err(why) => {
                    prop_assert!(impossible, "{why:?} for {parameters:?}");
                    prop_assert_eq!(why, Unwritable::Control);
                }
            }
        }
    }

    /// PowerShell hands its arguments to Windows as one line.
    #[test]
    fn values_survive_windows(parameters in hostile_parameters()) {
        let arguments: Vec<_> = parameters.into_values().collect();
        let line: Vec<_> =
            arguments.iter().map(|one| crate::components::request::quote::windows_argument(one)).collect();
        prop_assert_eq!(split_windows(&line.join(" ")), arguments);
    }

    #[test]
    fn json_keeps_its_meaning_without_line_breaks(text in super::terraform::json_text()) {
        let given = parameters(&[("Policy", &text)]);
        match write(Shell::Cmd, &given) {
            Ok(written) => {
                let (_, flags) = by_aliyun(&by_cmd(&written));
                let read: serde_json::Value = serde_json::from_str(&flags["Policy"]).unwrap();
                prop_assert_eq!(read, serde_json::from_str::<serde_json::Value>(&text).unwrap());
            }
            Err(why) => prop_assert!(
                matches!(why, Unwritable::Longer(_)) || text.contains('\u{7f}'),
                "{:?}", why
            ),
        }
    }
}

#[test]
fn what_a_shell_cannot_take_is_refused() {
    let long = "x".repeat(7_000);
    let longer = "\"".repeat(16_300);
    let longest = "x".repeat(131_072);
    let cases = [
        (Shell::Posix, "a\0b", Err(Unwritable::Control)),
        (Shell::PowerShell, "\0", Err(Unwritable::Control)),
        (Shell::PowerShell, "a\nb", Ok(())),
        (Shell::Cmd, "a\nb", Err(Unwritable::Control)),
        (Shell::Cmd, "a\tb", Err(Unwritable::Control)),
        (Shell::Cmd, "[\r\n\t1 ,\n 2]", Ok(())),
        (Shell::Cmd, "1\n", Ok(())),
        (Shell::Cmd, "[\n\"a\u{7f}b\"]", Err(Unwritable::Control)),
        (Shell::Cmd, &long, Ok(())),
        (Shell::Cmd, &longer, Err(Unwritable::Longer(8_191))),
        (Shell::PowerShell, &longer, Err(Unwritable::Longer(32_767))),
        (Shell::Posix, &longer, Ok(())),
        (Shell::Posix, &longest, Err(Unwritable::Longer(131_071))),
    ];
    let description = parameters(&[("Description", "[1]\n")]);
    assert_eq!(write(Shell::Cmd, &description), Err(Unwritable::Control), "its line break is its own");
    for (shell, value, expected) in cases {
        let start: String = value.chars().take(12).collect();
        let written = write(shell, &parameters(&[("Policy", value)]));
        assert_eq!(written.map(drop), expected, "{shell:?} {start:?}");
    }
}
