//! What sync has to know of the time before an event.

use crate::app::event::Event;
use crate::app::state::State;
use crate::catalogue::watched::Watched;
use crate::protocol::PanelMessage;
use crate::settings::Settings;

/// What [`follow`](super::follow) has to know of the time before an event.
pub struct Snapshot {
    /// What counted: what was chosen, beneath what is preset.
    pub(super) settings: Settings,
    pub(super) chosen: Settings,
    pub(super) watched: Vec<Watched>,
    pub(super) trigger: SyncTrigger,
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
pub(super) enum SyncTrigger {
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
