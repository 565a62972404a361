//! The state of syncing, and how to end it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use web_sys::{Element, HtmlInputElement};

use crate::background::{ask, tell};
use crate::dom::{self, Build, announce, get_as, listen, paragraph};
use crate::run::Runner;
use crate::words::{phrase, word};
use sandbar::messages::message;
use sandbar::protocol::{ExtensionPageMessage, SyncFacts};
use sandbar::settings::Settings;
use sandbar::view::pages::sync::{SyncMessage, sync_messages};
use webext::BrowserError;

/// The messages about syncing.
pub struct SyncStatus {
    /// The messages that are shown. A live region must not announce them twice.
    shown: RefCell<Vec<SyncMessage>>,
    /// Whether the user has removed the synced data, and the result wasn't
    /// shown yet.
    is_removing: Cell<bool>,
}

impl SyncStatus {
    /// Connects the button that removes the synced data.
    pub fn new(runner: Runner) -> Rc<Self> {
        let status = Rc::new(Self { shown: RefCell::default(), is_removing: Cell::new(false) });
        let this = Rc::clone(&status);
        listen("sync-remove", "click", move |_| {
            let status = Rc::clone(&this);
            runner.run(async move { status.remove().await });
        });
        status
    }

    /// Reads the state of syncing and shows it.
    ///
    /// # Errors
    ///
    /// Returns an error if the background doesn't answer.
    pub async fn load(&self) -> Result<(), BrowserError> {
        let settings: Settings = ask(&ExtensionPageMessage::Settings).await?;
        let facts: SyncFacts = ask(&ExtensionPageMessage::Sync).await?;
        if let Some(keyring) = get_as::<HtmlInputElement>("sync-keyring") {
            keyring.set_disabled(!settings.sync);
        }
        dom::show_id("sync-stored", facts.holds_anything);
        let now = sync_messages(&settings, facts);
        if self.shown.replace(now.clone()) != now {
            show(now.iter().map(|message| {
                let class = if message.trouble { "notice" } else { "quiet" };
                paragraph(&phrase(&message.text)).class(class)
            }));
        }
        if !facts.holds_anything && self.is_removing.take() {
            show([paragraph(&word(message::SYNC_REMOVED)).class("good")]);
            // The focused button is hidden now.
            dom::focus(dom::get("sync-first"));
        }
        Ok(())
    }

    async fn remove(&self) -> Result<(), BrowserError> {
        tell(&ExtensionPageMessage::ClearSync).await?;
        self.is_removing.set(true);
        self.load().await
    }
}

fn show(messages: impl IntoIterator<Item = Element>) {
    announce("sync-said", messages);
}
