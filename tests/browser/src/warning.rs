//! The warning beside a field, as a user and as assistive technology see it.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::page::{Page, attribute, find, find_all};
use crate::wait::{eventually, still};

/// The warning in sight.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// The accessible role.
    pub role: String,
    /// The accessible name, without the word that says whose it is.
    pub name: String,
    /// Whether the accessible name says first that it is Sandbar’s.
    pub is_named: bool,
    /// The accessible description.
    pub description: String,
    /// What its buttons say, of those in sight.
    pub buttons: Vec<String>,
    /// The button that has the focus.
    pub focused: Option<String>,
    /// Left, top, right and bottom in CSS pixels of its frame's window.
    pub rect: [f64; 4],
}

fn is_warning(node: &Value) -> bool {
    attribute(node, "role") == Some("alertdialog")
}

fn is_button(node: &Value) -> bool {
    node["localName"] == "button"
}

fn button_of_warning<'n>(document: &'n Value, label: &str) -> Result<&'n Value> {
    let panel = find(document, &|node| is_warning(node) && attribute(node, "hidden").is_none());
    let says = |node: &Value| is_button(node) && node["children"][0]["nodeValue"] == label;
    panel.and_then(|panel| find(panel, &says)).with_context(|| format!("the warning's button {label}"))
}

/// Whether a control of Sandbar in a page takes clicks: the user had time to see it.
pub(crate) fn is_steady(node: &Value) -> bool {
    attribute(node, "data-steady").is_some()
}

impl Page<'_> {
    /// The warning in sight, or none; in frames too.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn warning(&self) -> Result<Option<Warning>> {
        let document = self.document().await?;
        let in_sight = |node: &Value| is_warning(node) && attribute(node, "hidden").is_none();
        let Some(panel) = find(&document, &in_sight) else { return Ok(None) };
        let node = panel["nodeId"].clone();
        let tree =
            self.devtools("Accessibility.getPartialAXTree", json!({ "nodeId": node, "fetchRelatives": false })).await?;
        let said = |what: &str| tree["nodes"][0][what]["value"].as_str().unwrap_or_default().to_owned();
        let read = "function () {
            const { left, top, right, bottom } = this.getBoundingClientRect();
            return {
              buttons: [...this.querySelectorAll('button')].filter((button) => button.checkVisibility()).map((button) => button.textContent),
              focused: this.contains(this.getRootNode().activeElement) ? this.getRootNode().activeElement.textContent : null,
              rect: [left, top, right, bottom],
            }; }";
        let seen = self.call_on(&node, read).await?;
        let name = said("name");
        let rest = name.strip_prefix("Sandbar ");
        Ok(Some(Warning {
            role: said("role"),
            is_named: rest.is_some(),
            name: rest.unwrap_or(&name).to_owned(),
            description: said("description"),
            buttons: serde_json::from_value(seen["buttons"].clone())?,
            focused: serde_json::from_value(seen["focused"].clone())?,
            rect: serde_json::from_value(seen["rect"].clone())?,
        }))
    }

    /// All that the warning in sight says; nothing without one.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn warning_text(&self) -> Result<String> {
        let document = self.document().await?;
        let in_sight = |node: &Value| is_warning(node) && attribute(node, "hidden").is_none();
        let Some(panel) = find(&document, &in_sight) else { return Ok(String::new()) };
        let text = self.call_on(&panel["nodeId"], "function () { return this.innerText; }").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// The warning, once there is one that fits.
    ///
    /// # Errors
    /// When there never is.
    pub async fn warning_when(&self, what: &str, wanted: impl Fn(&Warning) -> bool) -> Result<Warning> {
        let seen = eventually(what, async || self.warning().await, |seen| seen.as_ref().is_some_and(&wanted)).await?;
        seen.context("a warning")
    }

    /// The warning, once it has this heading.
    ///
    /// # Errors
    /// When it never has.
    pub async fn warned(&self, heading: &str) -> Result<Warning> {
        self.warning_when(heading, |warning| warning.name == heading).await
    }

    /// Waits until no warning is in sight.
    ///
    /// # Errors
    /// When there always is one.
    pub async fn warning_gone(&self) -> Result<()> {
        let text = async || self.warning_text().await;
        eventually("no warning", text, String::is_empty).await.map(drop)
    }

    /// How many warnings stand open, those out of sight included.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn open_warnings(&self) -> Result<usize> {
        Ok(find_all(&self.document().await?, &is_warning).len())
    }

    /// Presses Enter on the button of the warning in sight that has the focus,
    /// once it takes clicks.
    ///
    /// # Errors
    /// When it never does.
    pub async fn enter(&self) -> Result<()> {
        eventually("the buttons take clicks", async || self.warning_is_steady().await, |steady| *steady).await?;
        self.key("Enter", 0).await
    }

    /// Whether the buttons of the warning in sight take clicks.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn warning_is_steady(&self) -> Result<bool> {
        let document = self.document().await?;
        let panels = find_all(&document, &|node| is_warning(node) && attribute(node, "hidden").is_none());
        let is_hidden = |node: &Value| attribute(node, "hidden").is_some();
        let parts = panels.into_iter().flat_map(|panel| find_all(panel, &|node| is_button(node) || is_hidden(node)));
        Ok(parts.filter(|part| !is_hidden(part)).all(is_steady))
    }

    /// Where the middle of a button of the warning in sight is now, in CSS pixels of the window.
    ///
    /// # Errors
    /// When there is none.
    pub async fn place_in_warning(&self, label: &str) -> Result<(f64, f64)> {
        let document = self.document().await?;
        self.middle_of(&button_of_warning(&document, label)?["nodeId"]).await
    }

    /// Calls a function with the warning in sight as `this`.
    ///
    /// # Errors
    /// When there is none.
    pub async fn of_warning(&self, function: &str) -> Result<Value> {
        let document = self.document().await?;
        let panel = find(&document, &|node| is_warning(node) && attribute(node, "hidden").is_none());
        self.call_on(&panel.context("a warning")?["nodeId"], function).await
    }

    /// Presses a button of the warning in sight with the mouse, once it takes clicks.
    ///
    /// # Errors
    /// When there is none.
    pub async fn press_warning(&self, label: &str) -> Result<()> {
        self.show().await?;
        let place = async || {
            let document = self.document().await?;
            let button = button_of_warning(&document, label)?;
            self.devtools("DOM.scrollIntoViewIfNeeded", json!({ "nodeId": button["nodeId"] })).await?;
            ensure!(is_steady(button), "{label} takes no clicks yet");
            self.middle_of(&button["nodeId"]).await
        };
        let (x, y) = still(&format!("{label} stands still"), place).await?;
        self.click(x, y).await
    }
}
