//! The call as a command of the official command line, `aliyun`.

use std::borrow::Cow;

use super::call::{Call, Unwritable};
use super::quote::{Shell, windows_argument};

/// Characters that `cmd` takes in one command.
const CMD_LIMIT: usize = 8_191;
/// Characters of a command line that Windows gives to a program, whichever shell asks.
const WINDOWS_LIMIT: usize = 32_767;
/// Bytes of one argument that Linux passes on.
const LINUX_LIMIT: usize = 131_071;
/// Parameters whose text is JSON; of others nobody knows whether a line break means something.
const JSON: [&str; 3] = ["BindVpcs", "Policy", "PolicyDocument"];
/// Characters that are left for the path of the program.
const PROGRAM_PATH: usize = 260;

/// The command.
pub fn command(call: &Call<'_>, shell: Shell) -> Result<String, Unwritable> {
    let mut arguments = vec![
        call.product.host_label().to_owned(),
        call.operation.to_owned(),
        "--region".to_owned(),
        fit(shell, "RegionId", call.region)?.into_owned(),
    ];
    let quoted: Vec<_> = arguments.iter().map(|argument| shell.quote(argument)).collect();
    let mut text = String::new();
    if shell == Shell::PowerShell {
        // Earlier ones take double quotes away; the line stops a script there, and is a comment at the prompt.
        text.push_str("#Requires -Version 7.3\n");
    }
    text.push_str("aliyun ");
    text.push_str(&quoted.join(" "));
    for (name, value) in call.parameters {
        let value = fit(shell, name, value)?;
        text.push_str(shell.line_end());
        // The command line takes what begins with a hyphen for a name, unless it hangs on one.
        let parts = if value.starts_with('-') {
            vec![format!("--{name}={value}")]
        } else {
            vec![format!("--{name}"), value.into()]
        };
        let quoted: Vec<_> = parts.iter().map(|part| shell.quote(part)).collect();
        text.push_str(&quoted.join(" "));
        arguments.extend(parts);
    }
    within_limits(shell, &text, &arguments).map(|()| text)
}

/// The value as the shell can pass it on. JSON has line breaks and tabs only between its tokens, where they mean
/// nothing, and neither do the spaces beside them.
fn fit<'a>(shell: Shell, name: &str, value: &'a str) -> Result<Cow<'a, str>, Unwritable> {
    let can_pass = |value: &str| value.chars().all(|letter| shell.takes(letter));
    if can_pass(value) {
        return Ok(value.into());
    }
    let is_json = JSON.contains(&name) && serde_json::from_str::<serde::de::IgnoredAny>(value).is_ok();
    let joined: String = value.split(['\n', '\r', '\t']).map(|part| part.trim_matches(' ')).collect();
    if is_json && can_pass(&joined) { Ok(joined.into()) } else { Err(Unwritable::Control) }
}

fn within_limits(shell: Shell, text: &str, arguments: &[String]) -> Result<(), Unwritable> {
    let units = |text: &str| text.encode_utf16().count();
    let as_windows =
        || arguments.iter().map(|argument| units(&windows_argument(argument)) + 1).sum::<usize>();
    match shell {
        Shell::Posix if arguments.iter().any(|argument| argument.len() > LINUX_LIMIT) => {
            Err(Unwritable::Longer(LINUX_LIMIT))
        }
        Shell::PowerShell if as_windows() + PROGRAM_PATH > WINDOWS_LIMIT => {
            Err(Unwritable::Longer(WINDOWS_LIMIT))
        }
        Shell::Cmd if units(text) > CMD_LIMIT => Err(Unwritable::Longer(CMD_LIMIT)),
        Shell::Posix | Shell::PowerShell | Shell::Cmd => Ok(()),
    }
}
