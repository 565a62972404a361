//! Messages between content scripts, the background and the extension's pages.
//!
//! A message never contains its origin. The browser reports it, and only that
//! decides which environment the message concerns.
//!
//! On the wire, a message is an object whose single key is its name: `{ keys: {
//! going: { text, beside } } }`, or just the name if it has no content: `{
//! badge: "move" }`.

mod apart;
mod catches;
mod content;
mod declared;
mod extension_page;
pub mod limits;
mod page_text;
mod page_view;
#[cfg(test)]
mod typescript;

pub use crate::session::TabId;
pub use apart::{ApartAnswer, ApartOffer, ApartOutcome, ApartWay, StoreKind};
pub use catches::{CatchFields, CatchLine, Choice};
pub use content::{
    AfterEnd, BadgeMessage, Claim, KeysMessage, Message, PagePiece, PageRegion, SessionMessage, StopControl,
    StopMessage,
};
pub use declared::{Declared, Needed, SyncedPart};
pub use extension_page::{
    ApartSession, Checked, CheckedKey, ExtensionPageMessage, Imported, KeyCount, KeyringUndo, OfferedVendor, OpenCount,
    PopupFacts, Problems, SyncFacts, WatchedSite,
};
pub use page_text::PageText;
pub use page_view::{EndedView, LearnedView, PageView, QuestionView, SessionView, StopQuestion, StopView};
