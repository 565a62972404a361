//! The name that the user gives to the open page's sandbox.

use web_sys::{Element, HtmlInputElement};

use super::handle::Handle;
use crate::background::tell;
use crate::dom::{self, Build as _, get_as, listen};
use sandbar::catalogue::host_of;
use sandbar::protocol::{ExtensionPageMessage, PopupFacts};

const FIELD: &str = "label-name";

/// Shows the field with the name, on a page of a sandbox.
pub fn render(facts: &PopupFacts) {
    dom::show_id("label", facts.label.is_some());
    let (Some(label), Some(field)) = (&facts.label, get_as::<HtmlInputElement>(FIELD)) else { return };
    let host = host_of(&facts.url).unwrap_or_default();
    let is_shown = |name: &str, value: &str| field.get_attribute(name).is_some_and(|shown| shown == value);
    // Keep what the user is typing, whatever else changes.
    if is_shown("data-host", host) && is_shown("data-label", label) {
        return;
    }
    field.set_value(label);
    drop(Element::from(field.clone()).attr("data-host", host).attr("data-label", label));
}

/// Connects the form.
pub fn connect(handle: &Handle) {
    let handle = handle.clone();
    listen("label-form", "submit", move |event| {
        event.prevent_default();
        let Some(field) = get_as::<HtmlInputElement>(FIELD) else { return };
        let Some(host) = field.get_attribute("data-host") else { return };
        let (label, popup) = (field.value(), handle.clone());
        handle.run(async move {
            tell(&ExtensionPageMessage::NameSandbox { host, label }).await?;
            popup.rerender().await
        });
    });
}
