//! The extension's own pages.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::page::Page;
use crate::wait::eventually;

/// The width of the popup, in CSS pixels.
pub const POPUP_WIDTH: u32 = 400;

impl Browser {
    /// The popup for a tab, opened in a separate tab.
    ///
    /// # Errors
    ///
    /// Returns an error if it doesn't open.
    pub async fn popup_of(&self, page: &Page<'_>) -> Result<Page<'_>> {
        self.panel(&format!("pages/popup.html?tabId={}", page.tab_id()?)).await
    }

    /// An extension page, once it is ready.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn panel(&self, file: &str) -> Result<Page<'_>> {
        let page = self.open(&self.page_url(file)?).await?;
        page.panel_ready().await?;
        Ok(page)
    }

    /// Sends a request to the background, as an extension page does.
    ///
    /// # Errors
    ///
    /// Returns an error if it fails.
    pub async fn ask_core(&self, message: &Value) -> Result<Value> {
        let answer = self.ask(&format!("return browser.runtime.sendMessage({message});")).await?;
        ensure!(answer.get("failed").is_none(), "{answer}");
        Ok(answer)
    }

    /// Changes one setting, as the options page does.
    ///
    /// # Errors
    ///
    /// Returns an error if the core doesn't answer.
    pub async fn choose(&self, setting: &str, value: Value) -> Result<()> {
        let mut settings = self.ask_core(&json!("settings")).await?;
        settings[setting] = value;
        self.ask_core(&json!({ "choose": settings })).await.map(drop)
    }
}

impl Page<'_> {
    /// Waits until an extension page shows its messages.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn panel_ready(&self) -> Result<()> {
        let state = async || self.run("return document.documentElement.dataset.state;").await;
        eventually("the page is ready", state, |state| state == "ready").await.map(drop)
    }

    /// The visible text of the first element that matches a selector; empty if there is none.
    ///
    /// # Errors
    ///
    /// Returns an error if the page doesn't answer.
    pub async fn text_of(&self, selector: &str) -> Result<String> {
        let script = format!(
            "const found = document.querySelector({selector:?}); return found?.checkVisibility() ? found.innerText : '';"
        );
        let text = self.run(&script).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the first element that matches a selector is visible.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn sees(&self, selector: &str) -> Result<()> {
        let script = format!("return document.querySelector({selector:?})?.checkVisibility() ?? false;");
        eventually(selector, async || self.run(&script).await, |seen| seen == true).await.map(drop)
    }

    /// Waits until an element contains this text, and returns all of its text.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn says(&self, selector: &str, wanted: &str) -> Result<String> {
        eventually(wanted, async || self.text_of(selector).await, |text| text.contains(wanted)).await
    }

    /// Switches the page to this color scheme.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn colors(&self, scheme: &str, forced: bool) -> Result<()> {
        let forced = if forced { "active" } else { "none" };
        // A color transition would be pictured halfway.
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "forced-colors", "value": forced },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await.map(drop)
    }

    /// A PNG picture of the whole page at this width, whatever its height.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser can't take a picture.
    pub async fn long_picture(&self, width: u32) -> Result<Vec<u8>> {
        // The picture shows everything, so scroll bars aren't needed.
        self.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await?;
        let mut height = 600;
        // Parts that grow with the window make the page longer again.
        for _ in 0..3 {
            self.resize(width, height, 1.0).await?;
            let whole = self.run("return Math.ceil(document.documentElement.scrollHeight);").await?;
            height = whole.as_u64().and_then(|height| u32::try_from(height).ok()).unwrap_or(600).clamp(200, 4000);
        }
        self.resize(width, height, 1.0).await?;
        self.picture().await
    }
}
