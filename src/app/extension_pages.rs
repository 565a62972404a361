//! Requests from the extension's own pages.

use std::time::Duration;

use super::apart::{apart_way, session_elsewhere};
use super::catches::clear;
use super::check::{check_text, examine_text};
use super::effect::{Answer, Effect};
use super::entries::{restore, save_entries};
use super::import_export::export;
use super::labels::{label_at, name_sandbox};
use super::pauses::set_pause;
use super::persist::Persist;
use super::sender::{CookieStore, OpenTab};
use super::sessions::open_count;
use super::settings::handle_choice;
use super::sightings::forget_keys;
use super::state::{PathMark, State};
use super::stop::ask_again;
use super::vendors::{list_vendors, vendor_page};
use super::watched_sites::{list_sites, site_at};
use crate::catalogue::{Environment, Site};
use crate::credential::Kind;
use crate::credential::fingerprint::Fingerprint;
use crate::keyring::{Belonging, Entry, Keyring};
use crate::protocol::{Checked, ExtensionPageMessage, KeyCount, PageText, PopupFacts, SyncFacts};
use crate::session::PageWord;
use crate::time::Timestamp;
use crate::verdict::ScannedText;

/// Handles a request from an extension page.
pub(super) fn handle_request(
    state: &mut State,
    message: ExtensionPageMessage,
    texts: &[ScannedText],
    now: Timestamp,
) -> Vec<Effect> {
    match message {
        // This arrives as a separate event, with the tab as the browser reports
        // it.
        ExtensionPageMessage::Popup { .. } | ExtensionPageMessage::OpenApart { .. } => Vec::new(),
        ExtensionPageMessage::OpenDetails => done(vec![Effect::OpenDetails]),
        ExtensionPageMessage::Export => vec![Effect::Answer(Answer::Exported(export(state).into()))],
        ExtensionPageMessage::KeyCounts => vec![Effect::Answer(Answer::KeyCounts(key_counts(&state.keys.ring)))],
        ExtensionPageMessage::Check { text } => {
            let ring = &state.keys.ring;
            let checked = texts.first().and_then(|scanned| check_text(state, ring, &text, scanned));
            checked.map(|checked| Effect::Answer(Answer::Checked(checked))).into_iter().collect()
        }
        ExtensionPageMessage::Suppose { text, environment } => {
            let checked = texts.first().and_then(|scanned| suppose(state, &text, scanned, environment, now));
            checked.map(|checked| Effect::Answer(Answer::Checked(checked))).into_iter().collect()
        }
        ExtensionPageMessage::Remember { text, environment } => {
            let fingerprinter = state.keys.fingerprinter.clone();
            let (Some(fingerprinter), Some(scanned)) = (fingerprinter, texts.first()) else { return Vec::new() };
            let ring = &mut state.keys.ring;
            let keys = examine_text(&state.catalogue, ring, &fingerprinter, &text, scanned).keys();
            let changed = keys.into_iter().flat_map(|key| ring.declare(key, environment, None, now)).collect();
            let effects = save_entries(ring, changed);
            let said = check_text(state, &state.keys.ring, &text, scanned)
                .map(|checked| Effect::Answer(Answer::Checked(checked)));
            effects.into_iter().chain(said).collect()
        }
        ExtensionPageMessage::TakeText => {
            let fresh = |at: Timestamp| now.since(at).is_some_and(|age| age <= PENDING_FOR);
            let text = state.pending_text.take().filter(|&(_, at)| fresh(at)).map(|(text, _)| text);
            vec![Effect::Answer(Answer::Text(text))]
        }
        ExtensionPageMessage::Pause { host, on } => match state.works_on(&host) {
            true => done(set_pause(state, &host, on, now)),
            false => done(Vec::new()),
        },
        ExtensionPageMessage::Watched => vec![Effect::Answer(Answer::Watched(list_sites(state)))],
        ExtensionPageMessage::Vendors => vec![Effect::Answer(Answer::Vendors(list_vendors(state)))],
        // These arrive as separate events, with the open tabs.
        ExtensionPageMessage::Watch(_)
        | ExtensionPageMessage::Unwatch(_)
        | ExtensionPageMessage::TurnOff { .. }
        | ExtensionPageMessage::TurnVendor { .. }
        | ExtensionPageMessage::Import(_) => Vec::new(),
        ExtensionPageMessage::TurnedOff => vec![Effect::Answer(Answer::Hosts(state.off.clone()))],
        ExtensionPageMessage::Settings => vec![Effect::Answer(Answer::Settings(state.settings.clone()))],
        ExtensionPageMessage::Choose(settings) => handle_choice(state, &settings),
        ExtensionPageMessage::Policy => vec![Effect::Answer(Answer::Policy(state.policy.clone()))],
        ExtensionPageMessage::Keyring => {
            vec![Effect::Answer(Answer::Entries(state.keys.ring.entries().cloned().collect()))]
        }
        ExtensionPageMessage::Rename { key, name } => {
            change_key(state, key, &|ring| ring.set_label(key, name.as_deref()))
        }
        ExtensionPageMessage::Relocate { key, environment } => {
            change_key(state, key, &|ring| ring.relocate(key, environment))
        }
        ExtensionPageMessage::Forget { key } => change_key(state, key, &|ring| ring.forget(key)),
        ExtensionPageMessage::Disallow { key, at } => change_key(state, key, &|ring| ring.disallow(key, &at, now)),
        ExtensionPageMessage::ForgetAll => {
            let before: Vec<Entry> = state.keys.ring.entries().cloned().collect();
            let gone = before.iter().map(|entry| entry.fingerprint).collect();
            state.keys.ring = Keyring::default();
            vec![Effect::Save(Persist::NoEntries(gone)), Effect::Answer(Answer::Entries(before))]
        }
        ExtensionPageMessage::NameSandbox { host, label } => done(name_sandbox(state, &host, &label)),
        ExtensionPageMessage::ForgetKeysOf { vendor } => done(forget_keys(state, &vendor)),
        ExtensionPageMessage::Restore(before) => done(restore(state, before)),
        // The area is read after every event; see `sync::follow`.
        ExtensionPageMessage::Sync => vec![Effect::Answer(Answer::Sync(SyncFacts::default()))],
        ExtensionPageMessage::ClearSync => done(Vec::new()),
        ExtensionPageMessage::NeverAsked => vec![Effect::Answer(Answer::NeverAsked(state.never_asked.clone()))],
        ExtensionPageMessage::AskAgain(action) => done(ask_again(state, &action)),
        ExtensionPageMessage::ClearCatches => done(vec![clear(state)]),
        ExtensionPageMessage::Problems => vec![Effect::Answer(Answer::Problems(state.problems.clone()))],
        ExtensionPageMessage::Discard { name } if !state.problems.unreadable.contains(&name) => done(Vec::new()),
        ExtensionPageMessage::Discard { name } => {
            state.problems.unreadable.retain(|known| *known != name);
            done(vec![Effect::Discard(name)])
        }
    }
}

/// How long a text from the context menu waits for the popup.
const PENDING_FOR: Duration = Duration::from_secs(10);

/// Checks a text as if its keys were known to belong to this environment.
fn suppose(
    state: &State,
    text: &PageText,
    scanned: &ScannedText,
    environment: Environment,
    now: Timestamp,
) -> Option<Checked> {
    let mut ring = Keyring::default();
    let keys = examine_text(&state.catalogue, &ring, state.keys.fingerprinter.as_ref()?, text, scanned).keys();
    for key in keys {
        ring.declare(key, environment, None, now);
    }
    check_text(state, &ring, text, scanned)
}

fn done(effects: Vec<Effect>) -> Vec<Effect> {
    effects.into_iter().chain([Effect::Answer(Answer::Done {})]).collect()
}

/// Changes a key with its partner. Answers with the previous entries.
fn change_key(state: &mut State, key: Fingerprint, change: &dyn Fn(&mut Keyring) -> Vec<Fingerprint>) -> Vec<Effect> {
    let ring = &mut state.keys.ring;
    let partner = ring.get(key).and_then(|entry| entry.partner);
    let before = [Some(key), partner].into_iter().flatten().filter_map(|one| ring.get(one).cloned()).collect();
    let changed = change(ring);
    save_entries(ring, changed).into_iter().chain([Effect::Answer(Answer::Entries(before))]).collect()
}

/// Counts keys. A pair counts as one, represented by its first part.
fn key_counts(ring: &Keyring) -> Vec<KeyCount> {
    let mut counts: Vec<KeyCount> = Vec::new();
    for entry in ring.entries() {
        // Other vendors' keys aren't counted for the portal, but the user must
        // resolve a contested one.
        let is_of_other = entry.kind() == Kind::VendorKey && entry.environment != Belonging::Conflict;
        if is_of_other || entry.is_spoken_for(|partner| ring.get(partner)) {
            continue;
        }
        let (belonging, kind) = (entry.environment, entry.kind());
        match counts.iter_mut().find(|known| (known.belonging, known.kind) == (belonging, kind)) {
            Some(known) => known.count += 1,
            None => counts.push(KeyCount { belonging, kind, count: 1 }),
        }
    }
    counts
}

/// The popup's content for a tab.
pub(super) fn handle_popup(state: &State, tab: &OpenTab, store: &CookieStore, now: Timestamp) -> Vec<Effect> {
    let site = state.catalogue.portal_at(&tab.url);
    let known = state.tabs.get(&tab.id).filter(|known| site.as_ref().is_some_and(|site| site.host == known.host));
    let ledger = state.sessions.ledger(store).cloned().unwrap_or_default();
    let environment = site.as_ref().and_then(Site::environment);
    let ended = state.sessions.page(tab.id).zip(environment).is_some_and(|(page, environment)| {
        ledger.page_word(environment, page.loaded_at, page.signs) != PageWord::Nothing
    });
    let problems = &state.problems;
    let watched = site_at(state, &tab.url);
    let host = site.as_ref().map(|site| &*site.host).or(watched.as_ref().map(|watched| watched.site.scope.host()));
    let silent_until = host.and_then(|host| state.pauses.until(host));
    vec![Effect::Answer(Answer::Popup(Box::new(PopupFacts {
        tab: tab.id,
        url: tab.url.clone(),
        banner: known.map(|known| known.banner).unwrap_or_default(),
        ended,
        unsaved: state.sessions.page(tab.id).map_or(0, |page| page.unsaved),
        open: Environment::ALL.map(|environment| open_count(state, store, environment)).into(),
        ledger,
        store: store.kind(),
        elsewhere: session_elsewhere(state, store, environment),
        apart: apart_way(state, &tab.url, store),
        copied: state.last_copied.clone(),
        catches: state.catches.clone(),
        signs: state.sessions.page(tab.id).filter(|_| site.is_some()).map(|page| page.signs),
        // Keys that were read at another address are no longer on this page.
        keys_read: known
            .filter(|known| known.keys_at == Some(PathMark::of(&tab.url)))
            .map_or(0, |known| known.keys_read),
        // The background adds this count.
        errors: 0,
        off: state.is_off_at(&tab.url),
        silent_until,
        watched: watched.clone(),
        vendor: vendor_page(state, &tab.url),
        label: label_at(state, &tab.url).filter(|_| !state.is_off_at(&tab.url)),
        watches_any: state.watched_sites().next().is_some(),
        problems: problems.unreadable.len()
            + problems.refused.len()
            + usize::from(problems.newer)
            + state.policy.problems.len(),
        now,
    })))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Event, Keys, step};
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::keyring::KeyName;
    use crate::protocol::{KeyringUndo, TabId};
    use crate::settings::{Language, Settings};
    use crate::verdict::Verdict;

    const PAIR: &str = "App Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db";

    fn first_site(state: &State) -> Site {
        state.catalogue.sites().next().unwrap().clone()
    }

    fn fresh() -> State {
        let key = InstallationKey::from_random([7; 32]);
        State { keys: Keys { fingerprinter: Some(Fingerprinter::new(&key)), ..Keys::default() }, ..State::default() }
    }

    fn ask(state: &mut State, message: ExtensionPageMessage) -> Vec<Effect> {
        step(state, Event::ExtensionPage(message), Timestamp::from_millis(5))
    }

    fn remembered() -> State {
        let mut state = fresh();
        let text = PAIR.to_owned().into();
        ask(&mut state, ExtensionPageMessage::Remember { text, environment: Environment::Sandbox });
        state
    }

    fn checked(effects: &[Effect]) -> Checked {
        let answer = effects.iter().find_map(|effect| match effect {
            Effect::Answer(Answer::Checked(checked)) => Some(checked.clone()),
            _ => None,
        });
        answer.unwrap()
    }

    fn before(effects: &[Effect]) -> KeyringUndo {
        let answer = effects.iter().find_map(|effect| match effect {
            Effect::Answer(Answer::Entries(entries)) => Some(entries.clone()),
            _ => None,
        });
        KeyringUndo { entries: answer.unwrap(), ..KeyringUndo::default() }
    }

    fn entries(state: &State) -> Vec<Entry> {
        let mut entries: Vec<Entry> = state.keys.ring.entries().cloned().collect();
        entries.sort_by_key(|entry| entry.fingerprint);
        entries
    }

    #[test]
    fn a_checked_text_is_answered_and_not_kept() {
        let mut state = fresh();
        let effects = ask(&mut state, ExtensionPageMessage::Check { text: PAIR.to_owned().into() });
        assert_eq!(effects.len(), 1);
        let checked = checked(&effects);
        assert_eq!(checked.verdicts, [Verdict::NewCredential]);
        assert_eq!(checked.keys.iter().map(|key| key.hint.as_str()).collect::<Vec<_>>(), ["…50XD", "…f3db"]);
        assert!(state.keys.ring.is_empty());
    }

    #[test]
    fn a_supposed_environment_is_used_for_one_answer_and_not_kept() {
        let mut state = fresh();
        let text = format!("{PAIR}\nhttps://commercedeveloper-sandbox-api.adobe.com/rest/v1");
        let suppose = |environment| ExtensionPageMessage::Suppose { text: text.clone().into(), environment };
        let effects = ask(&mut state, suppose(Environment::Production));
        assert_eq!(effects.len(), 1);
        let wrong = checked(&effects);
        assert_eq!(wrong.verdicts, [Verdict::WrongEnvironment]);
        assert!(wrong.keys.iter().all(|key| key.belonging == Some(Belonging::Production)));
        assert_eq!(checked(&ask(&mut state, suppose(Environment::Sandbox))).verdicts, [Verdict::Fits]);
        assert!(state.keys.ring.is_empty());
        let check = ExtensionPageMessage::Check { text: text.clone().into() };
        assert_eq!(checked(&ask(&mut state, check)).verdicts, [Verdict::NewCredential]);
    }

    #[test]
    fn a_remembered_key_is_compared_with_a_host_at_once() {
        let mut state = remembered();
        let text = format!("{PAIR}\nhttps://commercedeveloper-api.adobe.com/rest/v1");
        let checked = checked(&ask(&mut state, ExtensionPageMessage::Check { text: text.into() }));
        assert_eq!(checked.destination, Some(Environment::Production));
        assert_eq!(checked.hosts, [("commercedeveloper-api.adobe.com".to_owned(), Environment::Production)]);
        assert_eq!(checked.verdicts, [Verdict::WrongEnvironment]);
        assert!(checked.keys.iter().all(|key| key.belonging == Some(Belonging::Sandbox)));
    }

    #[test]
    fn a_text_that_asks_a_sandbox_api_for_reports_is_told_there_are_none() {
        let mut state = fresh();
        for (text, asks) in [
            ("curl https://commercedeveloper-sandbox-api.adobe.com/rest/v1/reports/sales?from=1", true),
            ("GET \"https://developer-stg-api.magento.com/rest/v1/reports\"", true),
            ("curl https://commercedeveloper-api.adobe.com/rest/v1/reports/sales", false),
            ("curl https://commercedeveloper-sandbox-api.adobe.com/rest/v1/users # reports", false),
            ("curl https://commercedeveloper-sandbox-api.adobe.com/rest/v1/users /reports", false),
            ("curl https://commercedeveloper-sandbox-api.adobe.com/rest/v1/my-reports?x=/reports", false),
            ("see https://commercedeveloper-sandbox.adobe.com/reports/sales", false),
        ] {
            let check = ExtensionPageMessage::Check { text: text.to_owned().into() };
            assert_eq!(checked(&ask(&mut state, check)).asks_for_reports, asks, "{text}");
        }
    }

    #[test]
    fn the_check_of_a_token_says_how_long_it_is_valid() {
        const TOKEN: &str = "baGXoStRuR9VCDFQGZNzgNqbqu5WUwlr.dBxZJ9m22Le8";
        let mut state = fresh();
        for (text, lifetime) in [
            (format!(r#"{{"mage_id":"MAG123456789","ust":"{TOKEN}","expires_in":7200}}"#), Some(7200)),
            (format!(r#"{{ "expires_in" : 360, "ust": "{TOKEN}" }}"#), Some(360)),
            (format!("'ust' => '{TOKEN}', 'expires_in' => 7200"), Some(7200)),
            (format!(r#"{{\"ust\":\"{TOKEN}\",\"expires_in\":7200}}"#), Some(7200)),
            // The request and its answer.
            (
                format!(r#"-d '{{"grant_type":"session","expires_in":7200}}' {{"ust":"{TOKEN}","expires_in":7200}}"#),
                Some(7200),
            ),
            (
                format!(r#"-d '{{"grant_type":"session","expires_in":60}}' {{"ust":"{TOKEN}","expires_in":7200}}"#),
                Some(7200),
            ),
            // The other answer is about a different token.
            (format!("Authorization: Bearer {TOKEN}\n{{\"access_token\":\"x\",\"expires_in\":3600}}"), None),
            (format!(r#"{{"ust":"{TOKEN}","refresh_expires_in":7200}}"#), None),
            (format!(r#"{{"ust":"{TOKEN}","expires_in":"soon"}}"#), None),
            (format!(r#"{{"ust":"{TOKEN}","expires_in":7200.5}}"#), None),
            (format!(r#"{{"ust":"{TOKEN}","expires_in":0}}"#), None),
            (format!(r#"{{"ust":"{TOKEN}","expires_in":99999999999}}"#), None),
            (format!(r#"{{"ust":"{TOKEN}"}}"#), None),
            (r#"{"grant_type":"session","expires_in":7200}"#.to_owned(), None),
        ] {
            let check = ExtensionPageMessage::Check { text: text.clone().into() };
            assert_eq!(checked(&ask(&mut state, check)).lifetime, lifetime, "{text}");
        }
    }

    #[test]
    fn a_pair_counts_as_one_key() {
        let mut state = remembered();
        let effects = ask(&mut state, ExtensionPageMessage::KeyCounts);
        let Effect::Answer(Answer::KeyCounts(counts)) = &effects[0] else { unreachable!() };
        assert_eq!(counts.iter().map(|one| (one.belonging, one.count)).collect::<Vec<_>>(), [(Belonging::Sandbox, 1)]);
    }

    #[test]
    fn every_change_of_a_key_can_be_taken_back_exactly() {
        let mut state = remembered();
        let original = entries(&state);
        let key = original[0].fingerprint;
        let changes = [
            ExtensionPageMessage::Rename { key, name: Some("Laptop".into()) },
            ExtensionPageMessage::Relocate { key, environment: Environment::Production },
            ExtensionPageMessage::Forget { key },
            ExtensionPageMessage::ForgetAll,
        ];
        for change in changes {
            let effects = ask(&mut state, change.clone());
            assert_ne!(entries(&state), original, "{change:?}");
            ask(&mut state, ExtensionPageMessage::Restore(before(&effects)));
            assert_eq!(entries(&state), original, "{change:?}");
        }
    }

    #[test]
    fn a_name_is_given_to_both_parts_of_a_pair() {
        let mut state = remembered();
        let key = entries(&state)[0].fingerprint;
        ask(&mut state, ExtensionPageMessage::Rename { key, name: Some(" Laptop ".into()) });
        assert!(entries(&state).iter().all(|entry| entry.label == Some(KeyName::Given("Laptop".into()))));
    }

    #[test]
    fn a_pending_text_can_be_read_once() {
        let mut state = fresh();
        state.pending_text = Some(("text".to_owned().into(), Timestamp::from_millis(1)));
        let taken = |state: &mut State| match ask(state, ExtensionPageMessage::TakeText).remove(0) {
            Effect::Answer(Answer::Text(text)) => text,
            _ => unreachable!(),
        };
        assert!(taken(&mut state).is_some());
        assert_eq!(taken(&mut state), None);
    }

    #[test]
    fn a_pending_text_that_was_not_read_expires_after_ten_seconds() {
        let mut state = fresh();
        state.pending_text = Some(("text".to_owned().into(), Timestamp::from_millis(0)));
        let late =
            step(&mut state, Event::ExtensionPage(ExtensionPageMessage::TakeText), Timestamp::from_millis(10_001));
        assert_eq!(late, [Effect::Answer(Answer::Text(None))]);
        assert_eq!(state.pending_text, None);
    }

    #[test]
    fn open_pages_follow_a_language_that_is_chosen_and_one_that_is_not_any_more() {
        let mut state = fresh();
        let tab = crate::app::TabState::at(&first_site(&state).host);
        state.tabs.insert(TabId(1), tab);
        let mut spoken = |language| {
            let settings = Settings { language, ..Settings::default() };
            let effects = ask(&mut state, ExtensionPageMessage::Choose(settings));
            let injected = effects.into_iter().find_map(|effect| match effect {
                Effect::Inject { tab: TabId(1), frame: 0, files } => Some(files.concat()),
                _ => None,
            });
            injected.unwrap_or_default()
        };
        let chosen = [Some(Language::De), Some(Language::De), Some(Language::Fr), None, None].map(&mut spoken);
        let [german, french, browsers] =
            ["word-keys.jscontent/words-de", "word-keys.jscontent/words-fr", "words-browser"]
                .map(|files| format!("content/{files}.js"));
        assert_eq!(chosen, [&*german, "", &*french, &*browsers, ""]);
    }

    #[test]
    fn a_choice_is_kept_before_open_pages_follow_it() {
        let mut state = fresh();
        let tab = crate::app::TabState::at(&first_site(&state).host);
        state.tabs.insert(TabId(1), tab);
        let mut settings = Settings::default();
        settings.production.title = false;
        let effects = ask(&mut state, ExtensionPageMessage::Choose(settings.clone()));
        assert_eq!(effects[0], Effect::Save(Persist::Settings(settings)));
        assert!(matches!(&effects[3], Effect::Show(TabId(1), view) if !view.placement.title));
    }
}
