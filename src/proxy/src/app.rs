//! The router: what is served where, and the layers around it.

use crate::{
    BasePath, ClientError, Cloud, Config, error::ProxyError, guard, headers, identity::Sessions, routes,
};
use axum::{
    Router,
    middleware::{from_fn, map_response},
    response::IntoResponse,
    routing::{any, get, post},
};
use http::{Response, Uri};
use kms_api::{ApiError, session::Session};
use std::{path::PathBuf, sync::Arc};
use tower_http::catch_panic::CatchPanicLayer;

/// The proxy's state, shared by all requests.
#[derive(Clone, Debug)]
pub struct App(Arc<State>);

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) base_path: BasePath,
    pub(crate) assets: PathBuf,
    pub(crate) cloud: Cloud,
    pub(crate) sessions: Sessions,
}

impl App {
    /// Prepares the proxy. Nothing is sent yet.
    ///
    /// # Errors
    /// The HTTP client cannot be made.
    pub fn new(config: Config) -> Result<Self, ClientError> {
        let cloud = Cloud::new(&config.cloud)?;
        let sessions = Sessions::new(&config);
        Ok(Self(Arc::new(State { base_path: config.base_path, assets: config.assets, cloud, sessions })))
    }

    /// Asks the cloud who the credentials belong to, unless it has answered before.
    ///
    /// # Errors
    /// As for every call: the cloud's refusal, or what kept it from answering.
    pub async fn session(&self) -> Result<Session, ApiError> {
        self.0.sessions.session(&self.0.cloud).await.cloned().map_err(|error| error.public)
    }

    pub(crate) fn state(&self) -> &State {
        &self.0
    }
}

/// All routes of the console under its base path.
pub fn app(app: App) -> Router {
    let base = app.state().base_path.clone();
    let at = |path: &str| format!("{base}{path}");
    let api = Router::new()
        .route(
            &at("api/call/{operation}"),
            post(routes::call::call).fallback(|| async { ProxyError::method_not_allowed() }),
        )
        .route(
            &at("api/session"),
            get(routes::session::session).fallback(|| async { ProxyError::method_not_allowed() }),
        )
        .route(&at("api/{*rest}"), any(|| async { ProxyError::not_found() }))
        .layer(from_fn(guard::from_our_page));
    let mut router = Router::new()
        .merge(api)
        .route(&at("config.json"), get(routes::assets::config))
        .route(&at("healthz"), get(routes::health::healthz))
        .fallback(routes::assets::asset);
    if base != BasePath::default() {
        // Probes know the port, not where the console is mounted.
        router = router.route("/healthz", get(routes::health::healthz));
    }
    router
        .layer(from_fn(guard::meant_for_us))
        .layer(CatchPanicLayer::custom(|_| -> Response<_> { ProxyError::internal().into_response() }))
        .layer(map_response(headers::secure))
        .with_state(app)
}

/// Whether a path names a file by having an extension.
pub(crate) fn has_extension(uri: &Uri) -> bool {
    uri.path().rsplit('/').next().is_some_and(|last| last.contains('.'))
}
