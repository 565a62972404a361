//! The user's request, and the order to the browser.

use crate::app::sender::{CookieStore, OpenTab};
use crate::protocol::{ApartWay, TabId};

/// A container, as Firefox lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownContainer {
    /// Its cookie store.
    pub store: CookieStore,
    /// Its name, which the user can change.
    pub name: String,
}

/// The container for Sandbox: the one that Sandbar created, or one with its
/// name from an earlier installation.
#[must_use]
pub fn container_among<'c>(
    known: &'c [KnownContainer],
    made: Option<&CookieStore>,
    name: &str,
) -> Option<&'c KnownContainer> {
    let made = known.iter().find(|container| Some(&container.store) == made);
    made.or_else(|| known.iter().find(|container| container.name == name))
}

/// A request to open Sandbox separately.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApartRequest {
    /// The tab that the request is about.
    pub from: OpenTab,
    /// Its cookie store.
    pub store: CookieStore,
    /// Whether a content script of that tab asks, rather than an extension
    /// page.
    pub by_page: bool,
    /// Whether the user has confirmed.
    pub sure: bool,
    /// Whether Sandbar is allowed in private windows.
    pub allowed: bool,
}

/// An order to open Sandbox separately.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApartOrder {
    /// How to keep it separate.
    pub way: ApartWay,
    /// The container that Sandbar created, if any. The user may have deleted
    /// it.
    pub made: Option<CookieStore>,
    /// The addresses, in order.
    pub addresses: Vec<String>,
    /// The tabs that had them open. They are closed once the new ones exist.
    pub closes: Vec<TabId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(store: &str) -> CookieStore {
        CookieStore(store.to_owned())
    }

    #[test]
    fn the_container_is_the_one_that_was_made_else_one_of_its_name_else_none() {
        let container = |store: &str, name: &str| KnownContainer { store: named(store), name: name.to_owned() };
        let known = [container("a", "Work"), container("b", "Sandbox (Sandbar)"), container("c", "renamed")];
        let found = |made: Option<&str>| {
            let made = made.map(named);
            container_among(&known, made.as_ref(), "Sandbox (Sandbar)").map(|found| found.store.0.clone())
        };
        assert_eq!(found(Some("c")).as_deref(), Some("c"), "the user renamed it");
        assert_eq!(found(Some("gone")).as_deref(), Some("b"));
        assert_eq!(found(None).as_deref(), Some("b"));
        assert_eq!(container_among(&known[..1], Some(&named("gone")), "Sandbox (Sandbar)"), None);
    }
}
