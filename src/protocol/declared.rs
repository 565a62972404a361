//! What each message asks of those who carry it.
//!
//! Every message names it here: the matches are exhaustive, so a new message
//! does not compile before it has.

use super::content::{BadgeMessage, KeysMessage, Message, PageRegion, SessionMessage};
use super::extension_page::PanelMessage;
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

/// Needed of the keyring, which have to be read before the message is handled.
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
const PLAIN: Declared<'static> =
    Declared { repeatable: true, shows_page: false, entries: Needed::None, changes: SyncedPart::Nothing };
const SHOWS_PAGE: Declared<'static> = Declared { shows_page: true, ..PLAIN };
const ONCE: Declared<'static> = Declared { repeatable: false, ..PLAIN };

const fn about(entries: Needed<'_>) -> Declared<'_> {
    Declared { entries, ..PLAIN }
}

const fn changing(entries: Needed<'_>) -> Declared<'_> {
    Declared { entries, changes: SyncedPart::Keyring, ..PLAIN }
}

impl Message {
    /// What it asks of those who carry it.
    #[must_use]
    pub fn declared(&self) -> Declared<'_> {
        match self {
            Self::Badge(message) => match message {
                BadgeMessage::Seen { .. } => SHOWS_PAGE,
                BadgeMessage::IconRefused => PLAIN,
                // Each takes the badge one step further, and its place is a setting.
                BadgeMessage::Move | BadgeMessage::Fold => Declared { changes: SyncedPart::Settings, ..ONCE },
            },
            Self::Keys(message) => match message {
                KeysMessage::Going { text, .. } => about(Needed::InTexts(vec![text])),
                KeysMessage::Belongs { text, .. } => changing(Needed::InTexts(vec![text])),
                KeysMessage::Listed { regions, .. } => {
                    changing(Needed::InTexts(regions.iter().flat_map(PageRegion::texts).collect()))
                }
                KeysMessage::Copied { text, .. } => changing(Needed::InTexts(vec![text])),
                KeysMessage::EndClicked { around, .. } => about(Needed::InTexts(around.texts().collect())),
                KeysMessage::EndCancelled | KeysMessage::Draw | KeysMessage::Read => PLAIN,
                KeysMessage::Here => SHOWS_PAGE,
            },
            Self::Session(message) => match message {
                SessionMessage::Seen { .. } => SHOWS_PAGE,
                SessionMessage::Edited { .. }
                | SessionMessage::Near
                | SessionMessage::Pressed
                | SessionMessage::Begun { .. }
                | SessionMessage::Going { .. }
                | SessionMessage::Left { .. }
                | SessionMessage::Stay
                | SessionMessage::GoTo { .. }
                | SessionMessage::ProfileRebuilt
                | SessionMessage::Copy { .. } => PLAIN,
            },
        }
    }
}

impl PanelMessage {
    /// What it asks of those who carry it.
    #[must_use]
    pub fn declared(&self) -> Declared<'_> {
        match self {
            Self::Check { text } => about(Needed::InTexts(vec![text])),
            Self::Remember { text, .. } => changing(Needed::InTexts(vec![text])),
            Self::Rename { key, .. } | Self::Relocate { key, .. } | Self::Forget { key } => {
                changing(Needed::These(std::slice::from_ref(key)))
            }
            Self::Restore(before) => changing(Needed::These(&before.new)),
            Self::ForgetAll | Self::Import(_) => changing(Needed::All),
            Self::KeyCounts | Self::Keyring | Self::Export => about(Needed::All),
            // It is given away once.
            Self::TakeText => ONCE,
            Self::Popup { .. }
            | Self::Settings
            | Self::Policy
            | Self::Watched
            | Self::Problems
            | Self::Discard { .. }
            | Self::Pause { .. } => PLAIN,
            // Sync looks at all that it may send.
            Self::Choose(_) | Self::Watch(_) | Self::Unwatch(_) | Self::Sync | Self::ClearSync => {
                changing(Needed::None)
            }
        }
    }
}
