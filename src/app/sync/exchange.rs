//! Compares this computer with the sync area.

use super::snapshot::Snapshot;
use crate::app::effect::Effect;
use crate::app::persist::Persist;
use crate::app::state::State;
use crate::catalogue::watched::Watched;
use crate::keyring::file::Json;
use crate::keyring::{Entry, Sighting};
use crate::settings::fields::SyncedSetting;
use crate::sync::stamps::Stamps;
use crate::sync::{Area, ItemName, ItemValue, Kept, Machine, Stamp, installation_names};
use crate::time::Timestamp;

/// A comparison with the sync area.
pub(super) struct Exchange<'s> {
    pub state: &'s mut State,
    pub area: Area,
    pub machine: Machine,
    pub now: Timestamp,
    /// The items that changed here.
    pub changed: Vec<ItemName>,
}

impl Exchange<'_> {
    pub(super) fn travels(&self, name: &ItemName) -> bool {
        name.travels(&self.state.settings)
    }

    pub(super) fn stamp(&mut self, name: ItemName, stamp: Stamp) {
        self.state.sync.stamps.insert(name, stamp);
    }

    /// Gives an item a newer version than here and in the area.
    pub(super) fn say_anew(&mut self, name: ItemName) {
        let before = self.state.sync.stamps.get(&name).max(self.area.stamp(&name));
        let stamp = Stamp::next(before, self.now, self.machine.clone());
        self.changed.push(name.clone());
        self.stamp(name, stamp);
    }

    pub(super) fn saved_stamps(&self, was: &Stamps) -> Option<Effect> {
        let stamps = &self.state.sync.stamps;
        (stamps != was).then(|| Effect::Save(Persist::Stamps(stamps.clone())))
    }

    /// Forgets the versions of items that are no longer synced, so that they
    /// are compared again when sync is turned on again.
    pub(super) fn stop_what_is_off(&mut self) {
        let State { sync, settings, .. } = &mut *self.state;
        sync.stamps.retain(|name, _| name.travels(settings));
    }

    /// Gives versions to the items that an event changed here.
    pub(super) fn stamp_changes<J: Json>(&mut self, before: &Snapshot, effects: &[Effect]) {
        let mut changed: Vec<ItemName> = Vec::new();
        let State { chosen, watched, .. } = &*self.state;
        let is_other = |setting: &SyncedSetting| setting.value(chosen) != setting.value(&before.chosen);
        changed.extend(SyncedSetting::all().filter(is_other).map(ItemName::Setting));
        let differing = |these: &[Watched], those: &[Watched]| -> Vec<ItemName> {
            let new = these.iter().filter(|site| !those.contains(site));
            new.map(|site| ItemName::Watched(site.scope.clone())).collect()
        };
        changed.extend(differing(watched, &before.watched));
        changed.extend(differing(&before.watched, watched));
        for effect in effects {
            match effect {
                Effect::Save(Persist::Entries(entries)) => {
                    let told = entries.iter().filter(|entry| !self.is_told::<J>(entry));
                    changed.extend(told.map(|entry| ItemName::Key(entry.fingerprint)));
                }
                Effect::Save(Persist::NoEntries(gone)) => changed.extend(gone.iter().copied().map(ItemName::Key)),
                _ => {}
            }
        }
        changed.retain(|name| self.travels(name));
        for name in changed {
            let is_there = |kept: &Kept| kept.stamp.is_some() || kept.is_ahead;
            let is_known =
                self.state.sync.stamps.contains_key(&name) || self.area.items.get(&name).is_some_and(is_there);
            // A key that was never synced needs no tombstone; if it still
            // exists, the normal upload covers it.
            if is_known || (!name.is_of_keyring() && self.value(&name).is_some()) {
                self.say_anew(name);
            }
        }
    }

    /// Whether other computers have this entry, ignoring its last sighting. The
    /// sighting alone isn't worth sending, and must not override their changes.
    fn is_told<J: Json>(&self, entry: &Entry) -> bool {
        let name = ItemName::Key(entry.fingerprint);
        let is_same = |told: Entry| Entry { last: Sighting { at: entry.last.at, ..told.last }, ..told } == *entry;
        let is_in_step = self.state.sync.stamps.get(&name).is_some_and(|stamp| self.area.stamp(&name) == Some(stamp));
        is_in_step && self.area.items.get(&name).and_then(Kept::value::<J, Entry>).is_some_and(is_same)
    }

    /// Whether a missing item was deleted here. If the keyring was only partly
    /// read, the entry may exist unread. An installation key is never deleted.
    pub(super) fn can_miss(&self, name: &ItemName) -> bool {
        match name {
            ItemName::Cleared | ItemName::Installation(_) => false,
            ItemName::Key(_) => self.state.keys.complete,
            ItemName::Setting(_) | ItemName::Watched(_) => true,
        }
    }

    /// The value of an item on this computer, if it has one.
    pub(super) fn value(&self, name: &ItemName) -> Option<ItemValue<'_>> {
        let State { chosen, watched, keys, .. } = &*self.state;
        match name {
            ItemName::Cleared => None,
            ItemName::Setting(setting) => setting.value(chosen).map(ItemValue::Setting),
            ItemName::Watched(scope) => watched.iter().find(|site| site.scope == *scope).map(ItemValue::Watched),
            ItemName::Key(fingerprint) => keys.ring.get(*fingerprint).map(ItemValue::Entry),
            ItemName::Installation(_) => {
                let fingerprinter = keys.fingerprinter.as_ref()?;
                let mut known = installation_names(fingerprinter).zip(fingerprinter.installation_keys());
                known.find(|(known, _)| known == name).map(|(_, key)| ItemValue::Installation(key))
            }
        }
    }
}
