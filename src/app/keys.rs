//! Keys: learned from the portals' pages and from the user, looked up when
//! a text goes somewhere.

use super::effect::{Answer, Effect};
use super::persist::Persist;
use super::sender::Sender;
use super::state::{Keys, PageContext, PageKind, State, TabState, Wanted};
use crate::catalogue::vendor::Notice;
use crate::catalogue::{Catalogue, Environment, Role};
use crate::content_scripts::warning_files;
use crate::credential::Kind;
use crate::credential::fingerprint::{Fingerprint, Fingerprinter};
use crate::detect::keys_page::{NamedValue, copied_values, labelled_value, read_keys_page};
use crate::keyring::limits::MOST_ENTRIES;
use crate::keyring::{Key, KeyState, Keyring, Seen, SightingKind};
use crate::protocol::{Checked, CheckedKey, KeysMessage, Needed, PageText};
use crate::time::Timestamp;
use crate::verdict::destination::Page;
use crate::verdict::{CheckInput, Finding, Report, ScannedText, check_scanned};
use crate::view::warning::warning;

/// More single entries than this are not worth asking for one by one.
const MANY: usize = 500;

/// Those of these entries that are not in memory. `ending` are the keys whose
/// end the tab may be about to confirm.
pub(super) fn wanted(keys: &Keys, entries: &Needed<'_>, scanned: &[ScannedText], ending: &[Fingerprint]) -> Wanted {
    let Some(fingerprinter) = keys.fingerprinter.as_ref().filter(|_| !keys.complete) else {
        return Wanted::Entries(Vec::new());
    };
    match entries {
        Needed::None => Wanted::Entries(Vec::new()),
        Needed::InTexts(texts) => match wanted_in(keys, fingerprinter, texts, scanned) {
            Wanted::Entries(mut wanted) => {
                wanted.extend(ending.iter().filter(|&&one| keys.ring.get(one).is_none()));
                Wanted::Entries(wanted)
            }
            Wanted::All => Wanted::All,
        },
        Needed::These(these) => Wanted::Entries(these.to_vec()),
        Needed::All => Wanted::All,
    }
}

/// The entries of what these texts hold.
fn wanted_in(keys: &Keys, fingerprinter: &Fingerprinter, texts: &[&PageText], scanned: &[ScannedText]) -> Wanted {
    let both = texts.iter().zip(scanned);
    let all =
        both.flat_map(|(text, scanned)| scanned.fingerprints_of_finds(text.as_str(), fingerprinter).flatten().copied());
    let wanted: Vec<_> = all.filter(|&fingerprint| keys.ring.get(fingerprint).is_none()).take(MANY).collect();
    if wanted.len() < MANY { Wanted::Entries(wanted) } else { Wanted::All }
}

/// Whether a page may teach something new with this message, as far as entries
/// were read.
pub(super) fn teaches(keys: &Keys, message: &KeysMessage, scanned: &[ScannedText]) -> bool {
    let (KeysMessage::Listed { text, .. } | KeysMessage::Copied { text, .. } | KeysMessage::CopyPressed { near: text }) =
        message
    else {
        return false;
    };
    let Some(scanned) = scanned.first() else { return false };
    let Some(fingerprinter) = keys.fingerprinter.as_ref().filter(|_| !keys.complete) else { return false };
    let is_known = |candidates: &[Fingerprint]| candidates.iter().any(|&one| keys.ring.get(one).is_some());
    !scanned.fingerprints_of_finds(text.as_str(), fingerprinter).all(is_known)
}

/// Handles what a page reports about keys.
pub(super) fn handle_keys_message(
    state: &mut State,
    sender: &Sender,
    page: &PageContext,
    message: &KeysMessage,
    texts: &[ScannedText],
    now: Timestamp,
) -> Vec<Effect> {
    if let KeysMessage::Here = message {
        return handle_page_opened(state, sender, page);
    }
    let Some(fingerprinter) = state.keys.fingerprinter.clone() else { return Vec::new() };
    let learned_for = page.environment.filter(|_| page.learns && state.settings.learning);
    let is_portal = matches!(page.kind, PageKind::Portal(_));
    let Keys { ring, learned, .. } = &mut state.keys;
    let mut learn_copied = |values: Vec<NamedValue>| {
        let Some(environment) = learned_for else { return Vec::new() };
        let seen = |key: Key, how: SightingKind| Seen { key, environment, name: None, account: None, how };
        let how = if is_portal { SightingKind::Copied } else { SightingKind::Watched };
        let mut changed = Vec::new();
        for value in values {
            changed.extend(ring.unite(fingerprinter.candidates(&value.secret)));
            let key = Key::one(value.part, ring.recognise(&fingerprinter, &value.secret));
            let mut keys = vec![(key.clone(), None)];
            learned.add(ring.within_limits(&mut keys, None, learned.room(now)), now);
            if keys.is_empty() {
                continue;
            }
            changed.extend(ring.learn(&seen(key, how), now));
        }
        changed
    };
    let changed = match message {
        KeysMessage::Going { .. } if state.pauses.until(&page.host).is_some() => {
            return vec![Effect::Answer(Answer::Warning(None))];
        }
        KeysMessage::Going { text, beside, labels } => {
            let Some(scanned) = texts.first() else { return Vec::new() };
            let going = GoingText { text, beside, labels, scanned };
            let report = examine(&state.catalogue, ring, &fingerprinter, page, &going);
            return vec![Effect::Answer(Answer::Warning(warning(&report)))];
        }
        KeysMessage::Belongs { text, beside, labels, environment } => {
            let Some(scanned) = texts.first() else { return Vec::new() };
            let going = GoingText { text, beside, labels, scanned };
            let keys = examine(&state.catalogue, ring, &fingerprinter, page, &going).keys();
            let changed: Vec<_> = keys.into_iter().flat_map(|key| ring.declare(key, *environment, None, now)).collect();
            let report = examine(&state.catalogue, ring, &fingerprinter, page, &going);
            let answer = Effect::Answer(Answer::Warning(warning(&report)));
            return save_entries(ring, changed).into_iter().chain([answer]).collect();
        }
        KeysMessage::Draw => {
            let (tab, frame) = (sender.tab, sender.frame);
            return vec![Effect::Inject { tab, frame, files: warning_files(matches!(page.kind, PageKind::Portal(_))) }];
        }
        KeysMessage::Copied { text, around } => learn_copied(copied_values(text.as_str(), around.as_str())),
        KeysMessage::CopyPressed { near } => learn_copied(labelled_value(near.as_str()).into_iter().collect()),
        KeysMessage::Listed { text, account, finished } => {
            let Some(environment) = learned_for else { return Vec::new() };
            let listing = Listing { text, account, finished: *finished, page };
            return learn_list(state, sender, environment, &fingerprinter, &listing, now);
        }
        // Only the vendor's own site ends keys.
        KeysMessage::EndPressed { .. } if learned_for.is_none() || !is_portal => return Vec::new(),
        KeysMessage::Here => return Vec::new(),
        KeysMessage::EndPressed { near } => {
            let rows = read_keys_page(state.catalogue.vendors(), near.as_str()).rows;
            let known_by = |secret| ring.recognise(&fingerprinter, secret);
            let ending = rows.iter().flat_map(|row| [known_by(&row.first), known_by(&row.second)]);
            let known = state.tabs.get(&sender.tab).cloned().unwrap_or_else(|| page.tab());
            let known = TabState { ending: ending.collect(), ..known };
            state.tabs.insert(sender.tab, known.clone());
            return vec![Effect::Save(Persist::Tab(sender.tab, known))];
        }
    };
    save_entries(ring, changed)
}

/// A page of a watched site says that it is open.
fn handle_page_opened(state: &mut State, sender: &Sender, page: &PageContext) -> Vec<Effect> {
    let tab = page.tab();
    if sender.frame != 0 || !sender.entered || state.tabs.get(&sender.tab) == Some(&tab) {
        return Vec::new();
    }
    state.tabs.insert(sender.tab, tab.clone());
    vec![Effect::Save(Persist::Tab(sender.tab, tab))]
}

/// What is in a text that goes nowhere yet.
pub(super) fn examine_text(
    catalogue: &Catalogue,
    ring: &Keyring,
    fingerprinter: &Fingerprinter,
    text: &PageText,
    scanned: &ScannedText,
) -> Report {
    let input = CheckInput { catalogue, text: text.as_str(), page: Page::None, neighbours: &[] };
    check_scanned(&input, scanned, ring, fingerprinter)
}

/// The same, for an extension page.
pub(super) fn check_text(state: &State, text: &PageText, scanned: &ScannedText) -> Option<Checked> {
    let report = examine_text(&state.catalogue, &state.keys.ring, state.keys.fingerprinter.as_ref()?, text, scanned);
    let hosts = report.hosts.iter().filter(|named| matches!(named.role, Role::Portal | Role::Api));
    let mut hosts: Vec<(String, Environment)> =
        hosts.filter_map(|named| Some((named.host.to_owned(), named.environment?))).collect();
    hosts.dedup();
    let key = |finding: Finding| CheckedKey {
        part: finding.part,
        hint: finding.hint,
        belonging: finding.known.as_ref().map(|known| known.environment),
        retired: finding.known.as_ref().is_some_and(|known| known.state == KeyState::Retired),
        line: finding.line,
        destination: finding.destination,
        verdicts: finding.verdicts,
        label: finding.known.and_then(|known| known.label),
    };
    Some(Checked {
        hosts,
        destination: report.destination.map(|destination| destination.environment),
        verdicts: report.verdicts,
        response: report.response,
        truncated: report.truncated,
        keys: report.findings.into_iter().map(key).collect(),
    })
}

/// A text on its way into a field, as the page reports it.
struct GoingText<'m> {
    text: &'m PageText,
    beside: &'m [PageText],
    labels: &'m [PageText],
    scanned: &'m ScannedText,
}

fn examine(
    catalogue: &Catalogue,
    ring: &Keyring,
    fingerprinter: &Fingerprinter,
    page: &PageContext,
    going: &GoingText<'_>,
) -> Report {
    let neighbours: Vec<&str> = going.beside.iter().map(PageText::as_str).collect();
    let labels: Vec<&str> = going.labels.iter().map(PageText::as_str).collect();
    let page = page.environment.map_or(Page::Labelled(&labels), Page::Of);
    let input = CheckInput { catalogue, text: going.text.as_str(), page, neighbours: &neighbours };
    check_scanned(&input, going.scanned, ring, fingerprinter)
}

/// What is to be stored of the entries that changed.
pub(super) fn save_entries(ring: &Keyring, mut changed: Vec<Fingerprint>) -> Vec<Effect> {
    changed.sort_unstable();
    changed.dedup();
    let (kept, gone): (Vec<_>, Vec<_>) = changed.into_iter().partition(|&one| ring.get(one).is_some());
    let kept: Vec<_> = kept.into_iter().filter_map(|one| ring.get(one).cloned()).collect();
    let kept = (!kept.is_empty()).then(|| Effect::Save(Persist::Entries(kept)));
    let gone = (!gone.is_empty()).then(|| Effect::Save(Persist::NoEntries(gone)));
    kept.into_iter().chain(gone).collect()
}

/// What a page that shows keys was seen to show.
struct Listing<'a> {
    text: &'a PageText,
    account: &'a Option<String>,
    finished: bool,
    page: &'a PageContext,
}

impl Listing<'_> {
    const fn is_portal(&self) -> bool {
        matches!(self.page.kind, PageKind::Portal(_))
    }

    /// The account, as it is known. A name says nothing across sites: anybody
    /// may call an account what another site calls one.
    fn account_name(&self) -> Option<String> {
        let name = self.account.as_deref().filter(|name| !name.is_empty());
        let site = match self.page.kind {
            PageKind::Portal(vendor) => vendor.id,
            PageKind::Watched => &self.page.host,
        };
        name.map(|name| format!("{site} {name}"))
    }
}

/// A list of keys: learns it, and retires the key whose end it confirms. A
/// key that it does not show is left as it is: lists are filtered, paginated,
/// or somebody else's.
fn learn_list(
    state: &mut State,
    sender: &Sender,
    environment: Environment,
    fingerprinter: &Fingerprinter,
    listing: &Listing<'_>,
    now: Timestamp,
) -> Vec<Effect> {
    let Keys { ring, learned, .. } = &mut state.keys;
    let page = read_keys_page(state.catalogue.vendors(), listing.text.as_str());
    let is_portal = listing.is_portal();
    let how = if is_portal { SightingKind::KeysPage } else { SightingKind::Watched };
    let names: Vec<_> = listing.account_name().iter().flat_map(|name| fingerprinter.candidates_of_name(name)).collect();
    // The same on every computer that knows the same installation keys.
    let account = names.iter().copied().min();
    let mut changed = Vec::new();
    for secret in page.rows.iter().flat_map(|row| [&row.first, &row.second]) {
        changed.extend(ring.unite(fingerprinter.candidates(secret)));
    }
    let mut is_read = false;
    for kind in [Kind::ApiKey, Kind::ComposerKey] {
        is_read |= listing.finished && page.is_read(kind);
        let mut keys = page.keys(kind, |secret| ring.recognise(fingerprinter, secret));
        learned.add(ring.within_limits(&mut keys, account, learned.room(now)), now);
        for (key, name) in keys {
            changed.extend(ring.learn(&Seen { key, environment, name, account, how }, now));
        }
    }
    // Regenerate or Delete was clicked before: the list that follows, or the
    // page's word, confirms it.
    let mut effects = Vec::new();
    let confirmed = page.notices.iter().any(|notice| matches!(notice, Notice::Deleted | Notice::Regenerated));
    if let Some(tab) = state.tabs.get_mut(&sender.tab).filter(|tab| is_portal && !tab.ending.is_empty()) {
        let shown: Vec<_> = page.rows.iter().map(|row| ring.recognise(fingerprinter, &row.first)).collect();
        let still_there = tab.ending.iter().any(|ending| shown.contains(ending));
        if is_read || confirmed {
            let ending = std::mem::take(&mut tab.ending);
            if !still_there {
                changed.extend(ending.into_iter().flat_map(|fingerprint| ring.retire(fingerprint)));
            }
            effects.push(Effect::Save(Persist::Tab(sender.tab, tab.clone())));
        }
    }
    changed.extend(ring.drop_oldest(MOST_ENTRIES));
    save_entries(ring, changed).into_iter().chain(effects).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{CookieStore, Event, ScannedEvent};
    use crate::credential::fingerprint::InstallationKey;
    use crate::credential::secret::Secret;
    use crate::keyring::limits::{MOST_PER_MINUTE, MOST_PER_PAGE};
    use crate::protocol::{Message, TabId};

    const ID: &str = "AR28PM50XD";
    const SECRET: &str = "7931d0a725e76fa34ea8771387f31fa3ae84f3db";
    const PAGE: &str = "CI\nApp Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db\n";
    const OTHER: &str = "Laptop\nApp Id: BR28PM50XD\nApp Secret: 6642d0a725e76fa34ea8771387f31fa3ae84f3db\n";

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

    fn handled(state: &mut State, sender: &Sender, message: &KeysMessage) -> Vec<Effect> {
        let page = state.page_at(&sender.url).unwrap();
        let event = ScannedEvent::from(Event::Message(sender.clone(), Message::Keys(message.clone())));
        super::handle_keys_message(state, sender, &page, message, &event.texts, Timestamp::from_millis(0))
    }

    fn take(state: &mut State, message: &KeysMessage) -> Vec<Effect> {
        let url = "https://commercedeveloper.adobe.com/";
        let sender = Sender { tab: TabId(1), frame: 0, url: url.into(), store: CookieStore("0".into()), entered: true };
        handled(state, &sender, message)
    }

    fn listed(page: &str, account: Option<&str>, finished: bool) -> KeysMessage {
        KeysMessage::Listed { text: text(page), account: account.map(str::to_owned), finished }
    }

    fn is_retired(state: &State) -> bool {
        state.keys.ring.get(of(state, SECRET)).unwrap().state == KeyState::Retired
    }

    #[test]
    fn a_list_is_learned_and_each_part_saved_once() {
        let mut state = fresh();
        let saved = take(&mut state, &listed(PAGE, Some("Ada"), true));
        assert!(matches!(&saved[..], [Effect::Save(Persist::Entries(entries))] if entries.len() == 2));
        assert_eq!(take(&mut state, &listed(PAGE, Some("Ada"), true)), []);
    }

    #[test]
    fn a_list_retires_nothing() {
        for (account, finished) in [(Some("Ada"), true), (Some("Ben"), true), (None, true), (Some("Ada"), false)] {
            for list in [OTHER, "You do not have any API keys"] {
                let mut state = fresh();
                take(&mut state, &listed(PAGE, Some("Ada"), true));
                take(&mut state, &listed(list, account, finished));
                assert!(!is_retired(&state), "{account:?} {finished} {list}");
            }
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

    fn watching(state: &mut State) {
        let scope = crate::catalogue::watched::Scope::parse("ci.example.com").unwrap();
        let environment = Some(Environment::Production);
        state.watched = vec![crate::catalogue::watched::Watched { scope, environment, learning: true }];
    }

    fn take_watched(state: &mut State, message: &KeysMessage) -> Vec<Effect> {
        let url = "https://ci.example.com/";
        let sender = Sender { tab: TabId(1), frame: 0, url: url.into(), store: CookieStore("0".into()), entered: true };
        handled(state, &sender, message)
    }

    #[test]
    fn only_the_vendors_own_site_retires_keys() {
        let mut state = fresh();
        watching(&mut state);
        take(&mut state, &listed(PAGE, Some("Ada"), true));
        take_watched(&mut state, &KeysMessage::EndPressed { near: text(PAGE) });
        take_watched(&mut state, &listed("Application deleted", Some("Ada"), true));
        take_watched(&mut state, &listed(OTHER, Some("Ada"), true));
        assert!(!is_retired(&state));
        // Nor does it confirm what was begun on the portal.
        take(&mut state, &KeysMessage::EndPressed { near: text(PAGE) });
        take_watched(&mut state, &listed(OTHER, Some("Ada"), true));
        assert!(!is_retired(&state));
    }

    #[test]
    fn an_account_of_one_site_is_not_that_of_another() {
        let mut state = fresh();
        watching(&mut state);
        take(&mut state, &listed(PAGE, Some("Ada"), true));
        take_watched(&mut state, &listed(OTHER, Some("Ada"), true));
        let accounts: Vec<_> = state.keys.ring.entries().filter_map(|entry| entry.account).collect();
        assert_eq!(accounts.len(), 4);
        let of = |value| state.keys.ring.get(of(&state, value)).unwrap().account;
        assert_ne!(of(ID), of("BR28PM50XD"));
    }

    #[test]
    fn a_page_that_lists_thousands_teaches_so_many_and_ends_none() {
        let mut state = fresh();
        let page = |from: usize| -> String {
            (from..from + 3000)
                .map(|number| format!("K\nApp Id: {:010}\nApp Secret: {number:040x}\n\n", number + 1_000_000_007))
                .collect()
        };
        take(&mut state, &listed(&page(0), Some("Ada"), true));
        let first = state.keys.ring.len();
        assert!(first <= MOST_PER_PAGE, "{first}");
        for from in 1..20 {
            take(&mut state, &listed(&page(from * 3000), Some("Ada"), true));
        }
        assert!(state.keys.ring.len() <= MOST_PER_MINUTE, "{}", state.keys.ring.len());
    }

    #[test]
    fn a_key_that_was_seen_in_both_environments_is_asked_about() {
        let mut state = fresh();
        take(&mut state, &listed(PAGE, None, true));
        let url = "https://commercedeveloper-sandbox.adobe.com/";
        let sender = Sender { tab: TabId(1), frame: 0, url: url.into(), store: CookieStore("0".into()), entered: true };
        let mut send = |message: &KeysMessage| handled(&mut state, &sender, message);
        send(&listed(PAGE, None, true));
        let going = KeysMessage::Going { text: text(PAGE), beside: Vec::new(), labels: Vec::new() };
        let effects = send(&going);
        let [Effect::Answer(Answer::Warning(Some(warning)))] = &effects[..] else { panic!("{effects:?}") };
        assert_eq!(warning.urgency, crate::view::warning::Urgency::Question);
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
    fn a_paste_or_list_asks_for_the_entries_of_its_text_alone() {
        let state = fresh();
        let going =
            KeysMessage::Going { text: text(&format!("{ID} and {SECRET}")), beside: Vec::new(), labels: Vec::new() };
        let asked = |message: KeysMessage| {
            let url = "https://commercedeveloper.adobe.com/".to_owned();
            let sender = Sender { tab: TabId(1), frame: 0, url, store: CookieStore("0".into()), entered: true };
            crate::app::wanted(&state, &Event::Message(sender, Message::Keys(message)).into())
        };
        let Wanted::Entries(mut asked_for) = asked(going) else { unreachable!() };
        let mut both = vec![of(&state, ID), of(&state, SECRET)];
        asked_for.sort_unstable();
        both.sort_unstable();
        assert_eq!(asked_for, both);
        let Wanted::Entries(shown) = asked(listed(PAGE, None, true)) else { unreachable!() };
        assert_eq!(shown.len(), 2);
    }

    #[test]
    fn the_users_statement_is_saved_before_it_is_answered() {
        let mut state = fresh();
        let belongs = KeysMessage::Belongs {
            text: text(PAGE),
            beside: Vec::new(),
            labels: Vec::new(),
            environment: crate::catalogue::Environment::Production,
        };
        let effects = take(&mut state, &belongs);
        assert!(matches!(effects[..], [Effect::Save(Persist::Entries(_)), Effect::Answer(Answer::Warning(None))]));
    }
}
