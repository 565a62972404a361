//! A web API client: a request with its address, headers and authorization, once as a form, and
//! once as a workbench of editable elements without a form.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use super::page;

const POLICY: &str =
    "connect-src 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// `/request`, a form, and `/workbench`, which has none.
pub fn router() -> Router {
    Router::new().route("/", get(form)).route("/request", get(form)).route("/workbench", get(workbench))
}

async fn form() -> Response {
    page(
        "New request",
        POLICY,
        &[],
        &html! {
            main {
                h1 { "Requests" }
                (request("first", "Get a session token"))
                (request("second", "List my packages"))
            }
        },
    )
}

/// Two requests on one page: evidence in one doesn't apply to the other.
fn request(id: &str, name: &str) -> Markup {
    html! {
        form.request id=(id) aria-label=(name) {
            div.bar {
                select name="method" aria-label="Method" { option { "POST" } option { "GET" } }
                input.url name="url" type="text" placeholder="https://api.host.tld/v1" aria-label="URL" spellcheck="false";
                button type="button" { "Send" }
            }
            fieldset.authorization {
                legend { "Authorization" }
                label { "Type" select name="auth" { option { "Basic" } option { "Bearer" } } }
                label { "Username" input.username name="username" autocomplete="off"; }
                label { "Password" input.password name="password" type="password" autocomplete="off"; }
            }
            fieldset.headers {
                legend { "Headers" }
                @for row in 1..=2 {
                    div.row {
                        input name={ "header[" (row) "][key]" } aria-label={ "Header " (row) " name" };
                        input name={ "header[" (row) "][value]" } aria-label={ "Header " (row) " value" };
                    }
                }
            }
            label { "Body" textarea.body name="body" rows="4" spellcheck="false" {} }
        }
    }
}

/// Like a single-page application: the address is an editable line, the body a code editor, the
/// headers a grid, and there is no form around them.
async fn workbench() -> Response {
    page(
        "Workbench",
        POLICY,
        &["plain-paste.js"],
        &html! {
            div.app {
                h1 { "Workbench" }
                section.request aria-label="Request" {
                    div.bar {
                        button type="button" { "GET" }
                        div #address.line contenteditable="true" role="textbox" aria-label="Request URL" spellcheck="false" data-paste="line" {}
                        button type="button" { "Send" }
                    }
                    div role="grid" aria-label="Headers" {
                        div.row role="row" {
                            div role="gridcell" { input #header-name aria-label="Header name"; }
                            div role="gridcell" { input #header-value aria-label="Header value"; }
                        }
                    }
                    div.authorization {
                        span.label { "Token" }
                        input #token placeholder="Token" autocomplete="off";
                    }
                    div #code.code contenteditable="true" role="textbox" aria-multiline="true" aria-label="Body" data-paste="lines" {
                        div { br; }
                    }
                }
            }
        },
    )
}
