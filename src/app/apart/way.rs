//! The ways in which the browser can keep Sandbox separate.

use crate::app::sender::CookieStore;
use crate::app::state::State;
use crate::protocol::ApartWay;

/// The way that the browser with this cookie store has.
pub(super) fn way_beside(store: &CookieStore) -> ApartWay {
    if store.is_of_firefox() { ApartWay::Container } else { ApartWay::PrivateWindow }
}

/// What to offer to a tab with these cookies; `None` if it is already separate.
pub(in crate::app) fn way_from(state: &State, store: &CookieStore) -> Option<ApartWay> {
    let is_apart = store.is_private() || state.container.as_ref() == Some(store);
    (!is_apart).then(|| way_beside(store))
}
