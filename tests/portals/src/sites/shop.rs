//! A shop's settings: plugins with keys of payment providers, for both environments or for one.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use super::page;

/// `/settings/cards`, with fields for both environments and a mode; `/settings/gateway`, with one
/// field and a mode; `/settings/billing`, with the address of an API; `/settings/providers`, with
/// modes of several things; `/settings/app`, with a switch and without a form.
pub fn router() -> Router {
    Router::new()
        .route("/settings/cards", get(cards).post(cards))
        .route("/settings/gateway", get(gateway).post(gateway))
        .route("/settings/billing", get(billing).post(billing))
        .route("/settings/providers", get(providers).post(providers))
        .route("/settings/app", get(app))
}

fn framed(title: &str, content: &Markup) -> Response {
    page(title, "frame-ancestors 'none'", &[], &html! { main { h1 { (title) } (content) } })
}

/// A row in a plugin's settings, as a table.
fn row(name: &str, label: &str) -> Markup {
    html! {
        tr {
            th scope="row" { label for=(name) { (label) } }
            td {
                fieldset {
                    legend { span { (label) } }
                    input id=(name) name=(name) type="text" autocomplete="off";
                    p { "Get your keys from the account page of your provider." }
                }
            }
        }
    }
}

async fn cards() -> Response {
    framed(
        "Stripe payments",
        &html! {
            form #cards method="post" {
                h2 { "Accept cards" }
                label { input #mode type="checkbox" name="cards_testmode" checked; " Enable test mode" }
                table {
                    (row("cards_publishable_key", "Live publishable key"))
                    (row("cards_secret_key", "Live secret key"))
                    (row("cards_test_publishable_key", "Test publishable key"))
                    (row("cards_test_secret_key", "Test secret key"))
                }
                button { "Save changes" }
            }
        },
    )
}

async fn gateway() -> Response {
    framed(
        "Mollie payments",
        &html! {
            form #gateway method="post" {
                label for="api_key" { "Mollie API key" } input #api_key name="api_key" type="text";
                label { input #test_mode type="checkbox" name="test_mode"; " Test mode" }
                label { input type="checkbox" name="terms" checked; " Show the terms on production pages" }
                button { "Save changes" }
            }
        },
    )
}

async fn billing() -> Response {
    framed(
        "Subscriptions",
        &html! {
            form #billing method="post" {
                label for="api_url" { "API address" } input #api_url name="api_url" type="url";
                label for="api_key" { "API key" } input #api_key name="api_key" type="text";
                button { "Save changes" }
            }
        },
    )
}

async fn providers() -> Response {
    framed(
        "Payments",
        &html! {
            form #providers method="post" {
                h2 { "Wallets" }
                label { input type="checkbox" name="wallet_test_mode" checked; " Test mode" }
                h2 { "Cards" }
                label { input type="checkbox" name="other" checked; " Enable PayPal sandbox" }
                label { input type="checkbox" name="cards_mode" checked; " Disable test mode" }
                label { "Shop " select name="store_status" { option { "Closed" } option selected { "Live" } } }
                label for="secret_key" { "Secret key" } input #secret_key name="secret_key" type="text";
                h2 { "Invoices" }
                label { input type="checkbox" name="invoice_test_mode" checked; " Test mode" }
                button { "Save changes" }
            }
        },
    )
}

async fn app() -> Response {
    framed(
        "Stripe app",
        &html! {
            button #mode type="button" role="switch" aria-checked="true" aria-label="Test mode" {}
            label for="app_key" { "Secret key" } input #app_key type="text";
        },
    )
}
