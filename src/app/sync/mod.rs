//! Syncs settings, watched sites and keys through `storage.sync`.
//!
//! After an event that may change what is sent, [`follow`] compares the stamps
//! of this computer with the [area](crate::sync::Area): what is later there is received, what is later here
//! is sent. Both are computed each time, so nothing has to be remembered about what was
//! not sent yet, and a worker may stop between any two effects:
//!
//! - what was changed here gets its stamp before it is kept,
//! - what came from elsewhere gets its stamp after it is kept,
//! - and what is sent bears a stamp that is kept already.
//!
//! - `snapshot`: what has to be known of the time before an event
//! - `exchange`: one comparison with the area
//! - `receive`, `send`: what it takes in, and what it sends

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

/// Whether the whole keyring has to be read before this event is handled: only
/// all of it shows which keys have to be sent.
pub(super) fn wants_all(state: &State, event: &Event) -> bool {
    let settings = match event {
        Event::ExtensionPage(ExtensionPageMessage::Choose(settings)) => settings,
        Event::AreaChanged | Event::Started { .. } | Event::Installed { .. } => &state.settings,
        event if event.changes() == SyncedPart::Keyring => &state.settings,
        _ => return false,
    };
    settings.sync && settings.sync_keyring && !state.keys.complete
}

/// Whether [`follow`] has anything to do after an event with these effects.
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

/// Whether what is stored is also sent to other computers.
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

/// The effects of an event, with what has to be sent to other computers after
/// it and what was received from them. The same effects if the area was not read.
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
    // A clock that was ahead and is right again.
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
