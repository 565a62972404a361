//! Sends items that are newer here than in the sync area.

use std::cmp::Reverse;
use std::time::Duration;

use litemap::LiteMap;

use super::exchange::Exchange;
use crate::app::effect::Effect;
use crate::app::persist::Persist;
use crate::app::settings::apply_choices;
use crate::app::state::State;
use crate::credential::fingerprint::MOST_IMPORTED;
use crate::keyring::Keyring;
use crate::keyring::file::Json;
use crate::protocol::SyncFacts;
use crate::settings::fields::SyncedSetting;
use crate::sort::sort_by;
use crate::sync::stamps::Stamps;
use crate::sync::{ItemName, ItemValue, Kept, Plan, Stamp, installation_names, print};
use crate::time::Timestamp;

/// How long a tombstone is kept. A computer that doesn't sync for longer brings
/// the item back.
const REMEMBERED_FOR: Duration = Duration::from_secs(180 * 24 * 60 * 60);

/// The most tombstones. There are more than the area has room for keys, so that
/// a deletion of all keys reaches every computer.
const MOST_GONE: usize = 400;

impl Exchange<'_> {
    /// Removes expired and surplus tombstones. Returns the items to remove from
    /// the area.
    pub(super) fn forget_what_is_long_gone(&mut self) -> Vec<ItemName> {
        let mut gone: LiteMap<ItemName, Stamp> = LiteMap::new();
        for (name, kept) in self.area.items.iter().filter(|(name, _)| self.can_miss(name)) {
            let stamp = kept.stamp.as_ref().filter(|_| kept.gone && self.travels(name));
            if let Some(stamp) = stamp {
                gone.insert(name.clone(), stamp.clone());
            }
        }
        for (name, stamp) in self.state.sync.stamps.iter().filter(|(name, _)| self.can_miss(name)) {
            match self.value(name) {
                Some(_) => drop(gone.remove(name)),
                None => drop(gone.insert(name.clone(), stamp.clone())),
            }
        }
        let mut gone: Vec<(Stamp, ItemName)> = gone.into_iter().map(|(name, stamp)| (stamp, name)).collect();
        sort_by(&mut gone, |one, other| other.cmp(one));
        let is_old = |stamp: &Stamp| self.now.since(stamp.at).is_some_and(|age| age > REMEMBERED_FOR);
        let young = gone.iter().take(MOST_GONE).take_while(|(stamp, _)| !is_old(stamp)).count();
        let forgotten: Vec<ItemName> = gone.split_off(young).into_iter().map(|(_, name)| name).collect();
        for name in &forgotten {
            self.state.sync.stamps.remove(name);
        }
        forgotten.into_iter().filter(|name| self.area.items.contains_key(name)).collect()
    }

    /// The items to send, and which of them fit.
    pub(super) fn plan<J: Json>(&mut self, gone: &[ItemName]) -> Plan {
        let wanted = self.wanted(gone);
        let plan =
            self.area.fit(gone, wanted, |name, stamp| print::<J>(stamp, self.value(name).unwrap_or(ItemValue::Gone)));
        for (name, stamp, _) in &plan.sent {
            self.state.sync.stamps.insert(name.clone(), stamp.clone());
        }
        plan
    }

    /// The items that are newer here than in the area: tombstones first,
    /// because they free space, then in the order of the names; keys by their
    /// last sighting, newest first.
    fn wanted(&self, gone: &[ItemName]) -> Vec<(ItemName, Stamp)> {
        let State { settings, watched, keys, sync, .. } = &*self.state;
        if !settings.sync {
            return Vec::new();
        }
        // Leave an item from the future, unless it changed here. Otherwise two
        // computers with different clocks would replace each other's version
        // forever.
        let is_replaced = |name: &ItemName, kept: &Kept| kept.is_ahead && self.changed.contains(name);
        let is_readable = |name: &ItemName| {
            self.area.items.get(name).is_none_or(|kept| kept.stamp.is_some() || is_replaced(name, kept))
        };
        let can_tell = |name: &ItemName| !name.is_of_keyring() || (settings.sync_keyring && keys.complete);
        let stamped = sync.stamps.iter().filter(|(name, stamp)| self.area.stamp(name) < Some(*stamp));
        let stamped = stamped.filter(|(name, _)| self.value(name).is_some() || self.can_miss(name));
        let stamped = stamped.filter(|(name, _)| !gone.contains(name));
        let stamped = stamped.map(|(name, stamp)| (name.clone(), stamp.clone()));
        // Data from before sync is older than anything that was sent since.
        let start = Timestamp::from_millis(0);
        let installations = keys.fingerprinter.iter().flat_map(installation_names).map(|name| (name, start));
        let entries = keys.ring.entries().map(|entry| (ItemName::Key(entry.fingerprint), entry.last.at));
        let unstamped = SyncedSetting::all().map(|setting| (ItemName::Setting(setting), start));
        let unstamped = unstamped.chain(watched.iter().map(|site| (ItemName::Watched(site.scope.clone()), start)));
        let unstamped = unstamped.chain(installations.chain(entries).filter(|_| settings.sync_keyring));
        let unstamped = unstamped.filter(|(name, _)| !sync.stamps.contains_key(name));
        let unstamped = unstamped.map(|(name, at)| (name, Stamp { at, by: self.machine.clone() }));
        let wanted = stamped.chain(unstamped).filter(|(name, _)| can_tell(name) && is_readable(name));
        let order = |name: &ItemName| {
            let value = self.value(name);
            // Keep the parts of a pair together.
            let seen = match value {
                Some(ItemValue::Entry(entry)) => {
                    Some((Reverse(entry.last.at), entry.partner.max(Some(entry.fingerprint))))
                }
                _ => None,
            };
            let other = if seen.is_some() { None } else { Some(name.clone()) };
            (value.is_some(), seen, other)
        };
        let mut wanted: Vec<_> = wanted.map(|(name, stamp)| (order(&name), name, stamp)).collect();
        sort_by(&mut wanted, |(one, ..), (other, ..)| one.cmp(other));
        wanted.into_iter().map(|(_, name, stamp)| (name, stamp)).collect()
    }

    pub(super) fn facts(&self, plan: &Plan) -> SyncFacts {
        let entry = |name: &ItemName| match self.value(name) {
            Some(ItemValue::Entry(entry)) => Some(entry.clone()),
            _ => None,
        };
        let left: Keyring = plan.left.iter().filter_map(entry).collect();
        let others = plan.left.len() - left.len();
        let is_strange = |(name, kept): (&ItemName, &Kept)| {
            matches!(name, ItemName::Installation(_)) && kept.stamp.is_none() && self.travels(name)
        };
        let imported = self.state.keys.fingerprinter.as_ref().map_or(0, |known| known.imported_keys().len());
        SyncFacts {
            pending: plan.sent.len(),
            left: others + left.entries().filter(|entry| !entry.is_spoken_for(|partner| left.get(partner))).count(),
            holds_anything: self.area.holds_anything(),
            too_many_installations: imported >= MOST_IMPORTED && self.area.items.iter().any(is_strange),
        }
    }

    /// Sends and removes items. The area must be read again afterwards.
    pub(super) fn share(self, plan: Plan, gone: Vec<ItemName>) -> Option<Effect> {
        if plan.sent.is_empty() && gone.is_empty() {
            self.state.sync.area = Some(self.area);
            return None;
        }
        let items = plan.sent.into_iter().map(|(name, _, text)| (name.to_text(), text)).collect();
        Some(Effect::Share { items, gone: gone.iter().map(ItemName::to_text).collect() })
    }

    /// Removes everything from the area, and turns sync off on every computer.
    pub(super) fn clear<J: Json>(self) -> Vec<Effect> {
        let stamp = Stamp::next(self.area.stamp(&ItemName::Cleared), self.now, self.machine);
        let word = print::<J>(&stamp, ItemValue::Gone).map(|text| (ItemName::Cleared.to_text(), text));
        let State { chosen, sync, .. } = &mut *self.state;
        (chosen.sync, chosen.sync_keyring) = (false, false);
        sync.stamps = Stamps::new();
        let settings = apply_choices(self.state);
        let names = self.area.items.keys().filter(|name| **name != ItemName::Cleared).map(ItemName::to_text);
        let gone = names.chain(self.area.foreign.iter().cloned()).collect();
        vec![
            settings,
            Effect::Save(Persist::Stamps(Stamps::new())),
            // Write `cleared` first: a computer that only sees items disappear
            // would restore them.
            Effect::Share { items: word.into_iter().collect(), gone: Vec::new() },
            Effect::Share { items: Vec::new(), gone },
        ]
    }
}
