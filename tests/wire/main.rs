//! Tests over real HTTP: page → proxy → gateway → sandbox, and each of them alone where it matters.
//! One module a subject; every server listens on a free loopback port of its own.

#![cfg(test)]

mod binding;
mod calls;
mod credentials;
mod cross_site;
mod faults;
mod gateway;
mod ids;
mod large;
mod listeners;
mod page;
mod protocol;
mod repeat;
mod request;
mod rpc1;
mod secrets;
mod shapes;
mod shared_reads;
mod spellings;
mod sts;
mod upstream;
mod xml;
