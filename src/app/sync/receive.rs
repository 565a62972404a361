//! Applies items that are newer in the sync area than here.

use super::exchange::Exchange;
use crate::app::effect::Effect;
use crate::app::entries::save_entries;
use crate::app::persist::Persist;
use crate::app::sender::OpenTab;
use crate::app::settings::{apply_choices, update_all};
use crate::app::state::State;
use crate::app::vendors::follow;
use crate::app::watched_sites::{unwatch, watch};
use crate::catalogue::watched::{Scope, Watched};
use crate::credential::fingerprint::{Fingerprint, InstallationKey};
use crate::keyring::Entry;
use crate::keyring::file::Json;
use crate::settings::Settings;
use crate::sync::{AsSetting, ItemName, Kept, Stamp, installation_names};
use crate::time::Timestamp;

/// Which version of an item is kept.
enum Winner {
    /// The one in the area.
    Theirs,
    /// The one on this computer.
    Ours,
}

/// The received changes to save.
#[derive(Default)]
struct Taken {
    watched: Vec<(Scope, Option<Watched>)>,
    installations: bool,
    entries: Vec<Fingerprint>,
}

impl Exchange<'_> {
    /// Applies the items that are newer in the area.
    pub(super) fn take<J: Json>(&mut self, open: &[OpenTab]) -> Vec<Effect> {
        let names: Vec<ItemName> = self.area.items.keys().cloned().collect();
        let mut taken = Taken::default();
        let chosen = self.state.chosen.clone();
        for name in names {
            let can_tell = !name.is_of_keyring() || self.state.keys.complete;
            if !can_tell || !self.travels(&name) {
                continue;
            }
            let Some(kept) = self.area.items.get(&name).cloned() else { continue };
            let Some(stamp) = kept.stamp.clone() else { continue };
            // Undoing an import also removed its installation key.
            let is_missed = matches!(name, ItemName::Installation(_)) && self.value(&name).is_none();
            let ours = self.state.sync.stamps.get(&name).filter(|_| !is_missed);
            if ours.is_some_and(|ours| *ours >= stamp) {
                continue;
            }
            let first = ours.is_none();
            match self.take_one::<J>(&name, &kept, &stamp, first, &mut taken) {
                Some(Winner::Theirs) => self.stamp(name, stamp),
                Some(Winner::Ours) => self.say_anew(name),
                // Leave it: a newer version of Sandbar may have written it.
                None => drop(self.area.items.get_mut(&name).map(|kept| kept.stamp = None)),
            }
        }
        // Start honoring `cleared` from now on.
        if self.travels(&ItemName::Cleared) && !self.state.sync.stamps.contains_key(&ItemName::Cleared) {
            self.stamp(ItemName::Cleared, Stamp { at: Timestamp::from_millis(0), by: self.machine.clone() });
        }
        self.kept(&chosen, taken, open)
    }

    /// Applies one item; `None` if it can't be read. `first` means that it was
    /// neither sent nor received here since sync was turned on.
    fn take_one<J: Json>(
        &mut self,
        name: &ItemName,
        kept: &Kept,
        stamp: &Stamp,
        first: bool,
        taken: &mut Taken,
    ) -> Option<Winner> {
        let State { chosen, watched, keys, .. } = &mut *self.state;
        match name {
            // It was sent before sync was turned on here.
            ItemName::Cleared if first => {}
            ItemName::Cleared => {
                chosen.sync = false;
                chosen.sync_keyring = false;
            }
            ItemName::Setting(setting) => {
                let own = first.then(|| chosen.labels.clone());
                setting.set(chosen, &AsSetting::<J>::of(kept))?;
                // Keep names that were given here before sync was turned on.
                if own.is_some_and(|own| chosen.labels.add_missing(&own)) {
                    return Some(Winner::Ours);
                }
            }
            ItemName::Watched(scope) => {
                let here = watched.iter().any(|site| site.scope == *scope);
                if !kept.gone {
                    let site = kept.value::<J, Watched>().filter(|site| site.scope == *scope)?;
                    taken.watched.push((scope.clone(), Some(site)));
                } else if here && first {
                    return Some(Winner::Ours);
                } else if here {
                    taken.watched.push((scope.clone(), None));
                }
            }
            ItemName::Installation(_) => {
                let key = InstallationKey::from_storage(&kept.value::<J, String>()?)?;
                let mut with = keys.fingerprinter.clone()?;
                // As with a file, keys beyond the limit are left out.
                if !with.import([&key]) || !installation_names(&with).any(|known| known == *name) {
                    return None;
                }
                taken.installations |= with.imported_keys() != keys.fingerprinter.as_ref()?.imported_keys();
                keys.fingerprinter = Some(with);
            }
            ItemName::Key(fingerprint) if kept.gone => {
                let seen = keys.ring.get(*fingerprint).map(|entry| entry.last.at);
                if first && seen.is_some_and(|seen| seen > stamp.at) {
                    return Some(Winner::Ours);
                }
                keys.ring.remove(*fingerprint);
                taken.entries.push(*fingerprint);
            }
            ItemName::Key(fingerprint) => {
                let theirs = kept.value::<J, Entry>().filter(|entry| entry.fingerprint == *fingerprint)?;
                // Merge what both computers knew before they synced, as with a
                // file.
                if first {
                    taken.entries.extend(keys.ring.merge([theirs.clone()]).into_iter().map(|(changed, _)| changed));
                    let is_theirs = keys.ring.get(*fingerprint) == Some(&theirs);
                    return Some(if is_theirs { Winner::Theirs } else { Winner::Ours });
                }
                keys.ring.extend([theirs]);
                taken.entries.push(*fingerprint);
            }
        }
        Some(Winner::Theirs)
    }

    /// Saves what was received, and updates open pages.
    fn kept(&mut self, chosen: &Settings, taken: Taken, open: &[OpenTab]) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.state.chosen != *chosen {
            let language = self.state.settings.language;
            let vendors = self.state.catalogue.on().to_vec();
            effects.push(apply_choices(self.state));
            effects.extend(update_all(self.state, language));
            effects.extend(follow(self.state, &vendors, open));
        }
        for (scope, site) in taken.watched {
            effects.extend(match site {
                Some(site) => watch(self.state, site, open),
                None => unwatch(self.state, &scope, open),
            });
        }
        if let Some(fingerprinter) = self.state.keys.fingerprinter.as_ref().filter(|_| taken.installations) {
            effects.push(Effect::Save(Persist::ImportedKeys(fingerprinter.imported_keys())));
        }
        effects.extend(save_entries(&self.state.keys.ring, taken.entries));
        // No page here is waiting for an answer.
        effects.retain(|effect| !matches!(effect, Effect::Answer(_)));
        self.stop_what_is_off();
        effects
    }
}
