//! Ordinary pages to navigate through.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use crate::visit::{Member, Visit};
use crate::world::World;

/// Pages for everyone, and pages for signed-in users.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/apps/", get(apps))
        .route("/themes/", get(themes))
        .route("/shared-packages/", get(shared_packages))
        .route("/resources/", get(resources))
        .route("/support/", get(support))
        .route("/community/", get(community))
}

async fn apps(Member { visit, .. }: Member) -> Response {
    visit.page("Apps", &listing("Apps", &["Order Exporter 1.2.0", "Stock Mirror 0.8.1"]))
}

async fn themes(Member { visit, .. }: Member) -> Response {
    visit.page("Themes", &listing("Themes", &["Plain Paper 3.0.0"]))
}

async fn shared_packages(Member { visit, .. }: Member) -> Response {
    visit.page("Shared Packages", &listing("Shared Packages", &["sample/module-core 1.1.0"]))
}

async fn resources(visit: Visit) -> Response {
    visit.page("Resources", &listing("Resources", &["Guidelines", "Code of conduct", "Brand rules"]))
}

async fn support(visit: Visit) -> Response {
    visit.page("Support", &listing("Support", &["Reviews and how long they take", "How to sign out: use your menu"]))
}

async fn community(visit: Visit) -> Response {
    visit.page("Community", &listing("Community", &["Forum", "Meetings"]))
}

fn listing(title: &str, items: &[&str]) -> Markup {
    html! {
        h1 { (title) }
        ul { @for item in items { li { (item) } } }
    }
}
