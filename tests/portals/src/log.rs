//! What was asked of whom. Tests read it to prove what was *not* asked.

use std::time::SystemTime;

use axum::extract::{Request as Incoming, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::world::World;

/// Which listener a request came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Encrypted.
    Https,
    /// Plain.
    Http,
}

/// One request as it arrived.
#[derive(Debug, Clone)]
pub struct Request {
    /// Encrypted or plain.
    pub scheme: Scheme,
    /// The host that was meant, without port.
    pub host: String,
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The path, without query.
    pub path: String,
    /// What stands after the `?`.
    pub query: Option<String>,
    /// `Origin`: who asks, where the browser says so; an extension's page has its own.
    pub origin: Option<String>,
    /// `Sec-Fetch-Site`: `none` for what the user opened, `same-origin`, `cross-site` and so on.
    pub fetch_site: Option<String>,
    /// `Sec-Fetch-Mode`: `navigate`, `no-cors`, `cors` and so on.
    pub fetch_mode: Option<String>,
    /// `Sec-Fetch-Dest`: `document`, `script`, `empty` (a script's own request) and so on.
    pub fetch_dest: Option<String>,
    /// `Sec-Fetch-User`: `?1` when a user's press caused it.
    pub fetch_user: Option<String>,
    /// When it arrived.
    pub at: SystemTime,
}

/// Writes each request down, then passes it on.
pub async fn record(State((world, scheme)): State<(World, Scheme)>, request: Incoming, next: Next) -> Response {
    let headers = request.headers();
    world.record(Request {
        scheme,
        host: host_of(headers).to_owned(),
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().map(str::to_owned),
        origin: text(headers, header::ORIGIN),
        fetch_site: text(headers, HeaderName::from_static("sec-fetch-site")),
        fetch_mode: text(headers, HeaderName::from_static("sec-fetch-mode")),
        fetch_dest: text(headers, HeaderName::from_static("sec-fetch-dest")),
        fetch_user: text(headers, HeaderName::from_static("sec-fetch-user")),
        at: SystemTime::now(),
    });
    next.run(request).await
}

/// The host a request is for, without its port; empty if it names none.
pub fn host_of(headers: &HeaderMap) -> &str {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    host.rsplit_once(':').map_or(host, |(name, _port)| name)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}
