//! Access to the portals, where the browser lets the person withhold it.

use wasm_bindgen_futures::JsFuture;

use super::ask::run;
use super::dom::{Build, button, fill, paragraph};
use super::words::word;
use crate::background::wanted_access;
use crate::browser::{self, BrowserError, Context};

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
