//! Lists of keys. The real portal's markup is unknown, so there are several kinds, which share only
//! their texts.

mod cards;
mod components;
mod controls;
mod definitions;
mod framed;
mod grid;
mod inputs;
mod lines;
mod list;
mod modal;
mod nested;
mod table;
mod translated;

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;

pub use controls::Action;

use crate::pages::{api_keys, composer_keys};
use crate::switches::{Confirm, Markup as Kind};
use crate::visit::{Member, Visit};
use crate::world::World;

/// A list of keys of one kind.
pub struct List {
    /// The header of the column of keys.
    pub column: &'static str,
    /// The text if there are no keys.
    pub empty: &'static str,
    /// `api` or `composer`, for the data endpoint.
    pub kind: &'static str,
    /// The keys.
    pub rows: Vec<Row>,
}

/// One key.
pub struct Row {
    /// The name that the user gave it.
    pub name: String,
    /// Both parts, with their labels.
    pub values: [(&'static str, String); 2],
    /// A special state, if it has one.
    pub state: Option<&'static str>,
    /// The actions on it.
    pub actions: Vec<Action>,
}

/// The list, drawn immediately or after a delay.
pub fn show(visit: &Visit, list: &List) -> Markup {
    html! {
        @match visit.switches.late {
            None => { (marked_up(visit, list)) }
            Some(delay) => {
                div data-late=(delay.millis()) data-source=(source(visit, list)) { p.empty { "Loading…" } }
            }
        }
        p #copied role="status" {}
        @if visit.switches.confirm == Confirm::Dialog { (controls::dialog()) script src="/assets/confirm.js" defer {} }
        script src="/assets/copy.js" defer {}
        script src="/assets/key-list.js" defer {}
        script src="/assets/key-views.js" defer {}
    }
}

fn marked_up(visit: &Visit, list: &List) -> Markup {
    if list.rows.is_empty() {
        return html! { p.empty { (list.empty) } };
    }
    match visit.switches.markup {
        Kind::Table => table::show(visit, list),
        Kind::List => list::show(visit, list),
        Kind::Definitions => definitions::show(visit, list),
        Kind::Inputs => inputs::show(visit, list),
        Kind::Cards => cards::show(visit, list, &source(visit, list)),
        Kind::Nested => nested::show(visit, list),
        Kind::Grid => grid::show(visit, list),
        Kind::Components => components::show(visit, list),
        Kind::Modal => modal::show(visit, list),
        Kind::Translated => translated::show(visit, list),
        Kind::Framed => framed::show(list),
        Kind::Lines => lines::show(visit, list),
    }
}

/// The address of this list's data for scripts, with the switches of this page.
fn source(visit: &Visit, list: &List) -> String {
    let switches = visit.query().split('&').filter(|pair| !pair.starts_with("kind="));
    let kind = format!("kind={}", list.kind);
    let query: Vec<_> = std::iter::once(kind.as_str()).chain(switches).collect();
    format!("/demo/keys.json?{}", query.join("&"))
}

/// A page that asks before an action on a key.
pub fn ask(visit: &Visit, home: &str, word: &str, warning: &str) -> Response {
    visit.page(
        word,
        &html! {
            h1 { "Are you sure?" }
            p { (warning) }
            form method="post" { button type="submit" { (word) } " " a href=(visit.to(home)) { "Cancel" } }
        },
    )
}

/// The data for lists that a script draws.
pub fn routes() -> Router<World> {
    Router::new().route("/demo/keys.json", get(data)).route("/demo/key-frame", get(frame))
}

#[derive(Deserialize)]
struct Wanted {
    kind: String,
}

/// Only the list, for a frame.
async fn frame(Member { visit, person }: Member, Query(wanted): Query<Wanted>) -> Response {
    let list = match wanted.kind.as_str() {
        "api" => api_keys::list(&visit, person),
        "composer" => composer_keys::list(&visit, person),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    visit.bare(list.column, &html! { h2 { (list.column) } (table::show(&visit, &list)) })
}

async fn data(Member { visit, person }: Member, Query(wanted): Query<Wanted>) -> Response {
    let list = match wanted.kind.as_str() {
        "api" => api_keys::list(&visit, person),
        "composer" => composer_keys::list(&visit, person),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let values = |row: &Row| row.values.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>();
    Json(json!({
        "markup": marked_up(&visit, &list).into_string(),
        "values": list.rows.iter().map(values).collect::<Vec<_>>(),
    }))
    .into_response()
}
