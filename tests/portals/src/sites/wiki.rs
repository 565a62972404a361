//! A wiki: a page that shows a key, the same page in a visual editor, as source text, and in an
//! old-style editor in a frame.

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use maud::html;

use super::{NEIGHBOUR, page};

/// `/pages/<page>`, its `/edit`, `/source` and `/classic`, and the frame in the latter.
pub fn router() -> Router {
    Router::new()
        .route("/", get(home))
        .route("/pages/{page}", get(read))
        .route("/pages/{page}/edit", get(edit))
        .route("/pages/{page}/source", get(source))
        .route("/pages/{page}/classic", get(classic))
        .route("/pages/{page}/frame", get(frame))
}

/// ID and secret of the key on `/pages/<page>`. No portal has it.
pub const SHOWN: (&str, &str) = ("BQ17NZ49WC", "9920c99614d65f923df7660276f20e029d73e2ca");

fn policy() -> String {
    format!("frame-src 'self' https://{NEIGHBOUR}; frame-ancestors 'self'")
}

async fn home() -> Response {
    let list = html! {
        h1 { "All pages" }
        ul { @for way in ["edit", "source", "classic"] { li { a href={ "/pages/runbook/" (way) } { "Runbook: " (way) } } } }
    };
    page("All pages", &policy(), &[], &list)
}

/// A note for other users: a key with both parts.
async fn read(Path(name): Path<String>) -> Response {
    let body = html! {
        header { a href="/" { "All pages" } " / " (name) }
        main {
            h1 { "Keys of the nightly job" }
            table {
                tr { th { "Name" } th { "App Id" } th { "App Secret" } }
                tr { td { "Nightly" } td { (SHOWN.0) } td { (SHOWN.1) } }
            }
            form #search { label { "Search" input #query name="q"; } }
        }
    };
    page(&name, &policy(), &[], &body)
}

/// Title and text are edited in place. The chat next to it belongs to another site.
async fn edit(Path(name): Path<String>) -> Response {
    let body = html! {
        header { a href="/" { "All pages" } " / " (name) }
        main.editor {
            textarea #title rows="1" aria-label="Page title" placeholder="Give this page a title" {}
            div #content.prose contenteditable="true" role="textbox" aria-multiline="true" aria-label="Main content area, start typing to enter text." data-paste="paragraphs" {
                h2 { "Production" }
                p #first { "The keys of the release job." }
                h2 { "Sandbox" }
                p #last { br; }
            }
            button type="button" { "Publish" }
        }
        aside { iframe #chat src={ "https://" (NEIGHBOUR) "/widget" } title="Chat" {} }
    };
    page(&format!("Edit · {name}"), &policy(), &["plain-paste.js"], &body)
}

/// The source text in a form.
async fn source(Path(name): Path<String>) -> Response {
    let body = html! {
        main {
            h1 { "Editing " (name) }
            form #editform method="post" enctype="multipart/form-data" {
                p { label for="wpTitle" { "Title" } input #wpTitle name="wpTitle"; }
                p { label.hidden for="wpTextbox1" { "Source" } textarea #wpTextbox1 name="wpTextbox1" rows="12" accesskey="," {} }
                p { label for="wpSummary" { "Summary:" } input #wpSummary name="wpSummary" maxlength="500"; }
                button type="submit" { "Save page" }
            }
        }
    };
    page(&format!("Editing {name}"), &policy(), &[], &body)
}

/// An editor whose text is the whole body of a frame.
async fn classic(Path(name): Path<String>) -> Response {
    let body = html! {
        main {
            h1 { "Editing " (name) }
            form method="post" {
                label { "Title" input name="title"; }
                iframe #editor src={ "/pages/" (name) "/frame" } title="Rich Text Area" {}
                button type="submit" { "Save" }
            }
        }
    };
    page(&format!("Editing {name}"), &policy(), &[], &body)
}

async fn frame(Path(name): Path<String>) -> Response {
    page(&name, &policy(), &["editable-body.js"], &html! { p { br; } })
}
