//! Properties of each message that the sender and the background need before
//! they handle it.
//!
//! Each message declares them next to its definition. The matches are exhaustive,
//! so a new message does not compile without them.

use super::page_text::PageText;
use crate::credential::fingerprint::Fingerprint;

/// The properties of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared<'m> {
    /// Whether a content script may send it again if it gets no answer.
    pub repeatable: bool,
    /// Whether it reports what its page shows. Such a report counts only while
    /// Sandbar may enter that page.
    pub shows_page: bool,
    /// The keyring entries to read before it is handled.
    pub entries: Needed<'m>,
    /// Which synced data it may change.
    pub changes: SyncedPart,
}

/// Synced data that a message may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncedPart {
    /// Nothing that is synced.
    Nothing,
    /// Settings or watched sites.
    Settings,
    /// The keyring, or whether it is synced. The whole keyring has to be read.
    Keyring,
}

/// The keyring entries to read before a message is handled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needed<'m> {
    /// No entries.
    None,
    /// Entries of the credentials in these texts, and of their partners.
    InTexts(Vec<&'m PageText>),
    /// These entries and their partners.
    These(&'m [Fingerprint]),
    /// All entries.
    All,
}

/// A repeatable message that needs no keyring entries and changes nothing synced.
pub(super) const PLAIN: Declared<'static> =
    Declared { repeatable: true, shows_page: false, entries: Needed::None, changes: SyncedPart::Nothing };
/// A message that reports what its page shows.
pub(super) const SHOWS_PAGE: Declared<'static> = Declared { shows_page: true, ..PLAIN };
/// A message that must not be sent again.
pub(super) const ONCE: Declared<'static> = Declared { repeatable: false, ..PLAIN };

/// A message that needs these entries.
pub(super) const fn about(entries: Needed<'_>) -> Declared<'_> {
    Declared { entries, ..PLAIN }
}

/// A message that needs these entries and may change the keyring, or settings
/// that sync compares with it.
pub(super) const fn changing(entries: Needed<'_>) -> Declared<'_> {
    Declared { entries, changes: SyncedPart::Keyring, ..PLAIN }
}
