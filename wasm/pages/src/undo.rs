//! The way back from a change of the keyring or the watched sites: offered
//! until the next one, or for half a minute.

use std::cell::{Cell, RefCell};

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use super::ask::tell;
use super::dom::{self, Build, announce, button, element};
use super::options::act;
use super::words::word;
use super::{access, sites, table};
use sandbar::catalogue::watched::{Scope, Watched};
use sandbar::protocol::{Before, PanelMessage};
use webext::{BrowserError, Context};

const OFFERED_FOR: u32 = 30_000;

/// What brings back how it was before the last change.
pub enum Back {
    /// The keyring as it was, without the sites that a file brought.
    Keys(Before, Vec<Scope>),
    /// A site that was watched.
    Site {
        /// The site.
        site: Watched,
        /// Whether the browser let Sandbar in.
        had_access: bool,
    },
}

impl Back {
    /// Where it is offered: beside what it is about.
    const fn bar(&self) -> &'static str {
        match self {
            Self::Keys(..) => KEYS_BAR,
            Self::Site { .. } => SITES_BAR,
        }
    }
}

const KEYS_BAR: &str = "undo-bar";
const SITES_BAR: &str = "watched-undo-bar";

thread_local! {
    /// The way back that is offered.
    static BEFORE: RefCell<Option<Back>> = const { RefCell::new(None) };
    /// Which offer this is: one that runs out must not end the next.
    static OFFER: Cell<u32> = const { Cell::new(0) };
}

/// Says what was done, and offers the way back.
pub fn offer(done: &str, before: Back) {
    clear();
    announce(before.bar(), [said(done), button("undo", |_| take_back())]);
    BEFORE.set(Some(before));
    end_later(OFFER.get().wrapping_add(1));
}

/// There is one way back at a time.
fn clear() {
    for bar in [KEYS_BAR, SITES_BAR] {
        announce(bar, []);
    }
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
        clear();
    })
    .forget();
}

fn take_back() {
    OFFER.set(OFFER.get().wrapping_add(1));
    match BEFORE.take() {
        Some(Back::Keys(before, brought)) => act(restore(before, brought)),
        Some(Back::Site { site, had_access }) => {
            // At once: browsers listen only while the press is being handled.
            let asked = had_access.then(|| access::request(&site.scope));
            act(async move {
                let scope = site.scope.clone();
                tell(&PanelMessage::Watch(site)).await?;
                announce(SITES_BAR, [said("didUndo")]);
                sites::load().await?;
                sites::focus_site(&scope);
                if let Some(asked) = asked {
                    JsFuture::from(asked?).await.doing("asking for access")?;
                }
                sites::load().await
            });
        }
        None => {}
    }
}

async fn restore(before: Before, brought: Vec<Scope>) -> Result<(), BrowserError> {
    let first = before.entries.first().map(|entry| entry.fingerprint);
    tell(&PanelMessage::Restore(before)).await?;
    for scope in brought {
        tell(&PanelMessage::Unwatch(scope)).await?;
    }
    announce(KEYS_BAR, [said("didUndo")]);
    // What a file brought is not there any more.
    announce("import-said", []);
    sites::load().await?;
    table::load().await?;
    table::focus_key(first);
    Ok(())
}
