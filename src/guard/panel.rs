//! What the extension's own pages ask for.

use super::{Answer, Effect, Item, State, registered};
use crate::protocol::PanelMessage;

/// A page of the extension asks for something.
pub(super) fn message(state: &mut State, message: &PanelMessage) -> Vec<Effect> {
    match *message {
        PanelMessage::StrictPaste { on } => {
            state.settings.strict_paste = on;
            vec![
                Effect::Save(Item::Settings(state.settings.clone())),
                registered(state),
                Effect::Answer(Answer::Done {}),
            ]
        }
    }
}
