//! Keys: learned from the portals' pages and from the person, looked up when
//! a text goes somewhere.

use super::{Answer, Effect, Item, Portal, Sender, State, Tab};
use crate::clock::Timestamp;
use crate::credential::Kind;
use crate::credential::find::find;
use crate::credential::fingerprint::{Fingerprint, Fingerprinter};
use crate::credential::page::{Notice, copied_values, labelled_value, read_keys_page};
use crate::keyring::{Completeness, How, Key, KeyList, Keyring, Seen};
use crate::protocol::{KeysMessage, PageText};
use crate::scripts::WARNING_FILE;
use crate::verdict::{Question, Report, check};
use crate::warning::warning;

/// What the core knows of keys. Entries are read from storage as they are
/// asked for ([`wanted`]), so ten thousand cost what ten cost.
#[derive(Default)]
pub struct Keys {
    /// Takes fingerprints under this installation's key; none until it is read.
    pub fingerprinter: Option<Fingerprinter>,
    /// The entries that were read so far.
    pub ring: Keyring,
    /// Whether those are all.
    pub complete: bool,
}

/// Which entries have to be read from storage before an event is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// These, and their partners.
    Entries(Vec<Fingerprint>),
    /// All: a list of keys may retire any of its account's.
    All,
}

/// More single entries than this are not worth asking for one by one.
const MANY: usize = 500;

/// The entries that this message is about.
pub(super) fn wanted(keys: &Keys, message: &KeysMessage) -> Wanted {
    let Some(fingerprinter) = keys.fingerprinter.as_ref().filter(|_| !keys.complete) else {
        return Wanted::Entries(Vec::new());
    };
    let in_texts = |texts: &[&PageText]| {
        let finds = texts.iter().flat_map(|text| {
            find(text.as_str()).finds.into_iter().map(|find| fingerprinter.of(&find.secret(text.as_str())))
        });
        let wanted: Vec<_> = finds.filter(|&fingerprint| keys.ring.get(fingerprint).is_none()).take(MANY).collect();
        if wanted.len() < MANY { Wanted::Entries(wanted) } else { Wanted::All }
    };
    match message {
        KeysMessage::Going { text, .. } | KeysMessage::Belongs { text, .. } => in_texts(&[text]),
        KeysMessage::Copied { text, around } => in_texts(&[text, around]),
        KeysMessage::CopyPressed { near } | KeysMessage::EndPressed { near } => in_texts(&[near]),
        KeysMessage::Listed { .. } => Wanted::All,
        KeysMessage::Draw => Wanted::Entries(Vec::new()),
    }
}

/// A page reports about keys.
pub(super) fn message(
    state: &mut State,
    sender: &Sender,
    portal: Portal,
    message: &KeysMessage,
    now: Timestamp,
) -> Vec<Effect> {
    let Some(fingerprinter) = state.keys.fingerprinter.clone() else { return Vec::new() };
    let ring = &mut state.keys.ring;
    let seen = |key: Key, how: How| Seen { key, environment: portal.environment, name: None, account: None, how };
    let changed = match message {
        KeysMessage::Going { text, beside } => {
            let report = examine(ring, &fingerprinter, portal, text, beside);
            return vec![Effect::Answer(Answer::Warning(warning(&report, portal.environment)))];
        }
        KeysMessage::Belongs { text, beside, environment } => {
            let keys = examine(ring, &fingerprinter, portal, text, beside).keys();
            let changed: Vec<_> = keys.into_iter().flat_map(|key| ring.declare(key, *environment, None, now)).collect();
            let report = examine(ring, &fingerprinter, portal, text, beside);
            let answer = Effect::Answer(Answer::Warning(warning(&report, portal.environment)));
            return saved(ring, changed).into_iter().chain([answer]).collect();
        }
        KeysMessage::Draw => {
            let (tab, frame) = (sender.tab, sender.frame);
            return vec![Effect::Inject { tab, frame, files: vec![WARNING_FILE.to_owned()] }];
        }
        KeysMessage::Copied { text, around } => copied_values(text.as_str(), around.as_str())
            .into_iter()
            .flat_map(|value| {
                ring.learn(&seen(Key::one(value.part, fingerprinter.of(&value.secret)), How::Copied), now)
            })
            .collect(),
        KeysMessage::CopyPressed { near } => labelled_value(near.as_str())
            .map(|value| ring.learn(&seen(Key::one(value.part, fingerprinter.of(&value.secret)), How::Copied), now))
            .unwrap_or_default(),
        KeysMessage::Listed { text, account, finished } => {
            return listed(state, sender, portal, &fingerprinter, &Listing { text, account, finished: *finished }, now);
        }
        KeysMessage::EndPressed { near } => {
            let rows = read_keys_page(near.as_str()).rows;
            let ending = rows.iter().flat_map(|row| [fingerprinter.of(&row.first), fingerprinter.of(&row.second)]);
            let tab = state.tabs.entry(sender.tab).or_insert_with(|| Tab::of(portal.site));
            tab.ending = ending.collect();
            return vec![Effect::Save(Item::Tab(sender.tab, tab.clone()))];
        }
    };
    saved(ring, changed)
}

fn examine(
    ring: &Keyring,
    fingerprinter: &Fingerprinter,
    portal: Portal,
    text: &PageText,
    beside: &[PageText],
) -> Report {
    let neighbours: Vec<&str> = beside.iter().map(PageText::as_str).collect();
    check(&Question { text: text.as_str(), page: Some(portal.site), neighbours: &neighbours }, ring, fingerprinter)
}

/// One stored item for each entry that changed.
fn saved(ring: &Keyring, mut changed: Vec<Fingerprint>) -> Vec<Effect> {
    changed.sort_unstable();
    changed.dedup();
    let item = |fingerprint| match ring.get(fingerprint) {
        Some(entry) => Effect::Save(Item::Entry(entry.clone())),
        None => Effect::Save(Item::NoEntry(fingerprint)),
    };
    changed.into_iter().map(item).collect()
}

/// What a page that shows keys was seen to show.
struct Listing<'a> {
    text: &'a PageText,
    account: &'a Option<String>,
    finished: bool,
}

/// A list of keys: learns it, and retires what it no longer holds.
fn listed(
    state: &mut State,
    sender: &Sender,
    portal: Portal,
    fingerprinter: &Fingerprinter,
    listing: &Listing<'_>,
    now: Timestamp,
) -> Vec<Effect> {
    let ring = &mut state.keys.ring;
    let page = read_keys_page(listing.text.as_str());
    let account = listing.account.as_deref().filter(|name| !name.is_empty()).map(|name| fingerprinter.of_name(name));
    let mut changed = Vec::new();
    let mut shows_all = false;
    for kind in [Kind::ApiKey, Kind::ComposerKey] {
        let completeness = if listing.finished { page.completeness(kind) } else { Completeness::Partial };
        shows_all |= completeness == Completeness::Complete;
        let keys = page.keys(kind, fingerprinter);
        changed.extend(
            ring.observe_list(&KeyList { environment: portal.environment, account, kind, keys, completeness }, now),
        );
    }
    // Regenerate or Delete was pressed before: the list that follows, or the
    // page's word, confirms it.
    let mut effects = Vec::new();
    let confirmed = page.notices.iter().any(|notice| matches!(notice, Notice::Deleted | Notice::Regenerated));
    if let Some(tab) = state.tabs.get_mut(&sender.tab).filter(|tab| !tab.ending.is_empty()) {
        let shown: Vec<_> = page.rows.iter().map(|row| fingerprinter.of(&row.first)).collect();
        let still_there = tab.ending.iter().any(|ending| shown.contains(ending));
        if shows_all || confirmed {
            let ending = std::mem::take(&mut tab.ending);
            if !still_there {
                changed.extend(ending.into_iter().flat_map(|fingerprint| ring.retire(fingerprint)));
            }
            effects.push(Effect::Save(Item::Tab(sender.tab, tab.clone())));
        }
    }
    saved(ring, changed).into_iter().chain(effects).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::fingerprint::InstallationKey;
    use crate::credential::secret::Secret;
    use crate::guard::CookieStore;
    use crate::keyring::State as Active;
    use crate::protocol::TabId;

    const ID: &str = "AQ17NZ49WC";
    const SECRET: &str = "8820c99614d65f923df7660276f20e029d73e2ca";
    const PAGE: &str = "CI\nApp Id: AQ17NZ49WC\nApp Secret: 8820c99614d65f923df7660276f20e029d73e2ca\n";
    const OTHER: &str = "Laptop\nApp Id: BQ17NZ49WC\nApp Secret: 9920c99614d65f923df7660276f20e029d73e2ca\n";

    fn fresh() -> State {
        let key = InstallationKey::from_random([7; 32]);
        State { keys: Keys { fingerprinter: Some(Fingerprinter::new(&key)), ..Keys::default() }, ..State::default() }
    }

    fn of(state: &State, value: &str) -> Fingerprint {
        state.keys.fingerprinter.as_ref().unwrap().of(&Secret::new(value))
    }

    fn text(text: &str) -> PageText {
        text.to_owned().into()
    }

    fn take(state: &mut State, message: &KeysMessage) -> Vec<Effect> {
        let url = "https://commercedeveloper.adobe.com/";
        let sender = Sender { tab: TabId(1), frame: 0, url: url.into(), store: CookieStore("0".into()) };
        super::message(state, &sender, Portal::at(url).unwrap(), message, Timestamp::from_millis(0))
    }

    fn listed(page: &str, account: Option<&str>, finished: bool) -> KeysMessage {
        KeysMessage::Listed { text: text(page), account: account.map(str::to_owned), finished }
    }

    fn is_retired(state: &State) -> bool {
        state.keys.ring.get(of(state, SECRET)).unwrap().state == Active::Retired
    }

    #[test]
    fn a_list_is_learned_and_each_part_saved_once() {
        let mut state = fresh();
        let saved = take(&mut state, &listed(PAGE, Some("Ada"), true));
        assert_eq!(saved.len(), 2);
        assert_eq!(take(&mut state, &listed(PAGE, Some("Ada"), true)), []);
    }

    #[test]
    fn a_finished_list_of_the_same_account_retires_and_no_other_does() {
        for (account, finished, retired) in
            [(Some("Ada"), true, true), (Some("Ben"), true, false), (None, true, false), (Some("Ada"), false, false)]
        {
            let mut state = fresh();
            take(&mut state, &listed(PAGE, Some("Ada"), true));
            take(&mut state, &listed(OTHER, account, finished));
            assert_eq!(is_retired(&state), retired, "{account:?} {finished}");
        }
    }

    #[test]
    fn an_end_that_the_page_confirms_retires_without_an_account() {
        let mut state = fresh();
        take(&mut state, &listed(PAGE, None, true));
        take(&mut state, &KeysMessage::EndPressed { near: text(PAGE) });
        take(&mut state, &listed(OTHER, None, true));
        assert!(is_retired(&state));
    }

    #[test]
    fn an_end_that_was_cancelled_retires_nothing_then_or_later() {
        let mut state = fresh();
        take(&mut state, &listed(PAGE, None, true));
        take(&mut state, &KeysMessage::EndPressed { near: text(PAGE) });
        take(&mut state, &listed(PAGE, None, true));
        take(&mut state, &listed(OTHER, None, true));
        assert!(!is_retired(&state));
    }

    #[test]
    fn a_paste_asks_for_the_entries_of_its_text_alone_and_a_list_for_all() {
        let state = fresh();
        let going = KeysMessage::Going { text: text(&format!("{ID} and {SECRET}")), beside: Vec::new() };
        let Wanted::Entries(mut asked) = wanted(&state.keys, &going) else { unreachable!() };
        let mut both = vec![of(&state, ID), of(&state, SECRET)];
        asked.sort_unstable();
        both.sort_unstable();
        assert_eq!(asked, both);
        assert_eq!(wanted(&state.keys, &listed(PAGE, None, true)), Wanted::All);
    }

    #[test]
    fn the_persons_word_is_saved_before_it_is_answered() {
        let mut state = fresh();
        let belongs = KeysMessage::Belongs {
            text: text(PAGE),
            beside: Vec::new(),
            environment: crate::portal::Environment::Production,
        };
        let effects = take(&mut state, &belongs);
        assert!(matches!(effects[..], [Effect::Save(_), Effect::Save(_), Effect::Answer(Answer::Warning(None))]));
    }
}
