//! Restores the state from stored items.
//!
//! An unreadable value is set aside under a separate name and reported. If the
//! store is full and refuses that, the value stays in place, and everything
//! else works.

use serde::de::DeserializeOwned;
use zeroize::Zeroize;

use super::changes::{Writes, aside, entry_name, ledger_name, set_aside_names, write_at_once};
use super::names::*;
use super::platform::{Items, Platform, StorageArea};
use crate::app::CookieStore;
use crate::app::state::{Pauses, State, Store, Wanted};
use crate::catalogue::watched::{StoredSite, Watched};
use crate::credential::fingerprint::{Fingerprint, Fingerprinter, InstallationKey};
use crate::keyring::Entry;
use crate::protocol::TabId;
use crate::time::Timestamp;

/// Reads stored items, and collects the unreadable ones.
pub(super) struct ItemReader<'p, P: Platform> {
    platform: &'p P,
    now: Timestamp,
    /// The names, the unreadable values, and their replacements.
    damaged: Vec<(String, P::Item, Option<P::Item>)>,
}

impl<'p, P: Platform> ItemReader<'p, P> {
    pub(super) const fn new(platform: &'p P, now: Timestamp) -> Self {
        Self { platform, now, damaged: Vec::new() }
    }

    /// Reads everything except keyring entries and ledgers, which are read when
    /// an event needs them. `late` are changes that the session area refused.
    pub(super) async fn restore(mut self, late: &Writes<P::Item>) -> Result<State, P::Error> {
        const NAMES: [&str; 13] = [
            SCHEMA_KEY,
            SETTINGS_KEY,
            WATCHED_KEY,
            OFF_KEY,
            NEVER_ASKED_KEY,
            PLACES_OFFERED_KEY,
            CONTAINER_KEY,
            SUBMISSIONS_OFFERED_KEY,
            POLICY_KEY,
            STAMPS_KEY,
            INSTALLATION_KEY,
            IMPORTED_KEYS,
            UNREADABLE_KEY,
        ];
        let platform = self.platform;
        let local = platform.get(StorageArea::Durable, Some(&NAMES)).await?;
        let mut session: Writes<P::Item> = platform
            .get(StorageArea::Session, None)
            .await?
            .into_iter()
            .map(|(name, item)| (name, Some(item)))
            .collect();
        session.extend(late.clone());
        let mut state = State::default();
        // If the list of damaged items is damaged itself, don't report that.
        state.problems.unreadable = self.quietly(&local, UNREADABLE_KEY).unwrap_or_default();
        let schema = self.quietly::<u64>(&local, SCHEMA_KEY);
        if schema.is_some_and(|schema| schema > u64::from(SCHEMA)) {
            state.problems.newer = true;
            platform.warn("the stored data is from a newer version and is left as it is");
            state.adopt(platform.policy().await);
        } else {
            state.chosen = self.read(&local, SETTINGS_KEY).unwrap_or_default();
            state.watched = self.watched_sites(&local)?;
            state.off = self.read(&local, OFF_KEY).unwrap_or_default();
            // If it is unreadable, Sandbar asks again.
            state.never_asked = self.quietly(&local, NEVER_ASKED_KEY).unwrap_or_default();
            // If it is unreadable, Sandbar asks once more.
            state.places_offered = self.quietly(&local, PLACES_OFFERED_KEY).unwrap_or_default();
            // If it is unreadable, Sandbar offers it once more.
            state.submissions_offered = self.quietly(&local, SUBMISSIONS_OFFERED_KEY).unwrap_or_default();
            // If it is unreadable, the container is found by its name.
            state.container = self.quietly::<Option<CookieStore>>(&local, CONTAINER_KEY).flatten();
            // Without versions, this computer compares everything again and
            // loses nothing.
            state.sync.stamps = self.quietly(&local, STAMPS_KEY).unwrap_or_default();
            // The policy of the previous run. A browser that has just started
            // may take seconds to report the current one; `background.js` then
            // sends an event. An unreadable policy will be replaced by that.
            state.adopt(self.quietly(&local, POLICY_KEY).unwrap_or_default());
            self.fingerprinter(&local, &mut state).await?;
        }
        self.session_items(&session, &mut state).await?;
        self.set_aside(&mut state).await;
        Ok(state)
    }

    async fn session_items(&mut self, session: &Writes<P::Item>, state: &mut State) -> Result<(), P::Error> {
        // Pages report again what their tabs showed, so an unreadable item
        // costs nothing.
        for (name, item) in session {
            let number = |prefix: &str| name.strip_prefix(prefix)?.parse().ok().map(TabId);
            let Some(item) = item else { continue };
            if let (Some(tab), Some(known)) = (number(TAB_PREFIX), self.platform.decode(item)) {
                state.tabs.insert(tab, known);
            }
            if let (Some(tab), Some(page)) = (number(PAGE_PREFIX), self.platform.decode(item)) {
                state.sessions.pages.insert(tab, page);
            }
        }
        let item = |name: &str| session.iter().rfind(|(known, _)| known == name)?.1.as_ref();
        let awake: Vec<CookieStore> = item(AWAKE_KEY).and_then(|item| self.platform.decode(item)).unwrap_or_default();
        for store in awake {
            let late = item(&ledger_name(&store)).cloned();
            self.ledger(state, &store, true, late).await?;
        }
        if let Some(mut pauses) = item(PAUSES_KEY).and_then(|item| self.platform.decode::<Pauses>(item)) {
            pauses.retain(|host| state.works_on(host));
            state.pauses = pauses;
        }
        state.quiet = item(QUIET_KEY).and_then(|item| self.platform.decode(item)).unwrap_or_default();
        let copied = item(LAST_COPIED_KEY).and_then(|item| self.platform.decode(item));
        state.last_copied = copied.unwrap_or_default();
        let catches = item(CATCHES_KEY).and_then(|item| self.platform.decode(item));
        state.catches = catches.unwrap_or_default();
        let refused = item(REFUSED_SITES_KEY).and_then(|item| self.platform.decode(item));
        state.problems.refused = refused.unwrap_or_default();
        if let Some(refused) = item(REFUSED_ICONS_KEY).and_then(|item| self.platform.decode::<Vec<String>>(item)) {
            state.refused_icons = refused.into_iter().filter(|host| state.works_on(host)).collect();
        }
        Ok(())
    }

    /// Reads the ledger of a cookie store, unless it was read before. `awake`
    /// is whether it has processed the browser start.
    pub(super) async fn ledger(
        &mut self,
        state: &mut State,
        store: &CookieStore,
        awake: bool,
        private: Option<P::Item>,
    ) -> Result<(), P::Error> {
        if state.sessions.ledger(store).is_some() {
            return Ok(());
        }
        let name = ledger_name(store);
        let ledger = if store.is_private() {
            let stored = match private {
                Some(item) => vec![(name.clone(), item)],
                None => self.platform.get(StorageArea::Session, Some(&[&name])).await?,
            };
            // Pages of private windows report their state again.
            self.quietly(&stored, &name)
        } else if state.problems.newer {
            None
        } else {
            let stored = self.platform.get(StorageArea::Durable, Some(&[&name])).await?;
            self.read(&stored, &name)
        };
        state.sessions.stores.push(Store { name: store.clone(), ledger: ledger.unwrap_or_default(), awake });
        Ok(())
    }

    /// Reads the entries that an event needs, and their partners.
    pub(super) async fn entries(&mut self, state: &mut State, wanted: &Wanted) -> Result<(), P::Error> {
        match wanted {
            Wanted::Entries(fingerprints) => {
                let mut asked: Vec<Fingerprint> = fingerprints.clone();
                // Twice: first the entries, then the partners that were not
                // read yet.
                for _ in 0..2 {
                    if asked.is_empty() {
                        break;
                    }
                    let names: Vec<String> = asked.iter().map(|&fingerprint| entry_name(fingerprint)).collect();
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    let stored = self.platform.get(StorageArea::Durable, Some(&names)).await?;
                    let entries = self.entries_in(&stored);
                    let ring = &mut state.keys.ring;
                    let partners = entries.iter().filter_map(|entry| entry.partner);
                    asked = partners.filter(|&one| ring.get(one).is_none() && !asked.contains(&one)).collect();
                    ring.extend(entries);
                }
            }
            Wanted::All if state.keys.complete => {}
            Wanted::All => {
                let stored = self.platform.get(StorageArea::Durable, None).await?;
                let entries = self.entries_in(&stored);
                state.keys.ring.extend(entries);
                state.keys.complete = true;
            }
        }
        Ok(())
    }

    fn entries_in(&mut self, stored: &Items<P::Item>) -> Vec<Entry> {
        let named = stored.iter().filter(|(name, _)| name.starts_with(ENTRY_PREFIX));
        named.filter_map(|(name, item)| self.read_item(name, item)).collect()
    }

    /// Reads the watched sites. If an address is invalid or unreadable, only
    /// that site is lost.
    fn watched_sites(&mut self, local: &Items<P::Item>) -> Result<Vec<Watched>, P::Error> {
        let stored: Vec<StoredSite> = self.read(local, WATCHED_KEY).unwrap_or_default();
        let sites: Vec<Watched> = stored.iter().filter_map(|site| site.clone().parse()).collect();
        if sites.len() < stored.len() {
            self.replace(local, WATCHED_KEY, Some(self.platform.encode(&sites)?));
        }
        Ok(sites)
    }

    /// Reads the installation keys, and creates this installation's if there is
    /// none. Keys learned under an unstored key could not be recognized later.
    /// So if the store refuses a new key, no keys are known, and the next event
    /// tries again.
    pub(super) async fn fingerprinter(&mut self, local: &Items<P::Item>, state: &mut State) -> Result<(), P::Error> {
        let platform = self.platform;
        let mut written = Writes::new();
        if item_in(local, SCHEMA_KEY).is_none() {
            written.push((SCHEMA_KEY.to_owned(), Some(platform.encode(&SCHEMA)?)));
        }
        let stored: Option<String> = self.read(local, INSTALLATION_KEY);
        let known = stored.as_deref().and_then(InstallationKey::from_storage);
        let is_known = known.is_some();
        let key = match known {
            Some(key) => key,
            None => {
                let mut bytes = platform.random()?;
                let key = InstallationKey::from_random(bytes);
                bytes.zeroize();
                let item = Some(platform.encode(&key.reveal_for_storage())?);
                if item_in(local, INSTALLATION_KEY).is_some() {
                    self.replace(local, INSTALLATION_KEY, item);
                } else {
                    written.push((INSTALLATION_KEY.to_owned(), item));
                }
                key
            }
        };
        let is_stored = write_at_once(platform, StorageArea::Durable, written).await;
        if let Err(error) = &is_stored {
            platform.warn(&error.to_string());
        }
        if !is_known && (is_stored.is_err() || !self.set_aside(state).await) {
            return Ok(());
        }
        let mut fingerprinter = Fingerprinter::new(&key);
        let stored: Vec<String> = self.read(local, IMPORTED_KEYS).unwrap_or_default();
        let keys: Vec<_> = stored.iter().filter_map(|key| InstallationKey::from_storage(key)).collect();
        if !fingerprinter.import(&keys) || keys.len() < stored.len() {
            // Intact keys stay; entries of the others wait for another import.
            let whole: Vec<String> =
                fingerprinter.imported_keys().iter().map(InstallationKey::reveal_for_storage).collect();
            self.replace(local, IMPORTED_KEYS, Some(platform.encode(&whole)?));
        }
        state.keys.fingerprinter = Some(fingerprinter);
        Ok(())
    }

    /// Records that an item must be set aside, and its replacement.
    fn replace(&mut self, stored: &Items<P::Item>, name: &str, by: Option<P::Item>) {
        if let Some(item) = item_in(stored, name) {
            self.damaged.retain(|(known, ..)| known != name);
            self.damaged.push((name.to_owned(), item.clone(), by));
        }
    }

    /// Reads a stored value; `None` if it is absent or unreadable.
    fn read<T: DeserializeOwned>(&mut self, stored: &[(String, P::Item)], name: &str) -> Option<T> {
        self.read_item(name, item_in(stored, name)?)
    }

    fn read_item<T: DeserializeOwned>(&mut self, name: &str, item: &P::Item) -> Option<T> {
        // Removed but not yet cleaned up; see `write_at_once`.
        if self.platform.decode::<Option<bool>>(item) == Some(None) {
            return None;
        }
        let value = self.platform.decode(item);
        if value.is_none() {
            self.damaged.push((name.to_owned(), item.clone(), None));
        }
        value
    }

    /// Reads a stored value whose loss doesn't matter.
    fn quietly<T: DeserializeOwned>(&self, stored: &[(String, P::Item)], name: &str) -> Option<T> {
        self.platform.decode(item_in(stored, name)?)
    }

    /// Sets unreadable values aside, all in one call. Returns whether that
    /// worked for all of them. Values that the store refuses stay in place and
    /// are reported too, and the copy is not tried again until they would be
    /// overwritten.
    pub(super) async fn set_aside(&mut self, state: &mut State) -> bool {
        let mut damaged = std::mem::take(&mut self.damaged);
        damaged.retain(|(name, _, by)| by.is_some() || !state.unmoved.contains(name));
        if damaged.is_empty() || state.problems.newer {
            return damaged.is_empty();
        }
        let (platform, now) = (self.platform, self.now);
        let names: Vec<String> = damaged.iter().map(|(name, ..)| name.clone()).collect();
        names.iter().for_each(|name| platform.warn(name));
        let copies: Vec<String> = names.iter().map(|name| aside(name, now)).collect();
        let listed: Vec<String> = set_aside_names(state).into_iter().chain(copies.iter().cloned()).collect();
        let mut written = Writes::new();
        for (name, item, by) in damaged {
            written.push((aside(&name, now), Some(item)));
            written.push((name, by));
        }
        let is_moved = match platform.encode(&listed) {
            Ok(listed) => {
                written.push((UNREADABLE_KEY.to_owned(), Some(listed)));
                write_at_once(platform, StorageArea::Durable, written).await
            }
            Err(error) => Err(error),
        };
        let problems = &mut state.problems.unreadable;
        problems.retain(|known| !names.iter().any(|name| *known == format!("{UNREADABLE_PREFIX}{name}")));
        state.unmoved.retain(|name| !names.contains(name));
        match is_moved {
            Ok(()) => problems.extend(copies),
            Err(ref error) => {
                platform.warn(&error.to_string());
                problems.extend(names.iter().map(|name| format!("{UNREADABLE_PREFIX}{name}")));
                state.unmoved.extend(names);
            }
        }
        is_moved.is_ok()
    }
}

fn item_in<'i, I>(stored: &'i [(String, I)], name: &str) -> Option<&'i I> {
    stored.iter().find(|(known, _)| known == name).map(|(_, item)| item)
}
