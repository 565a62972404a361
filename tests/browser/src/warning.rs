//! The warning next to a field, as users and assistive technology perceive it.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::page::{Page, attribute, find, find_all};
use crate::wait::{eventually, still};

/// The visible warning.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// The accessible role.
    pub role: String,
    /// The accessible name, without Sandbar's name.
    pub name: String,
    /// Whether the accessible name starts with Sandbar’s name.
    pub is_named: bool,
    /// The accessible description.
    pub description: String,
    /// The labels of its visible buttons.
    pub buttons: Vec<String>,
    /// The focused button.
    pub focused: Option<String>,
    /// Left, top, right and bottom, in CSS pixels of its frame's window.
    pub rect: [f64; 4],
}

/// Whether a node is one of Sandbar's shadow roots, which start with a comment that says so
/// (`makeHost` in `extension/content/ui.ts`).
fn is_own_root(node: &Value) -> bool {
    node["shadowRootType"] == "closed" && node["children"][0]["nodeValue"] == "sandbar"
}

/// Sandbar's open warnings and questions. A page's own dialogs may have the same role.
fn open_warnings(document: &Value) -> Vec<&Value> {
    let is_warning = |node: &Value| attribute(node, "role") == Some("alertdialog");
    let roots = find_all(document, &is_own_root);
    roots.into_iter().flat_map(|root| find_all(root, &is_warning)).collect()
}

/// Those that aren't hidden.
fn visible_warnings(document: &Value) -> impl Iterator<Item = &Value> {
    open_warnings(document).into_iter().filter(|panel| attribute(panel, "hidden").is_none())
}

fn is_button(node: &Value) -> bool {
    node["localName"] == "button"
}

fn button_of_warning<'n>(document: &'n Value, label: &str) -> Result<&'n Value> {
    let says = |node: &Value| is_button(node) && node["children"][0]["nodeValue"] == label;
    visible_warnings(document)
        .next()
        .and_then(|panel| find(panel, &says))
        .with_context(|| format!("the warning's button {label}"))
}

/// Whether one of Sandbar's controls in a page accepts clicks, because the user had time to see it.
pub(crate) fn is_steady(node: &Value) -> bool {
    attribute(node, "data-steady").is_some()
}

impl Page<'_> {
    /// The visible warning, if there is one, including in frames.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn warning(&self) -> Result<Option<Warning>> {
        let document = self.document().await?;
        let Some(panel) = visible_warnings(&document).next() else { return Ok(None) };
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

    /// The whole text of the visible warning; empty if there is none.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn warning_text(&self) -> Result<String> {
        let document = self.document().await?;
        let Some(panel) = visible_warnings(&document).next() else { return Ok(String::new()) };
        let text = self.call_on(&panel["nodeId"], "function () { return this.innerText; }").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits for a warning that meets this condition.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none in time.
    pub async fn warning_when(&self, what: &str, wanted: impl Fn(&Warning) -> bool) -> Result<Warning> {
        let seen = eventually(what, async || self.warning().await, |seen| seen.as_ref().is_some_and(&wanted)).await?;
        seen.context("a warning")
    }

    /// Waits for a warning with this heading.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn warned(&self, heading: &str) -> Result<Warning> {
        self.warning_when(heading, |warning| warning.name == heading).await
    }

    /// Waits until no warning is visible.
    ///
    /// # Errors
    ///
    /// Returns an error if it doesn't disappear in time.
    pub async fn warning_gone(&self) -> Result<()> {
        let text = async || self.warning_text().await;
        eventually("no warning", text, String::is_empty).await.map(drop)
    }

    /// The number of open warnings, including those that aren't visible.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn open_warnings(&self) -> Result<usize> {
        Ok(open_warnings(&self.document().await?).len())
    }

    /// Presses Enter on the focused button of the visible warning, once it accepts clicks.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn enter(&self) -> Result<()> {
        eventually("the buttons take clicks", async || self.warning_is_steady().await, |steady| *steady).await?;
        self.key("Enter", 0).await
    }

    /// Whether the buttons of the visible warning accept clicks.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn warning_is_steady(&self) -> Result<bool> {
        let document = self.document().await?;
        let is_hidden = |node: &Value| attribute(node, "hidden").is_some();
        let parts =
            visible_warnings(&document).flat_map(|panel| find_all(panel, &|node| is_button(node) || is_hidden(node)));
        Ok(parts.filter(|part| !is_hidden(part)).all(is_steady))
    }

    /// The current center of a button in the visible warning, in CSS pixels of the window.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none.
    pub async fn place_in_warning(&self, label: &str) -> Result<(f64, f64)> {
        // A button that is drawn again between the two commands is looked for again.
        let place = async || {
            let document = self.document().await?;
            self.middle_of(&button_of_warning(&document, label)?["nodeId"]).await
        };
        eventually(&format!("{label} has a place"), place, |_| true).await
    }

    /// Calls a function with the visible warning as `this`.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none.
    pub async fn of_warning(&self, function: &str) -> Result<Value> {
        let document = self.document().await?;
        let panel = visible_warnings(&document).next();
        self.call_on(&panel.context("a warning")?["nodeId"], function).await
    }

    /// Clicks a button of the visible warning with the mouse, once it accepts clicks.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none.
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
