//! An event whose texts were scanned for credentials.

use super::event::Event;
use crate::protocol::{Needed, PageText};
use crate::verdict::ScannedText;

/// An event with what was found in its texts: which entries of the keyring it
/// needs follows from that, and so does the answer.
pub struct ScannedEvent {
    pub(super) event: Event,
    /// The texts that the event declares, in its order.
    pub(super) texts: Vec<ScannedText>,
}

impl ScannedEvent {
    /// The event itself.
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

/// The texts in which an event may have credentials.
fn texts_of(event: &Event) -> Vec<&PageText> {
    match needed(event) {
        Needed::InTexts(texts) => texts,
        Needed::None | Needed::These(_) | Needed::All => Vec::new(),
    }
}

/// The entries of the keyring that an event is about.
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
