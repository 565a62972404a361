//! What Sandbar saw on a page, as a line for a bug report.
//!
//! The line is for the maintainers, so it is the same in every language. It
//! contains only the host of the address, and nothing about a key.

use crate::catalogue::{Environment, host_of};
use crate::protocol::PopupFacts;
use crate::session::Signs;
use crate::view::badge::Banner;

/// The line about a portal page on this host. `version` is Sandbar's version,
/// `browser` the browser's name for itself.
#[must_use]
pub fn page_check(facts: &PopupFacts, host: &str, version: &str, browser: &str) -> String {
    let banner = match facts.banner {
        Banner::Shown => "banner seen",
        Banner::Missing => "no banner seen",
        Banner::Pending => "banner not looked for",
    };
    let menu = match facts.signs {
        None => "session not looked for",
        Some(Signs::SignedIn) => "account menu seen",
        Some(Signs::SignedOut) => "sign-in link seen",
        Some(Signs::SignInPage) => "sign-in page",
        Some(Signs::Both) => "account menu and sign-in link seen",
        Some(Signs::Neither) => "neither account menu nor sign-in link seen",
    };
    let facts = format!("{banner} · {menu} · {}", counts(facts));
    format!("{facts}\n{host} · Sandbar {version}\n{browser}")
}

/// The line about a page of a watched site, or of a vendor that is on; `None`
/// for any other page. `is_granted` is whether Sandbar has access.
#[must_use]
pub fn site_check(facts: &PopupFacts, is_granted: bool, version: &str, browser: &str) -> Option<String> {
    let host = host_of(&facts.url)?;
    let site = match (&facts.vendor, &facts.watched) {
        (Some(vendor), _) if vendor.on => format!("portal of {}", vendor.id),
        (_, Some(watched)) => {
            let environment = watched.site.environment.map_or("mixed", Environment::name);
            let part = if watched.site.scope.path().is_empty() { "" } else { ", below a path" };
            format!("watched, {environment}{part}")
        }
        _ => return None,
    };
    let access = if is_granted { "access" } else { "no access" };
    Some(format!("{site} · {access} · {}\n{host} · Sandbar {version}\n{browser}", counts(facts)))
}

/// How many keys were read, how many errors there were, and whether Sandbar
/// works on the page.
fn counts(facts: &PopupFacts) -> String {
    let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let state = if facts.off {
        "off"
    } else if facts.silent_until.is_some() {
        "paused"
    } else {
        "on"
    };
    format!("{} read · {} · {state}", count(facts.keys_read, "key"), count(facts.errors, "error"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::sender::OpenTab;
    use crate::app::{Answer, CookieStore, Effect, Event, State, step};
    use crate::catalogue::watched::{Scope, Watched};
    use crate::protocol::{TabId, WatchedSite};
    use crate::time::Timestamp;

    fn facts() -> PopupFacts {
        let url = "https://commercedeveloper-sandbox.adobe.com/account/apikeys?token=private#more".to_owned();
        let tab = OpenTab { id: TabId(1), url, title: "A title".into(), incognito: false, index: 0 };
        let event = Event::Popup(tab, CookieStore("0".into()));
        let effects = step(&mut State::default(), event, Timestamp::from_millis(1));
        let facts = effects.into_iter().find_map(|effect| match effect {
            Effect::Answer(Answer::Popup(facts)) => Some(*facts),
            _ => None,
        });
        facts.unwrap()
    }

    fn check(facts: &PopupFacts) -> String {
        page_check(facts, "commercedeveloper-sandbox.adobe.com", "1.2.3", "Browser/4")
    }

    #[test]
    fn a_page_check_lists_what_was_seen_and_no_more_of_the_address_than_the_host() {
        let line = check(&facts());
        assert_eq!(
            line,
            "banner not looked for · session not looked for · 0 keys read · 0 errors · on\n\
             commercedeveloper-sandbox.adobe.com · Sandbar 1.2.3\nBrowser/4"
        );
        let seen = PopupFacts {
            banner: Banner::Shown,
            signs: Some(Signs::SignedIn),
            keys_read: 2,
            errors: 1,
            off: true,
            ..facts()
        };
        assert!(check(&seen).starts_with("banner seen · account menu seen · 2 keys read · 1 error · off\n"));
    }

    #[test]
    fn elsewhere_it_says_why_sandbar_works_on_the_page() {
        let watched = |environment, address: &str| {
            let scope = Scope::parse(address).unwrap();
            let site = Watched { scope, environment, learning: false, words: Vec::new() };
            let watched = Some(WatchedSite { site, by_policy: false });
            PopupFacts { url: "https://ci.example.com/team/secrets?token=private".into(), watched, ..facts() }
        };
        let line = |facts: &PopupFacts, is_granted| site_check(facts, is_granted, "1.2.3", "Browser/4");
        assert_eq!(
            line(&watched(None, "ci.example.com"), true).unwrap(),
            "watched, mixed · access · 0 keys read · 0 errors · on\nci.example.com · Sandbar 1.2.3\nBrowser/4"
        );
        let part = watched(Some(Environment::Production), "ci.example.com/team");
        assert!(line(&part, false).unwrap().starts_with("watched, production, below a path · no access · "));
        assert_eq!(line(&PopupFacts { watched: None, ..part }, true), None);
    }
}
