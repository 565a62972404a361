//! The start page, and the page for unknown addresses.

use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use maud::html;

use crate::visit::Visit;
use crate::world::World;

/// `/` and `/signup`.
pub fn routes() -> Router<World> {
    Router::new().route("/", get(landing)).route("/signup", get(sign_up))
}

async fn landing(visit: Visit) -> Response {
    let content = match visit.person {
        Some(person) => html! {
            h1 { "Welcome, " (person.name()) }
            p.lead { "Submit and manage what you publish on the marketplace." }
            div.tiles {
                a.panel href="/extensions/" { h2 { "Extensions" } p { "Versions, reviews and release notes." } }
                a.panel href="/reports/sales" { h2 { "Reports" } p { "Sales and analytics." } }
                a.panel href="/account/apikeys" { h2 { "API keys" } p { "Keys for the REST API." } }
                a.panel href="/account/keys" { h2 { "Access keys" } p { "Keys for Composer." } }
            }
        },
        None => html! {
            h1 { "Build for the marketplace" }
            p.lead { "Extensions, themes and shared packages: submit them, have them reviewed, publish them." }
            p { a.button href="/signin" { "Sign In" } }
        },
    };
    visit.page("Home", &content)
}

async fn sign_up(visit: Visit) -> Response {
    visit
        .page("Create Account", &html! { h1 { "Create Account" } p { "Accounts of the demonstration exist already." } })
}

/// Any other address.
pub async fn not_found(visit: Visit) -> Response {
    let content = html! { h1 { "Not found" } p { "There is no such page. " a href="/" { "Start over" } "." } };
    let mut response = visit.page("Not found", &content);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
