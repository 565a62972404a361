//! The background: events in, effects out.
//!
//! `background.js` hands over one event at a time and waits for the answer
//! before it hands over the next, so nothing here runs twice at once.

mod effects;
mod store;

use std::cell::RefCell;

use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::browser::{self, BrowserError, Context, from_js, object, property};
use crate::clock::Timestamp;
use crate::guard::{CookieStore, Effect, Event, OpenTab, Sender, State, step, wanted};
use crate::protocol::{Message, SessionMessage, TabId};

thread_local! {
    /// The state, from the first event on.
    static STATE: RefCell<Option<State>> = const { RefCell::new(None) };
}

/// An event as `background.js` names it.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Incoming {
    Message,
    Closed(TabId),
    Cookie(CookieChange),
    Started,
    Installed,
}

/// What the browser says of a cookie that changed, without its value.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CookieChange {
    removed: bool,
    cause: String,
    domain: String,
    store_id: CookieStore,
}

/// Takes one event and answers it; `null` where it has no answer.
///
/// # Errors
/// A sentence, when the event was not understood or the browser refused what
/// had to be done before an answer.
#[wasm_bindgen]
pub async fn handle(event: JsValue) -> Result<JsValue, JsValue> {
    let mut state = match STATE.take() {
        Some(state) => state,
        None => store::restore().await?,
    };
    let asked_by = sender_tab(&event);
    let effects = taken(&mut state, event).await;
    STATE.replace(Some(state));
    let answer = effects::carry_out(effects?, asked_by).await?;
    Ok(answer)
}

async fn taken(state: &mut State, event: JsValue) -> Result<Vec<Effect>, BrowserError> {
    let Some(event) = understood(event).await? else { return Ok(Vec::new()) };
    if let Some(store) = event.store() {
        store::read_ledger(&mut state.sessions, store, false).await?;
    }
    let wanted = wanted(state, &event);
    store::read_entries(&mut state.keys, &wanted).await?;
    let now = Timestamp::from_js(js_sys::Date::now());
    let closed = matches!(event, Event::Closed(_));
    let mut effects = step(state, event, now);
    if closed && state.sessions.awake().iter().any(CookieStore::is_private) && !any_private(&open_tabs().await?) {
        effects.extend(step(state, Event::PrivateWindowsClosed, now));
    }
    Ok(effects)
}

fn any_private(tabs: &[OpenTab]) -> bool {
    tabs.iter().any(|tab| tab.incognito)
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
            if url.starts_with(&browser::runtime_url("")) {
                return Ok(Some(Event::Panel(from_js(property(&event, "message"))?)));
            }
            let Some(tab) = sender_tab(&event) else { return Ok(None) };
            let frame = property(&sender, "frameId").as_f64().unwrap_or_default();
            let store = cookie_store(&property(&sender, "tab"));
            #[allow(clippy::cast_possible_truncation, reason = "the browser's numbers are 32-bit integers")]
            let sender = Sender { tab, frame: frame as i32, url, store };
            match from_js(property(&event, "message"))? {
                Message::Session(SessionMessage::Pressed) => Event::Pressed(sender, open_tabs().await?),
                message => Event::Message(sender, message),
            }
        }
        Incoming::Cookie(change) if change.removed && change.cause != "overwrite" => {
            Event::CookieRemoved { store: change.store_id, host: change.domain }
        }
        Incoming::Cookie(_) => return Ok(None),
        Incoming::Closed(tab) => Event::Closed(tab),
        Incoming::Started => Event::Started(open_tabs().await?),
        Incoming::Installed => Event::Installed(open_tabs().await?),
    }))
}

/// The address of a sender. A frame without one of its own (`about:blank`,
/// `srcdoc`) has its parent's origin, and is taken for a page of that.
fn address(sender: &JsValue) -> Option<String> {
    let url = property(sender, "url").as_string()?;
    if url.starts_with("about:") { property(sender, "origin").as_string() } else { Some(url) }
}

/// The cookie store of a tab. Chromium does not name it there, but documents
/// the two that it has: "0" for normal windows, "1" for private ones.
fn cookie_store(tab: &JsValue) -> CookieStore {
    let named = property(tab, "cookieStoreId").as_string();
    CookieStore(named.unwrap_or_else(|| if property(tab, "incognito").is_truthy() { "1" } else { "0" }.to_owned()))
}

async fn open_tabs() -> Result<Vec<OpenTab>, BrowserError> {
    from_js(browser::tabs_query(&object([])).await.doing("listing the open tabs")?)
}
