//! Access to the portals and to watched sites, where the browser lets the
//! person withhold it.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use super::ask::{policy, run};
use super::dom::{Build, button, fill, paragraph};
use super::words::{word, word_with};
use sandbar::catalogue::host_of;
use sandbar::catalogue::watched::Scope;
use webext::permissions::{access_to, wanted_access};
use webext::{BrowserError, Context};

/// Says that access is missing, and offers to ask for it; nothing if it is
/// there. First to the portals that everybody has, then to what an
/// administrator added.
///
/// # Errors
/// When the browser cannot be asked.
pub async fn offer() -> Result<(), BrowserError> {
    let portals = wanted_access()?;
    if !has(&portals).await? {
        say(paragraph(&word("accessMissing")), portals);
        return Ok(());
    }
    let mut missing = Vec::new();
    for origin in policy().origins() {
        if !has(&access_to(std::slice::from_ref(&origin))?).await? {
            missing.push(origin);
        }
    }
    if missing.is_empty() {
        fill("access", []);
    } else {
        let hosts: Vec<&str> = missing.iter().filter_map(|origin| host_of(origin)).collect();
        say(paragraph(&word_with("accessAdded", &hosts.join(", "))), access_to(&missing)?);
    }
    Ok(())
}

async fn has(wanted: &JsValue) -> Result<bool, BrowserError> {
    Ok(webext::permissions_contains(wanted).await.doing("asking what is allowed")?.is_truthy())
}

fn say(missing: Element, wanted: JsValue) {
    let allow = button("accessAllow", move |_| {
        // Browsers listen only while the click is being handled: it is asked for at once.
        let asked = webext::permissions_request(&wanted);
        run(async {
            JsFuture::from(asked).await.doing("asking for access")?;
            Box::pin(offer()).await
        });
    });
    fill("access", [missing, allow.class("first")]);
}

/// Whether the browser lets Sandbar into this site.
///
/// # Errors
/// When the browser cannot be asked.
pub async fn is_granted(scope: &Scope) -> Result<bool, BrowserError> {
    has(&access_to(&[scope.origin()])?).await
}

/// Asks for access to this site. Browsers listen only while a press is being
/// handled: it has to be called before anything is waited for.
///
/// # Errors
/// When the browser cannot be asked.
pub fn request(scope: &Scope) -> Result<Promise, BrowserError> {
    Ok(webext::permissions_request(&access_to(&[scope.origin()])?))
}

/// Calls back whenever access was given or taken back.
pub fn on_change(react: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(react);
    let function = listener.as_ref().unchecked_ref();
    webext::on_permission_added(function);
    webext::on_permission_removed(function);
    // It lives as long as the page.
    listener.forget();
}
