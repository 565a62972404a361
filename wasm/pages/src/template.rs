//! Copies of the `<template>` elements in the HTML. In a template, variable
//! parts are marked with `data-part`, and controls with `data-action`.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTemplateElement};

use crate::dom::{self, fill_messages, get_as};
use sandbar::view::theme::{Tone, badge_shape};

/// A copy of the first element in the template with this id, in the user's
/// language. `None` if the page has no such template.
pub fn copy(id: &str) -> Option<Element> {
    let template: HtmlTemplateElement = get_as(id)?;
    let copy: Element = template.content().first_element_child()?.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
    fill_messages(&copy);
    Some(copy)
}

/// The marked parts of an element that was copied from a template.
pub trait Parts {
    /// The part with this name.
    fn part(&self, name: &str) -> Option<Element>;
    /// The control with this action.
    fn control(&self, action: &str) -> Option<Element>;
    /// The controls that are currently reachable.
    fn controls(&self) -> Vec<Element>;

    /// Sets the text of a part.
    fn set_text(&self, part: &str, text: &str) {
        if let Some(part) = self.part(part) {
            part.set_text_content(Some(text));
        }
    }

    /// Sets the text of a part that may be cut off, with the full text as its
    /// tooltip.
    fn set_line(&self, part: &str, text: &str) {
        self.set_text(part, text);
        self.set_attribute_of(part, "title", text);
    }

    /// Sets an attribute of a part.
    fn set_attribute_of(&self, part: &str, name: &str, value: &str) {
        if let Some(part) = self.part(part) {
            // The names are constants and valid.
            let _ = part.set_attribute(name, value);
        }
    }

    /// Shows or hides a part.
    fn show_part(&self, part: &str, shown: bool) {
        if let Some(part) = self.part(part) {
            dom::show(&part, shown);
        }
    }

    /// Gives the part `shape` the shape of a tone.
    fn set_shape(&self, tone: Tone) {
        self.set_attribute_of("shape", "d", badge_shape(tone));
    }
}

impl Parts for Element {
    fn part(&self, name: &str) -> Option<Element> {
        self.query_selector(&format!("[data-part={name}]")).ok()?
    }

    fn control(&self, action: &str) -> Option<Element> {
        self.query_selector(&format!("[data-action={action}]")).ok()?
    }

    fn controls(&self) -> Vec<Element> {
        dom::every_in(self, "[data-action]:not([hidden], [hidden] *)")
    }
}
