//! Quoting of arguments for three shells: what the program gets is what was given, whatever is in it.

/// A shell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "that is the name of the one")]
pub enum Shell {
    /// `sh` and those that read its language.
    #[default]
    Posix,
    /// PowerShell from 7.3; earlier ones take the double quotes out of what they pass on.
    PowerShell,
    /// `cmd.exe` at its prompt. In a batch file every `%` has to be doubled.
    Cmd,
}

impl Shell {
    /// All, in the order of the chooser.
    pub const ALL: [Self; 3] = [Self::Posix, Self::PowerShell, Self::Cmd];

    /// The name that it goes by in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Posix => "sh",
            Self::PowerShell => "PowerShell",
            Self::Cmd => "cmd",
        }
    }

    /// What ends a line of a command that goes on.
    pub fn line_end(self) -> &'static str {
        match self {
            Self::Posix => " \\\n  ",
            Self::PowerShell => " `\n  ",
            Self::Cmd => " ^\n  ",
        }
    }

    /// Whether it can pass on an argument with this character.
    pub fn takes(self, letter: char) -> bool {
        match self {
            Self::Posix | Self::PowerShell => letter != '\0',
            // A line break ends the command, whatever stands around it; a tab completes names.
            Self::Cmd => !letter.is_ascii_control(),
        }
    }

    /// One argument, quoted where it needs to be.
    pub fn quote(self, argument: &str) -> String {
        if self.is_plain(argument) {
            return argument.to_owned();
        }
        match self {
            Self::Posix => format!("'{}'", argument.replace('\'', r"'\''")),
            Self::PowerShell => powershell(argument),
            Self::Cmd => cmd(argument),
        }
    }

    /// Whether the shell takes it as it is.
    fn is_plain(self, argument: &str) -> bool {
        let extra: &[u8] = match self {
            // Elsewhere a point starts a member and a number, and a comma makes a list.
            Self::PowerShell => b"-_",
            Self::Posix | Self::Cmd => b"-_./:",
        };
        let named = argument.strip_prefix("--").unwrap_or(argument);
        let letter_first = named.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
        letter_first && argument.bytes().all(|byte| byte.is_ascii_alphanumeric() || extra.contains(&byte))
    }
}

/// Between single quotes nothing means anything but a single quote, of which PowerShell knows five.
fn powershell(argument: &str) -> String {
    let mut out = String::from("'");
    for letter in argument.chars() {
        out.push(letter);
        if matches!(letter, '\'' | '‘' | '’' | '‚' | '‛') {
            out.push(letter);
        }
    }
    out.push('\'');
    out
}

/// First as the program's own reader of its command line wants it, then with a caret before everything that `cmd`
/// would act on; quotes too, so that it never takes itself to be inside of them.
fn cmd(argument: &str) -> String {
    let mut out = String::new();
    let mut after_percent = false;
    for letter in windows_argument(argument).chars() {
        // The names of variables are looked for before carets count. No variable begins with a caret, so one after
        // each percent sign keeps `%PATH%` from being found.
        if after_percent || "()%!^\"<>&|".contains(letter) {
            out.push('^');
        }
        out.push(letter);
        after_percent = letter == '%';
    }
    out
}

/// An argument in double quotes as programs of Windows split their command line: a backslash escapes a quote, and
/// itself only before a quote.
pub fn windows_argument(argument: &str) -> String {
    let mut out = String::from("\"");
    let mut backslashes = 0;
    for letter in argument.chars() {
        if letter == '"' {
            out.extend(std::iter::repeat_n('\\', backslashes + 1));
        }
        backslashes = if letter == '\\' { backslashes + 1 } else { 0 };
        out.push(letter);
    }
    out.extend(std::iter::repeat_n('\\', backslashes));
    out.push('"');
    out
}
