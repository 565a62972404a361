//! A CI server: a project's secrets, entered by name and value, or each in its own form.

use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use axum::{Form, Router};
use maud::{Markup, html};

use super::page;

const POLICY: &str = "frame-ancestors 'none'";

/// `/<team>/<project>/secrets`, the list with one form per secret, and the variables, which have no
/// form.
pub fn router() -> Router {
    Router::new()
        .route("/", get(home))
        .route("/{team}/{project}/secrets", get(secrets).post(saved))
        .route("/{team}/{project}/secrets/each", get(each).post(saved))
        .route("/{team}/{project}/variables", get(variables))
}

async fn home() -> Response {
    let list = html! {
        h1 { "Pipelines" }
        ul { @for team in ["fleet", "staging", "stagings"] { li { a href={ "/" (team) "/shop/secrets" } { (team) " / shop" } } } }
    };
    page("Pipelines", POLICY, &[], &list)
}

fn framed(team: &str, project: &str, title: &str, content: &Markup) -> Response {
    let body = html! {
        header { a href="/" { "Pipelines" } " / " (team) " / " b { (project) } }
        nav aria-label="Settings" {
            @for (part, name) in [("secrets", "Secrets"), ("secrets/each", "All secrets"), ("variables", "Variables")] {
                a href={ "/" (team) "/" (project) "/" (part) } { (name) } " "
            }
        }
        main { h1 { (title) } (content) }
    };
    page(&format!("{title} · {project}"), POLICY, &[], &body)
}

/// One form for all secrets, whose name is typed in.
async fn secrets(Path((team, project)): Path<(String, String)>) -> Response {
    framed(
        &team,
        &project,
        "Secrets",
        &html! {
            p { "Secrets are encrypted and handed to jobs as environment variables." }
            form #new-secret method="post" aria-labelledby="new-secret-heading" {
                h2 #new-secret-heading { "New secret" }
                p {
                    label for="secret_name" { "Name" " " abbr title="required" { "*" } }
                    input #secret_name name="secret[name]" type="text" placeholder="YOUR_SECRET_NAME" autocomplete="off"
                        spellcheck="false" required;
                }
                p {
                    label for="secret_value" { "Value" " " abbr title="required" { "*" } }
                    textarea #secret_value name="secret[value]" rows="4" spellcheck="false" required {}
                }
                button type="submit" { "Add secret" }
            }
            form #masked method="post" {
                h2 { "Masked variable" }
                label { span { "Key" } input name="key" autocomplete="off"; }
                label { span { "Value" } input name="value" type="password" autocomplete="new-password"; }
                label { span { "Description" } input name="description"; }
                button type="submit" { "Save" }
            }
        },
    )
}

/// The places of the text that names a field's secret.
async fn each(Path((team, project)): Path<(String, String)>) -> Response {
    framed(
        &team,
        &project,
        "All secrets",
        &html! {
            form #by-label method="post" {
                label for="v1" { code { "ADOBE_APP_SECRET_SANDBOX" } }
                input #v1 name="value" type="password" autocomplete="off";
                button { "Update" }
            }
            form #by-wrapping-label method="post" {
                label { "Application secret, production" textarea name="value" rows="2" {} }
                button { "Update" }
            }
            form #by-aria-label method="post" {
                input name="value" type="password" aria-label="eqp-app-secret-prod" autocomplete="off";
                button { "Update" }
            }
            form #by-labelled-by method="post" {
                div.name #n4 { "Live system" } div.hint #h4 { "used by nightly jobs" }
                input name="value" aria-labelledby="n4 h4";
                button { "Update" }
            }
            form #by-name method="post" {
                label for="v5" { "Value" }
                input #v5 name="secrets[stg_app_secret]";
                button { "Update" }
            }
            form #by-placeholder method="post" {
                input name="value" placeholder="Paste the token for staging";
                button { "Update" }
            }
            form #by-legend method="post" {
                fieldset {
                    legend { "Production" }
                    label for="v7" { "Application secret" } input #v7 name="secret";
                }
                fieldset {
                    legend { "Sandbox" }
                    label for="v8" { "Application secret" } input #v8 name="secret_2";
                }
                button { "Update both" }
            }
            form #by-form-label method="post" aria-label="Secrets of the test environment" {
                label { "App secret" input name="value"; }
                button { "Update" }
            }
            form #by-form-name method="post" name="prod-secrets" {
                label { "App secret" input name="value"; }
                button { "Update" }
            }
            form #german method="post" {
                label for="v11" { "Geheimnis der Testumgebung" } input #v11 name="wert";
                button { "Speichern" }
            }
            form #spanish method="post" {
                label for="v12" { "Clave de producción" } input #v12 name="valor";
                button { "Guardar" }
            }
            form #nameless method="post" {
                label for="v13" { code { "ADOBE_EQP_APP_SECRET" } } input #v13 name="value";
                button { "Update" }
            }
            form #trap method="post" {
                label for="v14" { "Secret of the latest product attestation" } input #v14 name="contest_value";
                button { "Update" }
            }
            form #pre-production method="post" {
                label for="v15" { "PRE_PRODUCTION_SECRET" } input #v15 name="value";
                button { "Update" }
            }
            // A form's fields become its members, and these hide the ones that scripts read.
            form #member-names method="post" {
                h2 { "Production" }
                @for name in HIDDEN_MEMBERS { input type="hidden" name=(name); }
                label { "Secret" textarea name="value" rows="2" {} }
                button { "Update" }
            }
            // Each value has its own environment.
            form #each-row method="post" {
                table {
                    @for (index, environment) in ["Production", "Development"].into_iter().enumerate() {
                        tr {
                            td { input name={ "name_" (index) } value="APP_SECRET"; }
                            td { input #{ "in-" (environment) } name={ "value_" (index) }; }
                            td {
                                select name={ "env_" (index) } {
                                    option selected[index == 0] { "Production" }
                                    option selected[index == 1] { "Development" }
                                }
                            }
                        }
                    }
                }
                button { "Update all" }
            }
            // A sandbox for scripts is something else.
            form #pipeline method="post" {
                textarea #script name="script" rows="2" {}
                span { input type="checkbox" name="_.sandbox" checked; label { "Use Groovy Sandbox" } }
                button { "Save" }
            }
            // One column for each environment.
            form #by-column method="post" {
                table {
                    thead { tr { th { "Setting" } th { "Sandbox" } th { "Production" } } }
                    tbody {
                        tr {
                            th scope="row" { "App secret" }
                            td { input #c-sandbox name="a"; }
                            td { input #c-production name="b"; }
                        }
                    }
                }
                button { "Update" }
            }
            form #by-summary method="post" {
                details open { summary { "Sandbox" } label for="v17" { "App secret" } input #v17 name="value"; }
                button { "Update" }
            }
            form #by-tab method="post" {
                ul.nav.nav-tabs { li { a.active href="#pane-live" { "Production" } } li { a href="#pane-test" { "Sandbox" } } }
                div.tab-pane #pane-live { label for="v18" { "App secret" } input #v18 name="value"; }
                button { "Update" }
            }
            form #by-list method="post" {
                span #l19 { "Environment" }
                div role="combobox" tabindex="0" aria-labelledby="l19" aria-expanded="false" { "Sandbox" }
                label for="v19" { "App secret" } input #v19 name="value";
                button { "Update" }
            }
            form #torn method="post" {
                fieldset {
                    legend { "Production" }
                    label for="v16" { code { "ADOBE_APP_SECRET_STAGING" } } input #v16 name="value";
                }
                button { "Update" }
            }
        },
    )
}

/// Members of elements and nodes that a field can be named after.
const HIDDEN_MEMBERS: [&str; 14] = [
    "labels",
    "matches",
    "closest",
    "contains",
    "children",
    "localName",
    "nodeType",
    "parentElement",
    "querySelectorAll",
    "getAttribute",
    "getRootNode",
    "textContent",
    "compareDocumentPosition",
    "addEventListener",
];

/// A table of rows without a form, saved by a script.
async fn variables(Path((team, project)): Path<(String, String)>) -> Response {
    let names = ["ADOBE_APP_SECRET_SANDBOX", "ADOBE_APP_SECRET_PROD", "ADOBE_EQP_APP_SECRET"];
    framed(
        &team,
        &project,
        "Variables",
        &html! {
            div role="table" aria-label="Variables" {
                @for (row, name) in names.into_iter().enumerate() {
                    div.row role="row" {
                        span.name role="cell" id={ "name-" (row) } { (name) }
                        span role="cell" {
                            input id={ "row-" (row) } type="text" aria-labelledby={ "name-" (row) } autocomplete="off";
                        }
                        button type="button" { "Save" }
                    }
                }
                div.row #new-row role="row" {
                    input #new-key aria-label="Variable name" placeholder="KEY";
                    input #new-value aria-label="Variable value" placeholder="value";
                    button type="button" { "Add" }
                }
            }
        },
    )
}

/// The submitted names and lengths; never the values.
async fn saved(Path((team, project)): Path<(String, String)>, Form(given): Form<Vec<(String, String)>>) -> Response {
    framed(
        &team,
        &project,
        "Saved",
        &html! {
            dl #saved { @for (name, value) in &given { dt { (name) } dd { (value.chars().count()) " characters" } } }
        },
    )
}
