//! How it stands with other computers, and the way to end it.

use std::cell::{Cell, RefCell};

use web_sys::HtmlInputElement;

use super::ask::{ask, tell};
use super::dom::{self, Build, announce, get_as, listen, paragraph};
use super::options::act;
use super::words::{counted, word};
use sandbar::protocol::{PanelMessage, SyncFacts};
use sandbar::settings::Settings;
use sandbar::view::pages::sync::{Said, said};
use webext::BrowserError;

thread_local! {
    /// What is said, so that it is not read out again with every change.
    static DRAWN: RefCell<Vec<Said>> = const { RefCell::new(Vec::new()) };
    /// Whether what was synced was removed from here.
    static REMOVED: Cell<bool> = const { Cell::new(false) };
}

/// Lets what was synced be removed.
pub fn offer_removal() {
    listen("sync-remove", "click", |_| act(remove()));
}

/// Says how it stands.
pub async fn draw() -> Result<(), BrowserError> {
    let settings: Settings = ask(&PanelMessage::Settings).await?;
    let facts: SyncFacts = ask(&PanelMessage::Sync).await?;
    if let Some(keyring) = get_as::<HtmlInputElement>("sync-keyring") {
        keyring.set_disabled(!settings.sync);
    }
    if let Some(stored) = dom::get("sync-stored") {
        dom::show(&stored, facts.holds_anything);
    }
    let now = said(&settings, facts);
    if DRAWN.replace(now.clone()) != now {
        say(now.iter().map(|said| {
            let class = if said.trouble { "notice" } else { "quiet" };
            paragraph(&counted(said.one, said.many, said.count)).class(class)
        }));
    }
    if REMOVED.get() && !facts.holds_anything {
        REMOVED.set(false);
        say([paragraph(&word("syncRemoved")).class("good")]);
        // The button that was pressed is gone.
        dom::focus(dom::get("sync-first"));
    }
    Ok(())
}

fn say(sentences: impl IntoIterator<Item = web_sys::Element>) {
    announce("sync-said", sentences);
}

async fn remove() -> Result<(), BrowserError> {
    tell(&PanelMessage::ClearSync).await?;
    REMOVED.set(true);
    draw().await
}
