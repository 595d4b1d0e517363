//! The only holder of cloud credentials: it checks a call of the page, signs it and forwards it.
//!
//! The page sends an operation and its parameters; host, signature and credentials are decided here. Nothing that
//! is not on the [`allow`] list is ever signed, and nothing secret leaves: no credential in an answer or a log
//! line, no text of a signature error on its way to the page.
//! The same code talks to the real and to the simulated cloud; only hosts and credentials differ.

#![forbid(unsafe_code)]

pub mod allow;
mod answer;
mod app;
mod base_path;
mod cloud;
mod config;
mod credentials;
mod endpoints;
mod error;
mod guard;
mod headers;
mod identity;
mod pace;
mod request;
mod resolver;
mod routes;
mod server;
mod strict;
mod upstream;

pub use answer::{Answer, told};
pub use app::{App, app};
pub use base_path::{BasePath, BasePathError};
pub use cloud::{CallError, Cloud};
pub use config::{Clock, CloudConfig, Config, UpstreamLimits};
pub use credentials::{CredentialSource, CredentialsError, Profile, load as load_credentials};
pub use endpoints::{EndpointError, Endpoints};
pub use identity::Identity;
pub use pace::Pace;
pub use server::{Limits, Running, StartError, start};
pub use upstream::ClientError;
