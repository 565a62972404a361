//! Other sites where keys are pasted: a CI server, an API client, a wiki, a shop, and a neighboring
//! site where nobody pastes keys.
//!
//! They have the properties that make real sites difficult: a strict page policy, their own markup,
//! and scripts that handle pastes themselves. They know nothing about portals.

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

/// The routers of these hosts. `shared` is what all hosts with pages have.
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

/// The page policy of all of them.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    base-uri 'none'; form-action 'self'; report-uri /policy-report";

/// A page of one of them. `more` is added to [`POLICY`]; `scripts` run before the body is parsed.
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
