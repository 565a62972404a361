//! What Sandbar saw on a page, as a line for a bug report.
//!
//! The line is for the maintainers, so it is the same in every language. It
//! contains only the host of the address, and nothing about a key.

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
    let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let state = if facts.off {
        "off"
    } else if facts.silent_until.is_some() {
        "paused"
    } else {
        "on"
    };
    let (keys, errors) = (count(facts.keys_read, "key"), count(facts.errors, "error"));
    format!("{banner} · {menu} · {keys} read · {errors} · {state}\n{host} · Sandbar {version}\n{browser}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::sender::OpenTab;
    use crate::app::{Answer, CookieStore, Effect, Event, State, step};
    use crate::protocol::TabId;
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
}
