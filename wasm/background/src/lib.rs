//! The background: events in, effects out.
//!
//! `background.js` hands over one event at a time and waits for the answer
//! before it hands over the next, so nothing here runs twice at once.

mod changes;
mod effects;
mod store;
mod sync;

use std::cell::RefCell;

use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use sandbar::app::{CookieStore, Effect, Event, OpenTab, Sender, State, restored, step, sync as guard, wanted};
use sandbar::protocol::{Message, PageText, PanelMessage, SessionMessage, TabId};
use sandbar::time::Timestamp;
use webext::permissions::wanted_access;
use webext::{BrowserError, BrowserJson, Context, from_js, object, property, words};

thread_local! {
    /// The state, from the first event on.
    static STATE: RefCell<Option<State>> = const { RefCell::new(None) };
}

/// An event as `background.js` names it.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Incoming {
    Message,
    Selected,
    Command(String),
    Closed(TabId),
    Cookie(CookieChange),
    Started,
    Access,
    Managed,
    Area,
    Installed(String),
}

/// What the browser says of a cookie that changed, without its value.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CookieChange {
    removed: bool,
    cause: String,
    domain: String,
    http_only: bool,
    store_id: CookieStore,
}

/// Takes one event and answers it; `null` where it has no answer.
///
/// # Errors
/// A sentence, when the event was not understood or the browser refused what
/// had to be done before an answer.
#[wasm_bindgen]
pub async fn handle(event: JsValue) -> Result<JsValue, JsValue> {
    let kept = STATE.take();
    let is_new = kept.is_none();
    let mut state = match kept {
        Some(state) => state,
        None => store::restore().await?,
    };
    let asked_by = sender_tab(&event);
    let mut effects = taken(&mut state, event).await;
    if let (true, Ok(effects)) = (is_new, &mut effects) {
        effects.extend(restored(&state));
    }
    let (language, catalogue) = (state.settings.language, state.catalogue.clone());
    // A worker whose first event failed has told nobody: the next one begins anew.
    if effects.is_ok() || !is_new {
        STATE.replace(Some(state));
    }
    words::speak(language).await?;
    let answer = effects::carry_out(effects?, asked_by, catalogue).await?;
    Ok(answer)
}

async fn taken(state: &mut State, event: JsValue) -> Result<Vec<Effect>, BrowserError> {
    let Some(event) = understood(event).await? else { return Ok(Vec::new()) };
    if let Some(store) = event.store() {
        store::read_ledger(&mut state.sessions, store, false).await?;
    }
    let now = Timestamp::from_js(js_sys::Date::now());
    let before = guard::snapshot(state, &event);
    if event == Event::AreaChanged {
        state.sync.area = None;
    }
    let effects = stepped(state, event, now).await?;
    if !guard::is_due(state, &before, &effects) {
        return Ok(effects);
    }
    if state.sync.area.is_none() {
        match sync::read_area().await {
            Ok(area) => state.sync.area = Some(area),
            Err(error) if before.is_asked() => return Err(error),
            // What happened here counts without it.
            Err(error) => {
                web_sys::console::warn_1(&format!("Sandbar: {error}").into());
                return Ok(effects);
            }
        }
    }
    let open = open_tabs().await.unwrap_or_default();
    Ok(guard::follow::<BrowserJson>(state, &before, effects, &open, now))
}

/// What follows on this computer.
async fn stepped(state: &mut State, event: Event, now: Timestamp) -> Result<Vec<Effect>, BrowserError> {
    if matches!(event, Event::Panel(PanelMessage::Export) | Event::Import(..)) {
        has_keyring(state)?;
    }
    let wanted = wanted(state, &event);
    store::read_entries(&mut state.keys, &wanted).await?;
    state.problems = store::problems();
    // Firefox tells of the cookies of private windows when the last of them has closed already.
    let may_be_last = matches!(event, Event::Closed(_)) || event.store().is_some_and(CookieStore::is_private);
    let mut effects = step(state, event, now);
    if may_be_last && state.sessions.awake().iter().any(CookieStore::is_private) && !any_private(&open_tabs().await?) {
        effects.extend(step(state, Event::PrivateWindowsClosed, now));
    }
    Ok(effects)
}

/// Fails if a newer version wrote the storage: its keyring is neither read nor
/// changed.
fn has_keyring(state: &State) -> Result<(), BrowserError> {
    match state.keys.fingerprinter {
        Some(_) => Ok(()),
        None => Err(BrowserError::new("reading the keyring", "a newer version of Sandbar wrote the storage")),
    }
}

/// Whether Sandbar may enter the page that sent a message, and its tab still
/// shows one that it may: the browser names no other's address. A page that is
/// loaded in advance has no tab yet.
async fn may_enter(sender: &JsValue, tab: TabId) -> bool {
    let in_advance = property(sender, "documentLifecycle").as_string().as_deref() == Some("prerender");
    in_advance || webext::tabs_get(tab.0).await.is_ok_and(|shown| property(&shown, "url").is_string())
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
            if url.starts_with(&webext::runtime_url("")) {
                return from_panel(from_js(property(&event, "message"))?).await.map(Some);
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
            let sender = Sender { tab, frame: frame as i64, url, store, entered };
            match message {
                Message::Session(SessionMessage::Pressed) => Event::Pressed(sender, open_tabs().await?),
                message => Event::Message(sender, message),
            }
        }
        Incoming::Cookie(change) if change.removed && change.cause != "overwrite" => {
            Event::CookieRemoved { store: change.store_id, host: change.domain, http_only: change.http_only }
        }
        Incoming::Cookie(_) => return Ok(None),
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
        Incoming::Managed => Event::Managed(store::policy().await, open_tabs().await?),
        Incoming::Installed(reason) => {
            Event::Installed { first: reason == "install", complete: may_enter_all().await?, tabs: open_tabs().await? }
        }
    }))
}

/// The command that jumps to the other environment, as the manifest names it.
const JUMP: &str = "other-environment";

/// An event from a page of the extension; the popup's with the browser's word on its tab.
async fn from_panel(message: PanelMessage) -> Result<Event, BrowserError> {
    let tab = match message {
        PanelMessage::Popup { tab } => tab,
        PanelMessage::Watch(site) => return Ok(Event::Watch(site, open_tabs().await?)),
        PanelMessage::Unwatch(scope) => return Ok(Event::Unwatch(scope, open_tabs().await?)),
        PanelMessage::Import(contents) => return Ok(Event::Import(contents, open_tabs().await?)),
        message => return Ok(Event::Panel(message)),
    };
    let tab = webext::tabs_get(tab.0).await.doing("asking about a tab")?;
    let store = cookie_store(&tab);
    Ok(Event::Popup(from_js(tab)?, store))
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

/// Whether the person lets Sandbar into every site that it works on.
async fn may_enter_all() -> Result<bool, BrowserError> {
    let granted = webext::permissions_contains(&wanted_access()?).await.doing("asking what is allowed")?;
    Ok(granted.is_truthy())
}

async fn open_tabs() -> Result<Vec<OpenTab>, BrowserError> {
    from_js(webext::tabs_query(&object([])).await.doing("listing the open tabs")?)
}
