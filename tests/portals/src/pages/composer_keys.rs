//! Composer access keys: the list, and creating, disabling and deleting a key.

use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Form, Router};
use maud::html;
use serde::Deserialize;

use crate::pages::key_list::{self, Action, List, Row};
use crate::pages::shells;
use crate::session::Person;
use crate::visit::{Member, Visit};
use crate::world::World;

const HOME: &str = "/account/keys";
const DELETE: &str = "The access key will be deleted. Composer can no longer install with it.";

/// `/account/keys` and everything below it.
pub fn routes() -> Router<World> {
    Router::new()
        .route(HOME, get(show))
        .route("/account/keys/create", post(create))
        .route("/account/keys/{number}/toggle", post(toggle))
        .route("/account/keys/{number}/delete", get(ask_delete).post(delete))
}

/// A user's Composer keys, as a list for display.
pub fn list(visit: &Visit, person: Person) -> List {
    let keys = visit.world.keys().composer_keys(visit.environment, person).to_vec();
    let rows = keys.into_iter().map(|key| Row {
        actions: vec![
            Action::at_once(if key.enabled { "Disable" } else { "Enable" }, format!("{HOME}/{}/toggle", key.number)),
            Action::asked("Delete", format!("{HOME}/{}/delete", key.number), DELETE),
        ],
        name: key.name,
        values: [("Public:", key.public), ("Private:", key.private)],
        state: (!key.enabled).then_some("Disabled"),
    });
    List { column: "Access Keys", empty: "You do not have any access keys", kind: "composer", rows: rows.collect() }
}

async fn show(Member { visit, person }: Member) -> Response {
    let list = list(&visit, person);
    visit.page(
        "Access Keys",
        &html! {
            h1 { "Access Keys" }
            p { "Access keys let Composer install packages. These keys are not your API access keys." }
            form.row method="post" action=(visit.to("/account/keys/create")) {
                label for="key-name" { "Name" }
                input #key-name name="name" required autocomplete="off";
                button type="submit" { "Create A New Access Key" }
            }
            (shells::keys(&visit, &list).unwrap_or_else(|| key_list::show(&visit, &list)))
        },
    )
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

async fn create(Member { visit, person }: Member, Form(named): Form<Named>) -> Response {
    visit.world.keys().create_composer_key(visit.environment, person, &named.name);
    visit.move_on(HOME, "The access key has been created successfully.")
}

async fn toggle(Member { visit, person }: Member, Path(number): Path<u32>) -> Response {
    let message = match visit.world.keys().toggle_composer_key(visit.environment, person, number) {
        Some(true) => "The access key has been enabled.",
        Some(false) => "The access key has been disabled.",
        None => "There is no such key.",
    };
    visit.move_on(HOME, message)
}

async fn ask_delete(Member { visit, .. }: Member, Path(_): Path<u32>) -> Response {
    key_list::ask(&visit, HOME, "Delete", DELETE)
}

async fn delete(Member { visit, person }: Member, Path(number): Path<u32>) -> Response {
    let done = visit.world.keys().delete_composer_key(visit.environment, person, number);
    let message = if done { "The access key has been deleted successfully." } else { "There is no such key." };
    visit.move_on(HOME, message)
}
