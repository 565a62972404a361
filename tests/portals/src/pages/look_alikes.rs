//! Pages that show key values but aren't lists of keys, and a list with a choice of owners.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use maud::{Markup, html};

use crate::keys::{ApiKey, ComposerKey};
use crate::session::Person;
use crate::visit::Member;
use crate::world::World;

/// `/demo/look-alikes/<page>` and `/demo/shared-keys`.
pub fn routes() -> Router<World> {
    Router::new().route("/demo/look-alikes/{page}", get(look_alike)).route("/demo/shared-keys", get(shared))
}

async fn look_alike(Member { visit, person }: Member, Path(page): Path<String>) -> Response {
    let api = visit.world.keys().api_keys(visit.environment, person).first().cloned();
    let composer = visit.world.keys().composer_keys(visit.environment, person).first().cloned();
    let (Some(api), Some(composer)) = (api, composer) else { return StatusCode::NOT_FOUND.into_response() };
    let content = match page.as_str() {
        "ticket" => ticket(&api),
        "notes" => notes(&api),
        "guide" => guide(&api),
        "reference" => reference(&api),
        "commits" => commits(&api),
        "downloads" => downloads(&composer),
        "unseen" => unseen(&api),
        "draft" => draft(&api),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    visit.page(&page, &content)
}

/// A message from a user to support.
fn ticket(key: &ApiKey) -> Markup {
    html! {
        h1 { "API keys: our build is refused (#2291)" }
        article {
            header { b { "Grace" } " " time { "Tuesday" } }
            p { "App Id: " (key.id) br; "App Secret: " (key.secret) }
            button type="button" { "Reply" } button type="button" { "Delete" }
        }
        article { p { "We also tried this:" } pre { "App Id: " (key.id) "\nApp Secret: " (key.secret) } button type="button" { "Copy" } }
    }
}

/// A note by a user below a list of keys.
fn notes(key: &ApiKey) -> Markup {
    html! {
        h1 { "Manage API Keys" }
        p { "You do not have any API keys" }
        div {
            div { b { "Ben" } " " small { "2 hours ago" } }
            p { "App Id: " (key.id) br; "App Secret: " (key.secret) }
            button type="button" { "Reply" } " " button type="button" { "Delete" }
        }
    }
}

/// API reference with a sample.
fn reference(key: &ApiKey) -> Markup {
    html! {
        h1 { "API keys" }
        p { "A key has an ID and a secret, for example:" }
        ul { li { "App Id: " code { (key.id) } } li { "App Secret: " code { (key.secret) } } }
    }
}

/// A program's commits, with their hashes.
fn commits(key: &ApiKey) -> Markup {
    html! {
        h1 { "Changes" }
        table {
            tr { th { "Change" } th { "Commit" } }
            tr { td { "Show App Id " (key.id) } td { code { (key.secret) } } }
            tr { td { "App Secret" } td { code { (key.secret) } button type="button" { "Copy" } } }
        }
    }
}

/// A page of documentation.
fn guide(key: &ApiKey) -> Markup {
    html! {
        h1 { "API keys" }
        p { "Each key has two parts. With App Id: " (key.id) " and App Secret: " (key.secret) " you ask for a token." }
        pre { code { "App Id: " (key.id) "\nApp Secret: " (key.secret) } }
        p { "Use " code { "curl -u '" (key.id) ":" (key.secret) "'" } " for that." }
        blockquote { p { "App Id: " (key.id) } p { "App Secret: " (key.secret) } }
    }
}

/// Files with a visibility and a checksum.
fn downloads(key: &ComposerKey) -> Markup {
    html! {
        h1 { "Access Keys and other files" }
        table {
            tr { th { "File" } th { "Visibility" } th { "MD5" } }
            tr { td { "module.zip" } td { "Public" } td { (key.public) } }
            tr { td { "patch.zip" } td { "Private" } td { (key.private) } }
        }
        ul { li { "module.zip Public " (key.public) } li { "patch.zip Private " (key.private) } }
    }
}

/// Invisible content.
fn unseen(key: &ApiKey) -> Markup {
    let both = html! { div { "App Id: " (key.id) } div { "App Secret: " (key.secret) } };
    html! {
        h1 { "Manage API Keys" }
        @for class in ["far-away", "see-through", "cut-off", "folded", "sheet"] { div class=(class) { (both) } }
        div aria-hidden="true" { (both) }
        div hidden { (both) }
        template { (both) }
    }
}

/// A text that the user is writing.
fn draft(key: &ApiKey) -> Markup {
    html! {
        h1 { "Manage API Keys" }
        p { label { "App Id " input value=(key.id); } }
        p { label { "App Secret " input value=(key.secret); } }
        div contenteditable="true" { p { "App Id: " (key.id) } p { "App Secret: " (key.secret) } }
    }
}

/// The Composer keys of one owner at a time.
async fn shared(Member { visit, .. }: Member) -> Response {
    let rows = |person: Person| {
        html! {
            @for key in visit.world.keys().composer_keys(visit.environment, person) {
                tr { td { (key.name) } td { "Public: " (key.public) br; "Private: " (key.private) } td { button { "Disable" } " " button type="button" data-removes { "Delete" } } }
            }
        }
    };
    visit.page("Access Keys", &owners(&rows(Person::Ada), &rows(Person::Ben)))
}

fn owners(own: &Markup, others: &Markup) -> Markup {
    html! {
        h1 { "Access Keys" }
        label for="owner" { "Display access keys for:" }
        select #owner { option { "Myself" } option { "Sample Organization" } }
        table { thead { tr { th { "Name" } th { "Access Keys" } th { "Actions" } } } tbody #owned { (own) } }
        template data-owner { (own) }
        template data-owner { (others) }
        dialog #remove {
            p { "Delete this access key?" }
            button type="button" data-answer="yes" { "Delete" } " " button type="button" data-answer="no" { "Cancel" }
        }
        script src="/assets/key-views.js" defer {}
    }
}
