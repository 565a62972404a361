//! Access to the portals, where the browser lets the person withhold it.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use super::ask::{policy, run};
use super::dom::{Build, button, fill, paragraph};
use super::words::{word, word_with};
use crate::background::{access_to, wanted_access};
use crate::browser::{self, BrowserError, Context};
use crate::portal::host_of;

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
    Ok(browser::permissions_contains(wanted).await.doing("asking what is allowed")?.is_truthy())
}

fn say(missing: Element, wanted: JsValue) {
    let allow = button("accessAllow", move |_| {
        // Browsers listen only while the click is being handled: it is asked for at once.
        let asked = browser::permissions_request(&wanted);
        run(async {
            JsFuture::from(asked).await.doing("asking for access")?;
            Box::pin(offer()).await
        });
    });
    fill("access", [missing, allow.class("first")]);
}
