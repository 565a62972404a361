//! The popup: the current page, both sessions, a text to check, advice.
//!
//! - `handle`: the functions of the popup that its parts need
//! - `place`: the card about the current page
//! - `label`: the name of the page's sandbox
//! - `vendor`: a page of a vendor that can be turned on
//! - `watch`: the form for watching the page's site
//! - `lanes`: the session of each environment, and their history
//! - `catches`: the last warnings
//! - `pause`: pauses Sandbar on a site, or turns it off there
//! - `page_check`: what Sandbar saw on the page, for a bug report

mod catches;
mod handle;
mod label;
mod lanes;
mod page_check;
mod pause;
mod place;
mod vendor;
mod watch;

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

use crate::access::{self, AccessNotice};
use crate::apart::Apart;
use crate::background::{self, Start, ask, early_answer, on_change_of};
use crate::check::Check;
use crate::dom;
use crate::list::{Item, KeyedList};
use crate::refresh::Refresh;
use crate::run::{Runner, Work};
use crate::template::Parts;
use crate::words::{phrase, word};
use handle::Handle;
use lanes::Lanes;
use sandbar::catalogue::Catalogue;
use sandbar::catalogue::vendor::Advice;
use sandbar::protocol::{ExtensionPageMessage, PageText, PopupFacts, TabId};
use sandbar::view::pages::frames::{FrameReport, unchecked};
use sandbar::view::pages::place::{Where, whereabouts};
use sandbar::view::pages::watching::{Standing, standing};
use watch::WatchForm;
use webext::{BrowserError, Context};

/// How long to wait for more changes before a refresh, in milliseconds.
const REFRESH_DELAY: u32 = 50;

/// The state of the popup.
struct Popup {
    /// The tab that the popup is about.
    tab: TabId,
    catalogue: Rc<Catalogue>,
    handle: Handle,
    access: Rc<AccessNotice>,
    check: Rc<Check>,
    watch: Rc<WatchForm>,
    lanes: Lanes,
    advice: Rc<KeyedList<AdviceRow>>,
    /// The facts that are shown, and whether Sandbar has access to the watched
    /// site or to the vendor's page.
    shown: RefCell<Option<(PopupFacts, bool)>>,
}

impl Popup {
    /// Creates the parts of the popup and connects their controls.
    fn new(tab: TabId, Start { policy, catalogue }: Start) -> Rc<Self> {
        let runner = Runner::with_general_error();
        Rc::new_cyclic(|popup: &Weak<Self>| {
            let popup = Weak::clone(popup);
            let rerender = move || -> Work {
                let popup = popup.upgrade();
                Box::pin(async move {
                    match popup {
                        Some(popup) => popup.rerender().await,
                        None => Ok(()),
                    }
                })
            };
            let handle = Handle::new(runner.clone(), rerender);
            page_check::listen_for_copy(runner.clone());
            catches::listen_for_clear(handle.clone());
            listen_for_options(runner.clone());
            pause::listen(&handle);
            label::connect(&handle);
            Apart::new(runner.clone(), Some(tab)).listen();
            Self {
                tab,
                access: AccessNotice::new(runner.clone(), policy),
                check: Check::start(runner),
                watch: WatchForm::new(handle.clone(), Rc::clone(&catalogue)),
                handle,
                catalogue,
                lanes: Lanes::default(),
                advice: KeyedList::new("advice-list"),
                shown: RefCell::default(),
            }
        })
    }

    /// Asks the background for the facts, and renders them if they have
    /// changed.
    async fn update(&self) -> Result<(), BrowserError> {
        self.render(ask(&ExtensionPageMessage::Popup { tab: self.tab }).await?).await
    }

    /// The same, even if nothing has changed.
    async fn rerender(&self) -> Result<(), BrowserError> {
        self.shown.take();
        self.update().await
    }

    /// Updates the page's facts and the number of keys.
    async fn refresh(&self) -> Result<(), BrowserError> {
        self.update().await?;
        self.load_keys().await
    }

    /// Counts the keys, and shows their number and the next step.
    async fn load_keys(&self) -> Result<(), BrowserError> {
        self.lanes.load_keys().await?;
        if let Some((facts, _)) = &*self.shown.borrow() {
            self.lanes.render_next(facts);
        }
        Ok(())
    }

    async fn render(&self, facts: PopupFacts) -> Result<(), BrowserError> {
        let is_granted = match (&facts.watched, &facts.vendor) {
            (_, Some(page)) if page.on => access::are_granted(&page.origins).await?,
            (Some(watched), _) => access::is_granted(&watched.site.scope).await?,
            (None, _) => false,
        };
        let is_same = |(shown, was_granted): &mut (PopupFacts, bool)| {
            // The passing of time alone is no change.
            shown.now = facts.now;
            *shown == facts && *was_granted == is_granted
        };
        if self.shown.borrow_mut().as_mut().is_some_and(is_same) {
            return Ok(());
        }
        let place = whereabouts(&self.catalogue, &facts.url, facts.banner, facts.signs);
        place::render(&self.catalogue, &place, &facts, is_granted, &self.handle, &self.watch);
        let standing = match &facts.vendor {
            Some(page) if page.on || facts.watched.is_none() => Standing::Nothing,
            _ => standing(&self.catalogue, &facts.url, facts.watched.as_ref()),
        };
        self.watch.show_standing(&standing, &facts.url);
        vendor::render_offer(facts.vendor.as_ref(), &self.handle);
        label::render(&facts);
        place::render_copied(&facts);
        page_check::render(&place, &facts, is_granted);
        self.lanes.render(&facts);
        Apart::show_icon(facts.apart.filter(|_| !facts.off && facts.silent_until.is_none()));
        catches::render(&facts);
        self.render_advice(&place, &facts);
        pause::render(&place, &facts);
        dom::show_id("problems", facts.problems > 0);
        dom::set_state("ended", facts.ended);
        self.shown.replace(Some((facts, is_granted)));
        Ok(())
    }

    /// Shows which parts of a page aren't checked, if Sandbar works there.
    fn show_unchecked(&self, frames: &[FrameReport]) {
        let shown = self.shown.borrow();
        let works = shown.as_ref().is_some_and(|(facts, is_granted)| {
            let place = whereabouts(&self.catalogue, &facts.url, facts.banner, facts.signs);
            (*is_granted || matches!(place, Where::Portal(_))) && facts.silent_until.is_none() && !facts.off
        });
        let text = unchecked(frames).filter(|_| works).map(|text| phrase(&text));
        dom::set_optional_text("unchecked", &text.unwrap_or_default());
    }

    fn render_advice(&self, place: &Where, facts: &PopupFacts) {
        let is_silent = facts.off || facts.silent_until.is_some();
        let advice = match place {
            Where::Portal(here) if !is_silent => here.advice(&facts.url, facts.keys_read).map(AdviceRow).collect(),
            _ => Vec::new(),
        };
        dom::show_id("advice", !advice.is_empty());
        self.advice.render(advice);
    }
}

/// A piece of advice, as a row.
#[derive(PartialEq)]
struct AdviceRow(&'static Advice);

impl Item for AdviceRow {
    fn key(&self) -> String {
        self.0.text.name().to_owned()
    }

    fn template(&self) -> &'static str {
        "advice-row"
    }

    fn fill(&self, row: &Element) {
        row.set_text("text", &word(self.0.text));
        row.set_attribute_of("source", "href", self.0.source);
    }
}

/// Connects the button that opens the options.
fn listen_for_options(runner: Runner) {
    dom::listen("optionsOpen", "click", move |_| {
        runner.run(async { webext::runtime_open_options().await.doing("opening the options").map(drop) });
    });
}

/// Starts the popup and keeps it up to date while it is open.
///
/// # Errors
///
/// Returns an error if the background doesn't answer.
#[wasm_bindgen]
pub async fn popup() -> Result<(), JsValue> {
    let start = background::start().await?;
    dom::fill_page_messages();
    let facts: PopupFacts = early_answer("popup").await?;
    let popup = Popup::new(facts.tab, start);
    popup.render(facts).await?;
    dom::show_page();
    let this = Rc::clone(&popup);
    let refresh = Refresh::new(REFRESH_DELAY, move || {
        let popup = Rc::clone(&this);
        this.handle.run(async move { popup.refresh().await });
    });
    let changed = refresh.clone();
    // Any stored item may affect the popup.
    on_change_of(&[""], move || changed.schedule());
    access::on_change(move || refresh.schedule());
    // Something may have changed before the listeners were added.
    popup.update().await?;
    popup.access.update().await?;
    if let Some(text) = ask::<Option<PageText>>(&ExtensionPageMessage::TakeText).await? {
        popup.check.check(text.as_str());
    }
    popup.load_keys().await?;
    // Last, because a page with an open dialog answers only when the dialog is
    // closed.
    popup.show_unchecked(&early_answer::<Vec<FrameReport>>("frames").await?);
    Ok(())
}
