//! Style sheets, scripts and images, optionally delayed.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde::Deserialize;

use crate::icon;
use crate::switches::Delay;

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// Every file that a page may name under `/assets/`.
const FILES: &[(&str, &str, &str)] = &[
    ("site.css", CSS, include_str!("../assets/site.css")),
    ("harbour.css", CSS, include_str!("../assets/harbour.css")),
    ("icon.svg", SVG, include_str!("../assets/icon.svg")),
    ("icon-changed.svg", SVG, include_str!("../assets/icon-changed.svg")),
    ("confirm.js", JS, include_str!("../assets/confirm.js")),
    ("copy.js", JS, include_str!("../assets/copy.js")),
    ("desk.js", JS, include_str!("../assets/desk.js")),
    ("editable-body.js", JS, include_str!("../assets/editable-body.js")),
    ("fields.js", JS, include_str!("../assets/fields.js")),
    ("key-list.js", JS, include_str!("../assets/key-list.js")),
    ("key-views.js", JS, include_str!("../assets/key-views.js")),
    ("late-banner.js", JS, include_str!("../assets/late-banner.js")),
    ("neighbour.js", JS, include_str!("../assets/neighbour.js")),
    ("plain-paste.js", JS, include_str!("../assets/plain-paste.js")),
    ("rebuild.js", JS, include_str!("../assets/rebuild.js")),
    ("shell-accordion.css", CSS, include_str!("../assets/shell-accordion.css")),
    ("shell-accordion.js", JS, include_str!("../assets/shell-accordion.js")),
    ("shell-drawer.css", CSS, include_str!("../assets/shell-drawer.css")),
    ("shell-drawer.js", JS, include_str!("../assets/shell-drawer.js")),
    ("shell-envfile.css", CSS, include_str!("../assets/shell-envfile.css")),
    ("shell-envfile.js", JS, include_str!("../assets/shell-envfile.js")),
    ("shell-groups.css", CSS, include_str!("../assets/shell-groups.css")),
    ("shell-groups.js", JS, include_str!("../assets/shell-groups.js")),
    ("shell-ledger.css", CSS, include_str!("../assets/shell-ledger.css")),
    ("shell-ledger.js", JS, include_str!("../assets/shell-ledger.js")),
    ("shell-rows.css", CSS, include_str!("../assets/shell-rows.css")),
    ("shell-rows.js", JS, include_str!("../assets/shell-rows.js")),
    ("shell-split.css", CSS, include_str!("../assets/shell-split.css")),
    ("shell-split.js", JS, include_str!("../assets/shell-split.js")),
    ("shell-tabs.css", CSS, include_str!("../assets/shell-tabs.css")),
    ("shell-tabs.js", JS, include_str!("../assets/shell-tabs.js")),
    ("shell-wizard.css", CSS, include_str!("../assets/shell-wizard.css")),
    ("shell-wizard.js", JS, include_str!("../assets/shell-wizard.js")),
    ("sign-out.js", JS, include_str!("../assets/sign-out.js")),
    ("spa.js", JS, include_str!("../assets/spa.js")),
    ("synthetic.js", JS, include_str!("../assets/synthetic.js")),
    ("title.js", JS, include_str!("../assets/title.js")),
    ("walks.js", JS, include_str!("../assets/walks.js")),
];

#[derive(Deserialize)]
struct Slowly {
    ms: Delay,
}

/// The files for all hosts with portal pages.
pub fn router() -> Router {
    Router::new()
        .route("/favicon.ico", get(favicon))
        .route("/assets/{name}", get(file))
        .route("/assets/slow/{name}", get(slow))
}

/// The default address of a browser's icon request.
pub async fn favicon() -> Response {
    ([(header::CONTENT_TYPE, "image/x-icon")], icon::favicon()).into_response()
}

/// A file from the table.
pub async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, text)) => (kept(kind, "no-cache"), *text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// An empty file after a delay. It is never cached, so that it is slow each time.
async fn slow(Path(name): Path<String>, Query(Slowly { ms }): Query<Slowly>) -> Response {
    tokio::time::sleep(ms.duration()).await;
    let (kind, text) = match name.as_str() {
        "style.css" => (CSS, "/* late */"),
        "script.js" => (JS, "// late"),
        "picture.svg" => (SVG, "<svg xmlns='http://www.w3.org/2000/svg' width='48' height='8'/>"),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    (kept(kind, "no-store"), text).into_response()
}

const fn kept(kind: &'static str, cache: &'static str) -> [(HeaderName, &'static str); 2] {
    [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache)]
}
