//! The Aliases tab of a key.

use leptos::prelude::*;

use super::plain_table::{plain_row, plain_table};
use super::{Shown, read_aliases};
use crate::components::copy::CopyButton;
use crate::components::error_view::EmptyView;
use crate::components::loaded::{Source, loaded};
use crate::i18n::{counted, k, t};
use crate::ui::view::view;

/// The tab.
pub fn tab(shown: &Shown) -> AnyView {
    let (store, reading, id) = (shown.store, shown.aliases, shown.of.id.clone());
    let source = Source {
        what: k::keys::THE_ALIASES,
        failed: k::keys::ALIASES_FAILED,
        action: "kms:ListAliasesByKeyId",
        retry: Callback::new(move |()| read_aliases(store, reading, &id)),
    };
    loaded(reading, source, |aliases| {
        if aliases.is_empty() {
            return view! {
                <EmptyView
                    picture="key"
                    title=Signal::derive(t(k::keys::NO_ALIASES))
                    words=Signal::derive(t(k::keys::NO_ALIASES_WHY))
                />
            };
        }
        let count = aliases.len();
        let rows = aliases.iter().map(|alias| {
            let (name, arn) = (alias.alias_name.clone(), alias.alias_arn.clone());
            let head = view! {
                <span class="mono">{name.clone()}</span>
                <CopyButton value=name/>
            };
            let arn = view! {
                <span class="mono">{arn.clone()}</span>
                <CopyButton value=arn/>
            };
            plain_row(head, vec![arn])
        });
        let caption = Signal::derive(move || counted(k::keys::ALIASES_CAPTION, count));
        plain_table(caption, &[k::keys::ALIAS, k::instance::ARN], rows.collect())
    })
}
