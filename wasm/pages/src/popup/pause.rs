//! Pausing Sandbar on a site, and turning it off there.

use web_sys::Element;

use super::handle::Handle;
use crate::background::tell;
use crate::dom::button;
use sandbar::messages::{MessageKey, message};
use sandbar::protocol::{ExtensionPageMessage, PopupFacts};
use sandbar::view::pages::place::Where;

/// The host that can be paused, if the page has one.
pub fn host_of(place: &Where, facts: &PopupFacts) -> Option<String> {
    match (place, &facts.watched) {
        (Where::Portal(here), _) => Some(here.site.host.clone().into_owned()),
        (Where::Elsewhere, Some(watched)) => Some(watched.site.scope.host().to_owned()),
        (Where::Account | Where::Elsewhere, _) => None,
    }
}

/// The button that pauses Sandbar on this host.
pub fn start_button(host: String, handle: &Handle) -> Element {
    switch(message::PAUSE, host, true, handle)
}

/// The button that ends the pause on this host.
pub fn end_button(host: String, handle: &Handle) -> Element {
    switch(message::PAUSE_END, host, false, handle)
}

/// The button that turns Sandbar off on the portal of a page, if it is on one.
pub fn off_button(place: &Where, handle: &Handle) -> Option<Element> {
    let Where::Portal(here) = place else { return None };
    Some(turn(message::TURN_OFF, here.site.host.clone().into_owned(), true, handle))
}

/// The button that turns Sandbar on again on this host.
pub fn on_button(host: String, handle: &Handle) -> Element {
    turn(message::TURN_ON, host, false, handle)
}

fn switch(key: MessageKey, host: String, on: bool, handle: &Handle) -> Element {
    changing(key, handle, move || ExtensionPageMessage::Pause { host: host.clone(), on })
}

fn turn(key: MessageKey, host: String, off: bool, handle: &Handle) -> Element {
    changing(key, handle, move || ExtensionPageMessage::TurnOff { host: host.clone(), off })
}

/// A button that sends a message and shows what follows from it.
fn changing(key: MessageKey, handle: &Handle, message: impl Fn() -> ExtensionPageMessage + 'static) -> Element {
    let handle = handle.clone();
    button(key, move |_| {
        let (message, popup) = (message(), handle.clone());
        handle.run(async move {
            tell(&message).await?;
            popup.rerender().await
        });
    })
}
