//! The background: events in, effects out.
//!
//! `background.js` passes one event at a time and waits for its answer, so
//! nothing here runs concurrently.

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
    /// The state between events.
    static WORKER: RefCell<Worker<JsValue>> = RefCell::default();
}

/// How long an event may take until its changes are stored, in milliseconds.
/// Storage usually answers within a few, and a call that hangs must not block
/// all later events.
const EVENT_LIMIT: u32 = 8000;

/// An event from `background.js`, by name.
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

/// The browser's data about a removed cookie, without its value.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CookieChange {
    domain: String,
    http_only: bool,
    store_id: CookieStore,
}

/// Handles one event and returns its answer; `null` if there is none.
///
/// # Errors
///
/// Returns a text if the event wasn't understood, or if the browser refused or
/// didn't finish in time something that must happen before the answer.
#[wasm_bindgen]
pub async fn handle(event: JsValue) -> Result<JsValue, JsValue> {
    let asked_by = sender_tab(&event);
    let mut worker = WORKER.take();
    // If it is dropped halfway, it stops there, and the next event starts from
    // the store.
    let handled = webext::within(EVENT_LIMIT, async {
        match understood(event).await? {
            Some(event) => worker::handle(&mut worker, &Browser, event, Timestamp::from_js(js_sys::Date::now())).await,
            None => Ok(Vec::new()),
        }
    });
    let handled =
        handled.await.unwrap_or_else(|| Err(BrowserError::new("handling an event", "it took too long").unsure()));
    let then = worker.state().map(|state| (state.settings.language, state.catalogue.clone()));
    WORKER.replace(worker);
    let effects = handled.inspect_err(|_| effects::count_error(asked_by))?;
    let (language, catalogue) = then.unwrap_or_default();
    // The changes are stored.
    words::speak(language).await.map_err(BrowserError::unsure)?;
    let answer = effects::carry_out(effects, asked_by, catalogue).await.map_err(BrowserError::unsure)?;
    if let Some(refused) = effects::take_refused() {
        note(Event::SitesRefused(refused)).await;
    }
    if let Some(store) = apart::take_opened() {
        note(Event::ContainerOpened(store)).await;
    }
    Ok(answer)
}

/// Handles an event about the result of effects. Only storing can follow. A
/// failure doesn't change the answer, because the effects have happened.
async fn note(event: Event) {
    let mut worker = WORKER.take();
    let noted = worker::handle(&mut worker, &Browser, event, Timestamp::from_js(js_sys::Date::now())).await;
    WORKER.replace(worker);
    if let Err(error) = noted {
        web_sys::console::error_1(&format!("Sandbar: {error}").into());
    }
}

/// Whether Sandbar has access to the page that sent a message, and its tab
/// still shows a page with access. The browser doesn't reveal other addresses.
/// A preloaded page has no tab yet.
async fn may_enter(sender: &JsValue, tab: TabId) -> bool {
    let in_advance = property(sender, "documentLifecycle").as_string().as_deref() == Some("prerender");
    in_advance || webext::tabs_get(tab.0).await.is_ok_and(|shown| property(&shown, "url").is_string())
}

fn sender_tab(event: &JsValue) -> Option<TabId> {
    let id = property(&property(&property(event, "sender"), "tab"), "id").as_f64()?;
    #[allow(clippy::cast_possible_truncation, reason = "the browser's numbers are 32-bit integers")]
    Some(TabId(id as i32))
}

/// Parses an event; `None` for an unknown command, or if the browser reports no
/// address or no tab for a sender.
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
                // Only from the top frame of a page that Sandbar draws on.
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

/// The command that switches the environment, as named in the manifest.
const JUMP: &str = "other-environment";

/// An event from an extension page. If it is about a tab, the browser's data
/// about the tab is added.
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

/// The popup's question about a tab, or a request to open Sandbox separately.
/// `opens` is `Some` for the latter, and whether the user has confirmed.
async fn about_tab(tab: TabId, opens: Option<bool>, by_page: bool) -> Result<Event, BrowserError> {
    let tab = webext::tabs_get(tab.0).await.doing("asking about a tab")?;
    let store = cookie_store(&tab);
    let from = from_js(tab)?;
    let Some(sure) = opens else { return Ok(Event::Popup(from, store)) };
    let request = ApartRequest { from, store, by_page, sure, allowed: apart::is_allowed().await };
    Ok(Event::OpenApart(request, open_tabs().await?))
}

/// The address of a sender. A frame without its own address (`about:blank`,
/// `srcdoc`) has its parent's origin, and is treated as a page of that origin.
fn address(sender: &JsValue) -> Option<String> {
    let url = property(sender, "url").as_string()?;
    // A frame that was created by script has the origin of its page, and no
    // address of its own.
    let is_made = ["about:", "blob:", "data:"].iter().any(|scheme| url.starts_with(scheme));
    if is_made { property(sender, "origin").as_string() } else { Some(url) }
}

/// The cookie store of a tab. Chromium doesn't provide it there, but documents
/// its two stores: "0" for normal windows, "1" for private ones.
fn cookie_store(tab: &JsValue) -> CookieStore {
    let named = property(tab, "cookieStoreId").as_string();
    CookieStore(named.unwrap_or_else(|| if property(tab, "incognito").is_truthy() { "1" } else { "0" }.to_owned()))
}

/// Whether Sandbar has access to every site that it works on.
async fn may_enter_all() -> Result<bool, BrowserError> {
    let granted = webext::permissions_contains(&wanted_access()?).await.doing("asking what is allowed")?;
    Ok(granted.is_truthy())
}

async fn open_tabs() -> Result<Vec<OpenTab>, BrowserError> {
    Browser.open_tabs().await
}
