//! How it stands with other computers, in words.

use crate::credential::fingerprint::MOST_IMPORTED;
use crate::protocol::SyncFacts;
use crate::settings::Settings;

/// A sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Its key for one thing.
    pub one: &'static str,
    /// Its key for several, whose number is its placeholder.
    pub many: &'static str,
    /// How many.
    pub count: usize,
    /// Whether it tells of something that does not work.
    pub trouble: bool,
}

/// What there is to say; nothing while it is off.
#[must_use]
pub fn said(settings: &Settings, facts: SyncFacts) -> Vec<Said> {
    if !settings.sync {
        return Vec::new();
    }
    let mut said = Vec::new();
    if facts.left > 0 {
        said.push(Said { one: "syncLeftOne", many: "syncLeftMany", count: facts.left, trouble: true });
    }
    if facts.too_many_installations {
        said.push(Said { one: "syncTooMany", many: "syncTooMany", count: MOST_IMPORTED, trouble: true });
    }
    if facts.pending > 0 {
        said.push(Said { one: "syncPendingOne", many: "syncPendingMany", count: facts.pending, trouble: false });
    }
    if said.is_empty() {
        said.push(Said { one: "syncInStep", many: "syncInStep", count: 1, trouble: false });
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(sync: bool, facts: SyncFacts) -> Vec<&'static str> {
        let settings = Settings { sync, ..Settings::default() };
        said(&settings, facts).iter().map(|said| if said.count == 1 { said.one } else { said.many }).collect()
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
