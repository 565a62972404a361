//! What a portal shows. Both environments show the same, as the real ones do.

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

/// An address of this portal that a form or query may send us to: a path, and no other host's.
fn local(path: &str) -> Option<&str> {
    let inside = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    inside.then_some(path)
}

/// The query of a page as fields of a form that gets, whose own query would be lost.
fn query_fields(visit: &Visit) -> maud::Markup {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(visit.query()).unwrap_or_default();
    maud::html! {
        @for (name, value) in pairs { input type="hidden" name=(name) value=(value); }
    }
}
