//! Whom a statement is about.

use std::fmt;

use crate::{glob, sorted::Listed};

/// The account part of a principal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// `*`.
    Any,
    /// Sixteen digits, kept as text.
    Id(String),
}

impl Account {
    /// Whether an account is meant.
    pub fn covers(&self, id: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Id(own) => own == id,
        }
    }
}

/// What an identity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdentityKind {
    User,
    Role,
}

impl IdentityKind {
    /// `user` or `role`, as ARNs spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Role => "role",
        }
    }
}

/// An entry of `Principal.RAM` that the service can know.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Principal {
    /// `acs:ram::<account>:*`, every identity of an account; `*` alone is every identity of every account.
    Whole(Account),
    /// `acs:ram::<account>:user/<name>` or `…:role/<name>`; `*` and `?` in the name make it a pattern.
    Named { account: Account, kind: IdentityKind, name: String },
}

/// Why an entry is no principal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The ARN is not built like one of a principal: a reason of [`FormFault`].
    Form(FormFault),
    /// It names something that cannot be a principal here: `group`, `policy`, `root`, an assumed role, a service.
    Type(String),
    /// Example text was left in.
    Placeholder,
    /// The account part is not 16 digits.
    AccountId(String),
}

/// What is wrong with the form of a principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormFault {
    /// It does not begin with `acs:ram:`.
    Prefix,
    /// The region field is not empty.
    Region,
    /// A part is missing or empty.
    MissingPart,
    /// It has blanks.
    Space,
}

impl Principal {
    /// Reads an entry.
    ///
    /// # Errors
    /// What is wrong with it, by the precedence of the rules: example text, then type, then form, then account.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        if text == "*" {
            return Ok(Self::Whole(Account::Any));
        }
        if is_placeholder(text) {
            return Err(Fault::Placeholder);
        }
        if text.contains(char::is_whitespace) {
            return Err(Fault::Form(FormFault::Space));
        }
        let parts: Vec<&str> = text.splitn(5, ':').list();
        if let ["acs", service, ..] = parts.as_slice()
            && *service != "ram"
            && !service.is_empty()
            && strsim::levenshtein(service, "ram") > 1
        {
            return Err(Fault::Type((*service).to_owned()));
        }
        let is_service_name = |text: &str| text.contains('.') && !text.contains([':', '/']);
        let (region, account, who) = match parts.as_slice() {
            ["acs", "ram", region, account, who] => (*region, *account, *who),
            ["acs", "ram", ..] => return Err(Fault::Form(FormFault::MissingPart)),
            _ if is_service_name(text) => return Err(Fault::Type(text.to_owned())),
            _ => return Err(Fault::Form(FormFault::Prefix)),
        };
        let (kind, name) = match who.split_once('/') {
            Some((kind, name)) => (kind, Some(name)),
            None => (who, None),
        };
        let known = match (kind, name) {
            ("*", None) | ("user" | "role", Some(_)) => true,
            ("user" | "role" | "", None) => return Err(Fault::Form(FormFault::MissingPart)),
            _ => false,
        };
        if !known {
            return Err(Fault::Type(kind.to_owned()));
        }
        if !region.is_empty() {
            return Err(Fault::Form(FormFault::Region));
        }
        let account = match account {
            "" => return Err(Fault::Form(FormFault::MissingPart)),
            "*" => Account::Any,
            id if id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_digit()) => {
                Account::Id(id.to_owned())
            }
            other => return Err(Fault::AccountId(other.to_owned())),
        };
        let kind = if kind == "role" { IdentityKind::Role } else { IdentityKind::User };
        match name {
            None => Ok(Self::Whole(account)),
            Some("") => Err(Fault::Form(FormFault::MissingPart)),
            Some(name) => Ok(Self::Named { account, kind, name: name.to_owned() }),
        }
    }

    /// The account part.
    pub fn account(&self) -> &Account {
        match self {
            Self::Whole(account) | Self::Named { account, .. } => account,
        }
    }

    /// Whether it is the whole of this account.
    pub fn is_whole(&self, id: &str) -> bool {
        matches!(self, Self::Whole(Account::Id(own)) if own == id)
    }

    /// Whether a name holds `*` or `?`; no source confirms that the service takes these for patterns.
    pub fn is_pattern(&self) -> bool {
        matches!(self, Self::Named { name, .. } if glob::is_pattern(name))
    }

    /// Whether an identity is meant.
    pub fn covers(&self, identity: &Identity) -> bool {
        match self {
            Self::Whole(account) => account.covers(&identity.account),
            Self::Named { account, kind, name } => {
                account.covers(&identity.account)
                    && identity.name.as_ref().is_some_and(|(identity_kind, own)| {
                        kind == identity_kind && Self::name_fits(*kind, name, own)
                    })
            }
        }
    }

    /// As it is compared: letter case does not count in names of roles.
    #[must_use]
    pub(crate) fn folded(&self) -> Self {
        match self {
            Self::Named { account, kind: IdentityKind::Role, name } => Self::Named {
                account: account.clone(),
                kind: IdentityKind::Role,
                name: name.to_ascii_lowercase(),
            },
            other => other.clone(),
        }
    }

    /// Letter case counts in names of users, not in those of roles.
    pub fn name_fits(kind: IdentityKind, pattern: &str, name: &str) -> bool {
        match kind {
            IdentityKind::User => glob::matches(pattern, name),
            IdentityKind::Role => glob::matches_any_case(pattern, name),
        }
    }

    /// Whether every identity that the other means is also meant by this one. Of two patterns of names only equal ones
    /// and those without a wildcard of their own are compared: `false` where it is not plain.
    pub fn includes(&self, other: &Self) -> bool {
        let accounts = match (self.account(), other.account()) {
            (Account::Any, _) => true,
            (Account::Id(one), Account::Id(two)) => one == two,
            (Account::Id(_), Account::Any) => false,
        };
        accounts
            && match (self, other) {
                (Self::Whole(_), _) => true,
                (Self::Named { .. }, Self::Whole(_)) => false,
                (Self::Named { kind, name, .. }, Self::Named { kind: other_kind, name: other_name, .. }) => {
                    kind == other_kind
                        && (name == "*"
                            || name == other_name
                            || (!glob::is_pattern(other_name) && Self::name_fits(*kind, name, other_name)))
                }
            }
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let account = match self.account() {
            Account::Any => "*",
            Account::Id(id) => id,
        };
        match self {
            Self::Whole(_) => write!(formatter, "acs:ram::{account}:*"),
            Self::Named { kind, name, .. } => {
                write!(formatter, "acs:ram::{account}:{}/{name}", kind.as_str())
            }
        }
    }
}

/// Stars, a letter repeated, names in angle brackets or braces, or an account made of one digit.
fn is_placeholder(text: &str) -> bool {
    let between =
        |open: &str, close: char| text.split_once(open).is_some_and(|(_, rest)| rest.contains(close));
    let account = text.split(':').nth(3).unwrap_or_default();
    let one_digit = account.len() > 1
        && account.bytes().all(|byte| byte.is_ascii_digit())
        && account.bytes().all(|byte| Some(byte) == account.bytes().next());
    text.contains("****")
        || text.to_ascii_lowercase().contains("xxxx")
        || between("<", '>')
        || between("${", '}')
        || one_digit
}

/// Someone who makes requests.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity {
    /// The id of the account, as text.
    pub account: String,
    /// `None` is the root of the account.
    pub name: Option<(IdentityKind, String)>,
}

impl Identity {
    /// Reads the ARN of a caller: a user, a role, an assumed role (which is its role), `…:root`.
    pub fn parse(arn: &str) -> Option<Self> {
        let mut parts = arn.splitn(5, ':');
        if parts.next() != Some("acs") {
            return None;
        }
        let service = parts.next()?;
        parts.next()?;
        let account = parts.next().filter(|account| !account.is_empty())?.to_owned();
        let who = parts.next()?;
        let name = match (service, who.split_once('/')) {
            ("ram" | "sts", None) if who == "root" => None,
            ("ram", Some(("user", name))) => Some((IdentityKind::User, name.to_owned())),
            ("ram", Some(("role", name))) => {
                // One sample of the cloud spells a session as `role/<role>/<session>`.
                let role = name.split('/').next().unwrap_or(name);
                Some((IdentityKind::Role, role.to_owned()))
            }
            ("sts", Some(("assumed-role", name))) => {
                let role = name.split('/').next().unwrap_or(name);
                Some((IdentityKind::Role, role.to_owned()))
            }
            _ => return None,
        };
        if name.as_ref().is_some_and(|(_, name)| name.is_empty()) {
            return None;
        }
        Some(Self { account, name })
    }

    /// Whether it is the root of its account.
    pub fn is_root(&self) -> bool {
        self.name.is_none()
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            None => write!(formatter, "acs:ram::{}:root", self.account),
            Some((kind, name)) => write!(formatter, "acs:ram::{}:{}/{name}", self.account, kind.as_str()),
        }
    }
}

#[cfg(test)]
mod tests;
