//! Places where the user allows a key of the other environment.

use super::effect::Effect;
use super::entries::declare;
use super::sender::Sender;
use super::state::{PageContext, State};
use crate::catalogue::Environment;
use crate::catalogue::address::{host_of, path_of};
use crate::credential::Part;
use crate::detect::find::find;
use crate::keyring::{FinePlace, Key, Keyring, Seen, SightingKind};
use crate::time::Timestamp;
use crate::verdict::{Finding, Report, Verdict};

/// The length of the longest place, in bytes.
const LONGEST: usize = 200;
/// A part of a path with digits and letters may be a secret if it has at least
/// this many bytes.
const LONG_PART: usize = 40;

/// The place of a page: its host and path. `None` if the path is long or a part
/// of it may be a secret. It isn't shortened, because that would match other
/// pages too.
pub(super) fn place_of(url: &str) -> Option<String> {
    let mut place = host_of(url)?.to_owned();
    for part in path_of(url).split('/').filter(|part| !part.is_empty()) {
        if may_be_secret(part) {
            return None;
        }
        place.push('/');
        place.push_str(part);
    }
    (place.len() <= LONGEST).then_some(place)
}

fn may_be_secret(part: &str) -> bool {
    let has = |is: fn(&u8) -> bool| part.as_bytes().iter().any(is);
    let is_random = part.len() >= LONG_PART && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    is_random || !find(part).finds.is_empty()
}

/// Whether it is about a known key that is going to the other environment.
pub(super) fn is_of_other_environment(finding: &Finding) -> bool {
    finding.verdicts.contains(&Verdict::WrongEnvironment)
}

/// Removes the findings that the user allows on this page from a report. They
/// get no other verdict, because such a key doesn't fit either.
pub(super) fn leave_out(report: &mut Report, ring: &Keyring, url: &str) {
    let Some(place) = place_of(url).filter(|_| report.verdicts.contains(&Verdict::WrongEnvironment)) else { return };
    for finding in report.findings.iter_mut().filter(|finding| is_of_other_environment(finding)) {
        let at = finding.destination.map(|to| FinePlace { place: place.clone(), to: to.environment });
        let entry = ring.get(finding.fingerprint);
        if at.zip(entry).is_some_and(|(at, entry)| entry.is_fine(&at)) {
            finding.verdicts.retain(|&verdict| verdict != Verdict::WrongEnvironment);
        }
    }
    let Report { findings, verdicts, .. } = report;
    verdicts.retain(|verdict| findings.iter().any(|finding| finding.verdicts.contains(verdict)));
}

/// Allows the report's keys of the other environment on this page.
pub(super) fn allow(
    state: &mut State,
    sender: &Sender,
    page: &PageContext,
    report: &Report,
    now: Timestamp,
) -> Vec<Effect> {
    let place = place_of(&sender.url).filter(|_| !sender.store.is_private());
    let Some(place) = place else { return Vec::new() };
    let wrong: Vec<&Finding> = report.findings.iter().filter(|finding| is_of_other_environment(finding)).collect();
    let keys = wrong.iter().map(|finding| Key::one(finding.part, finding.fingerprint)).collect();
    declare(state, sender, page, keys, &|ring, key| {
        let mut changed = Vec::new();
        for &(_, part) in key.parts() {
            // A key that reveals its environment isn't in the keyring yet.
            let finding = wrong.iter().find(|finding| finding.fingerprint == part);
            let revealed = finding.filter(|_| ring.get(part).is_none()).and_then(|finding| revealed(finding));
            if let Some((environment, name)) = revealed {
                let how = SightingKind::Declared;
                let seen = Seen { key: Key::one(Part::VendorKey, part), environment, name, account: None, how };
                changed.extend(ring.learn(&seen, now));
            }
            let own = ring.get(part).and_then(|entry| entry.environment.environment());
            if let Some(own) = own {
                changed.extend(ring.allow(part, &FinePlace { place: place.clone(), to: own.other() }, now));
            }
        }
        changed
    })
}

/// The environment that another vendor's key reveals, and the vendor's name.
fn revealed(finding: &Finding) -> Option<(Environment, Option<String>)> {
    let key = finding.vendor_key.as_ref()?;
    Some((finding.environment()?, key.vendor.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Answer, CookieStore, Event, Keys, Wanted, step, wanted};
    use crate::catalogue::vendors::OFFERED;
    use crate::catalogue::watched::{Scope, Watched};
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::protocol::{Claim, ExtensionPageMessage, KeysMessage, Message, TabId};
    use crate::view::warning::Warning;

    const PORTAL: &str = "https://commercedeveloper.adobe.com/account/profile?from=menu";
    const PAIR: &str = "App Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db";
    const SECRET: &str = "7931d0a725e76fa34ea8771387f31fa3ae84f3db";
    const OTHER: &str = "App Id: BR28PM50XD\nApp Secret: 6642d0a725e76fa34ea8771387f31fa3ae84f3db";
    const CI: &str = "https://ci.example.com/team/shop/settings";

    /// Knows two Sandbox keys, and watches a site for both environments.
    fn knowing() -> State {
        let key = InstallationKey::from_random([7; 32]);
        let mut state = State {
            keys: Keys { fingerprinter: Some(Fingerprinter::new(&key)), ..Keys::default() },
            catalogue: crate::catalogue::Catalogue::default().offering(OFFERED),
            ..State::default()
        };
        for text in [PAIR, OTHER] {
            let remember =
                ExtensionPageMessage::Remember { text: text.to_owned().into(), environment: Environment::Sandbox };
            step(&mut state, Event::ExtensionPage(remember), Timestamp::from_millis(1));
        }
        let scope = Scope::parse("ci.example.com").unwrap();
        state.watched = vec![Watched { scope, environment: None, learning: false, words: Vec::new() }];
        state
    }

    fn send(state: &mut State, url: &str, message: KeysMessage) -> Vec<Effect> {
        let store = CookieStore("0".into());
        let sender = Sender::page(TabId(1), url, store);
        step(state, Event::Message(sender, Message::Keys(message)), Timestamp::from_millis(9))
    }

    fn warned(effects: &[Effect]) -> Option<Warning> {
        let answer = effects.iter().find_map(|effect| match effect {
            Effect::Answer(Answer::Warning(warning)) => Some(warning.clone()),
            _ => None,
        });
        answer.unwrap()
    }

    fn pasted(state: &mut State, url: &str, text: &str, label: &str) -> Option<Warning> {
        let (text, labels) = (text.to_owned().into(), vec![label.to_owned().into()]);
        warned(&send(state, url, KeysMessage::Going { text, beside: Vec::new(), labels }))
    }

    fn says(state: &mut State, url: &str, text: &str, label: &str, claim: Claim) -> Option<Warning> {
        let (text, labels) = (text.to_owned().into(), vec![label.to_owned().into()]);
        warned(&send(state, url, KeysMessage::Belongs { text, beside: Vec::new(), labels, claim }))
    }

    #[test]
    fn fine_here_silences_only_this_key_on_this_page() {
        let mut state = knowing();
        assert!(pasted(&mut state, PORTAL, PAIR, "").unwrap().offers_fine);
        assert_eq!(says(&mut state, PORTAL, PAIR, "", Claim::Fine), None);
        for text in [PAIR, SECRET] {
            assert_eq!(pasted(&mut state, PORTAL, text, ""), None, "{text}");
        }
        let same_page = "https://commercedeveloper.adobe.com/account/profile?from=mail#top";
        assert_eq!(pasted(&mut state, same_page, PAIR, ""), None);
        for (url, text) in [
            (PORTAL, OTHER),
            ("https://commercedeveloper.adobe.com/account/apikeys", PAIR),
            ("https://developer.magento.com/account/profile", PAIR),
        ] {
            assert!(pasted(&mut state, url, text, "").is_some(), "{url} {text}");
        }
    }

    #[test]
    fn another_key_next_to_it_is_warned_about_as_before() {
        let mut state = knowing();
        says(&mut state, PORTAL, PAIR, "", Claim::Fine);
        let both = format!("{PAIR}\n\n{OTHER}");
        let items = pasted(&mut state, PORTAL, &both, "").unwrap().items;
        let wrong: Vec<_> = items.iter().filter(|item| item.verdict.is_some()).map(|item| &*item.hint).collect();
        assert_eq!(wrong, ["…50XD", "…f3db"]);
        assert_eq!(items.len(), 4);
    }

    #[test]
    fn on_a_site_of_both_environments_fine_here_covers_one_environment_and_one_page() {
        let mut state = knowing();
        says(&mut state, CI, PAIR, "PRODUCTION_APP_ID", Claim::Fine);
        assert_eq!(pasted(&mut state, CI, PAIR, "PRODUCTION_APP_ID"), None);
        let other = "https://ci.example.com/team/other/settings";
        assert!(pasted(&mut state, other, PAIR, "PRODUCTION_APP_ID").is_some());
    }

    #[test]
    fn fine_here_ends_when_the_key_changes_environment() {
        let mut state = knowing();
        says(&mut state, CI, PAIR, "PRODUCTION_APP_ID", Claim::Fine);
        says(&mut state, CI, PAIR, "", Claim::Production);
        assert!(pasted(&mut state, CI, PAIR, "SANDBOX_APP_ID").is_some());
    }

    #[test]
    fn fine_here_can_be_undone_on_the_page_and_in_the_options() {
        let mut state = knowing();
        says(&mut state, PORTAL, PAIR, "", Claim::Fine);
        assert!(says(&mut state, PORTAL, PAIR, "", Claim::Undo).is_some());
        assert!(pasted(&mut state, PORTAL, PAIR, "").is_some());

        says(&mut state, PORTAL, PAIR, "", Claim::Fine);
        let entry = state.keys.ring.entries().find(|entry| entry.fine.is_some()).unwrap().clone();
        let at = entry.fine.unwrap().places[0].clone();
        assert_eq!(at.place, "commercedeveloper.adobe.com/account/profile");
        let revoke = ExtensionPageMessage::Disallow { key: entry.fingerprint, at };
        step(&mut state, Event::ExtensionPage(revoke), Timestamp::from_millis(10));
        assert!(pasted(&mut state, PORTAL, PAIR, "").is_some());
    }

    /// A key of Stripe's form that nobody has.
    const STRIPE: &str = concat!("sk_", "test_", "51H7ePq3LmZxV8nRtK2wYcB9sDfG4hJ");

    #[test]
    fn fine_here_covers_the_value_of_another_vendors_key() {
        let mut state = knowing();
        let known = state.keys.ring.len();
        let other = STRIPE.replace("51H7", "61H7");
        let label = "PRODUCTION_STRIPE_KEY";
        assert!(pasted(&mut state, CI, STRIPE, label).unwrap().offers_fine);
        assert_eq!(says(&mut state, CI, STRIPE, label, Claim::Fine), None);
        assert_eq!(pasted(&mut state, CI, STRIPE, label), None);
        assert!(pasted(&mut state, CI, &other, label).is_some());
        assert!(pasted(&mut state, "https://ci.example.com/team/other", STRIPE, label).is_some());

        let entry = state.keys.ring.entries().find(|entry| entry.part == Part::VendorKey).unwrap().clone();
        assert_eq!((entry.environment.environment(), entry.vendor), (Some(Environment::Sandbox), None));
        let at = entry.fine.unwrap().places[0].clone();
        assert_eq!((&*at.place, at.to), ("ci.example.com/team/shop/settings", Environment::Production));

        assert!(says(&mut state, CI, STRIPE, label, Claim::Undo).is_some());
        assert_eq!(state.keys.ring.len(), known, "nothing of it is left");
        says(&mut state, CI, STRIPE, label, Claim::Fine);
        let revoke = ExtensionPageMessage::Disallow { key: entry.fingerprint, at };
        step(&mut state, Event::ExtensionPage(revoke), Timestamp::from_millis(10));
        assert!(pasted(&mut state, CI, STRIPE, label).is_some());
    }

    #[test]
    fn the_entry_of_another_vendors_key_is_read_before_the_text_is_judged() {
        let mut state = knowing();
        let label = "PRODUCTION_STRIPE_KEY";
        says(&mut state, CI, STRIPE, label, Claim::Fine);
        let entry = state.keys.ring.entries().find(|entry| entry.part == Part::VendorKey).unwrap().fingerprint;
        state.keys.ring = Keyring::default();
        let going = KeysMessage::Going {
            text: STRIPE.to_owned().into(),
            beside: Vec::new(),
            labels: vec![label.to_owned().into()],
        };
        let sender = Sender::page(TabId(1), CI, CookieStore("0".into()));
        let event = Event::Message(sender, Message::Keys(going)).into();
        assert!(matches!(wanted(&state, &event), Wanted::Entries(wanted) if wanted.contains(&entry)));
    }

    #[test]
    fn nothing_is_fine_in_a_private_window() {
        let mut state = knowing();
        let store = CookieStore("1".into());
        let sender = Sender::page(TabId(1), PORTAL, store);
        let claim = Claim::Fine;
        let claim =
            KeysMessage::Belongs { text: PAIR.to_owned().into(), beside: Vec::new(), labels: Vec::new(), claim };
        let event = Event::Message(sender, Message::Keys(claim));
        let warning = warned(&step(&mut state, event, Timestamp::from_millis(9))).unwrap();
        assert!(!warning.offers_fine && state.keys.ring.entries().all(|entry| entry.fine.is_none()));
    }

    #[test]
    fn fine_here_is_not_offered_for_other_kinds_of_findings() {
        let mut state = knowing();
        let broken = "App Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3d";
        says(&mut state, PORTAL, PAIR, "", Claim::Fine);
        let warning = pasted(&mut state, PORTAL, broken, "").unwrap();
        assert!(!warning.offers_fine);
    }

    #[test]
    fn a_page_is_no_place_where_its_path_is_long_or_may_hold_a_secret() {
        for (url, place) in [
            ("https://ci.example.com", "ci.example.com"),
            ("https://ci.example.com/?token=1#top", "ci.example.com"),
            ("https://ci.example.com//a/b/", "ci.example.com/a/b"),
            (
                "https://ci.example.com/8f14e45f-ceea-467f-9575-0d9a3a1c2b4d",
                "ci.example.com/8f14e45f-ceea-467f-9575-0d9a3a1c2b4d",
            ),
        ] {
            assert_eq!(place_of(url).as_deref(), Some(place), "{url}");
        }
        // Shortened places would match other pages too.
        let long = format!("https://ci.example.com/{}", "a/".repeat(LONGEST));
        for url in [
            "https://ci.example.com/job/7931d0a725e76fa34ea8771387f31fa3ae84f3db/x",
            "https://ci.example.com/eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9abcdefgh/x",
            &long,
            "about:blank",
        ] {
            assert_eq!(place_of(url), None, "{url}");
        }
        let mut state = knowing();
        assert!(
            !pasted(&mut state, &format!("https://commercedeveloper.adobe.com/a/{SECRET}"), PAIR, "")
                .is_some_and(|shown| shown.offers_fine)
        );
    }

    #[test]
    fn the_page_that_is_shown_counts_and_not_the_one_that_was_loaded() {
        let mut state = knowing();
        let other = "https://commercedeveloper.adobe.com/extensions/";
        let going = || KeysMessage::Going { text: PAIR.to_owned().into(), beside: Vec::new(), labels: Vec::new() };
        let pasted_on = |state: &mut State, url: &str, shown: &str| {
            let page = Sender::page(TabId(1), url, CookieStore("0".into()));
            let sender = Sender { shown: Some(shown.to_owned()), ..page };
            warned(&step(state, Event::Message(sender, Message::Keys(going())), Timestamp::from_millis(10)))
        };
        says(&mut state, PORTAL, PAIR, "", Claim::Fine);
        assert!(pasted_on(&mut state, other, PORTAL).is_none());
        assert!(pasted_on(&mut state, PORTAL, other).is_some());
    }
}
