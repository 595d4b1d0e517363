//! "Show request": the call that a form will make, as the operation, a command, a resource and programs.
//!
//! All of them are written from the parameters that the page sends.

mod call;
mod cli;
mod form;
mod hcl;
mod json;
mod letters;
mod operation;
mod python;
mod quote;
mod rust_code;
mod terraform;

use kms_api::{Parameters, Product};
use leptos::prelude::*;

use self::call::{Call, Unwritable};
use self::form::{Form, Kind};
use self::quote::Shell;
use crate::bindings::copy;
use crate::i18n::{Key, k, t, text, text_with};
use crate::number::grouped;
use crate::state::use_app;
use crate::ui::icon_sized;
use crate::ui::segmented::Segmented;
use crate::ui::view::view;

/// What is said of an operation: while its form is not complete, and of what it does.
fn words(operation: &str) -> (Key, Option<Key>) {
    match operation {
        "UpdateKmsInstanceBindVpc" => (k::request::INCOMPLETE_VPCS, Some(k::request::REPLACES_VPCS)),
        "SetKeyPolicy" | "SetSecretPolicy" => (k::request::INCOMPLETE, Some(k::request::REPLACES_POLICY)),
        _ => (k::request::INCOMPLETE, None),
    }
}

/// What a person must know to use a text.
fn caution(form: Form, call: &Call<'_>) -> Option<Key> {
    match form {
        Form::Terraform if call.operation == "SetSecretPolicy" => Some(k::request::READS_VALUE),
        Form::Command(Shell::Cmd) if call.parameters.values().any(|value| value.contains('%')) => {
            Some(k::request::BATCH)
        }
        _ => None,
    }
}

fn why(form: Form, unwritable: Unwritable) -> String {
    let shell = if let Form::Command(shell) = form { shell.name() } else { "" };
    match unwritable {
        Unwritable::Control => text_with(k::request::CONTROL, &[("shell", shell)]),
        Unwritable::Longer(limit) => {
            text_with(k::request::LONGER, &[("shell", shell), ("limit", &grouped(limit))])
        }
        Unwritable::NoResource => text(k::request::NO_RESOURCE),
    }
}

/// The name of a form; names of tools are the same in every language.
fn name(kind: Kind) -> Signal<String> {
    match kind {
        Kind::Operation => Signal::derive(t(k::request::OPERATION)),
        Kind::Command => "aliyun CLI".into(),
        Kind::Terraform => "Terraform".into(),
        Kind::Python => "Python".into(),
        Kind::Rust => "Rust".into(),
    }
}

/// The fold-out. It writes only the text in sight, and only while it is there.
#[component]
pub fn RequestView(
    /// The product that owns the operation.
    product: Product,
    /// The operation.
    operation: &'static str,
    /// Region of the call.
    #[prop(into)]
    region: String,
    /// Its parameters; none while the form is not complete.
    #[prop(into)]
    parameters: Signal<Option<Parameters>>,
) -> impl IntoView {
    let kind = RwSignal::new(Kind::default());
    let is_encoded = RwSignal::new(false);
    let shell = RwSignal::new(Shell::default());
    let form = Memo::new(move |_| match kind.get() {
        Kind::Operation if is_encoded.get() => Form::Encoded,
        Kind::Operation => Form::Decoded,
        Kind::Command => Form::Command(shell.get()),
        Kind::Terraform => Form::Terraform,
        Kind::Python => Form::Python,
        Kind::Rust => Form::Rust,
    });
    let region = StoredValue::new(region);
    let written = Memo::new(move |_| {
        let form = form.get();
        parameters.with(|parameters| {
            let parameters = parameters.as_ref()?;
            region.with_value(|region| {
                let call = Call { product, operation, region, parameters };
                Some((form.write(&call), caution(form, &call)))
            })
        })
    });
    let (incomplete, replaces) = words(operation);
    let shown = move || match written.get() {
        None => text(incomplete),
        Some((Ok(written), _)) => written,
        Some((Err(unwritable), _)) => why(form.get(), unwritable),
    };
    let is_there = Memo::new(move |_| written.with(|written| matches!(written, Some((Ok(_), _)))));
    let caution =
        Memo::new(move |_| written.with(|written| written.as_ref().and_then(|(_, caution)| *caution)));
    let app = use_app();
    let take = move || {
        if let Some((Ok(written), _)) = written.get_untracked() {
            copy(&written);
            app.live.say(text(k::common::COPIED));
        }
    };
    let spellings = move || {
        let options = [(false, k::request::DECODED), (true, k::request::ENCODED)];
        let options = options.map(|(value, words)| (value, Signal::derive(t(words))));
        view! {
            <Segmented label=Signal::derive(t(k::request::SPELLING)) options=options.to_vec() chosen=is_encoded/>
        }
    };
    let shells = move || {
        let options = Shell::ALL.map(|shell| (shell, Signal::from(shell.name())));
        view! { <Segmented label=Signal::derive(t(k::request::SHELL)) options=options.to_vec() chosen=shell/> }
    };
    view! {
        <div class="code-block">
            <div class="code-block__head" data-wrap="">
                <Segmented
                    label=Signal::derive(t(k::request::FORM))
                    options=Kind::ALL.map(|kind| (kind, name(kind))).to_vec()
                    chosen=kind
                />
                {move || match kind.get() {
                    Kind::Operation => Some(spellings()),
                    Kind::Command => Some(shells()),
                    Kind::Terraform | Kind::Python | Kind::Rust => None,
                }}
                {move || {
                    is_there
                        .get()
                        .then(|| view! {
                            <button
                                class="copy-button"
                                type="button"
                                aria-label=t(k::common::COPY)
                                title=t(k::common::COPY)
                                on:click=move |_| take()
                            >
                                {icon_sized("copy", "tiny")}
                            </button>
                        })
                }}
            </div>
            <pre class="code-block__text" role="region" tabindex="0" dir="ltr" aria-label=t(k::request::TITLE)>
                {shown}
            </pre>
            {move || caution.get().map(|caution| view! { <p class="code-block__note">{text(caution)}</p> })}
            {replaces.map(|replaces| view! { <p class="code-block__note">{t(replaces)}</p> })}
        </div>
    }
}

#[cfg(test)]
mod tests;
