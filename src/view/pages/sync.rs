//! The state of syncing, as messages.

use crate::credential::fingerprint::MOST_IMPORTED;
use crate::messages::{MessageKey, message};
use crate::protocol::SyncFacts;
use crate::settings::Settings;

/// A message about syncing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncMessage {
    /// The message for one thing.
    pub one: MessageKey,
    /// The message for several things. Its placeholder is the number.
    pub many: MessageKey,
    /// The number of things.
    pub count: usize,
    /// Whether something does not work.
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
        messages.push(SyncMessage {
            one: message::SYNC_LEFT_ONE,
            many: message::SYNC_LEFT_MANY,
            count: facts.left,
            trouble: true,
        });
    }
    if facts.too_many_installations {
        messages.push(SyncMessage {
            one: message::SYNC_TOO_MANY,
            many: message::SYNC_TOO_MANY,
            count: MOST_IMPORTED,
            trouble: true,
        });
    }
    if facts.pending > 0 {
        messages.push(SyncMessage {
            one: message::SYNC_PENDING_ONE,
            many: message::SYNC_PENDING_MANY,
            count: facts.pending,
            trouble: false,
        });
    }
    if messages.is_empty() {
        messages.push(SyncMessage {
            one: message::SYNC_IN_STEP,
            many: message::SYNC_IN_STEP,
            count: 1,
            trouble: false,
        });
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(sync: bool, facts: SyncFacts) -> Vec<MessageKey> {
        let settings = Settings { sync, ..Settings::default() };
        sync_messages(&settings, facts)
            .iter()
            .map(|messages| if messages.count == 1 { messages.one } else { messages.many })
            .collect()
    }

    #[test]
    fn nothing_is_said_while_it_is_off() {
        assert!(keys(false, SyncFacts { left: 3, ..SyncFacts::default() }).is_empty());
    }

    #[test]
    fn that_all_is_well_is_said_only_where_nothing_else_is() {
        assert_eq!(keys(true, SyncFacts { holds_anything: true, ..SyncFacts::default() }), [message::SYNC_IN_STEP]);
        let facts = SyncFacts { pending: 1, left: 2, holds_anything: true, too_many_installations: true };
        assert_eq!(keys(true, facts), [message::SYNC_LEFT_MANY, message::SYNC_TOO_MANY, message::SYNC_PENDING_ONE]);
    }
}
