//! Access to the portals and to watched sites, where the browser lets the
//! person withhold it.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;

use super::ask::run;
use super::dom::{Build, button, fill, paragraph};
use super::words::word;
use crate::background::wanted_access;
use crate::browser::{self, BrowserError, Context, object, to_js};
use crate::watched::Scope;

/// Says that access is missing, and offers to ask for it; nothing if it is there.
///
/// # Errors
/// When the browser cannot be asked.
pub async fn offer() -> Result<(), BrowserError> {
    let wanted = wanted_access()?;
    let granted = browser::permissions_contains(&wanted).await.doing("asking what is allowed")?;
    if granted.is_truthy() {
        fill("access", []);
        return Ok(());
    }
    let allow = button("accessAllow", move |_| {
        // Browsers listen only while the click is being handled: it is asked for at once.
        let asked = browser::permissions_request(&wanted);
        run(async {
            JsFuture::from(asked).await.doing("asking for access")?;
            Box::pin(offer()).await
        });
    });
    fill("access", [paragraph(&word("accessMissing")), allow.class("first")]);
    Ok(())
}

fn of_site(scope: &Scope) -> Result<JsValue, BrowserError> {
    Ok(object([("origins", to_js(&[scope.origin()])?)]))
}

/// Whether the browser lets Sandbar into this site.
///
/// # Errors
/// When the browser cannot be asked.
pub async fn is_granted(scope: &Scope) -> Result<bool, BrowserError> {
    let granted = browser::permissions_contains(&of_site(scope)?).await.doing("asking what is allowed")?;
    Ok(granted.is_truthy())
}

/// Asks for access to this site. Browsers listen only while a press is being
/// handled: it has to be called before anything is waited for.
///
/// # Errors
/// When the browser cannot be asked.
pub fn request(scope: &Scope) -> Result<Promise, BrowserError> {
    Ok(browser::permissions_request(&of_site(scope)?))
}

/// Calls back whenever access was given or taken back.
pub fn on_change(react: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(react);
    let function = listener.as_ref().unchecked_ref();
    browser::on_permission_added(function);
    browser::on_permission_removed(function);
    // It lives as long as the page.
    listener.forget();
}
