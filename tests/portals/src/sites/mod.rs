//! Sites of others where keys are pasted: a CI server, an API client, a wiki, a
//! shop, and a neighbour of theirs that nobody pastes keys into.
//!
//! What they have in common with real ones is what makes them hard: a strict
//! page policy, markup of their own taste, scripts that take pastes for
//! themselves. They know nothing of portals.

mod ci;
mod client;
mod desk;
mod neighbour;
mod shop;
mod wiki;

pub use wiki::SHOWN;

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use maud::{DOCTYPE, Markup, html};

/// The CI server.
pub const CI: &str = "ci.harbour.example";
/// The API client.
pub const CLIENT: &str = "client.harbour.example";
/// The wiki.
pub const WIKI: &str = "wiki.harbour.example";
/// The help desk.
pub const DESK: &str = "desk.harbour.example";
/// The neighbour.
pub const NEIGHBOUR: &str = "chat.harbour.example";

/// The shop.
pub const SHOP: &str = "shop.harbour.example";

/// What answers for each of these hosts; `shared` is what all hosts with pages have.
pub fn routers(shared: &Router) -> [(&'static str, Router); 6] {
    let sites = [
        (CI, ci::router()),
        (CLIENT, client::router()),
        (WIKI, wiki::router()),
        (DESK, desk::router()),
        (NEIGHBOUR, neighbour::router()),
        (SHOP, shop::router()),
    ];
    sites.map(|(host, pages)| (host, pages.merge(shared.clone())))
}

/// What every one of them forbids its pages.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    base-uri 'none'; form-action 'self'; report-uri /policy-report";

/// A page of one of them; `more` is what its policy says beyond [`POLICY`],
/// `scripts` run before its body is read.
fn page(title: &str, more: &str, scripts: &[&str], body: &Markup) -> Response {
    let policy = format!("{POLICY}; {more}");
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (title) }
                link rel="icon" href="/assets/icon-changed.svg";
                link rel="stylesheet" href="/assets/harbour.css";
                @for script in scripts { script src={ "/assets/" (script) } {} }
            }
            body { (body) }
        }
    };
    ([(header::CONTENT_SECURITY_POLICY, policy)], page).into_response()
}
