//! Principals as people read them: `user/app`, with the account where it is not the resource's own.

use leptos::prelude::*;

use crate::i18n::{k, text, text_with};
use crate::number::short_id;
use crate::ui::icon;
use crate::ui::view::view;

/// The parts of a principal's ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Sixteen digits, or `*`.
    pub account: String,
    /// `*`, `user/app`, `role/etl`, `root`.
    pub rest: String,
}

/// The parts; none where it is no ARN of a principal.
pub fn parts(arn: &str) -> Option<Parts> {
    if arn == "*" {
        return Some(Parts { account: "*".to_owned(), rest: "*".to_owned() });
    }
    let mut fields = arn.splitn(5, ':');
    let (Some("acs"), Some("ram"), Some(""), Some(account), Some(rest)) =
        (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return None;
    };
    Some(Parts { account: account.to_owned(), rest: rest.to_owned() })
}

/// The icon of a principal.
pub fn picture(arn: &str) -> &'static str {
    match parts(arn).as_ref().map(|parts| parts.rest.as_str()) {
        Some("*" | "root") => "house-front",
        Some(rest) if rest.starts_with("role/") => "id-card",
        _ => "user",
    }
}

/// One line of text; the account only where it is another one.
pub fn plain(arn: &str, outside: bool) -> String {
    let Some(Parts { account, rest }) = parts(arn) else { return arn.to_owned() };
    match (account.as_str(), rest.as_str()) {
        ("*", "*") => text(k::policy::EVERYONE),
        (account, "*") => text_with(k::policy::ACCOUNT, &[("account", account)]),
        (account, rest) if outside => {
            text_with(k::policy::OF_ACCOUNT, &[("name", rest), ("account", account)])
        }
        (_, rest) => rest.to_owned(),
    }
}

/// A principal with its icon; the account of an outside one as a tag.
#[component]
pub fn PrincipalName(
    /// Its ARN.
    arn: String,
    /// Whether it belongs to another account.
    outside: bool,
) -> impl IntoView {
    let found = parts(&arn);
    let own = plain(&arn, false);
    let account = found.map(|parts| parts.account).filter(|_| outside);
    view! {
        <span class="principal" title=arn.clone()>
            {icon(picture(&arn))}
            <bdi class="principal__name">{own}</bdi>
            {account
                .filter(|account| account != "*")
                .map(|account| view! {
                    <span class="tag" data-tone="security">
                        {icon("external")}
                        <span class="visually-hidden">{text(k::policy::OUTSIDE)}</span>
                        {short_id(&account)}
                    </span>
                })}
        </span>
    }
}

#[cfg(test)]
mod tests;
