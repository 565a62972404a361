//! The state of syncing, as messages.

use crate::credential::fingerprint::MOST_IMPORTED;
use crate::messages::{ExtensionText, Phrase, message};
use crate::protocol::SyncFacts;
use crate::settings::Settings;

/// A message about syncing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncMessage {
    /// The text.
    pub text: Phrase,
    /// Whether it is about a problem.
    pub trouble: bool,
}

/// The messages; none while syncing is off.
#[must_use]
pub fn sync_messages(settings: &Settings, facts: SyncFacts) -> Vec<SyncMessage> {
    if !settings.sync {
        return Vec::new();
    }
    let mut messages = Vec::new();
    if facts.left > 0 {
        messages.push(SyncMessage { text: Phrase::Counted(message::SYNC_LEFT, facts.left), trouble: true });
    }
    if facts.too_many_installations {
        let text = ExtensionText::with(message::SYNC_TOO_MANY, MOST_IMPORTED.to_string());
        messages.push(SyncMessage { text: Phrase::Text(text), trouble: true });
    }
    if facts.pending > 0 {
        messages.push(SyncMessage { text: Phrase::Counted(message::SYNC_PENDING, facts.pending), trouble: false });
    }
    if messages.is_empty() {
        messages.push(SyncMessage { text: Phrase::Text(ExtensionText::plain(message::SYNC_IN_STEP)), trouble: false });
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sync: bool, facts: SyncFacts) -> Vec<Phrase> {
        let settings = Settings { sync, ..Settings::default() };
        sync_messages(&settings, facts).into_iter().map(|message| message.text).collect()
    }

    #[test]
    fn nothing_is_said_while_it_is_off() {
        assert!(texts(false, SyncFacts { left: 3, ..SyncFacts::default() }).is_empty());
    }

    #[test]
    fn the_all_is_well_text_appears_only_without_problems() {
        let in_step = Phrase::Text(ExtensionText::plain(message::SYNC_IN_STEP));
        assert_eq!(texts(true, SyncFacts { holds_anything: true, ..SyncFacts::default() }), [in_step]);
        let facts = SyncFacts { pending: 1, left: 2, holds_anything: true, too_many_installations: true };
        let too_many = ExtensionText::with(message::SYNC_TOO_MANY, MOST_IMPORTED.to_string());
        assert_eq!(
            texts(true, facts),
            [Phrase::Counted(message::SYNC_LEFT, 2), Phrase::Text(too_many), Phrase::Counted(message::SYNC_PENDING, 1)]
        );
    }
}
