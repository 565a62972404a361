//! What crosses between content scripts, the background and the extension's pages.
//!
//! A message never says where it comes from: the browser does, and the core
//! decides from that alone which environment it concerns.
//!
//! On the wire a message is an object with one key, its name: `{ keys: { going:
//! { text, beside } } }`, or just the name where nothing belongs to it: `{
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
    AfterEnd, BadgeMessage, Claim, KeysMessage, Message, PagePiece, PageRegion, SessionMessage, StopMessage,
};
pub use declared::{Declared, Needed, SyncedPart};
pub use extension_page::{
    ApartSession, Checked, CheckedKey, ExtensionPageMessage, Imported, KeyCount, KeyringUndo, OfferedVendor, OpenCount,
    PopupFacts, Problems, SyncFacts, WatchedSite,
};
pub use page_text::PageText;
pub use page_view::{EndedView, LearnedView, PageView, QuestionView, SessionView, StopQuestion, StopView};
