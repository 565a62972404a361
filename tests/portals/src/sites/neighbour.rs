//! A chat next to the others, on a host of the same owner. It records what happens to its pages:
//! each change, and each listener in the page's own world.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::html;

use super::page;

/// `/`, and the same page as a widget for other sites.
pub fn router() -> Router {
    Router::new().route("/", get(chat)).route("/widget", get(chat))
}

async fn chat() -> Response {
    page(
        "Chat",
        "frame-ancestors https://*.harbour.example",
        &["neighbour.js"],
        &html! {
            main {
                h1 { "Chat" }
                ul { li { "Ada: the staging secret is in the vault." } }
                form #send {
                    label for="message" { "Message" }
                    textarea #message name="message" rows="2" {}
                    label for="prod-secret" { "Production secret" }
                    input #prod-secret name="prod_secret";
                    div #draft contenteditable="true" role="textbox" aria-label="Draft" {}
                    button type="button" { "Send" }
                }
            }
        },
    )
}
