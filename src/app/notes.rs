//! Notes on a page: documented differences, shown where they matter until the
//! user hides them.
//!
//! A note is shown only if the page is certainly the right one: its address
//! leaves no doubt, a user is signed in, and the page doesn't contradict its
//! address.

use super::state::page::Ending;
use super::state::{MarkedPage, State};
use crate::catalogue::vendor::{Occasion, PageFacts};
use crate::catalogue::{Catalogue, Environment, Generation, Role, Site};
use crate::detect::keys_page::Act;
use crate::messages::Text;
use crate::protocol::TabId;
use crate::session::Signs;
use crate::time::Timestamp;
use crate::view::badge::Banner;

/// The notes on the page in a tab, each with the address of its link.
pub(super) fn notes(state: &State, tab: TabId, page: &MarkedPage, banner: Banner) -> Vec<Text> {
    let known = state.tabs.get(&tab).filter(|known| known.host == page.host);
    let open = state.sessions.page(tab).filter(|open| open.host == page.host);
    // Facts about a page don't apply to the next page in its tab.
    let both = known.zip(open).filter(|(known, open)| known.loaded_at == Some(open.loaded_at));
    let Some(((known, open), vendor)) = both.zip(page.vendor()) else { return Vec::new() };
    if open.signs != Signs::SignedIn || (page.environment == Environment::Production && banner == Banner::Shown) {
        return Vec::new();
    }
    let current = current_portal(&state.catalogue, &page.host);
    let facts = PageFacts {
        environment: page.environment,
        topic: open.about.map(|(topic, _)| topic),
        // Keys that it showed before its address changed are no longer there.
        keys: if known.keys_at == open.about.map(|(_, path)| path) { known.keys_read } else { 0 },
        clicked: known.end.as_ref().filter(|end| is_here(end, open.loaded_at)).and_then(clicked),
        is_old: current.is_some(),
    };
    let is_hidden = |text: &str| state.never_asked.iter().any(|never| never.is_note() && never.action == text);
    let shown = vendor.advice_on(facts).filter_map(|advice| {
        let text = advice.note.filter(|text| !is_hidden(text.name()))?;
        let current = current.filter(|_| advice.occasion == Occasion::OldHost);
        Some(Text::with(text, current.map_or(advice.source.to_owned(), |site| format!("https://{}", site.host))))
    });
    shown.collect()
}

/// Whether a click on *Regenerate* or *Disable* concerns this load of the page:
/// it happened there, or the page asks about it or confirms it.
fn is_here(end: &Ending, loaded_at: Timestamp) -> bool {
    end.loaded_at == loaded_at || end.confirmed_on.is_none_or(|confirmed_on| confirmed_on == loaded_at)
}

const fn clicked(end: &Ending) -> Option<Occasion> {
    match end.act {
        Act::Regenerate => Some(Occasion::Regenerating),
        Act::Disable => Some(Occasion::Disabling),
        Act::Delete => None,
    }
}

/// The current host of the portal that has this previous host.
fn current_portal<'c>(catalogue: &'c Catalogue, host: &str) -> Option<&'c Site> {
    let old = catalogue.site_of_host(host).filter(|site| site.generation == Generation::Legacy)?;
    catalogue.sites().find(|site| {
        site.role == Role::Portal
            && site.generation == Generation::Current
            && site.vendor == old.vendor
            && site.environments == old.environments
    })
}

#[cfg(test)]
mod tests {
    use super::super::note_changes::notes_in;
    use super::*;
    use crate::app::{Answer, CookieStore, Effect, Event, Keys, Persist, Sender, step};
    use crate::content_scripts::card_files;
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::messages::message;
    use crate::protocol::{BadgeMessage, ExtensionPageMessage, KeysMessage, Message, PageRegion, SessionMessage};
    use crate::stop::NeverAsked;

    const SANDBOX: &str = "https://commercedeveloper-sandbox.adobe.com";
    const PRODUCTION: &str = "https://commercedeveloper.adobe.com";
    const SIGNED_IN: &[&str] = &["Sign Out"];
    const KEYS: [&str; 4] = [
        "CI\nApp Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db\n",
        "Laptop\nApp Id: BR28PM50XD\nApp Secret: 6642d0a725e76fa34ea8771387f31fa3ae84f3db\n",
        "Release\nApp Id: CR28PM50XD\nApp Secret: 5542d0a725e76fa34ea8771387f31fa3ae84f3db\n",
        "Test\nApp Id: DR28PM50XD\nApp Secret: 4442d0a725e76fa34ea8771387f31fa3ae84f3db\n",
    ];

    fn fresh() -> State {
        let fingerprinter = Fingerprinter::new(&InstallationKey::from_random([7; 32]));
        State { keys: Keys { fingerprinter: Some(fingerprinter), ..Keys::default() }, ..State::default() }
    }

    fn send_from(state: &mut State, sender: Sender, message: Message) -> Vec<Effect> {
        step(state, Event::Message(sender, message), Timestamp::from_millis(9))
    }

    fn send(state: &mut State, url: &str, message: Message) -> Vec<Effect> {
        send_from(state, Sender::page(TabId(1), url, CookieStore("0".into())), message)
    }

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    /// A page that shows these labels is loaded.
    fn opened_as(state: &mut State, url: &str, labels: &[&str], banner: Banner, loaded_at: u64) -> Vec<Effect> {
        send(state, url, Message::Badge(BadgeMessage::Seen { loaded_at: at(loaded_at), banner }));
        let seen = SessionMessage::Seen {
            loaded_at: at(loaded_at),
            visible: labels.iter().map(|&label| label.to_owned()).collect(),
            hidden: Vec::new(),
            sign_in_form: false,
            settled: true,
            unsaved: 0,
        };
        send(state, url, Message::Session(seen))
    }

    fn opened(state: &mut State, url: &str) -> Vec<Effect> {
        opened_as(state, url, SIGNED_IN, Banner::Pending, 1)
    }

    fn notes_of(effects: &[Effect]) -> Option<Vec<Text>> {
        effects.iter().rev().find_map(|effect| match effect {
            Effect::Answer(Answer::View(view)) | Effect::Show(TabId(1), view) => Some(view.notes.clone()),
            _ => None,
        })
    }

    fn names(effects: &[Effect]) -> Vec<&'static str> {
        notes_of(effects).unwrap().iter().map(|note| note.key.name()).collect()
    }

    fn at_url(url: &str) -> Vec<&'static str> {
        names(&opened(&mut fresh(), url))
    }

    fn brings_cards(effects: &[Effect]) -> bool {
        effects.contains(&Effect::Inject { tab: TabId(1), frame: 0, files: card_files() })
    }

    fn listed(state: &mut State, url: &str, keys: &[&str]) -> Vec<Effect> {
        let listed = KeysMessage::Listed {
            loaded_at: at(1),
            account: None,
            regions: vec![PageRegion::of_lines(&keys.concat())],
            notices: Vec::new(),
            after_end: None,
        };
        send(state, url, Message::Keys(listed))
    }

    fn clicked(state: &mut State, url: &str, lines: &str) -> Vec<Effect> {
        let around = PageRegion::of_lines(lines);
        send(state, url, Message::Keys(KeysMessage::EndClicked { loaded_at: at(1), around }))
    }

    #[test]
    fn each_page_gets_the_notes_of_its_topic() {
        for (path, sandbox, production) in [
            ("/extensions/", &["noteSandboxReviews", "notePractice"][..], &["noteRealReviews"][..]),
            ("/extensions/versions/acme", &["noteSandboxReviews", "notePractice"], &["noteRealReviews"]),
            ("/themes", &["noteSandboxReviews", "notePractice"], &["noteRealReviews"]),
            ("/shared-packages?page=2", &["noteSandboxReviews", "notePractice"], &["noteRealReviews"]),
            ("/reports/sales", &["noteReports"], &[]),
            ("/account/profile", &["noteProfile"], &[]),
            ("/account/apikeys", &[], &[]),
            ("/account/keys", &[], &[]),
            ("/", &[], &[]),
            ("", &[], &[]),
        ] {
            assert_eq!(at_url(&format!("{SANDBOX}{path}")), sandbox, "{path}");
            assert_eq!(at_url(&format!("{PRODUCTION}{path}")), production, "{path}");
        }
    }

    #[test]
    fn a_topic_word_elsewhere_in_an_address_brings_no_note() {
        for path in [
            "/support/extensions",
            "/community/reports",
            "/account/report",
            "/extensionsupport",
            "/reporting",
            "/?next=/extensions/",
            "/#/extensions/",
            "/accounts/keys",
        ] {
            assert_eq!(at_url(&format!("{SANDBOX}{path}")), [""; 0], "{path}");
        }
        // The name of a submission doesn't change the topic of its page.
        assert_eq!(at_url(&format!("{SANDBOX}/extensions/versions/reports")), ["noteSandboxReviews", "notePractice"]);
    }

    #[test]
    fn each_note_names_its_source_and_the_page_gets_what_draws_it() {
        let effects = opened(&mut fresh(), &format!("{SANDBOX}/extensions/"));
        let notes = notes_of(&effects).unwrap();
        assert!(notes.iter().all(|note| matches!(&note.args[..], [source] if source.starts_with("https://"))));
        assert!(brings_cards(&effects));
        assert!(!brings_cards(&opened(&mut fresh(), &format!("{PRODUCTION}/account/apikeys"))));
    }

    #[test]
    fn a_page_whose_topic_is_uncertain_has_no_note() {
        let url = format!("{PRODUCTION}/extensions/");
        for (labels, banner) in [
            (&["Sign In"][..], Banner::Pending),
            (&[], Banner::Pending),
            (&["Sign In", "Sign Out"], Banner::Pending),
            (SIGNED_IN, Banner::Shown),
        ] {
            let effects = opened_as(&mut fresh(), &url, labels, banner, 1);
            assert_eq!(names(&effects), [""; 0], "{labels:?} {banner:?}");
        }
    }

    #[test]
    fn a_page_that_changes_its_address_gets_the_notes_of_the_new_one() {
        let mut state = fresh();
        let url = format!("{SANDBOX}/extensions/");
        opened(&mut state, &url);
        let sender = Sender::page(TabId(1), &url, CookieStore("0".into()));
        let sender = Sender { shown: Some(format!("{SANDBOX}/reports/sales")), ..sender };
        let seen = SessionMessage::Seen {
            loaded_at: at(1),
            visible: vec!["Sign Out".into()],
            hidden: Vec::new(),
            sign_in_form: false,
            settled: true,
            unsaved: 0,
        };
        assert_eq!(names(&send_from(&mut state, sender, Message::Session(seen))), ["noteReports"]);
    }

    #[test]
    fn the_next_page_in_the_tab_shows_no_note_of_the_page_before() {
        let mut state = fresh();
        opened(&mut state, &format!("{SANDBOX}/extensions/"));
        let next = Message::Badge(BadgeMessage::Seen { loaded_at: at(2), banner: Banner::Pending });
        assert_eq!(names(&send(&mut state, &format!("{SANDBOX}/"), next)), [""; 0]);
    }

    #[test]
    fn a_hidden_note_stays_hidden_on_every_page_until_the_options_restore_it() {
        let mut state = fresh();
        let url = format!("{SANDBOX}/extensions/");
        opened(&mut state, &url);
        let hide = |note: &str| Message::Badge(BadgeMessage::HideNote { note: note.into() });
        let effects = send(&mut state, &url, hide("noteSandboxReviews"));
        let kept = NeverAsked::note("noteSandboxReviews");
        assert_eq!(effects[0], Effect::Save(Persist::NeverAsked(vec![kept.clone()])));
        assert_eq!(effects[1], Effect::Answer(Answer::Done {}));
        assert_eq!(names(&effects), ["notePractice"]);
        for note in ["noteSandboxReviews", "no such note", "warnNew", ""] {
            send(&mut state, &url, hide(note));
        }
        assert_eq!(state.never_asked, std::slice::from_ref(&kept));
        assert_eq!(names(&opened_as(&mut state, &url, SIGNED_IN, Banner::Shown, 2)), ["notePractice"]);
        let show = Event::ExtensionPage(ExtensionPageMessage::AskAgain(kept));
        let effects = step(&mut state, show, at(10));
        assert_eq!(names(&effects), ["noteSandboxReviews", "notePractice"]);
        // The page may have had nothing to draw so far.
        assert!(brings_cards(&effects));
    }

    #[test]
    fn hiding_a_note_in_a_private_window_is_not_kept() {
        let mut state = fresh();
        let sender = Sender::page(TabId(1), &format!("{SANDBOX}/extensions/"), CookieStore("1".into()));
        let hide = Message::Badge(BadgeMessage::HideNote { note: "notePractice".into() });
        assert_eq!(
            send_from(&mut state, sender, hide).iter().find(|one| matches!(one, Effect::Save(_) | Effect::Answer(_))),
            None
        );
        assert_eq!(state.never_asked, []);
    }

    #[test]
    fn an_old_host_leads_to_the_same_page_on_the_current_one() {
        for (host, current) in [
            ("developer.magento.com", "https://commercedeveloper.adobe.com"),
            ("developer-stg.magento.com", "https://commercedeveloper-sandbox.adobe.com"),
        ] {
            let url = format!("https://{host}/resources/");
            let notes = notes_of(&opened(&mut fresh(), &url)).unwrap();
            assert_eq!(notes, [Text::with(message::NOTE_OLD_HOST, current)]);
        }
    }

    #[test]
    fn the_all_keys_note_appears_when_all_are_shown_and_counts_a_key_once() {
        let url = format!("{PRODUCTION}/account/apikeys");
        let mut state = fresh();
        opened(&mut state, &url);
        let [one, two, three, _] = KEYS;
        for (keys, notes) in [
            (&[one, two][..], &[][..]),
            // A page may show a key in its list and in the notice that it is
            // new.
            (&[one, two, two], &[]),
            (&[one, two, three], &["noteAllKeys"]),
            (&[one, two], &[]),
            (&KEYS[..], &["noteAllKeys"]),
        ] {
            listed(&mut state, &url, keys);
            let shown: Vec<_> = notes_in(&state, TabId(1)).iter().map(|note| note.key.name()).collect();
            assert_eq!(shown, notes, "{}", keys.len());
        }
        // At another address, the page shows other keys, which haven't been
        // read yet.
        let sender = Sender::page(TabId(1), &url, CookieStore("0".into()));
        let sender = Sender { shown: Some(format!("{url}/all")), ..sender };
        let seen = SessionMessage::Seen {
            loaded_at: at(1),
            visible: vec!["Sign Out".into()],
            hidden: Vec::new(),
            sign_in_form: false,
            settled: true,
            unsaved: 0,
        };
        assert_eq!(names(&send_from(&mut state, sender, Message::Session(seen))), [""; 0]);
        // Composer keys have no such limit.
        let url = format!("{PRODUCTION}/account/keys");
        opened(&mut state, &url);
        listed(&mut state, &url, &KEYS);
        assert_eq!(notes_in(&state, TabId(1)), []);
    }

    #[test]
    fn a_page_gets_its_notes_when_they_change_and_what_draws_them() {
        let url = format!("{SANDBOX}/account/apikeys");
        let mut state = fresh();
        opened(&mut state, &url);
        let effects = listed(&mut state, &url, &KEYS[..3]);
        assert_eq!(names(&effects), ["noteAllKeys"]);
        assert!(brings_cards(&effects));
        assert_eq!(notes_of(&listed(&mut state, &url, &KEYS[..3])), None, "nothing changed");
        assert_eq!(names(&listed(&mut state, &url, &KEYS[..2])), [""; 0]);
    }

    #[test]
    fn regenerate_and_disable_bring_a_note_about_their_consequences() {
        let api = format!("{}Regenerate!\n", KEYS[0]);
        let composer =
            "Laptop\nPublic: 8f14e45fceea167a5a36dedd4bea2543\nPrivate: c9f0f895fb98ab9159f51fd0297e236d\nDisable!\n";
        for (path, lines, note) in
            [("/account/apikeys", &*api, "noteRegenerate"), ("/account/keys", composer, "noteDisable")]
        {
            for origin in [SANDBOX, PRODUCTION] {
                let mut state = fresh();
                let url = format!("{origin}{path}");
                opened(&mut state, &url);
                let effects = clicked(&mut state, &url, lines);
                assert_eq!(names(&effects), [note]);
                assert!(brings_cards(&effects));
                // The page that asks for confirmation shows it too. After the
                // user cancels, no page does.
                let asking = format!("{url}/1/confirm");
                assert_eq!(names(&opened_as(&mut state, &asking, SIGNED_IN, Banner::Pending, 2)), [note]);
                let effects = send(&mut state, &asking, Message::Keys(KeysMessage::EndCancelled));
                assert_eq!(names(&effects), [""; 0]);
            }
        }
        let mut state = fresh();
        let url = format!("{SANDBOX}/account/apikeys");
        opened(&mut state, &url);
        assert_eq!(notes_of(&clicked(&mut state, &url, &api.replace("Regenerate", "Delete"))), None);
    }

    #[test]
    fn the_confirmation_page_shows_the_note_too_and_the_next_page_does_not() {
        let mut state = fresh();
        let url = format!("{SANDBOX}/account/keys");
        opened(&mut state, &url);
        let row = "Laptop\nPublic: 8f14e45fceea167a5a36dedd4bea2543\nPrivate: c9f0f895fb98ab9159f51fd0297e236d\n";
        listed(&mut state, &url, &[row, "Disable\n"]);
        clicked(&mut state, &url, &format!("{row}Disable!\n"));
        opened_as(&mut state, &url, SIGNED_IN, Banner::Pending, 2);
        let off = KeysMessage::Listed {
            loaded_at: at(2),
            account: None,
            regions: vec![PageRegion::of_lines(&format!("{row}Enable\n"))],
            notices: Vec::new(),
            after_end: None,
        };
        send(&mut state, &url, Message::Keys(off));
        assert!(!state.tabs.get(&TabId(1)).unwrap().end.as_ref().unwrap().is_open());
        assert_eq!(notes_in(&state, TabId(1)).len(), 1);
        assert_eq!(names(&opened_as(&mut state, &url, SIGNED_IN, Banner::Pending, 3)), [""; 0]);
    }

    #[test]
    fn a_paused_page_has_no_notes() {
        let mut state = fresh();
        let pause = ExtensionPageMessage::Pause { host: "commercedeveloper-sandbox.adobe.com".into(), on: true };
        step(&mut state, Event::ExtensionPage(pause), at(2));
        assert_eq!(names(&opened(&mut state, &format!("{SANDBOX}/extensions/"))), [""; 0]);
    }
}
