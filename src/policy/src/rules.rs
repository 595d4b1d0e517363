//! The rules, by what they look at. `docs/POLICY-RULES.md` of the project lists them for users.

mod actions;
mod conditions;
mod list;
mod lockout;
mod principals;
mod quota;
mod security;
mod structure;
mod text;

use crate::lint::Rule;

/// The rule that says what is no JSON.
pub(crate) const SYNTAX: &str = "KPL-S01";

/// All rules, by id.
pub(crate) fn all() -> impl Iterator<Item = &'static Rule> {
    [
        structure::RULES,
        actions::RULES,
        principals::RULES,
        conditions::RULES,
        security::RULES,
        lockout::RULES,
        quota::RULES,
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests;
