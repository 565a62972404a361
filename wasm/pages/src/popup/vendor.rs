//! A page of a vendor that can be turned on: the offer to turn it on, and the
//! card if it is on.

use web_sys::Element;

use super::handle::Handle;
use super::pause::changing;
use crate::access;
use crate::background::tell;
use crate::dom::{self, Build, address, button, element, fill, name, paragraph};
use crate::words::{word, word_with};
use sandbar::messages::{MessageKey, message};
use sandbar::protocol::{ExtensionPageMessage, OfferedVendor};
use sandbar::view::pages::vendors::heading;
use webext::words;

/// Offers to turn on the vendor of a page, if it is off.
pub fn render_offer(page: Option<&OfferedVendor>, handle: &Handle) {
    let offered = page.filter(|vendor| !vendor.on);
    dom::show_id("vendor", offered.is_some());
    let Some(vendor) = offered else { return fill("vendor", []) };
    let title = element("h2").attr("id", "vendor-heading").text(&word_with(message::VENDOR_OFFER, &vendor.name));
    let told = paragraph(&word(message::VENDORS_MEANING));
    let learns = (vendor.learns && vendor.is_learning).then(|| paragraph(&word(message::VENDOR_LEARNS_OFF)));
    let ask = asking(message::TURN_ON, vendor, handle);
    fill("vendor", [title, told].into_iter().chain(learns).chain([ask]));
}

/// The content of the card on a page of a vendor that is on.
pub fn card(page: &OfferedVendor, host: &str, is_granted: bool, handle: &Handle) -> Vec<Element> {
    let mut card = vec![
        element("h1").text(&words::message(heading(page).name(), &page.words)),
        address(host),
        element("p").with(&name(&page.name)),
    ];
    if !is_granted {
        let text = paragraph(&word_with(message::SITE_ACCESS_MISSING, host));
        let allow = asking(message::SITE_ACCESS_ALLOW, page, handle);
        card.push(element("div").class("notice row").with(&text).with(&allow));
    }
    if page.by_policy {
        card.push(paragraph(&word(message::SITE_BY_POLICY)).class("quiet"));
    } else {
        let turn_off = ExtensionPageMessage::TurnVendor { id: page.id.clone(), on: false };
        let row = element("div").class("row").with(&changing(message::VENDOR_TURN_OFF, handle, turn_off.clone()));
        card.extend((page.learns && page.is_learning).then(|| paragraph(&word(message::VENDOR_LEARNS)).class("quiet")));
        card.push(if page.learns { row.with(&forgetting(&page.id, turn_off, handle)) } else { row });
    }
    card
}

/// A button that turns a vendor off and forgets its keys.
fn forgetting(id: &str, turn_off: ExtensionPageMessage, handle: &Handle) -> Element {
    let forget = ExtensionPageMessage::ForgetKeysOf { vendor: id.to_owned() };
    let popup = handle.clone();
    button(message::VENDOR_FORGET, move |_| {
        let (turn_off, forget, then) = (turn_off.clone(), forget.clone(), popup.clone());
        popup.run(async move {
            tell(&forget).await?;
            tell(&turn_off).await?;
            then.rerender().await
        });
    })
}

/// A button that turns a vendor on if it is off, and requests access to its
/// hosts.
fn asking(key: MessageKey, vendor: &OfferedVendor, handle: &Handle) -> Element {
    let (vendor, popup) = (vendor.clone(), handle.clone());
    let button = button(key, move |_| {
        // Ask now, because browsers accept the request only during the click
        // event.
        let request = access::request_all(&vendor.origins);
        let (id, then) = (vendor.id.clone(), popup.clone());
        popup.run(async move {
            // Send this before the user answers, because the browser's question
            // may close the popup.
            tell(&ExtensionPageMessage::TurnVendor { id, on: true }).await?;
            then.rerender().await?;
            request.answered().await?;
            then.rerender().await
        });
    });
    button.attr("id", "vendorTurnOn").class("first")
}
