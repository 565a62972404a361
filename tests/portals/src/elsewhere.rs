//! Any other site: look-alikes, unknown hosts, and everything without encryption.

use axum::Router;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use maud::{DOCTYPE, Markup, html};

use crate::assets;

/// One plain page for every address.
pub fn router() -> Router {
    Router::new().route("/favicon.ico", get(assets::favicon)).route("/assets/{name}", get(assets::file)).fallback(page)
}

async fn page(uri: Uri) -> Response {
    plain(uri.path()).into_response()
}

fn plain(path: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { "Some other site" }
                link rel="icon" href="/assets/icon-changed.svg";
                link rel="stylesheet" href="/assets/site.css";
            }
            body {
                main {
                    h1 { "Some other site" }
                    p { "Nothing here has to do with a developer portal. This is the page at " code { (path) } "." }
                    p {
                        label for="note" { "Note" }
                        textarea #note rows="3" {}
                    }
                }
            }
        }
    }
}
