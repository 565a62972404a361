//! Keys: learns them from pages and from the user, and looks them up when a
//! text is pasted.

use super::catches;
use super::copies::{forget, note};
use super::effect::{Answer, Effect};
use super::entries::save_entries;
use super::going::{GoingText, handle_claim, handle_going};
use super::key_ends::{Listed, Listing, ending, prints};
use super::learn::{is_new, learn_keys};
use super::new_keys::{announce, count_read};
use super::note_changes::{notes_in, show_notes};
use super::page_views::PageViews;
use super::persist::Persist;
use super::sender::Sender;
use super::sightings::{learn_sighted, prints_in};
use super::state::page::Ending;
use super::state::{Keys, PageContext, PageKind, State, TabState, Wanted};
use crate::catalogue::address::path_of;
use crate::catalogue::{Catalogue, Environment, Vendor};
use crate::content_scripts::{key_files, warning_files};
use crate::credential::Kind;
use crate::credential::fingerprint::{Fingerprint, Fingerprinter};
use crate::detect::keys_page::piece::Region;
use crate::detect::keys_page::{Row, read_copied, read_region};
use crate::keyring::{Key, KeyState, Seen, SightingKind};
use crate::protocol::{KeysMessage, Needed, PageRegion, PageText};
use crate::time::Timestamp;
use crate::verdict::ScannedText;
use crate::view::badge::Banner;
use crate::view::env_file::env_file;

/// With more entries than this, reading all of them is faster than reading
/// each.
const MANY: usize = 500;

/// The needed entries that aren't in memory. `ending` are the keys whose end
/// the tab may be about to confirm.
pub(super) fn wanted(
    keys: &Keys,
    catalogue: &Catalogue,
    entries: &Needed<'_>,
    scanned: &[ScannedText],
    ending: &[Fingerprint],
) -> Wanted {
    let Some(fingerprinter) = keys.fingerprinter.as_ref().filter(|_| !keys.complete) else {
        return Wanted::Entries(Vec::new());
    };
    match entries {
        Needed::None => Wanted::Entries(Vec::new()),
        Needed::InTexts(texts) => match wanted_in(keys, catalogue, fingerprinter, texts, scanned) {
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

/// The entries of the values in these texts.
fn wanted_in(
    keys: &Keys,
    catalogue: &Catalogue,
    fingerprinter: &Fingerprinter,
    texts: &[&PageText],
    scanned: &[ScannedText],
) -> Wanted {
    let both = texts.iter().zip(scanned);
    let all =
        both.flat_map(|(text, scanned)| scanned.fingerprints_of_finds(text.as_str(), fingerprinter).flatten().copied());
    let mut wanted: Vec<_> = all.filter(|&fingerprint| keys.ring.get(fingerprint).is_none()).take(MANY).collect();
    for (text, scanned) in texts.iter().zip(scanned) {
        wanted.append(&mut prints_in(text.as_str(), catalogue.on(), fingerprinter));
        wanted.append(&mut scanned.fingerprints_of_marked(text.as_str(), catalogue, fingerprinter));
    }
    if wanted.len() < MANY { Wanted::Entries(wanted) } else { Wanted::All }
}

/// Whether this message may teach new keys, judging by the entries read so far.
pub(super) fn teaches(keys: &Keys, on: &[&'static Vendor], message: &KeysMessage, scanned: &[ScannedText]) -> bool {
    let texts: Vec<&PageText> = match message {
        KeysMessage::Listed { regions, .. } => regions.iter().flat_map(PageRegion::texts).collect(),
        KeysMessage::Copied { text, .. } => vec![text],
        _ => return false,
    };
    let Some(fingerprinter) = keys.fingerprinter.as_ref().filter(|_| !keys.complete) else { return false };
    let is_known = |candidates: &[Fingerprint]| candidates.iter().any(|&one| keys.ring.get(one).is_some());
    let are_known = |(text, scanned): (&PageText, &ScannedText)| {
        let sighted = prints_in(text.as_str(), on, fingerprinter);
        scanned.fingerprints_of_finds(text.as_str(), fingerprinter).all(is_known)
            && (sighted.is_empty() || is_known(&sighted))
    };
    !texts.into_iter().zip(scanned).all(are_known)
}

/// Handles a page's report about keys.
pub(super) fn handle_keys_message(
    state: &mut State,
    sender: &Sender,
    page: &PageContext,
    message: &KeysMessage,
    texts: &[ScannedText],
    now: Timestamp,
) -> Vec<Effect> {
    let notes = match message {
        KeysMessage::Listed { .. } | KeysMessage::EndClicked { .. } | KeysMessage::EndCancelled => {
            Some(notes_in(state, sender.tab))
        }
        _ => None,
    };
    let mut effects = handle_report(state, sender, page, message, texts, now);
    if let Some(before) = notes {
        show_notes(state, sender.tab, &before, &mut effects);
    }
    effects
}

fn handle_report(
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
    if let PageKind::Portal(vendor) = page.kind
        && !vendor.learns()
    {
        // Only the shapes of its keys are known, not its pages.
        match message {
            KeysMessage::Listed { regions, .. } => {
                let learn = |environment| learn_sighted(state, vendor, environment, &fingerprinter, regions, now);
                return learned_for.map(learn).unwrap_or_default();
            }
            KeysMessage::Copied { .. } | KeysMessage::CopiedShown { .. } | KeysMessage::EndClicked { .. } => {
                return Vec::new();
            }
            _ => {}
        }
    }
    let Keys { ring, learned, .. } = &mut state.keys;
    match message {
        KeysMessage::Going { .. } if state.pauses.until(&page.host).is_some() => {
            vec![Effect::Answer(Answer::Warning(None))]
        }
        KeysMessage::Going { text, beside, labels } => {
            let Some(scanned) = texts.first() else { return Vec::new() };
            let going = GoingText { text, beside, labels, scanned };
            handle_going(state, sender, page, &going, &fingerprinter, now)
        }
        KeysMessage::Belongs { text, beside, labels, claim } => {
            let Some(scanned) = texts.first() else { return Vec::new() };
            let going = GoingText { text, beside, labels, scanned };
            handle_claim(state, sender, page, &going, *claim, &fingerprinter, now)
        }
        KeysMessage::Chose { choice } if !sender.store.is_private() => {
            catches::choose(state, page, *choice).into_iter().collect()
        }
        KeysMessage::Draw => {
            let (tab, frame) = (sender.tab, sender.frame);
            vec![Effect::Inject { tab, frame, files: warning_files(is_judged_as_portal(page)) }]
        }
        KeysMessage::Copied { text, around } => {
            let Some(environment) = learned_for else { return Vec::new() };
            let Some((part, secret)) = read_copied(&around.region(), text.as_str(), environment) else {
                return Vec::new();
            };
            let mut changed = ring.unite(fingerprinter.candidates(&secret));
            let mut keys = vec![(Key::one(part, ring.recognize(&fingerprinter, &secret)), None)];
            learned.add(ring.within_limits(&mut keys, None, learned.room(now)), now);
            let new = keys.iter().filter(|(key, _)| is_new(ring, key)).count();
            let how = if is_portal { SightingKind::Copied } else { SightingKind::Watched };
            for (key, name) in keys {
                changed.extend(ring.learn(&Seen { key, environment, name, account: None, how }, now));
            }
            let parts: Vec<_> = fingerprinter.candidates(&secret).collect();
            let mut effects = save_entries(ring, changed);
            let mut copied = note(state, sender, &parts, now);
            effects.append(&mut announce(state, sender, page, new, now));
            effects.append(&mut copied);
            effects
        }
        KeysMessage::CopiedShown { text } if is_portal => {
            let Some(scanned) = texts.first() else { return Vec::new() };
            let parts = scanned.fingerprints_of_finds(text.as_str(), &fingerprinter).flatten().copied();
            let parts: Vec<_> = parts.collect();
            note(state, sender, &parts, now)
        }
        KeysMessage::Listed { loaded_at, account, regions, notices, after_end } => {
            let Some(environment) = learned_for else { return Vec::new() };
            let (loaded_at, after_end) = (*loaded_at, *after_end);
            let listing = Listing { loaded_at, account: account.as_deref(), regions, notices, after_end, page };
            learn_list(state, sender, environment, &fingerprinter, &listing, now)
        }
        // Only the vendor's own site can end a key.
        KeysMessage::EndClicked { loaded_at, around } if is_portal && learned_for.is_some() => {
            let clicked = ending(state.catalogue.vendors(), ring, &fingerprinter, around, *loaded_at, now);
            // Without a key next to it, the control answers the page's
            // question.
            let known = || state.tabs.get(&sender.tab)?.end.clone().filter(Ending::is_open);
            let Some(end) = clicked.or_else(|| Some(Ending { at: now, ..known()? })) else { return Vec::new() };
            end_changed(state, sender, page, Some(end))
        }
        // What the page has confirmed can't be cancelled.
        KeysMessage::EndCancelled => {
            let is_open = state.tabs.get(&sender.tab).and_then(|tab| tab.end.as_ref()).is_some_and(Ending::is_open);
            if is_open { end_changed(state, sender, page, None) } else { Vec::new() }
        }
        KeysMessage::Env { regions } => {
            let mut rows = rows_in(state.catalogue.vendors(), sender, page, regions);
            // A page may show a key twice: in its list, and in the notice that
            // it is new.
            let mut seen: Vec<Fingerprint> = Vec::new();
            rows.retain(|row| {
                let first = prints(ring, &fingerprinter, row).next();
                let is_new = first.is_none_or(|first| !seen.contains(&first));
                seen.extend(first);
                is_new
            });
            let parts: Vec<_> = rows.iter().flat_map(|row| prints(ring, &fingerprinter, row)).collect();
            let file = page.marked().and_then(|page| env_file(page.vendor()?, page.environment, &rows));
            let mut effects = match (&file, &rows[..]) {
                (None, _) => Vec::new(),
                (Some(_), [_]) => {
                    let noted = note(state, sender, &parts, now);
                    // An unknown key replaced the previous one on the
                    // clipboard.
                    if noted.is_empty() { forget(state) } else { noted }
                }
                // Several keys have no common name.
                (Some(_), _) => forget(state),
            };
            effects.push(Effect::Answer(Answer::Text(file)));
            effects
        }
        KeysMessage::Places => vec![Effect::OpenPlaces],
        KeysMessage::Read if learned_for.is_some() => {
            vec![Effect::Inject { tab: sender.tab, frame: sender.frame, files: key_files() }]
        }
        // `Event::Jump` handles this, with the tab as the browser reports it.
        KeysMessage::OtherPage
        | KeysMessage::Chose { .. }
        | KeysMessage::EndClicked { .. }
        | KeysMessage::CopiedShown { .. }
        | KeysMessage::Read
        | KeysMessage::Here => Vec::new(),
    }
}

/// Whether keys pasted there are judged by the page's environment. If the
/// vendor's keys reveal their environment, a key's owner may still be worth
/// mentioning.
const fn is_judged_as_portal(page: &PageContext) -> bool {
    matches!(page.kind, PageKind::Portal(vendor) if vendor.learns())
}

/// Handles a watched page's report that it is open.
fn handle_page_opened(state: &mut State, sender: &Sender, page: &PageContext) -> Vec<Effect> {
    // The browser resets the button when a page loads, and a page without a
    // badge doesn't report one.
    let is_reset = sender.frame == 0 && page.is_mixed();
    let button = is_reset.then(|| PageViews::new(state).toolbar_at(sender.tab, &sender.url));
    let tab = page.tab();
    if sender.frame != 0 || !sender.entered || state.tabs.get(&sender.tab) == Some(&tab) {
        return button.into_iter().collect();
    }
    state.tabs.insert(sender.tab, tab.clone());
    [Effect::Save(Persist::Tab(sender.tab, tab))].into_iter().chain(button).collect()
}

fn end_changed(state: &mut State, sender: &Sender, page: &PageContext, end: Option<Ending>) -> Vec<Effect> {
    let known = state.tabs.get(&sender.tab).cloned();
    if known.as_ref().and_then(|tab| tab.end.as_ref()) == end.as_ref() {
        return Vec::new();
    }
    let tab = TabState { end, ..known.unwrap_or_else(|| page.tab()) };
    state.tabs.insert(sender.tab, tab.clone());
    vec![Effect::Save(Persist::Tab(sender.tab, tab))]
}

/// The keys that a page shows, without those that it says are from the other
/// environment.
fn rows_in(vendors: &[&Vendor], sender: &Sender, page: &PageContext, regions: &[PageRegion]) -> Vec<Row> {
    let is_keys_page = matches!(page.kind, PageKind::Portal(vendor) if vendor.lists_keys_at(path_of(&sender.url)));
    let read = |region: &PageRegion| read_region(vendors, &Region { is_keys_page, ..region.region() });
    let mut rows: Vec<Row> = regions.iter().flat_map(read).collect();
    rows.retain(|row| row.environment.is_none() || page.environment.is_none() || row.environment == page.environment);
    rows
}

/// Learns the keys that a page shows, and retires the key whose end it
/// confirms. Missing keys stay unchanged, because a list may be filtered,
/// paginated, or another account's.
fn learn_list(
    state: &mut State,
    sender: &Sender,
    environment: Environment,
    fingerprinter: &Fingerprinter,
    listing: &Listing<'_>,
    now: Timestamp,
) -> Vec<Effect> {
    // It is uncertain which environment such a page is from.
    let banner = listing.page.marked().map(|page| PageViews::new(state).banner(sender.tab, &page));
    if environment == Environment::Production && banner == Some(Banner::Shown) {
        return Vec::new();
    }
    let vendors = state.catalogue.vendors();
    let Keys { ring, .. } = &mut state.keys;
    let how = if listing.is_portal() { SightingKind::KeysPage } else { SightingKind::Watched };
    let rows = rows_in(vendors, sender, listing.page, listing.regions);
    let names: Vec<_> = listing.account_name().iter().flat_map(|name| fingerprinter.candidates_of_name(name)).collect();
    // The minimum is the same on every computer with the same installation
    // keys.
    let account = names.iter().copied().min();
    let mut changed = Vec::new();
    let mut keys = Vec::new();
    // A page may show a key twice: in its list, and in the notice that it is
    // new.
    let mut shown: Vec<Fingerprint> = Vec::new();
    let end = state.tabs.get(&sender.tab).and_then(|tab| tab.end.clone());
    let listed = Listed { vendors, ring, fingerprinter, rows: &rows, listing };
    let is_back = end.as_ref().is_some_and(|end| listed.takes_back(end));
    for row in &rows {
        for (_, secret) in row.parts() {
            changed.extend(ring.unite(fingerprinter.candidates(secret)));
        }
        let parts: Vec<Fingerprint> = prints(ring, fingerprinter, row).collect();
        shown.extend(parts.first().filter(|first| !shown.contains(first)));
        let is_retired = |part: &Fingerprint| ring.get(*part).is_some_and(|entry| entry.state == KeyState::Retired);
        let has_ended = end.as_ref().is_some_and(|end| {
            let is_own = parts.iter().any(|part| end.parts.contains(part));
            is_own && end.confirmed_on == Some(listing.loaded_at) && !is_back
        });
        if row.is_over {
            continue;
        }
        // A disabled key, or one that is about to end, doesn't become active
        // because it is shown.
        if parts.iter().any(is_retired) && (row.is_off || has_ended) {
            continue;
        }
        let key = match parts[..] {
            [first, second] => Key::of(row.kind, &[first, second]),
            _ => match row.parts().next().zip(parts.first()) {
                Some(((part, _), &print)) => Key::one(part, print),
                None => continue,
            },
        };
        keys.push((key, row.name.clone()));
    }
    let of = Seen { key: Key::of(Kind::VendorKey, &[]), environment, name: None, account, how };
    let new = learn_keys(&mut state.keys, keys, &of, None, now, &mut changed);
    let Keys { ring, .. } = &mut state.keys;
    let mut effects = Vec::new();
    if let Some((end, tab)) = end.filter(|_| listing.is_portal()).zip(state.tabs.get_mut(&sender.tab)) {
        let listed = Listed { vendors, ring, fingerprinter, rows: &rows, listing };
        let known = Some(end.clone());
        tab.end = listed.after(end, now);
        if tab.end != known {
            effects.push(Effect::Save(Persist::Tab(sender.tab, tab.clone())));
        }
        let ended = tab.end.as_ref().filter(|end| !end.is_open() && known.is_some_and(|known| known.is_open()));
        changed.extend(ended.iter().flat_map(|end| &end.parts).flat_map(|&part| ring.retire(part)).collect::<Vec<_>>());
    }
    effects.splice(0..0, save_entries(ring, changed));
    effects.extend(count_read(state, sender, listing.page, shown.len()));
    effects.extend(announce(state, sender, listing.page, new, now));
    effects
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{CookieStore, Event, ScannedEvent, step};
    use crate::credential::fingerprint::InstallationKey;
    use crate::credential::secret::Secret;
    use crate::keyring::limits::{MOST_PER_MINUTE, MOST_PER_PAGE};
    use crate::protocol::{AfterEnd, BadgeMessage, Message, TabId};

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
        let sender = Sender::page(TabId(1), url, CookieStore("0".into()));
        handled(state, &sender, message)
    }

    fn listed(page: &str, account: Option<&str>) -> KeysMessage {
        shown_on(1, page, account, &[])
    }

    fn shown_on(loaded_at: u64, page: &str, account: Option<&str>, notices: &[&str]) -> KeysMessage {
        shown_after(None, loaded_at, page, account, notices)
    }

    fn shown_after(
        after_end: Option<AfterEnd>,
        loaded_at: u64,
        page: &str,
        account: Option<&str>,
        notices: &[&str],
    ) -> KeysMessage {
        KeysMessage::Listed {
            after_end,
            loaded_at: Timestamp::from_millis(loaded_at),
            account: account.map(str::to_owned),
            regions: vec![PageRegion::of_lines(page)],
            notices: notices.iter().map(|&one| one.to_owned()).collect(),
        }
    }

    fn clicked(page: &str) -> KeysMessage {
        KeysMessage::EndClicked { loaded_at: Timestamp::from_millis(1), around: PageRegion::of_lines(page) }
    }

    fn is_retired(state: &State) -> bool {
        state.keys.ring.get(of(state, SECRET)).unwrap().state == KeyState::Retired
    }

    #[test]
    fn a_list_is_learned_and_each_part_saved_once() {
        let mut state = fresh();
        let saved = take(&mut state, &listed(PAGE, Some("Ada")));
        assert!(matches!(&saved[..], [Effect::Save(Persist::Entries(entries))] if entries.len() == 2));
        assert_eq!(take(&mut state, &listed(PAGE, Some("Ada"))), []);
    }

    #[test]
    fn a_key_that_the_page_says_is_from_the_other_environment_is_not_learned() {
        let under = |heading: &str| KeysMessage::Listed {
            after_end: None,
            loaded_at: Timestamp::from_millis(1),
            account: None,
            regions: vec![PageRegion { headings: vec![text(heading), text("API keys")], ..PageRegion::of_lines(PAGE) }],
            notices: Vec::new(),
        };
        for (heading, count) in [("Sandbox", 0), ("Production", 2), ("Sandbox sync", 2)] {
            let mut state = fresh();
            take(&mut state, &under(heading));
            assert_eq!(state.keys.ring.len(), count, "{heading}");
        }
    }

    #[test]
    fn nothing_is_learned_where_the_page_contradicts_its_address() {
        let url = "https://commercedeveloper.adobe.com/account/apikeys";
        let sender = Sender::page(TabId(1), url, CookieStore("0".into()));
        for (banner, count) in [(Banner::Shown, 0), (Banner::Missing, 2)] {
            let mut state = fresh();
            let seen = BadgeMessage::Seen { loaded_at: Timestamp::from_millis(1), banner };
            step(&mut state, Event::Message(sender.clone(), Message::Badge(seen)), Timestamp::from_millis(1));
            handled(&mut state, &sender, &listed(PAGE, None));
            assert_eq!(state.keys.ring.len(), count, "{banner:?}");
        }
    }

    #[test]
    fn the_address_of_a_list_is_enough_without_a_heading() {
        let lines = PAGE.to_owned() + "Delete\n";
        for (path, count) in [("account/apikeys", 2), ("support", 0)] {
            let mut state = fresh();
            let url = format!("https://commercedeveloper.adobe.com/{path}");
            let sender = Sender::page(TabId(1), &url, CookieStore("0".into()));
            let region = PageRegion { headings: vec![text("Developer Portal")], ..PageRegion::of_lines(&lines) };
            let message = KeysMessage::Listed {
                after_end: None,
                loaded_at: Timestamp::from_millis(1),
                account: None,
                regions: vec![region],
                notices: Vec::new(),
            };
            handled(&mut state, &sender, &message);
            assert_eq!(state.keys.ring.len(), count, "{path}");
        }
    }

    #[test]
    fn a_pages_keys_become_an_env_file_and_none_of_it_is_kept() {
        let file = |effects: &[Effect]| match effects.last() {
            Some(Effect::Answer(Answer::Text(file))) => file.as_ref().map(|file| file.as_str().to_owned()),
            other => panic!("{other:?}"),
        };
        let env = |page: &str| KeysMessage::Env { regions: vec![PageRegion::of_lines(page)] };
        let mut state = fresh();
        take(&mut state, &listed(PAGE, Some("Ada")));
        let known = state.keys.ring.len();
        let effects = take(&mut state, &env(PAGE));
        let expected = format!("# CI\nADOBE_EQP_APP_ID_PRODUCTION={ID}\nADOBE_EQP_APP_SECRET_PRODUCTION={SECRET}\n");
        assert_eq!(file(&effects), Some(expected));
        assert_eq!(state.keys.ring.len(), known);
        // The copied key has a name, as after a click on Copy.
        let saved = effects.iter().filter_map(|effect| match effect {
            Effect::Save(saved) => Some(saved),
            _ => None,
        });
        assert!(saved.into_iter().all(|saved| matches!(saved, Persist::LastCopied(Some(_)))));
        assert!(state.last_copied.is_some());
        // Of several keys, none is the last copied one.
        let effects = take(&mut state, &env(&format!("{PAGE}{OTHER}")));
        assert!(file(&effects).unwrap().contains("ADOBE_EQP_APP_ID_PRODUCTION_LAPTOP=BR28PM50XD\n"));
        assert_eq!(state.last_copied, None);
        // A page without keys, and a site of no vendor.
        assert_eq!(file(&take(&mut state, &env("nothing"))), None);
    }

    #[test]
    fn a_list_retires_nothing() {
        for (page, account, notice) in [
            (OTHER, Some("Ada"), ""),
            (OTHER, Some("Ben"), ""),
            (OTHER, None, ""),
            ("", Some("Ada"), "You do not have any API keys"),
            (OTHER, Some("Ada"), "The API Access Key has been deleted successfully."),
        ] {
            let mut state = fresh();
            take(&mut state, &listed(PAGE, Some("Ada")));
            take(&mut state, &shown_on(2, page, account, &[notice]));
            assert!(!is_retired(&state), "{account:?} {notice}");
        }
    }

    #[test]
    fn a_key_is_retired_when_the_page_confirms_its_deletion() {
        let both = format!("{PAGE}Delete\n{OTHER}Delete\n");
        let click = |word: &str| both.replacen("Delete", &format!("{word}!"), 1);
        let replaced = "CI\nApp Id: CR28PM50XD\nApp Secret: 5542d0a725e76fa34ea8771387f31fa3ae84f3db\nDelete\n";
        // A dialog shows the new pair once more.
        let dialog = replaced.replace("CI\n", "Copy it now\n").replace("Delete\n", "Copy\nCopy\n");
        let another = dialog.replace("CR28PM50XD", "DR28PM50XD").replace("5542", "4442");
        let off = format!("{PAGE}Enable\n{OTHER}Disable\n");
        let (here, later) = (1, 2);
        let deleted = "Access Key (CI) has been deleted successfully.";
        for (click, on, after, page, notice, retires) in [
            (click("Delete"), later, None, OTHER.to_owned(), "The API Access Key has been deleted successfully.", true),
            (click("Delete"), here, None, both.clone(), deleted, true),
            (click("Delete"), later, None, both.clone(), deleted, false),
            (click("Delete"), here, None, OTHER.to_owned(), "The key will be deleted.", false),
            // Only this key is missing from the list.
            (click("Delete"), later, None, OTHER.to_owned(), "", true),
            (click("Delete"), here, None, OTHER.to_owned(), "", false),
            (click("Delete"), here, Some(AfterEnd::Clicked), OTHER.to_owned(), "", true),
            (click("Delete"), here, Some(AfterEnd::Answered), format!("{replaced}{OTHER}"), "", false),
            (click("Delete"), later, None, replaced.to_owned(), "", false),
            (click("Delete"), here, Some(AfterEnd::Answered), String::new(), "", false),
            (click("Delete"), later, None, String::new(), "You do not have any API keys", false),
            (click("Regenerate"), later, None, format!("{replaced}{OTHER}"), "", true),
            (click("Regenerate"), later, None, format!("{replaced}{OTHER}{dialog}"), "", true),
            (click("Regenerate"), later, None, format!("{replaced}{OTHER}{another}"), "", false),
            (click("Regenerate"), later, None, replaced.to_owned(), "", false),
            (click("Regenerate"), later, None, OTHER.to_owned(), "", false),
            (click("Regenerate"), here, None, format!("{both}{replaced}"), "", false),
            (click("Disable"), later, None, off.clone(), "", true),
            (click("Disable notifications"), later, None, off.replace("Enable", "Enable notifications"), "", false),
            // The last key.
            (format!("{PAGE}Delete!\n"), later, None, String::new(), "You do not have any API keys", true),
            (format!("{PAGE}Delete!\n"), here, Some(AfterEnd::Answered), String::new(), "", true),
            (format!("{PAGE}Delete!\n"), here, Some(AfterEnd::Clicked), String::new(), "", false),
            (format!("{PAGE}Delete!\n"), later, None, String::new(), "", false),
            (format!("{PAGE}Delete!\n"), here, Some(AfterEnd::Clicked), String::new(), "“CI” was deleted.", true),
            (format!("{PAGE}Delete!\n"), here, Some(AfterEnd::Clicked), String::new(), "“Laptop” was deleted.", false),
            (format!("{PAGE}Delete!\n"), here, Some(AfterEnd::Clicked), String::new(), "Create your first key", true),
            (format!("{PAGE}Delete!\n"), later, None, String::new(), "Vous n’avez pas encore de clé", true),
        ] {
            let mut state = fresh();
            take(&mut state, &listed(&both, None));
            take(&mut state, &clicked(&click));
            take(&mut state, &shown_after(after, on, &page, None, &[notice]));
            assert_eq!(is_retired(&state), retires, "{click} / {on} {after:?} / {page} / {notice}");
            let other = state.keys.ring.get(of(&state, "BR28PM50XD")).unwrap();
            assert_eq!(other.state, KeyState::Active, "{click} / {page} / {notice}");
        }
    }

    fn watching(state: &mut State) {
        let scope = crate::catalogue::watched::Scope::parse("ci.example.com").unwrap();
        let environment = Some(Environment::Production);
        state.watched =
            vec![crate::catalogue::watched::Watched { scope, environment, learning: true, words: Vec::new() }];
    }

    fn take_watched(state: &mut State, message: &KeysMessage) -> Vec<Effect> {
        let url = "https://ci.example.com/";
        let sender = Sender::page(TabId(1), url, CookieStore("0".into()));
        handled(state, &sender, message)
    }

    #[test]
    fn only_the_vendors_own_site_retires_keys() {
        let mut state = fresh();
        watching(&mut state);
        take(&mut state, &listed(PAGE, Some("Ada")));
        let click = clicked(&format!("{PAGE}Delete!\n"));
        let gone = shown_on(1, OTHER, Some("Ada"), &["The key has been deleted."]);
        take_watched(&mut state, &click);
        take_watched(&mut state, &gone);
        assert!(!is_retired(&state));
        // Nor does it confirm a click on the portal.
        take(&mut state, &click);
        take_watched(&mut state, &gone);
        assert!(!is_retired(&state));
        take(&mut state, &gone);
        assert!(is_retired(&state));
    }

    #[test]
    fn an_account_of_one_site_is_not_that_of_another() {
        let mut state = fresh();
        watching(&mut state);
        take(&mut state, &listed(PAGE, Some("Ada")));
        take_watched(&mut state, &listed(OTHER, Some("Ada")));
        let accounts: Vec<_> = state.keys.ring.entries().filter_map(|entry| entry.account).collect();
        assert_eq!(accounts.len(), 4);
        let of = |value| state.keys.ring.get(of(&state, value)).unwrap().account;
        assert_ne!(of(ID), of("BR28PM50XD"));
    }

    #[test]
    fn a_page_that_lists_thousands_of_keys_adds_up_to_the_limit_and_retires_none() {
        let mut state = fresh();
        let page = |from: usize| -> String {
            (from..from + 3000)
                .map(|number| {
                    format!(
                        "K\nApp Id: {:010}\nApp Secret: {:040x}\n",
                        number + 1_000_000_007,
                        (number as u128 + 7) * 0x9e37_79b9_7f4a_7c15_f39c_0c5d
                    )
                })
                .collect()
        };
        take(&mut state, &listed(&page(0), Some("Ada")));
        let first = state.keys.ring.len();
        assert!(first <= MOST_PER_PAGE, "{first}");
        for from in 1..20 {
            take(&mut state, &listed(&page(from * 3000), Some("Ada")));
        }
        assert!(state.keys.ring.len() <= MOST_PER_MINUTE, "{}", state.keys.ring.len());
    }

    #[test]
    fn a_key_that_was_seen_in_both_environments_is_asked_about() {
        let mut state = fresh();
        take(&mut state, &listed(PAGE, None));
        let url = "https://commercedeveloper-sandbox.adobe.com/";
        let sender = Sender::page(TabId(1), url, CookieStore("0".into()));
        let mut send = |message: &KeysMessage| handled(&mut state, &sender, message);
        send(&listed(PAGE, None));
        let going = KeysMessage::Going { text: text(PAGE), beside: Vec::new(), labels: Vec::new() };
        let effects = send(&going);
        let [Effect::Answer(Answer::Warning(Some(warning)))] = &effects[..] else { panic!("{effects:?}") };
        assert_eq!(warning.urgency, crate::view::warning::Urgency::Question);
    }

    #[test]
    fn a_later_page_that_shows_the_key_cancels_the_pending_retirement() {
        let mut state = fresh();
        let both = format!("{PAGE}Delete!\n{OTHER}Delete\n");
        take(&mut state, &listed(&both, None));
        take(&mut state, &clicked(&both));
        take(&mut state, &listed(&both.replace('!', ""), None));
        take(&mut state, &shown_on(2, &both.replace('!', ""), None, &[]));
        take(&mut state, &shown_on(3, OTHER, None, &["The API Access Key has been deleted."]));
        assert!(!is_retired(&state));
    }

    #[test]
    fn a_page_is_read_only_when_learning_is_allowed() {
        let mut state = fresh();
        assert!(matches!(&take(&mut state, &KeysMessage::Read)[..], [Effect::Inject { frame: 0, .. }]));
        state.settings.learning = false;
        assert_eq!(take(&mut state, &KeysMessage::Read), []);
    }

    #[test]
    fn a_cancelled_deletion_retires_nothing_later() {
        let mut state = fresh();
        take(&mut state, &listed(PAGE, None));
        take(&mut state, &clicked(&format!("{PAGE}Delete!\n")));
        take(&mut state, &KeysMessage::EndCancelled);
        take(&mut state, &shown_on(2, OTHER, None, &["The API Access Key has been deleted."]));
        assert!(!is_retired(&state));
    }

    #[test]
    fn a_deletion_that_the_page_confirmed_cannot_be_cancelled() {
        let mut state = fresh();
        take(&mut state, &listed(PAGE, None));
        take(&mut state, &clicked(&format!("{PAGE}Delete!\n")));
        take(&mut state, &shown_on(1, PAGE, None, &["The API Access Key has been deleted."]));
        assert!(is_retired(&state));
        take(&mut state, &KeysMessage::EndCancelled);
        take(&mut state, &shown_on(1, PAGE, None, &[]));
        assert!(is_retired(&state), "its row is shown a moment longer");
    }

    #[test]
    fn a_key_that_is_only_missing_is_active_again_once_the_page_shows_it() {
        let mut state = fresh();
        let gone = |notice: &str| shown_after(Some(AfterEnd::Answered), 1, "", None, &[notice]);
        take(&mut state, &listed(PAGE, None));
        take(&mut state, &clicked(&format!("{PAGE}Delete!\n")));
        take(&mut state, &gone(""));
        assert!(is_retired(&state));
        // The server refused.
        take(&mut state, &shown_after(Some(AfterEnd::Answered), 1, PAGE, None, &[]));
        assert!(!is_retired(&state));
        // The second try works, and a notice says so, which offers to undo it.
        take(&mut state, &gone("“CI” was deleted."));
        take(&mut state, &shown_on(1, PAGE, None, &["“CI” was deleted."]));
        assert!(is_retired(&state));
        take(&mut state, &shown_on(1, PAGE, None, &[]));
        assert!(!is_retired(&state));
    }

    #[test]
    fn a_control_under_another_heading_ends_the_only_key_if_it_names_it() {
        for (label, ends) in [("Remove", false), ("Delete", false), ("Delete key", true), ("Delete credentials", true)]
        {
            let mut state = fresh();
            take(&mut state, &listed(PAGE, None));
            take(&mut state, &clicked(&format!("{PAGE}# Team\nJane Roe\n{label}!\n")));
            take(&mut state, &shown_after(Some(AfterEnd::Answered), 1, "", None, &[]));
            assert_eq!(is_retired(&state), ends, "{label}");
        }
    }

    #[test]
    fn a_row_that_is_shown_a_moment_longer_or_switched_off_does_not_make_its_key_active() {
        let mut state = fresh();
        take(&mut state, &listed(PAGE, None));
        take(&mut state, &clicked(&format!("{PAGE}Disable!\n")));
        take(&mut state, &shown_on(1, PAGE, None, &["The access key has been disabled."]));
        assert!(is_retired(&state));
        take(&mut state, &shown_on(1, PAGE, None, &[]));
        assert!(is_retired(&state));
        take(&mut state, &shown_on(2, &format!("{PAGE}Enable\n"), None, &[]));
        assert!(is_retired(&state));
        take(&mut state, &shown_on(2, &format!("{PAGE}Disable\n"), None, &[]));
        assert!(!is_retired(&state));
    }

    #[test]
    fn a_hidden_value_that_is_copied_is_learned_by_the_label_beside_its_button() {
        let mut state = fresh();
        let around = PageRegion::of_lines("App Id: AR28PM50XD\nApp Secret\nCopy!");
        take(&mut state, &KeysMessage::Copied { text: text(SECRET), around });
        let entry = state.keys.ring.get(of(&state, SECRET)).unwrap();
        assert_eq!((entry.part, entry.first.how), (crate::credential::Part::ApplicationSecret, SightingKind::Copied));
        assert_eq!(state.keys.ring.len(), 1);
    }

    #[test]
    fn a_paste_and_a_list_ask_for_the_entries_of_their_values_alone() {
        let state = fresh();
        let going =
            KeysMessage::Going { text: text(&format!("{ID} and {SECRET}")), beside: Vec::new(), labels: Vec::new() };
        let asked = |message: KeysMessage| {
            let url = "https://commercedeveloper.adobe.com/".to_owned();
            let sender = Sender::page(TabId(1), &url, CookieStore("0".into()));
            crate::app::wanted(&state, &Event::Message(sender, Message::Keys(message)).into())
        };
        let Wanted::Entries(mut asked_for) = asked(going) else { unreachable!() };
        let mut both = vec![of(&state, ID), of(&state, SECRET)];
        asked_for.sort_unstable();
        both.sort_unstable();
        assert_eq!(asked_for, both);
        let Wanted::Entries(mut shown) = asked(listed(PAGE, None)) else { unreachable!() };
        shown.sort_unstable();
        assert_eq!(shown, both);
    }

    #[test]
    fn the_users_statement_is_saved_before_it_is_answered() {
        let mut state = fresh();
        let belongs = KeysMessage::Belongs {
            text: text(PAGE),
            beside: Vec::new(),
            labels: Vec::new(),
            claim: crate::protocol::Claim::Production,
        };
        let effects = take(&mut state, &belongs);
        let [Effect::Save(Persist::Entries(_)), Effect::Save(Persist::Tab(..)), Effect::Answer(Answer::Warning(None))] =
            &effects[..]
        else {
            panic!("{effects:?}")
        };
    }
}
