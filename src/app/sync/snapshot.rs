//! What sync has to know of the time before an event.

use crate::app::event::Event;
use crate::app::state::State;
use crate::catalogue::watched::Watched;
use crate::protocol::{ExtensionPageMessage, SyncedPart};
use crate::settings::Settings;

/// What [`follow`](super::follow) has to know of the time before an event.
pub struct Snapshot {
    /// The effective settings.
    pub(super) settings: Settings,
    pub(super) chosen: Settings,
    pub(super) watched: Vec<Watched>,
    pub(super) trigger: SyncTrigger,
}

impl Snapshot {
    /// Whether the user waits for the answer.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        matches!(self.trigger, SyncTrigger::Asked | SyncTrigger::Clear)
    }
}

/// Why the area may have to be looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SyncTrigger {
    /// For what the event changes, if it changes anything.
    Change,
    /// It may have changed.
    Area,
    /// The options ask for the state of sync.
    Asked,
    /// What was synced is to be removed.
    Clear,
}

impl SyncTrigger {
    /// Why sync looks at the area after this event; none if the event changes
    /// nothing that is sent.
    fn of(event: &Event) -> Option<Self> {
        match event {
            Event::AreaChanged | Event::Started { .. } | Event::Installed { .. } => Some(Self::Area),
            Event::ExtensionPage(ExtensionPageMessage::Sync) => Some(Self::Asked),
            Event::ExtensionPage(ExtensionPageMessage::ClearSync) => Some(Self::Clear),
            event => (event.changes() != SyncedPart::Nothing).then_some(Self::Change),
        }
    }
}

/// What has to be known before this event is handled; none if sync has nothing
/// to do after it.
#[must_use]
pub fn snapshot(state: &State, event: &Event) -> Option<Snapshot> {
    let trigger = SyncTrigger::of(event)?;
    let State { settings, chosen, watched, .. } = state;
    Some(Snapshot { settings: settings.clone(), chosen: chosen.clone(), watched: watched.clone(), trigger })
}
