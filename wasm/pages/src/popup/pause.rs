//! Pausing Sandbar on a site.

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

fn switch(key: MessageKey, host: String, on: bool, handle: &Handle) -> Element {
    let handle = handle.clone();
    button(key, move |_| {
        let (host, popup) = (host.clone(), handle.clone());
        handle.run(async move {
            tell(&ExtensionPageMessage::Pause { host, on }).await?;
            popup.rerender().await
        });
    })
}
