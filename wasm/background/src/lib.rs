//! The background: events in, effects out.
//!
//! `background.js` hands over one event at a time and waits for the answer
//! before it hands over the next, so nothing here runs twice at once.

mod apart;
mod browser;
mod effects;
mod sync;

use std::cell::RefCell;

use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use browser::Browser;
use sandbar::app::apart::order::ApartRequest;
use sandbar::app::{CookieStore, Event, OpenTab, Sender};
use sandbar::protocol::{ExtensionPageMessage, KeysMessage, Message, PageText, SessionMessage, TabId};
use sandbar::time::Timestamp;
use sandbar::worker::{self, Platform, Worker};
use webext::permissions::wanted_access;
use webext::{BrowserError, Context, from_js, property, words};

thread_local! {
    /// What is remembered between events.
    static WORKER: RefCell<Worker<JsValue>> = RefCell::default();
}

/// How long an event may take until what it changes is stored, in milliseconds.
/// Storage answers within a few: one that hangs must not keep every later event
/// waiting.
const EVENT_LIMIT: u32 = 8000;

/// An event as `background.js` names it.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Incoming {
    Message,
    Selected,
    Command(String),
    Closed(TabId),
    Cookie(CookieChange),
    ContainerRemoved(CookieStore),
    Started,
    Access,
    Loaded,
    Managed,
    Area,
    Installed(String),
}

/// What the browser says of a cookie that was removed, without its value.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CookieChange {
    domain: String,
    http_only: bool,
    store_id: CookieStore,
}

/// Handles one event and returns its answer; `null` where it has no answer.
///
/// # Errors
/// A sentence, if the event was not understood, or if the browser refused or
/// did not do in time what has to be done before an answer.
#[wasm_bindgen]
pub async fn handle(event: JsValue) -> Result<JsValue, JsValue> {
    let asked_by = sender_tab(&event);
    let mut worker = WORKER.take();
    // Dropped half-way it does nothing more, and the next event starts from the store.
    let handled = webext::within(EVENT_LIMIT, async {
        match understood(event).await? {
            Some(event) => worker::handle(&mut worker, &Browser, event, Timestamp::from_js(js_sys::Date::now())).await,
            None => Ok(Vec::new()),
        }
    });
    let handled = handled.await.unwrap_or_else(|| Err(BrowserError::new("handling an event", "it took too long")));
    let then = worker.state().map(|state| (state.settings.language, state.catalogue.clone()));
    WORKER.replace(worker);
    let effects = handled.inspect_err(|_| effects::count_error(asked_by))?;
    let (language, catalogue) = then.unwrap_or_default();
    words::speak(language).await?;
    let answer = effects::carry_out(effects, asked_by, catalogue).await?;
    if let Some(refused) = effects::take_refused() {
        note(Event::SitesRefused(refused)).await?;
    }
    if let Some(store) = apart::take_opened() {
        note(Event::ContainerOpened(store)).await?;
    }
    Ok(answer)
}

/// Notes what came of carrying out effects. Nothing but storing follows.
async fn note(event: Event) -> Result<(), BrowserError> {
    let mut worker = WORKER.take();
    let noted = worker::handle(&mut worker, &Browser, event, Timestamp::from_js(js_sys::Date::now())).await;
    WORKER.replace(worker);
    noted.map(drop)
}

/// Whether Sandbar may enter the page that sent a message, and its tab still
/// shows one that it may: the browser names no other's address. A page that is
/// loaded in advance has no tab yet.
async fn may_enter(sender: &JsValue, tab: TabId) -> bool {
    let in_advance = property(sender, "documentLifecycle").as_string().as_deref() == Some("prerender");
    in_advance || webext::tabs_get(tab.0).await.is_ok_and(|shown| property(&shown, "url").is_string())
}

fn sender_tab(event: &JsValue) -> Option<TabId> {
    let id = property(&property(&property(event, "sender"), "tab"), "id").as_f64()?;
    #[allow(clippy::cast_possible_truncation, reason = "the browser's numbers are 32-bit integers")]
    Some(TabId(id as i32))
}

/// The event, or none where the browser's word on the sender makes it nobody's.
async fn understood(event: JsValue) -> Result<Option<Event>, BrowserError> {
    Ok(Some(match from_js(property(&event, "name"))? {
        Incoming::Message => {
            let sender = property(&event, "sender");
            let Some(url) = address(&sender) else { return Ok(None) };
            if url.starts_with(&webext::runtime_url("")) {
                let tab = sender_tab(&event);
                return from_extension_page(from_js(property(&event, "message"))?, tab).await.map(Some);
            }
            let Some(tab) = sender_tab(&event) else { return Ok(None) };
            let frame = property(&sender, "frameId").as_f64().unwrap_or_default();
            let store = cookie_store(&property(&sender, "tab"));
            let message: Message = from_js(property(&event, "message"))?;
            let entered = !message.declared().shows_page || may_enter(&sender, tab).await;
            #[allow(
                clippy::cast_possible_truncation,
                reason = "whole numbers that JavaScript holds exactly; Firefox's frames have large ones"
            )]
            let frame = frame as i64;
            let shown = property(&property(&sender, "tab"), "url").as_string().filter(|_| frame == 0);
            let sender = Sender { tab, frame, url, shown, store, entered };
            match message {
                Message::Session(SessionMessage::SignOutClicked) => Event::SignOutClicked(sender, open_tabs().await?),
                // Of a page that Sandbar draws on, and of no frame in it.
                Message::Session(SessionMessage::OpenApart { sure }) if sender.frame == 0 => {
                    about_tab(tab, Some(sure), true).await?
                }
                Message::Keys(KeysMessage::OtherPage) => {
                    Event::Jump(from_js(property(&property(&event, "sender"), "tab"))?)
                }
                message => Event::Message(sender, message),
            }
        }
        Incoming::Cookie(cookie) => {
            Event::CookieRemoved { store: cookie.store_id, host: cookie.domain, http_only: cookie.http_only }
        }
        Incoming::ContainerRemoved(store) => Event::ContainerRemoved(store),
        Incoming::Selected => {
            let text: PageText = from_js(property(&event, "text"))?;
            Event::Selected(from_js(property(&event, "tab"))?, text)
        }
        Incoming::Command(name) if name == JUMP => Event::Jump(from_js(property(&event, "tab"))?),
        Incoming::Command(_) => return Ok(None),
        Incoming::Closed(tab) => Event::Closed(tab),
        Incoming::Started => Event::Started { complete: may_enter_all().await?, tabs: open_tabs().await? },
        Incoming::Area => Event::AreaChanged,
        Incoming::Access => Event::Access { complete: may_enter_all().await?, tabs: open_tabs().await? },
        Incoming::Loaded => Event::CoreLoaded { complete: may_enter_all().await?, tabs: open_tabs().await? },
        Incoming::Managed => Event::Managed(Browser.policy().await, open_tabs().await?),
        Incoming::Installed(reason) => {
            Event::Installed { first: reason == "install", complete: may_enter_all().await?, tabs: open_tabs().await? }
        }
    }))
}

/// The command that jumps to the other environment, as the manifest names it.
const JUMP: &str = "other-environment";

/// An event from a page of the extension; what is about a tab with the browser's word on it.
async fn from_extension_page(message: ExtensionPageMessage, own_tab: Option<TabId>) -> Result<Event, BrowserError> {
    let (tab, opens) = match message {
        ExtensionPageMessage::Popup { tab } => (Some(tab), None),
        ExtensionPageMessage::OpenApart { tab, sure } => (tab.or(own_tab), Some(sure)),
        ExtensionPageMessage::Watch(site) => return Ok(Event::Watch(site, open_tabs().await?)),
        ExtensionPageMessage::Unwatch(scope) => return Ok(Event::Unwatch(scope, open_tabs().await?)),
        ExtensionPageMessage::TurnOff { host, off } => {
            return Ok(Event::TurnOff { host, off, open: open_tabs().await? });
        }
        ExtensionPageMessage::TurnVendor { id, on } => {
            return Ok(Event::TurnVendor { id, on, open: open_tabs().await? });
        }
        ExtensionPageMessage::Import(contents) => return Ok(Event::Import(contents, open_tabs().await?)),
        message => return Ok(Event::ExtensionPage(message)),
    };
    about_tab(tab.unwrap_or(TabId(0)), opens, false).await
}

/// What the popup asks of a tab, or that the user wants Sandbox apart from what
/// it shows; `opens` says whether they have decided what there was to decide.
async fn about_tab(tab: TabId, opens: Option<bool>, by_page: bool) -> Result<Event, BrowserError> {
    let tab = webext::tabs_get(tab.0).await.doing("asking about a tab")?;
    let store = cookie_store(&tab);
    let from = from_js(tab)?;
    let Some(sure) = opens else { return Ok(Event::Popup(from, store)) };
    let request = ApartRequest { from, store, by_page, sure, allowed: apart::is_allowed().await };
    Ok(Event::OpenApart(request, open_tabs().await?))
}

/// The address of a sender. A frame without one of its own (`about:blank`,
/// `srcdoc`) has its parent's origin, and is taken for a page of that.
fn address(sender: &JsValue) -> Option<String> {
    let url = property(sender, "url").as_string()?;
    // A frame that a page made by script has the origin of that page, and no address of its own.
    let is_made = ["about:", "blob:", "data:"].iter().any(|scheme| url.starts_with(scheme));
    if is_made { property(sender, "origin").as_string() } else { Some(url) }
}

/// The cookie store of a tab. Chromium does not name it there, but documents
/// the two that it has: "0" for normal windows, "1" for private ones.
fn cookie_store(tab: &JsValue) -> CookieStore {
    let named = property(tab, "cookieStoreId").as_string();
    CookieStore(named.unwrap_or_else(|| if property(tab, "incognito").is_truthy() { "1" } else { "0" }.to_owned()))
}

/// Whether the user allows Sandbar to run on every site that it works on.
async fn may_enter_all() -> Result<bool, BrowserError> {
    let granted = webext::permissions_contains(&wanted_access()?).await.doing("asking what is allowed")?;
    Ok(granted.is_truthy())
}

async fn open_tabs() -> Result<Vec<OpenTab>, BrowserError> {
    Browser.open_tabs().await
}
