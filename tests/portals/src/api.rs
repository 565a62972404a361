//! The API hosts. They only issue session tokens for pairs of keys.

use crate::known::site_of_host;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine as _;
use serde::Deserialize;
use serde_json::json;

use crate::log::host_of;
use crate::world::World;
use crate::{elsewhere, keys};

/// The longest lifetime of a token, in seconds.
const LONGEST: u32 = 7200;

#[derive(Deserialize)]
struct Grant {
    grant_type: String,
    expires_in: Option<u32>,
}

/// Tokens under the API's path, a plain page elsewhere.
pub fn router(world: &World) -> Router {
    Router::new()
        .route("/rest/v1/app/session/token", post(token))
        .with_state(world.clone())
        .fallback_service(elsewhere::router())
}

async fn token(State(world): State<World>, headers: HeaderMap, Json(grant): Json<Grant>) -> Response {
    if grant.grant_type != "session" {
        return refuse(StatusCode::BAD_REQUEST, "The grant type is \"session\".");
    }
    let owner = basic(&headers).and_then(|(id, secret)| {
        let environment = site_of_host(host_of(&headers))?.environment()?;
        world.keys().owner_of_pair(environment, &id, &secret)
    });
    match owner {
        None => refuse(StatusCode::UNAUTHORIZED, "The application is not authorized."),
        Some(person) => Json(json!({
            "mage_id": person.mage_id(),
            "ust": keys::session_token(),
            "expires_in": grant.expires_in.unwrap_or(LONGEST).min(LONGEST),
        }))
        .into_response(),
    }
}

/// The content of a basic `Authorization` header.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let coded = value.strip_prefix("Basic ")?;
    let pair = String::from_utf8(base64::engine::general_purpose::STANDARD.decode(coded).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

fn refuse(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "code": status.as_u16(), "message": message }))).into_response()
}
