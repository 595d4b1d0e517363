//! Whether the reader can still edit the policy after saving the draft.

use kms_api::Operation;
use kms_api::operations::policies::{SetKeyPolicy, SetSecretPolicy};
use leptos::prelude::*;

use super::ResourceKind;
use super::ask::follow;
use super::state::Editor;
use crate::i18n::{k, text};
use crate::policy::access::{self, Answer, Around, Trial};
use crate::ui::icon;
use crate::ui::view::view;

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The policy itself allows it.
    Stays,
    /// The policy does not speak of the reader: RAM policies decide.
    ByRam,
    /// It hangs on where and when.
    Depends,
    /// A Deny takes it away, or the reader is of another account and nothing allows it.
    LockedOut,
}

/// From what the engine says of the reader's own call.
fn judge(answer: &Answer, outside: bool) -> Standing {
    match answer.verdict.as_str() {
        "allowed" => Standing::Stays,
        "denied" if answer.deciding.is_empty() && !outside => Standing::ByRam,
        "denied" => Standing::LockedOut,
        _ => Standing::Depends,
    }
}

/// Follows the draft; none while it is not known.
pub fn standing(editor: Editor) -> Memo<Option<Standing>> {
    let action = match editor.resource.with_value(|resource| resource.kind) {
        ResourceKind::Key => SetKeyPolicy::NAME,
        ResourceKind::Secret => SetSecretPolicy::NAME,
    };
    let found = follow(move || {
        let (draft, subject) = (editor.model.text(), editor.subject());
        let trial = Trial {
            principal: editor.around.me().unwrap_or_default(),
            via: "ak",
            action: format!("kms:{action}"),
            open: ["acs:SourceIp", "acs:SourceVpc", "acs:CurrentTime"].map(str::to_owned).to_vec(),
            ..Trial::default()
        };
        let around = Around { kind: subject.kind, owner: subject.owner, ..Around::default() };
        async move { access::simulate(&draft, &trial, &around).await }
    });
    Memo::new(move |_| {
        let outside =
            editor.around.me().is_some_and(|me| !me.contains(&format!("::{}:", editor.around.owner())));
        found.value.with(|answer| answer.as_ref().map(|answer| judge(answer, outside)))
    })
}

/// The answer in a sentence.
#[component]
pub fn StandingLine(standing: Memo<Option<Standing>>) -> impl IntoView {
    move || {
        let (words, tone) = match standing.get()? {
            Standing::Stays => (k::policy::CAN_EDIT_LATER, ""),
            Standing::ByRam => (k::policy::CAN_EDIT_BY_RAM, ""),
            Standing::Depends => (k::policy::CAN_EDIT_SOMETIMES, "warning"),
            Standing::LockedOut => (k::policy::CANNOT_EDIT_LATER, "danger"),
        };
        Some(view! {
            <p class="standing" data-tone=tone>
                {if tone == "danger" { crate::ui::glyph("state-error", "error").into_any() } else { icon("lock").into_any() }}
                {text(words)}
            </p>
        })
    }
}

#[cfg(test)]
mod tests;
