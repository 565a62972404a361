//! API keys: the list, and creating, replacing and deleting a key.

use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use axum::{Form, Router};
use maud::{Markup, html};
use serde::Deserialize;

use crate::keys::MOST_API_KEYS;
use crate::pages::key_list::{self, Action, List, Row};
use crate::pages::shells;
use crate::session::Person;
use crate::visit::{Member, Visit};
use crate::world::World;

const HOME: &str = "/account/apikeys";

/// `/account/apikeys` and everything below it.
pub fn routes() -> Router<World> {
    Router::new()
        .route(HOME, get(show))
        .route("/account/apikeys/create", get(name).post(create))
        .route("/account/apikeys/{number}/regenerate", get(ask_regenerate).post(regenerate))
        .route("/account/apikeys/{number}/delete", get(ask_delete).post(delete))
}

/// A user's API keys, as a list for display.
pub fn list(visit: &Visit, person: Person) -> List {
    let keys = visit.world.keys().api_keys(visit.environment, person).to_vec();
    let rows = keys.into_iter().map(|key| Row {
        actions: vec![
            Action::asked("Regenerate", format!("{HOME}/{}/regenerate", key.number), REGENERATE),
            Action::asked("Delete", format!("{HOME}/{}/delete", key.number), DELETE),
        ],
        name: key.name,
        values: [("App Id:", key.id), ("App Secret:", key.secret)],
        state: None,
    });
    List { column: "API Access Keys", empty: "You do not have any API keys", kind: "api", rows: rows.collect() }
}

const REGENERATE: &str = "The application ID and secret will be replaced. Applications that use the old ones will get no new session tokens.";
const DELETE: &str = "The key will be deleted. Applications that use it will get no new session tokens.";

async fn show(Member { visit, person }: Member) -> Response {
    let list = list(&visit, person);
    visit.page(
        "API Keys",
        &html! {
            h1 { "Manage API Keys" }
            p { "API keys are for the REST API. They are not your access keys for Composer." }
            p { a.button href=(visit.to("/account/apikeys/create")) { "Create API Access Key" } }
            (shells::keys(&visit, &list).unwrap_or_else(|| key_list::show(&visit, &list)))
        },
    )
}

async fn name(Member { visit, .. }: Member) -> Response {
    visit.page("Create API Access Key", &name_form(&visit))
}

fn name_form(visit: &Visit) -> Markup {
    html! {
        h1 { "Create API Access Key" }
        form.fields method="post" action=(visit.to("/account/apikeys/create")) {
            label for="key-name" { "API Key Name" }
            input #key-name name="name" required autocomplete="off";
            p { button type="submit" { "Continue" } " " a href=(visit.to(HOME)) { "Cancel" } }
        }
    }
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

async fn create(Member { visit, person }: Member, Form(named): Form<Named>) -> Response {
    let created = visit.world.keys().create_api_key(visit.environment, person, &named.name);
    if created {
        visit.move_on(HOME, "The API Access Key has been created successfully.")
    } else {
        visit.move_on(HOME, &format!("You cannot have more than {MOST_API_KEYS} API keys."))
    }
}

async fn ask_regenerate(Member { visit, .. }: Member, Path(_): Path<u32>) -> Response {
    key_list::ask(&visit, HOME, "Regenerate", REGENERATE)
}

async fn regenerate(Member { visit, person }: Member, Path(number): Path<u32>) -> Response {
    let done = visit.world.keys().regenerate_api_key(visit.environment, person, number);
    visit.move_on(HOME, outcome(done, "The API Access Key has been regenerated successfully."))
}

async fn ask_delete(Member { visit, .. }: Member, Path(_): Path<u32>) -> Response {
    key_list::ask(&visit, HOME, "Delete", DELETE)
}

async fn delete(Member { visit, person }: Member, Path(number): Path<u32>) -> Response {
    let done = visit.world.keys().delete_api_key(visit.environment, person, number);
    visit.move_on(HOME, outcome(done, "The API Access Key has been deleted successfully."))
}

const fn outcome(done: bool, success: &'static str) -> &'static str {
    if done { success } else { "There is no such key." }
}
