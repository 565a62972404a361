//! The pages of a portal. Both environments have the same ones, like the real portals.

mod api_keys;
mod banner;
mod composer_keys;
mod extensions;
mod fields;
mod form30;
mod key_list;
mod landing;
pub mod layout;
mod look_alikes;
mod odd_keys;
mod plain;
mod profile;
mod reports;
mod shells;
pub mod signin;
mod synthetic;
mod walks;

use axum::Router;

use crate::visit::Visit;
use crate::world::World;

/// Every page of a portal.
pub fn router(world: &World) -> Router {
    Router::new()
        .merge(landing::routes())
        .merge(signin::routes())
        .merge(profile::routes())
        .merge(api_keys::routes())
        .merge(composer_keys::routes())
        .merge(key_list::routes())
        .merge(look_alikes::routes())
        .merge(odd_keys::routes())
        .merge(extensions::routes())
        .merge(reports::routes())
        .merge(plain::routes())
        .merge(fields::routes())
        .merge(form30::routes())
        .merge(synthetic::routes())
        .merge(walks::routes())
        .fallback(landing::not_found)
        .with_state(world.clone())
}

/// An address of this portal from a form or query: a path, and not another host.
fn local(path: &str) -> Option<&str> {
    let inside = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    inside.then_some(path)
}

/// The query of a page as fields for a GET form, which would otherwise lose it.
fn query_fields(visit: &Visit) -> maud::Markup {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(visit.query()).unwrap_or_default();
    maud::html! {
        @for (name, value) in pairs { input type="hidden" name=(name) value=(value); }
    }
}
