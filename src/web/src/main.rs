//! The console: a Leptos app, compiled to wasm.

fn main() {}
