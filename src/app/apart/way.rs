//! What the browser offers to keep Sandbox apart.

use crate::app::sender::CookieStore;
use crate::app::state::State;
use crate::protocol::ApartWay;

/// What keeps Sandbox apart in the browser that has this cookie store.
pub(super) fn way_beside(store: &CookieStore) -> ApartWay {
    if store.is_of_firefox() { ApartWay::Container } else { ApartWay::PrivateWindow }
}

/// What can be offered to a tab with these cookies; nothing where it is apart.
pub(in crate::app) fn way_from(state: &State, store: &CookieStore) -> Option<ApartWay> {
    let is_apart = store.is_private() || state.container.as_ref() == Some(store);
    (!is_apart).then(|| way_beside(store))
}
