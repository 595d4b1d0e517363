//! A Rust program as "Show request" writes it, to the letter: that it compiles is one half of its test, and
//! `wire/request.rs` runs it.

#![expect(clippy::print_stdout, reason = "the program is for people to run")]

include!("../../src/web/testdata/request/key-policy/program.rs");
