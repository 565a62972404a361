//! Portals of the vendors that can be turned on, generated from their rows: the hosts, the names
//! and what an address shows.
//!
//! The real markup is unknown. These pages share two properties with the real ones: a page is the
//! same in both environments, and some change their address, or only a switch, without loading.

use axum::Router;
use axum::extract::Request;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use maud::{DOCTYPE, html};
use sandbar::catalogue::shape::Marker;
use sandbar::catalogue::sighted::SightedShape;
use sandbar::catalogue::{Catalogue, Environment, Site, vendors};

use crate::log::host_of;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; \
    form-action 'self'";

/// The vendor's site with this host and path.
pub fn site_at(host: &str, path: &str) -> Option<Site> {
    Catalogue::default().offering(vendors::OFFERED).offered_at(&format!("https://{host}{path}"))
}

/// The key of this shape on a vendor's keys page in this environment.
#[must_use]
pub fn learned_key(of: &SightedShape, environment: Environment) -> String {
    const LETTERS: &str = "t7Kq2Zx9wB4mN6pRs8Vc3Yd5Gf1Hj0La";
    let shape = of.of.shape;
    let mut key = match shape.marker {
        Marker::Prefix(prefix) => prefix.to_owned(),
        _ => String::new(),
    };
    let at = if environment == Environment::Production { 0 } else { 11 };
    let length = shape.runs.iter().map(|run| run.min).sum();
    key.extend(LETTERS.chars().cycle().skip(at).take(length));
    key
}

/// One page for every address.
pub fn router() -> Router {
    Router::new().fallback(page)
}

async fn page(request: Request) -> Response {
    let path = request.uri().path();
    let Some(site) = site_at(host_of(request.headers()), path) else {
        return ().into_response();
    };
    let vendor = site.vendor;
    // If the address doesn't show the environment, it is Production here.
    let environment = site.environment().unwrap_or(Environment::Production);
    let keys = vendor.sighted.iter().filter(|_| path == "/keys");
    let keys: Vec<_> =
        keys.map(|of| (of.labels.first().unwrap_or(&"key").to_uppercase(), learned_key(of, environment))).collect();
    let names = vendor.names();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { "Dashboard" }
                link rel="icon" href="/assets/icon-changed.svg";
                link rel="stylesheet" href="/assets/harbour.css";
            }
            body {
                header { b { (vendor.name) } " " label { input #mode type="checkbox"; " " (names.sandbox) " mode" } }
                main {
                    h1 { "Orders" }
                    p { "This is the page at " code { (path) } "." }
                    form #connect method="post" {
                        p { label for="note" { "Note" } input #note autocomplete="off"; }
                        p { label for="sandbox_key" { (names.sandbox) " secret key" } input #sandbox_key autocomplete="off"; }
                        p { label for="production_key" { (names.production) " secret key" } input #production_key autocomplete="off"; }
                        button { "Connect" }
                    }
                    @if !keys.is_empty() {
                        section {
                            h2 { "API credentials and keys" }
                            dl { @for (label, key) in &keys { dt { (label) } dd { code { (key) } } } }
                        }
                    }
                    button #sign-out type="button" { "Sign out" }
                }
            }
        }
    };
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], page).into_response()
}
