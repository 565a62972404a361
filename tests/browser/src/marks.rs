//! What is drawn around a badge, and the pointer near it.

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::json;

use crate::page::{Page, attribute, find};
use crate::wait::eventually;

/// A page's marks, as drawn.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Marks {
    /// `pill`, `bar` or `frame`.
    pub kind: String,
    /// The label on the badge.
    pub label: String,
    /// The opacity of the badge.
    pub opacity: f64,
    /// The background of the badge, as CSS.
    pub fill: String,
    /// The color behind that, as CSS.
    pub back: String,
    /// The color of its text, as CSS.
    pub ink: String,
    /// Left, top, right and bottom of the bar or frame, in CSS pixels of the window.
    pub edge: [f64; 4],
    /// The opacity of the bar.
    #[serde(rename = "edgeOpacity")]
    pub edge_opacity: f64,
    /// The styles of the lines at its top and bottom.
    pub lines: [String; 2],
}

impl Page<'_> {
    /// The marks, if there is a badge.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn marks(&self) -> Result<Option<Marks>> {
        const READ: &str = "function () {
            const edge = this.parentNode.querySelector('.edge');
            const { left, top, right, bottom } = edge.getBoundingClientRect();
            const { opacity, backgroundImage, backgroundColor, color } = getComputedStyle(this);
            const style = getComputedStyle(edge);
            return {
              kind: edge.className.split(' ').at(-1),
              label: this.querySelector('bdi').textContent,
              opacity: Number(opacity), fill: backgroundImage, back: backgroundColor, ink: color,
              edge: [left, top, right, bottom], edgeOpacity: Number(style.opacity),
              lines: [style.borderTopStyle, style.borderBottomStyle],
            };
        }";
        let document = self.document().await?;
        let note = find(&document, &|node| attribute(node, "class").is_some_and(|class| class.starts_with("badge ")));
        let Some(note) = note else { return Ok(None) };
        // A badge that is redrawn in the meantime has another node.
        Ok(serde_json::from_value(self.call_on(&note["nodeId"], READ).await.unwrap_or_default()).ok())
    }

    /// Waits for marks that meet this condition.
    ///
    /// # Errors
    ///
    /// Returns an error if there are none in time.
    pub async fn marks_when(&self, what: &str, wanted: impl Fn(&Marks) -> bool) -> Result<Marks> {
        let seen = eventually(what, async || self.marks().await, |marks| marks.as_ref().is_some_and(&wanted)).await?;
        seen.context("marks")
    }

    /// Moves the mouse to a position in CSS pixels of the window. `held` means that its button is
    /// down.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn point(&self, (x, y): (f64, f64), held: bool) -> Result<()> {
        let (button, buttons) = if held { ("left", 1) } else { ("none", 0) };
        let event = json!({ "type": "mouseMoved", "x": x, "y": y, "button": button, "buttons": buttons });
        self.devtools("Input.dispatchMouseEvent", event).await.map(drop)
    }

    /// Presses or releases the mouse button.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn hold(&self, (x, y): (f64, f64), down: bool) -> Result<()> {
        let kind = if down { "mousePressed" } else { "mouseReleased" };
        let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
        self.devtools("Input.dispatchMouseEvent", event).await.map(drop)
    }
}
