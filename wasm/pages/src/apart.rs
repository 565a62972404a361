//! The offer to open Sandbox in a separate cookie store.

use std::rc::Rc;

use web_sys::Element;

use crate::background::{ask, tell};
use crate::dom::{self, Build, announce, button, element, fill, paragraph};
use crate::run::Runner;
use crate::words::{extension_text, word};
use sandbar::messages::{ExtensionText, message};
use sandbar::protocol::{ApartAnswer, ApartWay, ExtensionPageMessage, TabId};
use sandbar::view::apart::{anyway, details, offer, other_way, outcome_texts};

/// The offer, with its result in the element `apart-said`.
pub struct Apart {
    runner: Runner,
    /// The tab that the offer is about; `None` for the page's own.
    tab: Option<TabId>,
}

impl Apart {
    /// Creates the offer for a tab, or for the page's own tab.
    pub fn new(runner: Runner, tab: Option<TabId>) -> Rc<Self> {
        Rc::new(Self { runner, tab })
    }

    /// Connects the popup's icon, which replaces the full offer there.
    pub fn listen(self: &Rc<Self>) {
        let this = Rc::clone(self);
        dom::listen("apartOpen", "click", move |_| this.open(false));
    }

    /// Shows the icon with its label, or hides it.
    pub fn show_icon(way: Option<ApartWay>) {
        dom::show_id("apartOpen", way.is_some());
        if let Some((way, icon)) = way.zip(dom::get("apartOpen")) {
            let offer = offer(way);
            let [open, why] = [offer.open, offer.why].map(word);
            let title = [&*open, &why, &word(message::WELCOME_APART_PROFILE)].join("\n\n");
            drop(icon.attr("aria-label", &open).attr("title", &title));
        }
    }

    /// Shows the offer in the element `apart`.
    pub fn show(self: &Rc<Self>, way: ApartWay) {
        let offer = offer(way);
        let this = Rc::clone(self);
        let open = button(offer.open.in_extension(), move |_| this.open(false));
        fill("apart", [paragraph(&word(offer.why)), open]);
    }

    fn open(self: &Rc<Self>, sure: bool) {
        let this = Rc::clone(self);
        self.runner.run(async move {
            let answer: ApartAnswer = ask(&ExtensionPageMessage::OpenApart { tab: this.tab, sure }).await?;
            announce("apart-said", this.outcome(&answer));
            Ok(())
        });
    }

    fn outcome(self: &Rc<Self>, answer: &ApartAnswer) -> Vec<Element> {
        let texts = outcome_texts(answer.way, answer.outcome).into_iter();
        let texts = texts.map(|text| paragraph(&extension_text(&ExtensionText::from(text))));
        // The welcome page always shows the other way.
        let other = other_way(answer.outcome).filter(|_| self.tab.is_some()).map(|key| paragraph(&word(key)));
        let to_details = details(answer.outcome).map(|key| {
            let runner = self.runner.clone();
            button(key.in_extension(), move |_| runner.run(async { tell(&ExtensionPageMessage::OpenDetails).await }))
        });
        let go_on = anyway(answer.outcome).map(|key| {
            let this = Rc::clone(self);
            button(key.in_extension(), move |_| this.open(true))
        });
        let controls: Vec<Element> = to_details.into_iter().chain(go_on).collect();
        let row = (!controls.is_empty()).then(|| element("div").class("row").with_all(controls));
        texts.chain(row).chain(other).collect()
    }
}
