//! What each message asks of those who carry it.
//!
//! Each message says it next to its definition: the matches are exhaustive, so a
//! new message does not compile before it has.

use super::page_text::PageText;
use crate::credential::fingerprint::Fingerprint;

/// What a message asks of those who carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared<'m> {
    /// Whether sending it twice does what sending it once does. A content
    /// script sends such a message again if it was not answered.
    pub repeatable: bool,
    /// Whether it says what a page shows; what the page is to show follows.
    pub shows_page: bool,
    /// The entries of the keyring that it is about.
    pub entries: Needed<'m>,
    /// What it may change of what sync sends.
    pub changes: SyncedPart,
}

/// A part of what sync sends to other computers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncedPart {
    /// None of it.
    Nothing,
    /// Settings or watched sites.
    Settings,
    /// The keyring, or whether it is synced: all of it has to be read.
    Keyring,
}

/// The entries of the keyring that have to be read before a message is handled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needed<'m> {
    /// None.
    None,
    /// Those of the credentials in these texts, and their partners.
    InTexts(Vec<&'m PageText>),
    /// These, and their partners.
    These(&'m [Fingerprint]),
    /// All of them.
    All,
}

/// A message that changes nothing when it is sent again, and needs nothing.
pub(super) const PLAIN: Declared<'static> =
    Declared { repeatable: true, shows_page: false, entries: Needed::None, changes: SyncedPart::Nothing };
/// One that says what its page shows.
pub(super) const SHOWS_PAGE: Declared<'static> = Declared { shows_page: true, ..PLAIN };
/// One that may not be sent again.
pub(super) const ONCE: Declared<'static> = Declared { repeatable: false, ..PLAIN };

/// One that needs these entries.
pub(super) const fn about(entries: Needed<'_>) -> Declared<'_> {
    Declared { entries, ..PLAIN }
}

/// One that needs these entries and may change the keyring.
pub(super) const fn changing(entries: Needed<'_>) -> Declared<'_> {
    Declared { entries, changes: SyncedPart::Keyring, ..PLAIN }
}
