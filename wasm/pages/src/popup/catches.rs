//! The last warnings, and what the user did.

use web_sys::Element;

use super::handle::Handle;
use crate::background::tell;
use crate::dom::{self, Build, element, fill, name, shape};
use crate::words::{time, word, word_with};
use sandbar::messages::message;
use sandbar::protocol::{CatchFields, ExtensionPageMessage, PopupFacts};
use sandbar::time::Timestamp;
use sandbar::view::pages::catches::{choice_word, origin};
use sandbar::view::pages::watching::tone_of;
use sandbar::view::theme::Tone;
use webext::words;

/// Connects the button that clears the list.
pub fn listen_for_clear(handle: Handle) {
    dom::listen("catchesClear", "click", move |_| {
        let popup = handle.clone();
        handle.run(async move {
            tell(&ExtensionPageMessage::ClearCatches).await?;
            popup.rerender().await
        });
    });
}

/// Shows the warnings, newest first.
pub fn render(facts: &PopupFacts) {
    dom::show_id("catches", !facts.catches.is_empty());
    fill("catches-list", facts.catches.iter().rev().map(|line| row(&line.fields(), facts.now)));
}

fn row(fields: &CatchFields<'_>, now: Timestamp) -> Element {
    let from = origin(fields);
    let mut what = text_of(fields.what);
    if !fields.name.is_empty() {
        what.push(' ');
        what.push_str(&word_with(message::KEY_NAMED, fields.name));
    }
    let [to, _] = fields.to;
    if !to.is_empty() {
        what.push_str(" → ");
        what.push_str(&text_of(fields.to));
    }
    let mut facts = String::new();
    if let Some(choice) = choice_word(fields) {
        facts.push_str(" · ");
        facts.push_str(&word(choice));
    }
    facts.push_str(" · ");
    facts.push_str(&time(fields.at, now));
    let facts = element("p").class("quiet").with(&name(fields.host)).with(&element("span").text(&facts));
    let texts = element("div").with(&element("b").text(&what)).with(&facts);
    let tone = from.map_or(Tone::Check, |from| tone_of(Some(from)));
    element("li").class(from.map_or("check", |from| from.name())).with(&shape(tone)).with(&texts)
}

fn text_of([key, argument]: [&str; 2]) -> String {
    words::message(key, &[argument.to_owned()])
}
