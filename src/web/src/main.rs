//! The console: a Leptos app, compiled to wasm.
//!
//! `boot.js` loads the locale file and this module side by side and then calls `main`.
//! Nothing here holds a credential or signs: every call goes to the console's own server.
#![expect(clippy::needless_pass_by_value, reason = "component props are owned")]
#![expect(unreachable_pub, reason = "in a binary `pub` says: for other modules")]

use leptos::prelude::*;

mod api;
mod app;
mod bindings;
mod chunks;
mod components;
mod frame;
mod i18n;
mod number;
mod pages;
mod paths;
mod policy;
mod routes;
mod state;
mod ui;

fn main() {
    mount_to_body(app::Root);
}
