//! The state of syncing, as messages.

use crate::credential::fingerprint::MOST_IMPORTED;
use crate::protocol::SyncFacts;
use crate::settings::Settings;

/// A message about syncing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncMessage {
    /// The key for one thing.
    pub one: &'static str,
    /// The key for several things. Its placeholder is the number.
    pub many: &'static str,
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
        messages.push(SyncMessage { one: "syncLeftOne", many: "syncLeftMany", count: facts.left, trouble: true });
    }
    if facts.too_many_installations {
        messages.push(SyncMessage { one: "syncTooMany", many: "syncTooMany", count: MOST_IMPORTED, trouble: true });
    }
    if facts.pending > 0 {
        messages.push(SyncMessage {
            one: "syncPendingOne",
            many: "syncPendingMany",
            count: facts.pending,
            trouble: false,
        });
    }
    if messages.is_empty() {
        messages.push(SyncMessage { one: "syncInStep", many: "syncInStep", count: 1, trouble: false });
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(sync: bool, facts: SyncFacts) -> Vec<&'static str> {
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
        assert_eq!(keys(true, SyncFacts { holds_anything: true, ..SyncFacts::default() }), ["syncInStep"]);
        let facts = SyncFacts { pending: 1, left: 2, holds_anything: true, too_many_installations: true };
        assert_eq!(keys(true, facts), ["syncLeftMany", "syncTooMany", "syncPendingOne"]);
    }
}
