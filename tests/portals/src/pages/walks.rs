//! Ordinary pages that are easy to misread: errors, documents that aren't pages, headers that know
//! their user late, and texts about signing in or about the sandbox.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::known::SANDBOX_BANNER;
use crate::visit::Visit;
use crate::world::World;

/// `/demo/walk/…`.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/demo/walk/late-name", get(late_name))
        .route("/demo/walk/late-name/{millis}", get(later_name))
        .route("/demo/walk/closed-menu", get(closed_menu))
        .route("/demo/walk/login-tabs", get(login_tabs))
        .route("/demo/walk/sign-in-elsewhere", get(sign_in_elsewhere))
        .route("/demo/walk/server-error", get(server_error))
        .route("/demo/walk/maintenance", get(maintenance))
        .route("/demo/walk/ticket", get(ticket))
        .route("/demo/walk/help", get(help))
        .route("/demo/walk/modal", get(modal))
        .route("/demo/walk/dismissed", get(dismissed))
        .route("/demo/walk/framed", get(framed))
        .route("/demo/walk/status.json", get(json))
        .route("/demo/walk/notes.txt", get(text))
        .route("/demo/walk/feed.xml", get(xml))
        .route("/demo/walk/drawing.svg", get(svg))
}

/// A page without the usual header.
fn page(title: &str, header: &Markup, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { (title) " | Developer Portal" }
                link rel="stylesheet" href="/assets/site.css";
                script src="/assets/walks.js" defer {}
            }
            body { (header) main { (content) } }
        }
    }
}

/// The header of a signed-in user, whose menu isn't in the document until it is opened.
fn known_user() -> Markup {
    html! { header.top { a.brand href="/" { "Developer Portal" } button type="button" aria-haspopup="menu" { "Ada Sample" } } }
}

async fn late_name(visit: Visit) -> Response {
    named_after(&visit, 1800)
}

async fn later_name(visit: Visit, Path(millis): Path<u32>) -> Response {
    named_after(&visit, millis)
}

/// A page whose header offers to sign in until it learns its user this many milliseconds after
/// loading.
fn named_after(visit: &Visit, millis: u32) -> Response {
    let header = html! {
        header.top { a.brand href="/" { "Developer Portal" } a #who data-after=(millis) href="/signin" { "Sign In" } }
    };
    visit.answer(page("Extensions", &header, &html! { h1 { "Extensions" } }).into_response())
}

async fn closed_menu(visit: Visit) -> Response {
    let content = html! { h1 { "Getting started" } p { "First, choose " a href="/help/login" { "Sign In" } " at the top of the page." } };
    visit.answer(page("Getting started", &known_user(), &content).into_response())
}

/// Controls with these labels that are not about the portal's own session.
async fn sign_in_elsewhere(visit: Visit) -> Response {
    let content = html! {
        nav class="tabs" { a href="/support/" { "Profile" } " " a href="/help/login" { "Login" } " " a href="/help/login" { "Connexion" } }
        section { header { "Sample app " a href="/help/login" { "Log in" } } p { "What your users see." } }
        div role="toolbar" { button type="button" { "Create Account" } }
    };
    let around = html! {
        (known_user())
        div role="dialog" aria-label="Connect" {
            a href="/help/login" { "Sign In" }
        }
        footer { nav { a href="/help/login" { "Sign In" } } }
    };
    visit.answer(page("Sample app", &around, &content).into_response())
}

async fn login_tabs(visit: Visit) -> Response {
    let content = html! {
        h1 { "Settings" }
        ul role="tablist" { li role="tab" { "Login" } li role="tab" { "Profile" } li role="tab" { "Sign In" } }
        section { button type="button" { "Sign in to GitHub" } button type="button" { "Login" } }
    };
    visit.answer(page("Settings", &known_user(), &content).into_response())
}

/// A static page from a proxy in front of the portal, which knows no users.
fn from_proxy(status: StatusCode, title: &str) -> Response {
    let header = html! { header { a href="/" { "Developer Portal" } " " a href="/signin" { "Sign In" } } };
    (status, page(title, &header, &html! { h1 { (title) } p { "Try again in a few minutes." } })).into_response()
}

async fn server_error() -> Response {
    from_proxy(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong")
}

async fn maintenance() -> Response {
    from_proxy(StatusCode::SERVICE_UNAVAILABLE, "Down for maintenance")
}

async fn ticket(visit: Visit) -> Response {
    let said = format!("This environment is {SANDBOX_BANNER}.");
    let content = html! {
        h1 { "Ticket 4711: Cannot publish" }
        div.ticket { b { "Ada" } " wrote:" p { (said) " Then it says Sign In, though I never chose Sign Out." } }
        table { tr { td { "Banner" } td { (said) } } }
        textarea rows="2" { (said) }
    };
    visit.page("Ticket 4711", &content)
}

async fn help(visit: Visit) -> Response {
    let said = format!("This environment is {SANDBOX_BANNER}.");
    let content = html! {
        article {
            h1 { "Testing your submission" }
            p { "Every page there says “" (said) "” Do not worry about it." }
            p { (said) }
            p { "To leave, use " strong { "Sign Out" } "; to come back, use " strong { "Sign In" } "." }
        }
    };
    visit.page("Testing your submission", &content)
}

async fn modal(visit: Visit) -> Response {
    let content = html! {
        h1 { "Extensions" }
        dialog open { h2 { "Connect your repository" } a href="/demo/walk/help" { "Sign In" } " " button type="button" { "Cancel" } }
    };
    visit.page("Extensions", &content)
}

async fn dismissed(visit: Visit) -> Response {
    visit.page(
        "Extensions",
        &html! { h1 { "Extensions" } script src="/assets/walks.js" defer {} span #dismiss-banner {} },
    )
}

async fn framed(visit: Visit) -> Response {
    let content = html! {
        h1 { "Preview" }
        iframe src="/demo/walk/maintenance" title="Preview" width="300" height="80" {}
        iframe src="/demo/walk/notes.txt" title="Notes" width="300" height="80" {}
    };
    visit.page("Preview", &content)
}

fn document(kind: &'static str, text: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], text).into_response()
}

async fn json() -> Response {
    document("application/json", r#"{"links": ["Sign In"], "mode": "production"}"#.to_owned())
}

async fn text() -> Response {
    document("text/plain; charset=utf-8", format!("Sign In\n\nThis environment is {SANDBOX_BANNER}.\n"))
}

async fn xml() -> Response {
    document("application/xml", "<feed><title>Releases</title><a>Sign In</a></feed>".to_owned())
}

async fn svg() -> Response {
    let drawing = html! {
        (PreEscaped("<?xml version=\"1.0\"?>"))
        svg xmlns="http://www.w3.org/2000/svg" width="200" height="60" { title { "PROD · Drawing" } text y="30" { "Sign In" } }
    };
    document("image/svg+xml", drawing.into_string())
}
