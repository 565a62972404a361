//! The way back from a change of the keyring: offered until the next one, or
//! for half a minute.

use std::cell::{Cell, RefCell};

use gloo::timers::callback::Timeout;
use web_sys::Element;

use super::ask::tell;
use super::dom::{self, Build, announce, button, element};
use super::options::act;
use super::table;
use super::words::word;
use crate::browser::BrowserError;
use crate::protocol::{Before, PanelMessage};

const OFFERED_FOR: u32 = 30_000;

thread_local! {
    /// What was there before the last change.
    static BEFORE: RefCell<Before> = const { RefCell::new(Before { entries: Vec::new(), new: Vec::new(), imported_keys: None }) };
    /// Which offer this is: one that runs out must not end the next.
    static OFFER: Cell<u32> = const { Cell::new(0) };
}

/// Says what was done, and offers the way back.
pub fn offer(done: &str, before: Before) {
    BEFORE.set(before);
    announce("undo-bar", [said(done), button("undo", |_| act(take_back()))]);
    end_later(OFFER.get().wrapping_add(1));
}

fn said(done: &str) -> Element {
    element("span").text(&word(done))
}

fn end_later(offer: u32) {
    OFFER.set(offer);
    Timeout::new(OFFERED_FOR, move || {
        if OFFER.get() != offer {
            return;
        }
        // Whoever is on the button is about to press it.
        if dom::focused().is_some_and(|element| element.id() == "undo") {
            return end_later(offer);
        }
        BEFORE.take();
        announce("undo-bar", []);
    })
    .forget();
}

async fn take_back() -> Result<(), BrowserError> {
    let before = BEFORE.take();
    let first = before.entries.first().map(|entry| entry.fingerprint);
    OFFER.set(OFFER.get().wrapping_add(1));
    tell(&PanelMessage::Restore(before)).await?;
    announce("undo-bar", [said("didUndo")]);
    // What a file brought is not there any more.
    announce("import-said", []);
    table::load().await?;
    table::focus_key(first);
    Ok(())
}
