//! Pauses Sandbar on a site, or turns it off there.

use web_sys::Element;

use super::handle::Handle;
use crate::background::tell;
use crate::dom::{self, Build, button};
use sandbar::catalogue::host_of as host_at;
use sandbar::messages::{MessageKey, message};
use sandbar::protocol::{ExtensionPageMessage, PopupFacts};
use sandbar::view::pages::place::Where;

/// The host of the page, if it can be paused.
pub fn host_of(place: &Where, facts: &PopupFacts) -> Option<String> {
    match (place, &facts.watched) {
        _ if facts.vendor.as_ref().is_some_and(|page| page.on) => host_at(&facts.url).map(str::to_owned),
        (Where::Portal(here), _) => Some(here.site.host.clone().into_owned()),
        (Where::Elsewhere, Some(watched)) => Some(watched.site.scope.host().to_owned()),
        (Where::Account | Where::Elsewhere, _) => None,
    }
}

/// Shows the buttons for the page's site: the pause on every site where Sandbar
/// works, and turning off on portals.
pub fn render(place: &Where, facts: &PopupFacts) {
    let is_on = facts.silent_until.is_none() && !facts.off;
    let host = host_of(place, facts);
    dom::show_id("pause", is_on && host.is_some());
    dom::show_id("turnOff", !facts.off && matches!(place, Where::Portal(_)));
    if let Some(tools) = dom::get("tools") {
        drop(tools.attr(HOST, host.as_deref().unwrap_or_default()));
    }
}

/// Connects these buttons.
pub fn listen(handle: &Handle) {
    let silence = |id, handle: Handle, message: fn(String) -> ExtensionPageMessage| {
        dom::listen(id, "click", move |_| {
            let host = dom::get("tools").and_then(|tools| tools.get_attribute(HOST)).unwrap_or_default();
            change(&handle, message(host));
        });
    };
    silence("pause", handle.clone(), |host| ExtensionPageMessage::Pause { host, on: true });
    silence("turnOff", handle.clone(), |host| ExtensionPageMessage::TurnOff { host, off: true });
}

/// The attribute with the host of the buttons.
const HOST: &str = "data-host";

/// The button that ends the pause on this host.
pub fn end_button(host: String, handle: &Handle) -> Element {
    changing(message::PAUSE_END, handle, ExtensionPageMessage::Pause { host, on: false })
}

/// The button that turns Sandbar on again on this host.
pub fn on_button(host: String, handle: &Handle) -> Element {
    changing(message::TURN_ON, handle, ExtensionPageMessage::TurnOff { host, off: false })
}

/// A button that sends a message and shows the result.
pub fn changing(key: MessageKey, handle: &Handle, message: ExtensionPageMessage) -> Element {
    let handle = handle.clone();
    button(key, move |_| change(&handle, message.clone()))
}

fn change(handle: &Handle, message: ExtensionPageMessage) {
    let popup = handle.clone();
    handle.run(async move {
        tell(&message).await?;
        popup.rerender().await
    });
}
