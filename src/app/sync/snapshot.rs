//! The state that sync needs from before an event.

use crate::app::event::Event;
use crate::app::state::State;
use crate::catalogue::watched::Watched;
use crate::protocol::{ExtensionPageMessage, SyncedPart};
use crate::settings::Settings;

/// The state that [`follow`](super::follow) needs from before an event.
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

/// Why the area may have to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SyncTrigger {
    /// The event may change synced data.
    Change,
    /// The area may have changed.
    Area,
    /// The options page asks for the state of sync.
    Asked,
    /// Everything that was synced must be removed.
    Clear,
}

impl SyncTrigger {
    /// Why sync reads the area after this event; `None` if the event changes no
    /// synced data.
    fn of(event: &Event) -> Option<Self> {
        match event {
            Event::AreaChanged | Event::Started { .. } | Event::Installed { .. } => Some(Self::Area),
            Event::ExtensionPage(ExtensionPageMessage::Sync) => Some(Self::Asked),
            Event::ExtensionPage(ExtensionPageMessage::ClearSync) => Some(Self::Clear),
            event => (event.changes() != SyncedPart::Nothing).then_some(Self::Change),
        }
    }
}

/// The snapshot before this event is handled; `None` if sync has nothing to do
/// after it.
#[must_use]
pub fn snapshot(state: &State, event: &Event) -> Option<Snapshot> {
    let trigger = SyncTrigger::of(event)?;
    let State { settings, chosen, watched, .. } = state;
    Some(Snapshot { settings: settings.clone(), chosen: chosen.clone(), watched: watched.clone(), trigger })
}
