//! Logs all requests. Tests read the log to prove what was *not* requested.

use std::time::SystemTime;

use axum::extract::{Request as Incoming, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::world::World;

/// The listener that received a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// With encryption.
    Https,
    /// Without encryption.
    Http,
}

/// A received request.
#[derive(Debug, Clone)]
pub struct Request {
    /// The listener that received it.
    pub scheme: Scheme,
    /// The requested host, without port.
    pub host: String,
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The path, without query.
    pub path: String,
    /// The text after the `?`.
    pub query: Option<String>,
    /// The `Origin` header, if the browser sends it. Extension pages have their own origin.
    pub origin: Option<String>,
    /// `Sec-Fetch-Site`: `none` for addresses that the user opened, `same-origin`, `cross-site` and
    /// so on.
    pub fetch_site: Option<String>,
    /// `Sec-Fetch-Mode`: `navigate`, `no-cors`, `cors` and so on.
    pub fetch_mode: Option<String>,
    /// `Sec-Fetch-Dest`: `document`, `script`, `empty` (a request by script) and so on.
    pub fetch_dest: Option<String>,
    /// `Sec-Fetch-User`: `?1` if a click by the user caused it.
    pub fetch_user: Option<String>,
    /// When it was received.
    pub at: SystemTime,
}

/// Logs each request, and then passes it on.
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

/// The host of a request, without its port; empty if there is none.
pub fn host_of(headers: &HeaderMap) -> &str {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    host.rsplit_once(':').map_or(host, |(name, _port)| name)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}
