//! Telling other computers, and being told.
//!
//! After whatever happened, [`follow`] compares the stamps of this computer
//! with the [area](Area): what is later there is taken in, what is later here
//! is sent. Both are computed anew each time, so nothing has to be remembered
//! of what was not sent yet, and a worker may die between any two effects:
//!
//! - what was changed here gets its stamp before it is kept,
//! - what came from elsewhere gets its stamp after it is kept,
//! - and what is sent bears a stamp that is kept already.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::effect::{Answer, Effect};
use super::event::Event;
use super::keys::save_entries;
use super::persist::Persist;
use super::sender::OpenTab;
use super::settings::{apply_choices, update_all};
use super::state::State;
use super::watched_sites::{unwatch, watch};
use crate::catalogue::watched::Watched;
use crate::credential::fingerprint::{Fingerprint, InstallationKey, MOST_IMPORTED};
use crate::keyring::file::Json;
use crate::keyring::{Entry, Keyring, Sighting};
use crate::protocol::{PanelMessage, SyncFacts};
use crate::settings::Settings;
use crate::settings::fields::SyncedSetting;
use crate::sync::{
    Area, AsSetting, ItemName, ItemValue, Kept, Machine, Plan, Stamp, Stamps, installation_names, print,
};
use crate::time::Timestamp;

/// For how long it is remembered that something was taken away. A computer that
/// hears nothing for longer brings it back.
const REMEMBERED_FOR: Duration = Duration::from_secs(180 * 24 * 60 * 60);

/// How much of it is remembered: more than the area has room for keys, so that
/// forgetting them all is heard everywhere.
const MOST_GONE: usize = 400;

/// What [`follow`] has to know of the time before an event.
pub struct Snapshot {
    /// What counted: what was chosen, beneath what is preset.
    settings: Settings,
    chosen: Settings,
    watched: Vec<Watched>,
    trigger: SyncTrigger,
}

impl Snapshot {
    /// Whether a person waits for the answer.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        matches!(self.trigger, SyncTrigger::Asked | SyncTrigger::Clear)
    }
}

/// Why the area may have to be looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SyncTrigger {
    /// For what the event changes, if it changes anything.
    Change,
    /// It may have changed.
    Area,
    /// The options ask how it stands.
    Asked,
    /// What was synced is to be removed.
    Clear,
}

/// What has to be known before this event is taken.
#[must_use]
pub fn snapshot(state: &State, event: &Event) -> Snapshot {
    let trigger = match event {
        Event::AreaChanged | Event::Started { .. } | Event::Installed { .. } => SyncTrigger::Area,
        Event::Panel(PanelMessage::Sync) => SyncTrigger::Asked,
        Event::Panel(PanelMessage::ClearSync) => SyncTrigger::Clear,
        _ => SyncTrigger::Change,
    };
    Snapshot { settings: state.settings.clone(), chosen: state.chosen.clone(), watched: state.watched.clone(), trigger }
}

/// Whether the whole keyring has to be read before this event is taken: what is
/// to be sent of it is found by looking at all of it.
pub(super) fn wants_all(state: &State, event: &Event) -> bool {
    let settings = match event {
        Event::Panel(PanelMessage::Choose(settings)) => settings,
        Event::Panel(message) if message.declared().changes_keyring => &state.settings,
        Event::Message(_, message) if message.declared().changes_keyring => &state.settings,
        Event::AreaChanged | Event::Started { .. } | Event::Installed { .. } => &state.settings,
        Event::Message(..)
        | Event::Panel(_)
        | Event::Popup(..)
        | Event::Watch(..)
        | Event::Unwatch(..)
        | Event::Import(..)
        | Event::Managed(..)
        | Event::Pressed(..)
        | Event::CookieRemoved { .. }
        | Event::PrivateWindowsClosed
        | Event::Selected(..)
        | Event::Jump(_)
        | Event::Closed(_)
        | Event::Access { .. } => return false,
    };
    settings.sync && settings.sync_keyring && !state.keys.complete
}

/// Whether [`follow`] has anything to do after an event with these effects.
/// Then it needs the area and the open tabs.
#[must_use]
pub fn is_due(state: &State, before: &Snapshot, effects: &[Effect]) -> bool {
    let travels = |effect: &Effect| match effect {
        Effect::Save(item) => match item {
            Persist::Settings(_) | Persist::Watched(_) => true,
            Persist::Entries(_) | Persist::NoEntries(_) | Persist::ImportedKeys(_) => state.settings.sync_keyring,
            _ => false,
        },
        _ => false,
    };
    match before.trigger {
        SyncTrigger::Asked | SyncTrigger::Clear => true,
        SyncTrigger::Area => state.settings.sync,
        SyncTrigger::Change => (state.settings.sync || before.settings.sync) && effects.iter().any(travels),
    }
}

/// What follows for other computers from an event with these effects, and for
/// this one from what they told. Nothing, if the area was not read.
pub fn follow<J: Json>(
    state: &mut State,
    before: &Snapshot,
    effects: Vec<Effect>,
    open: &[OpenTab],
    now: Timestamp,
) -> Vec<Effect> {
    let machine = state.keys.fingerprinter.as_ref().map(Machine::of);
    let (Some(machine), Some(area)) = (machine, state.sync.area.take()) else { return effects };
    let was = state.sync.stamps.clone();
    let mut exchange = Exchange { state, area, machine, now };
    if before.trigger == SyncTrigger::Clear {
        return effects.into_iter().chain(exchange.clear::<J>()).collect();
    }
    exchange.stop_what_is_off();
    exchange.stamp_changes::<J>(before, &effects);
    let stamped = exchange.saved_stamps(&was);
    let was = exchange.state.sync.stamps.clone();
    let taken = exchange.take::<J>(open);
    let gone = exchange.forget_what_is_long_gone();
    let plan = exchange.plan::<J>(&gone);
    let facts = exchange.facts(&plan);
    let settled = exchange.saved_stamps(&was);
    let shared = exchange.share(plan, gone);
    let answer = (before.trigger == SyncTrigger::Asked).then_some(Effect::Answer(Answer::Sync(facts)));
    let then = taken.into_iter().chain(settled).chain(shared).chain(answer);
    stamped.into_iter().chain(effects).chain(then).collect()
}

/// One comparison with the area.
struct Exchange<'s> {
    state: &'s mut State,
    area: Area,
    machine: Machine,
    now: Timestamp,
}

impl Exchange<'_> {
    fn travels(&self, name: &ItemName) -> bool {
        name.travels(&self.state.settings)
    }

    fn stamp(&mut self, name: ItemName, stamp: Stamp) {
        self.state.sync.stamps.insert(name, stamp);
    }

    /// Says it anew: later than here and there.
    fn say_anew(&mut self, name: ItemName) {
        let before = self.state.sync.stamps.get(&name).max(self.area.stamp(&name));
        let stamp = Stamp::next(before, self.now, self.machine.clone());
        self.stamp(name, stamp);
    }

    fn saved_stamps(&self, was: &Stamps) -> Option<Effect> {
        let stamps = &self.state.sync.stamps;
        (stamps != was).then(|| Effect::Save(Persist::Stamps(stamps.clone())))
    }

    /// What is not synced any more is compared anew when it is synced again.
    fn stop_what_is_off(&mut self) {
        let State { sync, settings, .. } = &mut *self.state;
        sync.stamps.retain(|name, _| name.travels(settings));
    }

    /// Gives stamps to what an event changed here.
    fn stamp_changes<J: Json>(&mut self, before: &Snapshot, effects: &[Effect]) {
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
            let is_known = self.state.sync.stamps.contains_key(&name) || self.area.stamp(&name).is_some();
            // Of a key that nobody was told of nobody has to hear anything: if
            // it is there, it is offered as it is.
            if is_known || (!name.is_of_keyring() && self.value(&name).is_some()) {
                self.say_anew(name);
            }
        }
    }

    /// Whether other computers know this of the key, but for when it was seen
    /// last: that alone is not worth telling, and must not undo what they did.
    fn is_told<J: Json>(&self, entry: &Entry) -> bool {
        let name = ItemName::Key(entry.fingerprint);
        let is_same = |told: Entry| Entry { last: Sighting { at: entry.last.at, ..told.last }, ..told } == *entry;
        let is_in_step = self.state.sync.stamps.get(&name).is_some_and(|stamp| self.area.stamp(&name) == Some(stamp));
        is_in_step && self.area.items.get(&name).and_then(Kept::value::<J, Entry>).is_some_and(is_same)
    }

    /// Whether nothing said of it means that it was taken away: in a keyring
    /// that was not read as a whole it does not, and the key of an installation
    /// never is.
    fn can_miss(&self, name: &ItemName) -> bool {
        match name {
            ItemName::Cleared | ItemName::Installation(_) => false,
            ItemName::Key(_) => self.state.keys.complete,
            ItemName::Setting(_) | ItemName::Watched(_) => true,
        }
    }

    /// What is said of it here; none if nothing is.
    fn value(&self, name: &ItemName) -> Option<ItemValue<'_>> {
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

    /// Takes in what is later in the area.
    fn take<J: Json>(&mut self, open: &[OpenTab]) -> Vec<Effect> {
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
            // An import that was taken back took an installation's key with it.
            let is_missed = matches!(name, ItemName::Installation(_)) && self.value(&name).is_none();
            let ours = self.state.sync.stamps.get(&name).filter(|_| !is_missed);
            if ours.is_some_and(|ours| *ours >= stamp) {
                continue;
            }
            let first = ours.is_none();
            match self.take_one::<J>(&name, &kept, &stamp, first, &mut taken) {
                Some(Winner::Theirs) => self.stamp(name, stamp),
                Some(Winner::Ours) => self.say_anew(name),
                // It is left as it is: a newer version may have written it.
                None => drop(self.area.items.get_mut(&name).map(|kept| kept.stamp = None)),
            }
        }
        // From now on that word is heard.
        if self.travels(&ItemName::Cleared) && !self.state.sync.stamps.contains_key(&ItemName::Cleared) {
            self.stamp(ItemName::Cleared, Stamp { at: Timestamp::from_millis(0), by: self.machine.clone() });
        }
        self.kept(&chosen, taken, open)
    }

    /// Takes in one item; none if it cannot be read. `first`: nothing was told
    /// or heard of it here since syncing is on.
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
            // It was said before syncing was turned on here.
            ItemName::Cleared if first => {}
            ItemName::Cleared => {
                chosen.sync = false;
                chosen.sync_keyring = false;
            }
            ItemName::Setting(setting) => setting.set(chosen, &AsSetting::<J>::of(kept))?,
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
                // As from a file: what is more than is kept is left out.
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
                taken.entries.insert(*fingerprint);
            }
            ItemName::Key(fingerprint) => {
                let theirs = kept.value::<J, Entry>().filter(|entry| entry.fingerprint == *fingerprint)?;
                // What both knew before they heard of each other becomes one, as from a file.
                if first {
                    taken.entries.extend(keys.ring.merge([theirs.clone()]).into_iter().map(|(changed, _)| changed));
                    let is_theirs = keys.ring.get(*fingerprint) == Some(&theirs);
                    return Some(if is_theirs { Winner::Theirs } else { Winner::Ours });
                }
                keys.ring.extend([theirs]);
                taken.entries.insert(*fingerprint);
            }
        }
        Some(Winner::Theirs)
    }

    /// Keeps what was taken in, and lets open pages follow.
    fn kept(&mut self, chosen: &Settings, taken: Taken, open: &[OpenTab]) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.state.chosen != *chosen {
            let language = self.state.settings.language;
            effects.push(apply_choices(self.state));
            effects.extend(update_all(self.state, language));
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
        effects.extend(save_entries(&self.state.keys.ring, taken.entries.into_iter().collect()));
        // Nobody here has asked.
        effects.retain(|effect| !matches!(effect, Effect::Answer(_)));
        self.stop_what_is_off();
        effects
    }

    /// Forgets what was taken away long ago, or is more than is remembered;
    /// returns which items are removed for that.
    fn forget_what_is_long_gone(&mut self) -> Vec<ItemName> {
        let mut gone: BTreeMap<ItemName, Stamp> = BTreeMap::new();
        for (name, kept) in self.area.items.iter().filter(|(name, _)| self.can_miss(name)) {
            let stamp = kept.stamp.as_ref().filter(|_| kept.gone && self.travels(name));
            gone.extend(stamp.map(|stamp| (name.clone(), stamp.clone())));
        }
        for (name, stamp) in self.state.sync.stamps.iter().filter(|(name, _)| self.can_miss(name)) {
            match self.value(name) {
                Some(_) => drop(gone.remove(name)),
                None => drop(gone.insert(name.clone(), stamp.clone())),
            }
        }
        let mut gone: Vec<(Stamp, ItemName)> = gone.into_iter().map(|(name, stamp)| (stamp, name)).collect();
        gone.sort_unstable_by(|one, other| other.cmp(one));
        let is_old = |stamp: &Stamp| self.now.since(stamp.at).is_some_and(|age| age > REMEMBERED_FOR);
        let young = gone.iter().take(MOST_GONE).take_while(|(stamp, _)| !is_old(stamp)).count();
        let forgotten: Vec<ItemName> = gone.split_off(young).into_iter().map(|(_, name)| name).collect();
        for name in &forgotten {
            self.state.sync.stamps.remove(name);
        }
        forgotten.into_iter().filter(|name| self.area.items.contains_key(name)).collect()
    }

    /// What is to be sent, and what of it fits.
    fn plan<J: Json>(&mut self, gone: &[ItemName]) -> Plan {
        let wanted = self.wanted(gone);
        let plan =
            self.area.fit(gone, wanted, |name, stamp| print::<J>(stamp, self.value(name).unwrap_or(ItemValue::Gone)));
        for (name, stamp, _) in &plan.sent {
            self.state.sync.stamps.insert(name.clone(), stamp.clone());
        }
        plan
    }

    /// What is later here than in the area: first what was taken away, which
    /// makes room, then in the order of the names, and of the keys first those
    /// that were seen last.
    fn wanted(&self, gone: &[ItemName]) -> Vec<(ItemName, Stamp)> {
        let State { settings, watched, keys, sync, .. } = &*self.state;
        if !settings.sync {
            return Vec::new();
        }
        let is_readable = |name: &ItemName| self.area.items.get(name).is_none_or(|kept| kept.stamp.is_some());
        let can_tell = |name: &ItemName| !name.is_of_keyring() || (settings.sync_keyring && keys.complete);
        let stamped = sync.stamps.iter().filter(|(name, stamp)| self.area.stamp(name) < Some(*stamp));
        let stamped = stamped.filter(|(name, _)| self.value(name).is_some() || self.can_miss(name));
        let stamped = stamped.filter(|(name, _)| !gone.contains(name));
        let stamped = stamped.map(|(name, stamp)| (name.clone(), stamp.clone()));
        // What was here before counts less than anything that was said since.
        let start = Timestamp::from_millis(0);
        let installations = keys.fingerprinter.iter().flat_map(installation_names).map(|name| (name, start));
        let entries = keys.ring.entries().map(|entry| (ItemName::Key(entry.fingerprint), entry.last.at));
        let unstamped = SyncedSetting::all().map(|setting| (ItemName::Setting(setting), start));
        let unstamped = unstamped.chain(watched.iter().map(|site| (ItemName::Watched(site.scope.clone()), start)));
        let unstamped = unstamped.chain(installations.chain(entries).filter(|_| settings.sync_keyring));
        let unstamped = unstamped.filter(|(name, _)| !sync.stamps.contains_key(name));
        let unstamped = unstamped.map(|(name, at)| (name, Stamp { at, by: self.machine.clone() }));
        let wanted = stamped.chain(unstamped).filter(|(name, _)| can_tell(name) && is_readable(name));
        let mut wanted: Vec<(ItemName, Stamp)> = wanted.collect();
        wanted.sort_by_cached_key(|(name, _)| {
            let value = self.value(name);
            // A pair stays together.
            let seen = match value {
                Some(ItemValue::Entry(entry)) => {
                    Some((Reverse(entry.last.at), entry.partner.max(Some(entry.fingerprint))))
                }
                _ => None,
            };
            let other = if seen.is_some() { None } else { Some(name.clone()) };
            (value.is_some(), seen, other)
        });
        wanted
    }

    fn facts(&self, plan: &Plan) -> SyncFacts {
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

    /// Sends and removes; then the area is another.
    fn share(self, plan: Plan, gone: Vec<ItemName>) -> Option<Effect> {
        if plan.sent.is_empty() && gone.is_empty() {
            self.state.sync.area = Some(self.area);
            return None;
        }
        let items = plan.sent.into_iter().map(|(name, _, text)| (name.to_text(), text)).collect();
        Some(Effect::Share { items, gone: gone.iter().map(ItemName::to_text).collect() })
    }

    /// Removes everything, and has every computer stop.
    fn clear<J: Json>(self) -> Vec<Effect> {
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
            // First the word: a computer that only saw things vanish would bring them back.
            Effect::Share { items: word.into_iter().collect(), gone: Vec::new() },
            Effect::Share { items: Vec::new(), gone },
        ]
    }
}

/// Whose word an item bears from now on.
enum Winner {
    /// It is as the area says.
    Theirs,
    /// This computer has more to say.
    Ours,
}

/// What was taken in and is to be kept.
#[derive(Default)]
struct Taken {
    watched: Vec<(crate::catalogue::watched::Scope, Option<Watched>)>,
    installations: bool,
    entries: BTreeSet<Fingerprint>,
}
