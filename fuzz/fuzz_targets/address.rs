//! Any address: an accepted address parses to the same scope again, has
//! patterns that match only its own pages, and covers no portal.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sandbar::catalogue::normal::{normal_host, normal_path};
use sandbar::catalogue::watched::{Scope, Watched, watched_at};
use sandbar::catalogue::{Catalogue, host_of};
use sandbar::counterpart::same_page_in_the_other_environment;

fuzz_target!(|text: &str| {
    let catalogue = Catalogue::default();
    let site = catalogue.site_at(text);
    assert!(site.is_none() || host_of(text).is_some());
    if let Some(other) = same_page_in_the_other_environment(&catalogue, text) {
        assert!(catalogue.portal_at(&other).is_some());
    }
    if let Some(host) = normal_host(text) {
        assert_eq!(normal_host(&host).as_deref(), Some(&*host));
    }
    let path = normal_path(text);
    assert!(path.is_ascii());
    assert_eq!(normal_path(&path), path);
    if let Ok(scope) = Scope::parse(text) {
        assert_eq!(Scope::parse(&scope.address()).as_ref(), Ok(&scope));
        let url = format!("https://{}", scope.address());
        assert!(scope.covers(&url));
        assert!(catalogue.portal_at(&url).is_none());
        assert!(scope.patterns().iter().all(|pattern| pattern.starts_with(&format!("https://{}", scope.host()))));
        let watched = [Watched { scope: scope.clone(), environment: None, learning: false, words: Vec::new() }];
        assert_eq!(watched_at(&watched, &url).map(|site| &site.scope), Some(&scope));
    }
});
