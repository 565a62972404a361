//! The card about the current page.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use super::handle::Handle;
use super::pause;
use super::vendor::card as vendor_card;
use super::watch::WatchForm;
use crate::dom::{self, Build, address, button, element, fill, link, paragraph, shape};
use crate::words::{ago, time, word, word_with};
use sandbar::catalogue::{Catalogue, Environment, host_of as host_at};
use sandbar::counterpart::same_page_in_the_other_environment;
use sandbar::messages::{MessageKey, message};
use sandbar::protocol::PopupFacts;
use sandbar::settings::labels::labelled;
use sandbar::view::badge::copied_word;
use sandbar::view::pages::place::{Here, Where, portal_address};
use sandbar::view::pages::watching;
use sandbar::view::theme::Tone;
use webext::{Context, words};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = copyFrom)]
    fn copy_from(tab: i32, what: &str) -> Promise;
}

/// Renders the card. `is_granted` is whether Sandbar has access to the watched
/// site.
pub fn render(
    catalogue: &Catalogue,
    place: &Where,
    facts: &PopupFacts,
    is_granted: bool,
    handle: &Handle,
    watch: &Rc<WatchForm>,
) {
    let vendor = facts.vendor.as_ref().filter(|page| page.on);
    let tone = match (place, &facts.watched) {
        _ if vendor.is_some() => watching::tone_of(vendor.and_then(|page| page.environment)),
        (Where::Portal(here), _) => here.tone,
        (Where::Elsewhere, Some(watched)) => watching::tone_of(watched.site.environment),
        (Where::Account | Where::Elsewhere, _) => Tone::Neutral,
    };
    let children = match (place, &facts.watched) {
        _ if vendor.is_some() => vendor
            .map(|page| vendor_card(page, host_at(&facts.url).unwrap_or_default(), is_granted, handle))
            .unwrap_or_default(),
        (Where::Portal(here), _) => portal(catalogue, here, facts, handle),
        (Where::Elsewhere, Some(watched)) => watch.card(watched, &facts.url, is_granted),
        (Where::Account, _) => {
            vec![element("h1").text(&word(message::PLACE_ACCOUNT)), paragraph(&word(message::PLACE_ACCOUNT_MEANING))]
        }
        (Where::Elsewhere, None) => elsewhere(catalogue),
    };
    let label = facts.label.as_deref().filter(|label| tone == Tone::Sandbox && !label.is_empty());
    if let Some((heading, label)) = children.first().filter(|child| child.tag_name() == "H1").zip(label) {
        heading.set_text_content(Some(&labelled(&heading.text_content().unwrap_or_default(), label)));
    }
    let off = pause::host_of(place, facts).filter(|_| facts.off).map(|host| {
        let text = paragraph(&word(message::TURNED_OFF));
        element("div").class("notice row").with(&text).with(&pause::on_button(host, handle))
    });
    let paused = facts.silent_until.filter(|_| !facts.off).zip(pause::host_of(place, facts)).map(|(until, host)| {
        let text = paragraph(&word_with(message::PAUSED_UNTIL, &time(until, facts.now)));
        element("div").class("notice row").with(&text).with(&pause::end_button(host, handle))
    });
    if let Some(card) = dom::get("here") {
        drop(card.class(tone.name()));
    }
    let body = element("div").class("grow").with_all(children).with_all(paused).with_all(off);
    fill("here", [shape(tone), body]);
}

/// Shows which key was copied last.
pub fn render_copied(facts: &PopupFacts) {
    let Some(copied) = &facts.copied else { return fill("copied", []) };
    let arguments: Vec<String> = copied.name.clone().into_iter().chain([ago(copied.at, facts.now)]).collect();
    let text = element("span").text(&words::message(copied_word(copied).name(), &arguments));
    if let Some(line) = dom::get("copied") {
        drop(line.class(copied.environment.name()));
    }
    fill("copied", [shape(watching::tone_of(Some(copied.environment))), text]);
}

fn portal(catalogue: &Catalogue, here: &Here, facts: &PopupFacts, handle: &Handle) -> Vec<Element> {
    let host = address(&here.site.host);
    let generation = here.generation().map(|key| paragraph(&word(key)));
    let class = if here.tone == Tone::Check { "notice" } else { "quiet" };
    // If Sandbar is off, the page doesn't report its banner.
    let banner = here.banner.filter(|_| !facts.off).map(|key| paragraph(&word(key)).class(class));
    let ended = facts.ended.then(|| session_ended(here, facts, handle));
    // After a sign-out, the button for signing in again comes first.
    let counterpart = same_page_in_the_other_environment(catalogue, &facts.url).filter(|_| !facts.ended);
    let other = counterpart.map(|address| {
        let key = match here.environment {
            Environment::Production => message::SAME_PAGE_IN_SANDBOX,
            Environment::Sandbox => message::SAME_PAGE_IN_PRODUCTION,
        };
        element("p").with(&link(&address, &word(key)).attr("id", key.name()))
    });
    let heading = element("h1").text(&word(here.word()));
    let is_silent = facts.off || facts.silent_until.is_some();
    // After a sign-out and on a page that contradicts its address, the names would say too much.
    let is_certain = !facts.ended && here.tone != Tone::Check;
    let env = (!is_silent && is_certain && here.has_env(&facts.url, facts.keys_read))
        .then(|| copy_button(message::ENV_COPY.into(), "envFile", facts, handle));
    [heading, host].into_iter().chain(generation).chain(banner).chain(ended).chain(other).chain(env).collect()
}

/// A button that copies a text of the page. `what` is the text's name in the
/// content scripts.
fn copy_button(key: MessageKey, what: &'static str, facts: &PopupFacts, handle: &Handle) -> Element {
    let (handle, tab) = (handle.clone(), facts.tab.0);
    button(key, move |_| {
        // Now, because browsers accept it only during the click event.
        let copied = copy_from(tab, what);
        handle.run(async move {
            let done = JsFuture::from(copied).await.doing("copying from the page")?;
            // Outside the card, because the card is re-rendered when something
            // changes.
            dom::set_text("typed-said", &done.as_string().unwrap_or_default());
            Ok(())
        });
    })
}

/// Shows that the page's session has ended, with the button for signing in
/// again first.
fn session_ended(here: &Here, facts: &PopupFacts, handle: &Handle) -> Element {
    let text = paragraph(&word(message::PLACE_ENDED));
    let again = link(&format!("https://{}/", here.site.host), &word(message::NOTICE_SIGN_IN)).class("button");
    let copy = (facts.unsaved > 0).then(|| copy_button(message::NOTICE_COPY.into(), "typedText", facts, handle));
    let controls = element("div").class("row").with(&again).with_all(copy);
    element("div").class("notice").with(&text).with(&controls)
}

fn elsewhere(catalogue: &Catalogue) -> Vec<Element> {
    let links = Environment::ALL.into_iter().filter_map(|environment| {
        let key = match environment {
            Environment::Production => message::OPEN_PRODUCTION,
            Environment::Sandbox => message::OPEN_SANDBOX,
        };
        Some(link(&portal_address(catalogue, environment)?, &word(key)).class("button").attr("id", key.name()))
    });
    vec![
        element("h1").text(&word(message::PLACE_ELSEWHERE)),
        paragraph(&word(message::PLACE_ELSEWHERE_MEANING)),
        element("div").class("row").with_all(links),
    ]
}
