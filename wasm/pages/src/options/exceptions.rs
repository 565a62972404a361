//! Exceptions that the user made: portals where Sandbar is off, pages where a
//! key is allowed, and hidden notes.

use std::rc::Rc;

use web_sys::Element;

use super::keyring::KeyringTable;
use crate::background::{ask, tell};
use crate::dom::{self, Build, element, fill, name, paragraph, shape};
use crate::run::Runner;
use crate::words::{word, word_named, word_with};
use sandbar::catalogue::Environment;
use sandbar::keyring::Entry;
use sandbar::messages::{MessageKey, message};
use sandbar::protocol::ExtensionPageMessage;
use sandbar::stop::NeverAsked;
use sandbar::view::pages::exceptions::FineRow;
use sandbar::view::pages::watching::tone_of;
use webext::BrowserError;

/// The list of exceptions.
pub struct ExceptionList {
    runner: Runner,
    keyring: Rc<KeyringTable>,
}

impl ExceptionList {
    /// Creates a list that isn't shown yet.
    pub fn new(runner: Runner, keyring: Rc<KeyringTable>) -> Rc<Self> {
        Rc::new(Self { runner, keyring })
    }

    /// Shows the exceptions. Those for keys were read together with the
    /// keyring.
    ///
    /// # Errors
    ///
    /// Returns an error if the background doesn't answer.
    pub async fn load(self: &Rc<Self>) -> Result<(), BrowserError> {
        let off: Vec<String> = ask(&ExtensionPageMessage::TurnedOff).await?;
        let mut rows: Vec<Element> = Vec::new();
        for host in off {
            let turn_on = ExtensionPageMessage::TurnOff { host: host.clone(), off: false };
            rows.push(self.row(None, &host, &word(message::TURNED_OFF), message::TURN_ON, turn_on));
        }
        for FineRow { key, at, environment, label } in self.keyring.fine_rows() {
            let place = at.place.clone();
            let disallow = ExtensionPageMessage::Disallow { key, at };
            let meaning = describe(environment, label.as_deref());
            rows.push(self.row(Some(environment), &place, &meaning, message::FINE_REMOVE, disallow));
        }
        let never: Vec<NeverAsked> = ask(&ExtensionPageMessage::NeverAsked).await?;
        for note in never.into_iter().filter(NeverAsked::is_note) {
            let text = word_named(&note.action);
            let show = ExtensionPageMessage::AskAgain(note);
            // A different version may have hidden a note that this version
            // doesn't have.
            if !text.is_empty() {
                rows.push(self.row(None, &text, &word(message::HIDDEN_NOTE), message::HIDDEN_SHOW, show));
            }
        }
        dom::show_id("exceptions", !rows.is_empty());
        fill("exceptions-list", rows);
        Ok(())
    }

    /// A row with a button that removes the exception.
    fn row(
        self: &Rc<Self>,
        environment: Option<Environment>,
        place: &str,
        meaning: &str,
        key: MessageKey,
        end: ExtensionPageMessage,
    ) -> Element {
        let texts = element("div").with(&element("b").class("host").with(&name(place)));
        let texts = texts.with(&paragraph(meaning).class("quiet"));
        let this = Rc::clone(self);
        // Outside the context of its row, a button's name must say what it is
        // about.
        let button = element("button").attr("type", "button").attr("aria-label", &[&*word(key), ": ", place].concat());
        let button = button.text(&word(key)).on("click", move |_| this.end(end.clone()));
        let class = environment.map_or("", |environment| environment.name());
        element("li").class(class).with(&shape(tone_of(environment))).with(&texts).with(&button)
    }

    fn end(self: &Rc<Self>, message: ExtensionPageMessage) {
        let this = Rc::clone(self);
        self.runner.run(async move {
            if matches!(message, ExtensionPageMessage::Disallow { .. }) {
                ask::<Vec<Entry>>(&message).await?;
            } else {
                tell(&message).await?;
            }
            this.keyring.load().await?;
            this.load().await
        });
    }
}

/// "Fine here: Sandbox key “CI”".
fn describe(environment: Environment, label: Option<&str>) -> String {
    let key = match environment {
        Environment::Production => message::ROUTE_KEY_PRODUCTION,
        Environment::Sandbox => message::ROUTE_KEY_SANDBOX,
    };
    let name = label.map(|name| word_with(message::KEY_NAMED, name)).unwrap_or_default();
    [&*word(message::WARN_FINE), ": ", &*word(key), " ", &*name].concat()
}
