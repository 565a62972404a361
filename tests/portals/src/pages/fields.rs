//! A page with every kind of field that a text can be pasted into.

use axum::extract::Query;
use axum::response::Response;
use axum::routing::get;
use axum::{Form, Router};
use maud::{Markup, html};

use crate::visit::Visit;
use crate::world::World;

/// `/demo/fields`, its frame, and the targets of its forms.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/demo/fields", get(fields))
        .route("/demo/frame", get(frame))
        .route("/demo/names", get(names))
        .route("/demo/submitted", get(submitted).post(posted))
}

async fn fields(visit: Visit) -> Response {
    visit.page("Fields", &html! {
        h1 { "Fields" }
        form.fields action="/demo/submitted" {
            label for="text" { "Text" } input #text name="text";
            label for="password" { "Password" } input #password name="password" type="password" autocomplete="off";
            label for="search" { "Search" } input #search name="search" type="search";
            label for="url" { "Address" } input #url name="url" type="url";
            label for="area" { "Text area" } textarea #area name="area" rows="3" {}
            label for="app-secret" { "App Secret" } input #app-secret name="secret" autocomplete="on";
            label for="readonly" { "Read only" } input #readonly name="readonly" readonly;
            p { button #send type="submit" { "Submit" } }
        }
        h2 { "A form that posts" }
        form #posting.fields method="post" action="/demo/submitted" {
            label for="posted" { "Text" } textarea #posted name="posted" rows="2" {}
            p { button #post type="submit" { "Post" } }
        }
        h2 { "A request to an API" }
        form #request.fields action="/demo/submitted" {
            label for="request-url" { "Request URL" } input #request-url name="request-url";
            label for="authorization" { "Authorization" } input #authorization name="authorization";
            label for="body" { "Body" } textarea #body name="body" rows="2" {}
            p { button type="submit" { "Send" } }
        }
        h2 { "Editable content" }
        div #editable.panel contenteditable="true" role="textbox" aria-label="Editable content" aria-multiline="true" {
            p { "Some text to write in." }
        }
        h2 { "Inside an open shadow root" }
        div #shadow-host {}
        h2 { "Inside a frame of this site" }
        iframe #frame src="/demo/frame" title="A frame of this site" {}
        script src="/assets/fields.js" defer {}
    })
}

/// A page with names that hide the members that scripts read: of a form, of the document and of the
/// window.
async fn names(visit: Visit) -> Response {
    const OF_FORMS: [&str; 7] =
        ["matches", "closest", "parentElement", "textContent", "getAttribute", "checkVisibility", "nodeType"];
    const OF_DOCUMENTS: [&str; 6] = ["body", "head", "title", "readyState", "createElementNS", "execCommand"];
    const OF_WINDOWS: [&str; 4] = ["sandbar", "browser", "addEventListener", "place"];
    visit.page(
        "Names",
        &html! {
            h1 { "Names" }
            @for name in OF_DOCUMENTS { img name=(name) alt="" src="data:,"; }
            @for name in OF_WINDOWS { span id=(name) {} }
            form #form.fields action="/demo/submitted" {
                @for name in OF_FORMS { input type="hidden" name=(name); }
                label for="value" { "Value" } textarea #value name="value" rows="2" {}
                p { button type="submit" { "Submit" } }
            }
        },
    )
}

async fn frame(visit: Visit) -> Response {
    visit.bare(
        "Frame",
        &html! {
            form.fields action="/demo/submitted" {
                label for="inner" { "Text in the frame" } input #inner name="inner";
            }
        },
    )
}

type Sent = Vec<(String, String)>;

async fn submitted(visit: Visit, Query(sent): Query<Sent>) -> Response {
    visit.page("Submitted", &lengths(&sent))
}

async fn posted(visit: Visit, Form(sent): Form<Sent>) -> Response {
    visit.page("Submitted", &lengths(&sent))
}

/// The lengths of the submitted values; never the values.
fn lengths(sent: &Sent) -> Markup {
    html! {
        h1 { "Submitted" }
        dl.facts #lengths {
            @for (name, value) in sent { dt { (name) } dd { (value.chars().count()) " characters" } }
        }
        p { a href="/demo/fields" { "Back to the fields" } }
    }
}
