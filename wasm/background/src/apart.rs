//! Opens Sandbox in a separate cookie store.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use sandbar::app::CookieStore;
use sandbar::app::apart::order::{ApartOrder, KnownContainer, container_among};
use sandbar::messages::message;
use sandbar::protocol::{ApartAnswer, ApartOutcome, ApartWay};
use sandbar::view::apart::answer;
use webext::{BrowserError, Context, object, property, to_js, words};

const DOING: &str = "opening Sandbox apart";

/// How long tabs that moved may take to close, in milliseconds.
const CLOSING: u32 = 1000;

thread_local! {
    /// The container in which Sandbox was last opened.
    static OPENED: RefCell<Option<CookieStore>> = const { RefCell::new(None) };
}

/// Returns the container in which Sandbox was opened since the last call, if
/// any.
pub fn take_opened() -> Option<CookieStore> {
    OPENED.take()
}

/// Carries out an order and returns the result.
pub async fn open(order: ApartOrder) -> ApartAnswer {
    let outcome = match try_to_open(&order).await {
        Ok(()) => ApartOutcome::Opened,
        Err(error) => {
            web_sys::console::info_1(&format!("Sandbar: {error}").into());
            ApartOutcome::Refused
        }
    };
    answer(order.way, outcome)
}

async fn try_to_open(order: &ApartOrder) -> Result<(), BrowserError> {
    if order.way == ApartWay::PrivateWindow {
        let window = [("incognito", true.into()), ("url", to_js(&order.addresses)?)];
        webext::windows_create(&object(window)).await.doing(DOING)?;
    } else {
        let store = container(order).await?;
        OPENED.set(Some(store.clone()));
        open_tabs(&order.addresses, &store).await?;
    }
    // Close the old tabs only now, when the new ones exist. A page may ask
    // before it closes, and a tab may already be gone. Neither is a failure,
    // and no other event waits for this answer.
    let closes = to_js(&order.closes)?;
    webext::wait_at_most(CLOSING, async move { drop(webext::tabs_remove(&closes).await) }).await;
    Ok(())
}

/// Opens tabs in a container: all or none.
async fn open_tabs(addresses: &[String], store: &CookieStore) -> Result<(), BrowserError> {
    let opened = Array::new();
    for address in addresses {
        let tab = [("url", address.into()), ("cookieStoreId", (&store.0).into())];
        match webext::tabs_create(&object(tab)).await.doing(DOING) {
            Ok(tab) => opened.push(&property(&tab, "id")),
            Err(error) => {
                drop(webext::tabs_remove(&opened).await);
                return Err(error);
            }
        };
    }
    Ok(())
}

/// The container for Sandbox. Creates it if there is none.
async fn container(order: &ApartOrder) -> Result<CookieStore, BrowserError> {
    let name = words::message(message::CONTAINER_NAME.name(), &[]);
    let listed: Array = webext::containers_query(&object([])).await.doing(DOING)?.unchecked_into();
    let known: Vec<KnownContainer> =
        listed.iter().map(|one| KnownContainer { store: store_of(&one), name: text(&one, "name") }).collect();
    if let Some(container) = container_among(&known, order.made.as_ref(), &name) {
        return Ok(container.store.clone());
    }
    let look = [("name", name.into()), ("color", "yellow".into()), ("icon", "circle".into())];
    Ok(store_of(&webext::containers_create(&object(look)).await.doing(DOING)?))
}

fn store_of(container: &JsValue) -> CookieStore {
    CookieStore(text(container, "cookieStoreId"))
}

fn text(of: &JsValue, name: &str) -> String {
    property(of, name).as_string().unwrap_or_default()
}

/// Opens the browser's page where the user can allow Sandbar in private
/// windows. Firefox lets extensions open no such page, so this works in
/// Chromium only.
pub async fn open_details() -> Result<(), BrowserError> {
    let own = webext::runtime_url("");
    let id = own.split('/').nth(2).unwrap_or_default();
    let page = object([("url", format!("chrome://extensions?id={id}").into())]);
    webext::tabs_create(&page).await.doing("opening the details of the extension").map(drop)
}

/// Whether the browser allows Sandbar in private windows.
pub async fn is_allowed() -> bool {
    webext::is_allowed_in_private_windows().await.is_ok_and(|allowed| allowed.is_truthy())
}
