//! Helpers for the tests of keys: known keys, fields, and what must not happen.

use anyhow::{Result, ensure};

use crate::browser::Browser;
use crate::page::Page;

/// The heading for a Sandbox key that goes into Production.
pub const SANDBOX_KEY: &str = "This is a Sandbox key";
/// The heading for the reverse.
pub const PRODUCTION_KEY: &str = "This is a Production key";
/// The heading for an unknown key.
pub const NEW_KEY: &str = "Which environment is this key for?";

impl Browser {
    /// Puts a text on the clipboard and pastes it into a field.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser fails.
    pub async fn paste_text(&self, page: &Page<'_>, selector: &str, text: &str) -> Result<()> {
        self.put_on_clipboard(text).await?;
        page.paste_into(selector).await
    }

    /// Makes sure that all earlier pastes were answered, and that only `open` warnings are open. To
    /// do that, pastes `alarm`, a text that must get a warning, into the search field. Answers
    /// arrive in order, so its warning comes last. It is then dismissed.
    ///
    /// # Errors
    ///
    /// Returns an error if there are more or fewer warnings.
    pub async fn nothing_but(&self, page: &Page<'_>, open: usize, alarm: &str) -> Result<()> {
        self.paste_text(page, "#search", alarm).await?;
        page.warning_when("the alarm", |warning| warning.name.starts_with("This is a ")).await?;
        let count = page.open_warnings().await?;
        ensure!(count == open + 1, "{} warnings where {open} were expected", count.saturating_sub(1));
        page.run("const field = document.querySelector('#search'); field.focus(); field.value = '';").await?;
        page.key("Escape", 0).await?;
        page.warning_gone().await
    }
}
