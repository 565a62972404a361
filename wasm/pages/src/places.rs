//! Places where keys are pasted: common ones, and any other site. Each is added
//! with one click and one request by the browser.

use std::cell::Cell;
use std::rc::Rc;

use web_sys::{Element, Event, HtmlInputElement};

use crate::access::{self, Watching};
use crate::background::tell;
use crate::dom::{self, Build, get_as, listen};
use crate::list::{Item, KeyedList, action_of};
use crate::run::{Runner, Work};
use crate::template::Parts;
use crate::words::{word, word_with};
use sandbar::catalogue::Catalogue;
use sandbar::catalogue::watched::{Scope, Watched};
use sandbar::messages::{MessageKey, message};
use sandbar::protocol::{ExtensionPageMessage, OfferedVendor};
use sandbar::view::pages::first_steps::{PlaceRow, PlaceState, own_address_names, place_rows};
use sandbar::view::pages::vendors::{VendorState, hosts, state_of};
use sandbar::view::pages::watching::refused_text;
use webext::BrowserError;

/// A row in a list of things that can be added: a place, or a vendor and
/// whether Sandbar has access to its portals. It is one type, so that both
/// kinds of lists are compiled only once.
#[derive(Clone, PartialEq)]
pub enum Row {
    Place(PlaceRow),
    Vendor(OfferedVendor, bool),
}

impl Item for Row {
    fn key(&self) -> String {
        match self {
            Self::Place(place) => place.site.scope.address(),
            Self::Vendor(vendor, _) => vendor.id.clone(),
        }
    }

    fn template(&self) -> &'static str {
        match self {
            Self::Place(_) => "place-row",
            Self::Vendor(..) => "vendor-row",
        }
    }

    fn fill(&self, row: &Element) {
        match self {
            Self::Place(PlaceRow { name, site, state, can_go }) => {
                let address = site.scope.address();
                row.set_text("name", name.unwrap_or(&address));
                row.set_text("address", if name.is_some() { &address } else { "" });
                row.show_part("checked", *state == PlaceState::Checked);
                row.show_part("missing", *state == PlaceState::NoAccess);
                let shown = [*state == PlaceState::Free, *state == PlaceState::NoAccess, *can_go];
                show_controls(row, name.unwrap_or(&address), [message::PLACE_ADD, message::SITE_REMOVE], shown);
            }
            Self::Vendor(vendor, is_granted) => {
                let state = state_of(vendor, *is_granted);
                row.set_text("name", &vendor.name);
                row.set_text("address", &hosts(vendor));
                row.show_part("missing", state == VendorState::NoAccess);
                let shown = [state == VendorState::Off, state == VendorState::NoAccess, vendor.on && !vendor.by_policy];
                show_controls(row, &vendor.name, [message::TURN_ON, message::VENDOR_TURN_OFF], shown);
                let [_, _, may_go] = shown;
                show_control(row, &vendor.name, ("forget", message::VENDOR_FORGET), may_go && vendor.learns);
                let learns = vendor.learns && vendor.is_learning;
                row.show_part("learns", may_go && learns);
                row.show_part("learnsOff", state == VendorState::Off && learns);
                row.show_part("policy", vendor.by_policy);
            }
        }
    }
}

/// Shows the applicable controls: add, allow access, remove. Outside the
/// context of its row, a control's name must say what it is about.
fn show_controls(row: &Element, name: &str, [add, remove]: [MessageKey; 2], shown: [bool; 3]) {
    let controls = [("add", add), ("allow", message::SITE_ACCESS_ALLOW), ("remove", remove)];
    for (control, shown) in controls.into_iter().zip(shown) {
        show_control(row, name, control, shown);
    }
}

fn show_control(row: &Element, name: &str, (action, key): (&str, MessageKey), shown: bool) {
    if let Some(control) = row.control(action) {
        dom::show(&control.attr("aria-label", &format!("{}: {name}", word(key))), shown);
    }
}

/// The list of places, and the field for another address.
pub struct Places {
    runner: Runner,
    catalogue: Rc<Catalogue>,
    list: Rc<KeyedList<Row>>,
    /// Whether the list leaves out watched sites, because the page already
    /// lists them.
    only_new: bool,
    /// The number of changes that the user made. An answer from before a change
    /// must not reset a row.
    changes: Cell<u32>,
}

impl Places {
    /// Connects the list in the element `places`, and the form `place-add` if
    /// the page has one.
    pub fn new(runner: Runner, catalogue: Rc<Catalogue>, only_new: bool) -> Rc<Self> {
        let list = KeyedList::new("places");
        let places = Rc::new(Self { runner, catalogue, list, only_new, changes: Cell::new(0) });
        let this = Rc::clone(&places);
        listen("places", "click", move |event| this.handle_click(event));
        let this = Rc::clone(&places);
        listen("place-add", "submit", move |event| {
            event.prevent_default();
            this.add_address();
        });
        listen("place-address", "input", |_| show_error(""));
        dom::set_text("place-own", &word_with(message::PLACE_OWN, &own_address_names()));
        places
    }

    /// Reads the watched sites, and shows the list. Returns the number of sites
    /// that Sandbar can check.
    ///
    /// # Errors
    ///
    /// Returns an error if the background or the browser doesn't answer.
    pub async fn load(&self) -> Result<usize, BrowserError> {
        let changes = self.changes.get();
        let watched = access::watched_sites().await?;
        // A later change reads the list again.
        if self.changes.get() == changes {
            self.show(&watched);
        }
        Ok(watched.iter().filter(|(_, is_granted)| *is_granted).count())
    }

    /// Shows the list for these watched sites.
    pub fn show(&self, watched: &Watching) {
        let is_shown = |row: &PlaceRow| !self.only_new || row.state == PlaceState::Free;
        self.list.render(place_rows(watched).into_iter().filter(is_shown).map(Row::Place).collect());
    }

    /// Does this work, and shows the result.
    fn change(self: &Rc<Self>, work: Work) {
        let this = Rc::clone(self);
        self.runner.run(async move {
            work.await?;
            this.load().await.map(drop)
        });
    }

    fn handle_click(self: &Rc<Self>, event: &Event) {
        let Some((key, action)) = action_of(event) else { return };
        let Some(site) = self.list.find(|row| match row {
            Row::Place(place) if row.key() == key => Some(place.site.clone()),
            _ => None,
        }) else {
            return;
        };
        match action.as_str() {
            "add" => self.add(site),
            "allow" => {
                let request = access::request(&site.scope);
                self.change(Box::pin(request.answered()));
            }
            "remove" => {
                self.count_change();
                self.change(Box::pin(async move { tell(&ExtensionPageMessage::Unwatch(site.scope)).await }));
            }
            _ => {}
        }
    }

    fn add_address(self: &Rc<Self>) {
        let Some(field) = get_as::<HtmlInputElement>("place-address") else { return };
        match Scope::parse_new(&self.catalogue, &field.value()) {
            Ok(scope) => {
                field.set_value("");
                self.add(Watched { scope, environment: None, learning: false, words: Vec::new() });
            }
            Err(refused) => {
                show_error(&word(refused_text(refused)));
                dom::focus(Some(field.into()));
            }
        }
    }

    /// Watches a site, and requests access to it.
    fn add(self: &Rc<Self>, site: Watched) {
        // Ask now, because browsers accept the request only during the click
        // event.
        let request = access::request(&site.scope);
        self.count_change();
        // The site stays in the list regardless of the user's answer.
        self.change(Box::pin(async move {
            tell(&ExtensionPageMessage::Watch(site)).await?;
            request.answered().await
        }));
    }

    fn count_change(&self) {
        self.changes.set(self.changes.get().wrapping_add(1));
    }
}

fn show_error(text: &str) {
    dom::set_optional_text("place-said", text);
}
