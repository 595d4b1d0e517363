//! `GET api/session`: who is signed in, and where changes go.

use crate::{App, error::ProxyError};
use axum::{Json, extract::State};
use kms_api::session::Session;

pub(crate) async fn session(State(app): State<App>) -> Result<Json<Session>, ProxyError> {
    let state = app.state();
    Ok(Json(state.sessions.session(&state.cloud).await?.clone()))
}
