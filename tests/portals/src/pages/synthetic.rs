//! A page whose script imitates a user: it dispatches paste and copy events, which must be
//! distinguished from real ones.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::html;

use crate::visit::Visit;
use crate::world::World;

/// `/demo/synthetic`.
pub fn routes() -> Router<World> {
    Router::new().route("/demo/synthetic", get(show))
}

async fn show(visit: Visit) -> Response {
    visit.page(
        "Synthetic events",
        &html! {
            h1 { "Events made by script" }
            form.fields {
                label for="payload" { "Text to pretend with" } input #payload;
                label for="target" { "Field that seems to be pasted into" } input #target;
            }
            p #source { "Labelled text that seems to be copied: App Id: " span #shown {} }
            p.controls {
                button #synthetic-paste type="button" { "Pretend to paste" } " "
                button #synthetic-copy type="button" { "Pretend to copy" } " "
                button #synthetic-click type="button" { "Pretend to click Copy" } " "
                button #synthetic-sign-out type="button" { "Pretend to click Sign Out" }
            }
            p { span { "AAAAAAAAA0" } button #copy type="button" data-copy="none" { "Copy" } }
            p #did role="status" {}
            script src="/assets/synthetic.js" defer {}
        },
    )
}
