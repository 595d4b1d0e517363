//! `view!` with its type erased.
//!
//! A view has a type of its own else, and all code that handles views is compiled once for each of them. Erased, the
//! whole app shares it: that, with `--cfg erase_components`, is half of the bundle.

/// `leptos::view!` as an `AnyView`.
macro_rules! erased_view {
    ($($body:tt)*) => { ::leptos::prelude::IntoAny::into_any(::leptos::view! { $($body)* }) };
}

pub(crate) use erased_view as view;
