//! Words for the tests of keys: the known keys, the fields, what must not happen.

use anyhow::{Result, ensure};

use crate::browser::Browser;
use crate::page::Page;

/// The heading for a key of Sandbox that goes into Production.
pub const SANDBOX_KEY: &str = "This is a Sandbox key";
/// The reverse.
pub const PRODUCTION_KEY: &str = "This is a Production key";
/// The heading for a key that nobody knows.
pub const NEW_KEY: &str = "Which environment is this key for?";

impl Browser {
    /// Puts a text on the clipboard and pastes it into a field.
    ///
    /// # Errors
    /// When the browser does not.
    pub async fn paste_text(&self, page: &Page<'_>, selector: &str, text: &str) -> Result<()> {
        self.put_on_clipboard(text).await?;
        page.paste_into(selector).await
    }

    /// Makes sure that everything pasted before is answered and that only
    /// `open` warnings stand: pastes `alarm`, a text that must be warned of,
    /// into the field for searching. Answers come in order, so what was pasted
    /// before it is answered once its warning stands. It is dismissed again.
    ///
    /// # Errors
    /// When there are more or fewer warnings.
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
