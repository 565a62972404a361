//! Undoes the last change to the keyring or the watched sites. The button stays
//! until the next change, or for half a minute.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use web_sys::Element;

use sandbar::messages::{MessageKey, message};

use crate::dom::{self, Build, announce, button, element};
use crate::words::word;

/// How long the button stays, in milliseconds.
const OFFERED_FOR: u32 = 30_000;

/// The message of the button. Its name is also the button's ID.
const BUTTON: MessageKey = message::UNDO.in_extension();

/// Where the button appears: next to the change.
#[derive(Clone, Copy)]
pub enum Bar {
    /// Below the table of keys.
    Keyring,
    /// Below the list of watched sites.
    Sites,
}

impl Bar {
    const ALL: [Self; 2] = [Self::Keyring, Self::Sites];

    const fn id(self) -> &'static str {
        match self {
            Self::Keyring => "undo-bar",
            Self::Sites => "watched-undo-bar",
        }
    }
}

/// The last change, which can be undone.
pub struct Undo {
    take_back: RefCell<Option<Box<dyn FnOnce()>>>,
    /// The number of the current offer. When an offer expires, it must not end
    /// a later one.
    offer: Cell<u32>,
}

impl Undo {
    /// Creates an offer without a change.
    pub fn new() -> Rc<Self> {
        Rc::new(Self { take_back: RefCell::default(), offer: Cell::new(0) })
    }

    /// Shows the message `done`, and offers to undo the change.
    pub fn offer(self: &Rc<Self>, bar: Bar, done: MessageKey, take_back: impl FnOnce() + 'static) {
        clear();
        let this = Rc::clone(self);
        announce(bar.id(), [text(done), button(BUTTON, move |_| this.take_back())]);
        self.take_back.replace(Some(Box::new(take_back)));
        self.expire_later(self.next_offer());
    }

    /// Confirms that the change was undone.
    pub fn confirm(&self, bar: Bar) {
        announce(bar.id(), [text(message::DID_UNDO)]);
    }

    /// Focuses the button if no element has the focus, because the change
    /// removed the focused one.
    pub fn focus_if_lost(&self) {
        if dom::focused().is_none() {
            dom::focus(dom::get(BUTTON.name()));
        }
    }

    fn next_offer(&self) -> u32 {
        let next = self.offer.get().wrapping_add(1);
        self.offer.set(next);
        next
    }

    fn take_back(&self) {
        self.next_offer();
        if let Some(take_back) = self.take_back.take() {
            take_back();
        }
    }

    fn expire_later(self: &Rc<Self>, offer: u32) {
        let this = Rc::clone(self);
        Timeout::new(OFFERED_FOR, move || {
            if this.offer.get() != offer {
                return;
            }
            // If the button has the focus, the user may be about to click it.
            if dom::focused().is_some_and(|element| element.id() == BUTTON.name()) {
                return this.expire_later(offer);
            }
            this.take_back.take();
            clear();
        })
        .forget();
    }
}

fn clear() {
    for bar in Bar::ALL {
        announce(bar.id(), []);
    }
}

fn text(key: MessageKey) -> Element {
    element("span").text(&word(key))
}
