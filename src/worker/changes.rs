//! The changes of an event to stored items, written so that nothing is ever
//! half done.

use serde::Serialize;

use super::names::*;
use super::platform::{Items, Platform, StorageArea};
use crate::app::state::State;
use crate::app::{CookieStore, Persist};
use crate::credential::fingerprint::{Fingerprint, InstallationKey};
use crate::protocol::TabId;
use crate::time::Timestamp;

/// New values by name; `None` for a removed item. The last one per name wins.
pub(super) type Writes<I> = Vec<(String, Option<I>)>;

/// Changes to stored items.
pub(super) struct Changes<'p, P: Platform> {
    platform: &'p P,
    durable: Writes<P::Item>,
    session: Writes<P::Item>,
}

/// The name of a cookie store's ledger.
pub(super) fn ledger_name(store: &CookieStore) -> String {
    format!("{LEDGER_PREFIX}{}", store.0)
}

/// The name of a keyring entry.
pub(super) fn entry_name(fingerprint: Fingerprint) -> String {
    format!("{ENTRY_PREFIX}{}", fingerprint.to_text())
}

fn tab_name(tab: TabId) -> String {
    format!("{TAB_PREFIX}{}", tab.0)
}

fn page_name(tab: TabId) -> String {
    format!("{PAGE_PREFIX}{}", tab.0)
}

impl<'p, P: Platform> Changes<'p, P> {
    pub(super) const fn new(platform: &'p P) -> Self {
        Self { platform, durable: Vec::new(), session: Vec::new() }
    }

    /// Adds an item to store.
    pub(super) fn keep(&mut self, item: &Persist) -> Result<(), P::Error> {
        use StorageArea::{Durable, Session};
        match item {
            Persist::Settings(settings) => self.put(Durable, SETTINGS_KEY, settings),
            Persist::Watched(sites) => self.put(Durable, WATCHED_KEY, sites),
            Persist::Off(hosts) => self.put(Durable, OFF_KEY, hosts),
            Persist::NeverAsked(actions) => self.put(Durable, NEVER_ASKED_KEY, actions),
            Persist::PlacesOffered => self.put(Durable, PLACES_OFFERED_KEY, &true),
            Persist::SubmissionsOffered => self.put(Durable, SUBMISSIONS_OFFERED_KEY, &true),
            Persist::Catches(catches) => self.put(Session, CATCHES_KEY, catches),
            Persist::Policy(policy) => self.put(Durable, POLICY_KEY, policy),
            Persist::Entries(entries) => {
                entries.iter().try_for_each(|entry| self.put(Durable, &entry_name(entry.fingerprint), entry))
            }
            Persist::NoEntries(gone) => {
                self.durable.extend(gone.iter().map(|&one| (entry_name(one), None)));
                Ok(())
            }
            Persist::Stamps(stamps) => self.put(Durable, STAMPS_KEY, stamps),
            Persist::ImportedKeys(keys) => {
                let keys: Vec<String> = keys.iter().map(InstallationKey::reveal_for_storage).collect();
                self.put(Durable, IMPORTED_KEYS, &keys)
            }
            Persist::Ledger(store, ledger) => {
                self.put(if store.is_private() { Session } else { Durable }, &ledger_name(store), ledger)
            }
            Persist::NoLedger(store) => {
                let written = if store.is_private() { &mut self.session } else { &mut self.durable };
                written.push((ledger_name(store), None));
                Ok(())
            }
            Persist::Container(store) => self.put(Durable, CONTAINER_KEY, store),
            Persist::Awake(stores) => self.put(Session, AWAKE_KEY, stores),
            Persist::Page(tab, page) => self.put(Session, &page_name(*tab), page),
            Persist::Tab(tab, known) => self.put(Session, &tab_name(*tab), known),
            Persist::RefusedSites(addresses) => self.put(Session, REFUSED_SITES_KEY, addresses),
            Persist::LastCopied(copied) => self.put(Session, LAST_COPIED_KEY, copied),
            Persist::Pauses(pauses) => self.put(Session, PAUSES_KEY, pauses),
            Persist::Quiet(hosts) => self.put(Session, QUIET_KEY, hosts),
            Persist::RefusedIcons(hosts) => self.put(Session, REFUSED_ICONS_KEY, hosts),
        }
    }

    fn put(&mut self, area: StorageArea, name: &str, value: &impl Serialize) -> Result<(), P::Error> {
        let item = self.platform.encode(value)?;
        let written = if area == StorageArea::Durable { &mut self.durable } else { &mut self.session };
        written.push((name.to_owned(), Some(item)));
        Ok(())
    }

    /// Adds the removal of a tab.
    pub(super) fn forget_tab(&mut self, tab: TabId) {
        self.session.push((tab_name(tab), None));
    }

    /// Adds the removal of the session of a tab's page.
    pub(super) fn forget_page(&mut self, tab: TabId) {
        self.session.push((page_name(tab), None));
    }

    /// Adds the removal of an unreadable value, by its name in
    /// [`Problems`](crate::protocol::Problems).
    pub(super) fn discard(&mut self, state: &mut State, problem: &str) -> Result<(), P::Error> {
        let original = problem.strip_prefix(UNREADABLE_PREFIX).unwrap_or_default();
        let unmoved = state.unmoved.iter().position(|name| name == original);
        match unmoved.map(|at| state.unmoved.swap_remove(at)) {
            Some(original) => self.durable.push((original, None)),
            None => {
                self.durable.push((problem.to_owned(), None));
                self.put(StorageArea::Durable, UNREADABLE_KEY, &set_aside_names(state))?;
            }
        }
        Ok(())
    }

    /// Writes the changes. Durable items come first and decide: if they are
    /// refused, nothing was changed. If the session area refuses its items
    /// after that, they become `late` and are written with the next event.
    pub(super) async fn write(
        mut self,
        state: &mut State,
        late: &mut Writes<P::Item>,
        now: Timestamp,
    ) -> Result<(), P::Error> {
        let Self { platform, .. } = self;
        let is_committed = !self.durable.is_empty();
        if is_committed {
            if state.problems.newer {
                return Err(platform.error("a newer version of Sandbar wrote the stored data"));
            }
            let moved = self.move_unreadable(state, now).await?;
            write_at_once(platform, StorageArea::Durable, self.durable).await?;
            note_moved(state, &moved, now);
        }
        let is_ours = !self.session.is_empty();
        let mut session = late.clone();
        session.extend(self.session);
        match write_at_once(platform, StorageArea::Session, session.clone()).await {
            Ok(()) => late.clear(),
            Err(error) if is_committed || !is_ours => {
                platform.warn(&error.to_string());
                late.clear();
                for (name, value) in session {
                    late.retain(|(known, _)| *known != name);
                    late.push((name, value));
                }
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Copies unreadable items that couldn't be set aside yet, in the same call
    /// that overwrites them, so that no value is lost. Returns their names.
    async fn move_unreadable(&mut self, state: &State, now: Timestamp) -> Result<Vec<String>, P::Error> {
        let moved: Vec<String> = state
            .unmoved
            .iter()
            .filter(|name| self.durable.iter().any(|(written, _)| written == *name))
            .cloned()
            .collect();
        if moved.is_empty() {
            return Ok(moved);
        }
        let names: Vec<&str> = moved.iter().map(String::as_str).collect();
        let values = self.platform.get(StorageArea::Durable, Some(&names)).await?;
        let copies = values.into_iter().map(|(name, value)| (aside(&name, now), Some(value)));
        self.durable.extend(copies);
        let mut names = set_aside_names(state);
        names.extend(moved.iter().map(|name| aside(name, now)));
        self.put(StorageArea::Durable, UNREADABLE_KEY, &names)?;
        Ok(moved)
    }
}

/// The names of the values that were set aside.
pub(super) fn set_aside_names(state: &State) -> Vec<String> {
    let is_in_place =
        |name: &&String| state.unmoved.iter().any(|original| **name == format!("{UNREADABLE_PREFIX}{original}"));
    state.problems.unreadable.iter().filter(|name| !is_in_place(name)).cloned().collect()
}

/// The name under which an item's value is set aside.
pub(super) fn aside(name: &str, now: Timestamp) -> String {
    format!("{UNREADABLE_PREFIX}{name}:{}", now.as_millis())
}

fn note_moved(state: &mut State, moved: &[String], now: Timestamp) {
    for name in moved {
        state.unmoved.retain(|unmoved| unmoved != name);
        let in_place = format!("{UNREADABLE_PREFIX}{name}");
        for known in state.problems.unreadable.iter_mut().filter(|known| **known == in_place) {
            *known = aside(name, now);
        }
    }
}

/// Writes new values and removals. If there are both, one call writes `null`
/// over the removed items, which reads as absent.
pub(super) async fn write_at_once<P: Platform>(
    platform: &P,
    area: StorageArea,
    changes: Writes<P::Item>,
) -> Result<(), P::Error> {
    let is_gone =
        |at: usize, name: &String| changes.iter().skip(at).all(|(other, value)| other != name || value.is_none());
    let removed = changes.iter().enumerate().filter(|(_, (_, value))| value.is_none());
    if changes.iter().all(|(_, value)| value.is_none()) {
        let gone: Vec<String> = removed.map(|(_, (name, _))| name.clone()).collect();
        return if gone.is_empty() { Ok(()) } else { platform.remove(area, gone).await };
    }
    let gone: Vec<String> =
        removed.filter(|(at, (name, _))| is_gone(*at, name)).map(|(_, (name, _))| name.clone()).collect();
    let nothing = platform.encode(&None::<bool>)?;
    let items: Items<P::Item> =
        changes.into_iter().map(|(name, value)| (name, value.unwrap_or_else(|| nothing.clone()))).collect();
    platform.set(area, items).await?;
    if !gone.is_empty()
        && let Err(error) = platform.remove(area, gone).await
    {
        // They already read as absent.
        platform.warn(&error.to_string());
    }
    Ok(())
}
