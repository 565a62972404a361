//! The vendors that can be turned on, each with one click and one request by
//! the browser.

use std::cell::Cell;
use std::rc::Rc;

use web_sys::Event;

use crate::access;
use crate::background::{ask, tell};
use crate::dom::listen;
use crate::list::{Item as _, KeyedList, action_of};
use crate::places::Row;
use crate::run::Runner;
use sandbar::protocol::{ExtensionPageMessage, OfferedVendor};
use webext::BrowserError;

/// The list of vendors.
pub struct VendorList {
    runner: Runner,
    list: Rc<KeyedList<Row>>,
    /// The number of changes that the user made. An answer from before a change
    /// must not reset a row.
    changes: Cell<u32>,
}

impl VendorList {
    /// Connects the list in the element `vendors`.
    pub fn new(runner: Runner) -> Rc<Self> {
        let vendors = Rc::new(Self { runner, list: KeyedList::new("vendors"), changes: Cell::new(0) });
        let this = Rc::clone(&vendors);
        listen("vendors", "click", move |event| this.handle_click(event));
        vendors
    }

    /// Reads the vendors and shows them.
    ///
    /// # Errors
    ///
    /// Returns an error if the background or the browser doesn't answer.
    pub async fn load(&self) -> Result<(), BrowserError> {
        let changes = self.changes.get();
        let vendors: Vec<OfferedVendor> = ask(&ExtensionPageMessage::Vendors).await?;
        let mut rows = Vec::with_capacity(vendors.len());
        for vendor in vendors {
            let is_granted = vendor.on && access::are_granted(&vendor.origins).await?;
            rows.push(Row::Vendor(vendor, is_granted));
        }
        // A later change reads the list again.
        if self.changes.get() == changes {
            self.list.render(rows);
        }
        Ok(())
    }

    fn handle_click(self: &Rc<Self>, event: &Event) {
        let Some((key, action)) = action_of(event) else { return };
        let vendor = self.list.find(|row| match row {
            Row::Vendor(vendor, _) if row.key() == key => Some(vendor.clone()),
            _ => None,
        });
        let Some(vendor) = vendor else { return };
        // Ask now, because browsers accept the request only during the click
        // event.
        let request = matches!(&*action, "add" | "allow").then(|| access::request_all(&vendor.origins));
        self.changes.set(self.changes.get().wrapping_add(1));
        let this = Rc::clone(self);
        self.runner.run(async move {
            if action != "allow" {
                // Before it is off: its row has the button only while it is on.
                if action == "forget" {
                    tell(&ExtensionPageMessage::ForgetKeysOf { vendor: vendor.id.clone() }).await?;
                }
                tell(&ExtensionPageMessage::TurnVendor { id: vendor.id, on: action == "add" }).await?;
                this.load().await?;
            }
            // The vendor stays on regardless of the user's answer, and its row
            // shows missing access.
            if let Some(request) = request {
                request.answered().await?;
                this.load().await?;
            }
            // The clicked button is gone.
            this.list.focus(&key, if matches!(&*action, "remove" | "forget") { "add" } else { "remove" });
            Ok(())
        });
    }
}
