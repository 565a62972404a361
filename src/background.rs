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
use crate::guard::{Event, OpenTab, State, step};
use crate::protocol::TabId;

thread_local! {
    /// The state, from the first event on.
    static STATE: RefCell<Option<State>> = const { RefCell::new(None) };
}

/// An event as `background.js` names it.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Incoming {
    Message,
    Closed { tab: TabId },
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
    let effects = understood(event).await.map(|event| event.map(|event| step(&mut state, event)).unwrap_or_default());
    STATE.replace(Some(state));
    let answer = effects::carry_out(effects?).await?;
    Ok(answer)
}

/// The event, or none where the browser's word on the sender makes it nobody's.
async fn understood(event: JsValue) -> Result<Option<Event>, BrowserError> {
    Ok(Some(match from_js(event.clone())? {
        Incoming::Message => {
            let sender = property(&event, "sender");
            let Some(tab) = property(&property(&sender, "tab"), "id").as_f64() else { return Ok(None) };
            let Some(url) = property(&sender, "url").as_string() else { return Ok(None) };
            #[allow(clippy::cast_possible_truncation, reason = "tab ids are small integers")]
            let tab = TabId(tab as i32);
            Event::Message { tab, url, message: from_js(property(&event, "message"))? }
        }
        Incoming::Closed { tab } => Event::Closed(tab),
        Incoming::Started => Event::Started(open_tabs().await?),
        Incoming::Installed => Event::Installed(open_tabs().await?),
    }))
}

async fn open_tabs() -> Result<Vec<OpenTab>, BrowserError> {
    from_js(browser::tabs_query(&object([])).await.doing("listing the open tabs")?)
}
