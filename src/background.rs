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
use crate::protocol::TabId;

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
    Started,
    Installed,
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
    let effects = taken(&mut state, event).await;
    STATE.replace(Some(state));
    let answer = effects::carry_out(effects?).await?;
    Ok(answer)
}

async fn taken(state: &mut State, event: JsValue) -> Result<Vec<Effect>, BrowserError> {
    let Some(event) = understood(event).await? else { return Ok(Vec::new()) };
    let wanted = wanted(state, &event);
    store::read_entries(&mut state.keys, &wanted).await?;
    Ok(step(state, event, Timestamp::from_js(js_sys::Date::now())))
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
            let Some(tab) = property(&property(&sender, "tab"), "id").as_f64() else { return Ok(None) };
            let frame = property(&sender, "frameId").as_f64().unwrap_or_default();
            let store = cookie_store(&property(&sender, "tab"));
            #[allow(clippy::cast_possible_truncation, reason = "the browser's numbers are 32-bit integers")]
            let sender = Sender { tab: TabId(tab as i32), frame: frame as i32, url, store };
            Event::Message(sender, from_js(property(&event, "message"))?)
        }
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
