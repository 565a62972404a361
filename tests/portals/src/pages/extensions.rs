//! Extensions, their versions, and the form that submits one.

use axum::Form;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use maud::html;
use serde::Deserialize;

use crate::visit::Member;
use crate::world::World;

struct Extension {
    slug: &'static str,
    name: &'static str,
    versions: &'static [(&'static str, &'static str)],
}

const EXTENSIONS: &[Extension] = &[
    Extension {
        slug: "gift-notes",
        name: "Gift Notes",
        versions: &[("2.1.0", "Technical review"), ("2.0.3", "Published"), ("1.4.0", "Retired")],
    },
    Extension { slug: "stock-bell", name: "Stock Bell", versions: &[("1.0.1", "Published"), ("1.0.0", "Rejected")] },
    Extension { slug: "tidy-search", name: "Tidy Search", versions: &[("0.9.0", "Draft")] },
];

/// `/extensions/`, `/extensions/versions/<slug>` and `/extensions/submit`.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/extensions/", get(list))
        .route("/extensions", get(list))
        .route("/extensions/versions/{slug}", get(versions))
        .route("/extensions/submit", get(form).post(submit))
}

async fn list(Member { visit, .. }: Member) -> Response {
    visit.page(
        "Extensions",
        &html! {
            h1 { "Extensions" }
            p { a.button href="/extensions/submit" { "Submit a New Extension" } }
            table {
                thead { tr { th { "Name" } th { "Latest version" } th { "Status" } } }
                tbody {
                    @for extension in EXTENSIONS {
                        tr {
                            td { a href={ "/extensions/versions/" (extension.slug) } { (extension.name) } }
                            @if let Some((version, status)) = extension.versions.first() {
                                td { (version) } td { (status) }
                            }
                        }
                    }
                }
            }
        },
    )
}

async fn versions(Member { visit, .. }: Member, Path(slug): Path<String>) -> Response {
    let Some(extension) = EXTENSIONS.iter().find(|extension| extension.slug == slug) else {
        let mut response = visit.page("Not found", &html! { h1 { "There is no such extension" } });
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    visit.page(
        extension.name,
        &html! {
            h1 { (extension.name) }
            table {
                thead { tr { th { "Version" } th { "Status" } } }
                tbody { @for (version, status) in extension.versions { tr { td { (version) } td { (status) } } } }
            }
            p { a.button href="/extensions/submit" { "Submit a New Version" } }
        },
    )
}

async fn form(Member { visit, .. }: Member) -> Response {
    visit.page("Submit an Extension", &html! {
        h1 { "Submit an Extension" }
        form.fields method="post" action=(visit.to("/extensions/submit")) {
            label for="name" { "Name" } input #name name="name" required;
            label for="version" { "Version" } input #version name="version" placeholder="1.0.0" required;
            label for="category" { "Category" }
            select #category name="category" { option { "Marketing" } option { "Shipping" } option { "Site search" } }
            label for="summary" { "Short description" } textarea #summary name="summary" rows="2" {}
            label for="description" { "Long description" } textarea #description name="description" rows="5" {}
            label for="notes" { "Release notes" } textarea #notes name="notes" rows="3" {}
            p { label.inline { input type="checkbox" name="licence" value="1"; " The licence allows it" } }
            p { button type="submit" { "Submit" } }
        }
    })
}

#[derive(Deserialize)]
struct Submission {
    name: String,
    version: String,
}

async fn submit(Member { visit, .. }: Member, Form(submission): Form<Submission>) -> Response {
    let message = format!("{} {} has been submitted.", submission.name, submission.version);
    visit.move_on("/extensions/", &message)
}
