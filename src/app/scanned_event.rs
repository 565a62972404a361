//! An event whose texts have been scanned for credentials.

use super::event::Event;
use crate::protocol::{Needed, PageText};
use crate::verdict::ScannedText;

/// An event with the credentials found in its texts. They determine which
/// keyring entries it needs, and the answer.
pub struct ScannedEvent {
    pub(super) event: Event,
    /// The scanned texts, in the event's order.
    pub(super) texts: Vec<ScannedText>,
}

impl ScannedEvent {
    /// The event.
    #[must_use]
    pub const fn event(&self) -> &Event {
        &self.event
    }
}

impl From<Event> for ScannedEvent {
    fn from(event: Event) -> Self {
        let texts = texts_of(&event).into_iter().map(|text| ScannedText::of(text.as_str())).collect();
        Self { event, texts }
    }
}

/// The texts of an event that may contain credentials.
fn texts_of(event: &Event) -> Vec<&PageText> {
    match needed(event) {
        Needed::InTexts(texts) => texts,
        Needed::None | Needed::These(_) | Needed::All => Vec::new(),
    }
}

/// The keyring entries that an event refers to.
pub(super) fn needed(event: &Event) -> Needed<'_> {
    match event {
        Event::Message(_, message) => message.declared().entries,
        Event::ExtensionPage(message) => message.declared().entries,
        Event::Import(..) => Needed::All,
        Event::Popup(..)
        | Event::Watch(..)
        | Event::Unwatch(..)
        | Event::TurnOff { .. }
        | Event::TurnVendor { .. }
        | Event::Managed(..)
        | Event::SignOutClicked(..)
        | Event::CookieRemoved { .. }
        | Event::AreaChanged
        | Event::SitesRefused(_)
        | Event::PrivateWindowsClosed
        | Event::OpenApart(..)
        | Event::ContainerOpened(_)
        | Event::ContainerRemoved(_)
        | Event::Selected(..)
        | Event::Jump(_)
        | Event::Closed(_)
        | Event::Started { .. }
        | Event::Access { .. }
        | Event::CoreLoaded { .. }
        | Event::Installed { .. } => Needed::None,
    }
}
