//! The account and the profile, which are separate in each environment.

use axum::response::Response;
use axum::routing::get;
use axum::{Form, Router};
use maud::html;

use crate::profile::Profile;
use crate::visit::Member;
use crate::world::World;

/// `/account/` and `/account/profile`.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/account/", get(account))
        .route("/account", get(account))
        .route("/account/profile", get(show).post(save))
}

async fn account(Member { visit, person }: Member) -> Response {
    visit.page(
        "Account Information",
        &html! {
            h1 { "Account Information" }
            dl.facts {
                dt { "Name" } dd { (person.name()) }
                dt { "Mage ID" } dd { (person.mage_id()) }
            }
            ul {
                li { a href="/account/profile" { "Marketplace Profile" } }
                li { a href="/account/apikeys" { "Manage API Keys" } }
                li { a href="/account/keys" { "Access Keys" } }
            }
        },
    )
}

async fn show(Member { visit, person }: Member) -> Response {
    let profile = visit.world.profiles().get(visit.environment, person).cloned();
    let is_new = profile.is_none();
    let Profile { vendor, email, website, about } = profile.unwrap_or_else(|| Profile {
        vendor: String::new(),
        email: String::new(),
        website: String::new(),
        about: String::new(),
    });
    visit.page(
        "Marketplace Profile",
        &html! {
            h1 { "Marketplace Profile" }
            @if is_new { p.message { "Your profile is empty. Complete it before you submit anything." } }
            form.fields method="post" action=(visit.to("/account/profile")) {
                label for="vendor" { "Vendor name" } input #vendor name="vendor" value=(vendor) required;
                label for="email" { "Support e-mail" } input #email name="email" type="email" value=(email) required;
                label for="website" { "Website" } input #website name="website" type="url" value=(website);
                label for="about" { "About" } textarea #about name="about" rows="4" { (about) }
                p { button type="submit" { "Save Profile" } }
            }
        },
    )
}

async fn save(Member { visit, person }: Member, Form(profile): Form<Profile>) -> Response {
    visit.world.profiles().save(visit.environment, person, profile);
    visit.move_on("/account/profile", "Your profile has been saved.")
}
