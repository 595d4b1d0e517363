//! The RAM policy that another account has to attach: both sides must allow.

use leptos::prelude::*;

use super::ask::{answered, follow};
use super::names;
use super::state::Editor;
use crate::components::copy::CopyButton;
use crate::i18n::{k, t};
use crate::policy::access;
use crate::ui::view::view;

/// One policy for each outside principal, ready to copy.
#[component]
pub fn OtherSides(editor: Editor) -> impl IntoView {
    let (region, id) = editor.resource.with_value(|resource| (resource.region.clone(), resource.id.clone()));
    // An ARN names the resource by its last part.
    let id = id
        .rsplit_once(':')
        .map_or(id.clone(), |(_, last)| last.split_once('/').map_or(last, |(_, name)| name).to_owned());
    let found = follow(move || {
        let (draft, subject, region, id) =
            (editor.model.text(), editor.subject(), region.clone(), id.clone());
        async move { access::other_sides(&draft, &subject, region.as_str(), &id).await }
    });
    answered(found, |all| {
        if all.is_empty() {
            return ().into_any();
        }
        let policies = all.iter().map(|other| {
            view! {
                <li class="other-side">
                    <div class="other-side__head">
                        <names::PrincipalName arn=other.principal.clone() outside=true/>
                        <CopyButton value=other.policy.clone()/>
                    </div>
                    <pre class="other-side__text" tabindex="0" aria-label=t(k::policy::RAM_POLICY)>{other.policy.clone()}</pre>
                </li>
            }
        });
        view! {
            <h3 class="analysis__title">{t(k::policy::OTHER_SIDE)}</h3>
            <p class="analysis__units">{t(k::policy::OTHER_SIDE_WHY)}</p>
            <ul class="analysis__list">{policies.collect_view()}</ul>
        }
    })
}
