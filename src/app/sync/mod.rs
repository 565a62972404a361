//! Syncs settings, watched sites and keys through `storage.sync`.
//!
//! After an event that may change synced data, [`follow`] compares the versions
//! on this computer with the [area](crate::sync::Area). Items that are newer
//! there are received, items that are newer here are sent. This is computed
//! from scratch each time, so there is no queue to remember, and a worker may
//! stop between any two effects:
//!
//! - A local change gets its version before it is saved.
//! - A received change gets its version after it is saved.
//! - A sent item has a version that is already saved.
//!
//! - `snapshot`: the state that is needed from before an event
//! - `exchange`: one comparison with the area
//! - `receive`, `send`: the two directions

mod exchange;
mod receive;
mod send;
mod snapshot;

use super::effect::{Answer, Effect};
use super::event::Event;
use super::persist::Persist;
use super::sender::OpenTab;
use super::state::State;
use crate::keyring::file::Json;
use crate::protocol::{ExtensionPageMessage, SyncedPart};
use crate::settings::Settings;
use crate::sync::Machine;
use crate::time::Timestamp;
use exchange::Exchange;
use snapshot::SyncTrigger;

pub use snapshot::{Snapshot, snapshot};

/// Whether the whole keyring must be read before this event is handled. Without
/// it, the keys to send are unknown.
pub(super) fn wants_all(state: &State, event: &Event) -> bool {
    let settings = match event {
        Event::ExtensionPage(ExtensionPageMessage::Choose(settings)) => settings,
        Event::AreaChanged | Event::Started { .. } | Event::Installed { .. } => &state.settings,
        event if event.changes() == SyncedPart::Keyring => &state.settings,
        _ => return false,
    };
    settings.sync && settings.sync_keyring && !state.keys.complete
}

/// Whether [`follow`] has something to do after an event with these effects.
/// Then it needs the area and the open tabs.
#[must_use]
pub fn is_due(state: &State, before: &Snapshot, effects: &[Effect]) -> bool {
    match before.trigger {
        SyncTrigger::Asked | SyncTrigger::Clear => true,
        SyncTrigger::Area => state.settings.sync,
        SyncTrigger::Change => {
            let travels = |effect: &Effect| matches!(effect, Effect::Save(item) if travels(item, &state.settings));
            (state.settings.sync || before.settings.sync) && effects.iter().any(travels)
        }
    }
}

/// Whether this stored change is also sent to other computers.
const fn travels(item: &Persist, settings: &Settings) -> bool {
    match item {
        Persist::Settings(_) | Persist::Watched(_) => true,
        Persist::Entries(_) | Persist::NoEntries(_) | Persist::ImportedKeys(_) => settings.sync_keyring,
        Persist::Policy(_)
        | Persist::Stamps(_)
        | Persist::Ledger(..)
        | Persist::NoLedger(_)
        | Persist::Awake(_)
        | Persist::Page(..)
        | Persist::Tab(..)
        | Persist::RefusedIcons(_)
        | Persist::RefusedSites(_)
        | Persist::Pauses(_)
        | Persist::Quiet(_)
        | Persist::NeverAsked(_)
        | Persist::LastCopied(_)
        | Persist::Off(_)
        | Persist::PlacesOffered
        | Persist::Catches(_)
        | Persist::SubmissionsOffered
        | Persist::Container(_) => false,
    }
}

/// Adds the effects of sync to those of an event: what is sent to other
/// computers, and what was received. Returns the effects unchanged if the area
/// wasn't read.
pub fn follow<J: Json>(
    state: &mut State,
    before: &Snapshot,
    effects: Vec<Effect>,
    open: &[OpenTab],
    now: Timestamp,
) -> Vec<Effect> {
    let machine = state.keys.fingerprinter.as_ref().map(Machine::of);
    let (Some(machine), Some(mut area)) = (machine, state.sync.area.take()) else { return effects };
    let was = state.sync.stamps.clone();
    area.refuse_future(now);
    // Drop versions from the future, which a fast clock has left behind.
    state.sync.stamps.retain(|_, stamp| !stamp.is_ahead(now));
    let mut exchange = Exchange { state, area, machine, now, changed: Vec::new() };
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
    let mut all: Vec<Effect> = stamped.into_iter().collect();
    all.extend(effects);
    all.extend(taken);
    all.extend(settled);
    all.extend(shared);
    all.extend(answer);
    all
}
