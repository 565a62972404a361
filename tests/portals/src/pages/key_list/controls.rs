//! The controls next to a key: several kinds of Copy, and the actions on the key.

use maud::{Markup, html};

use crate::pages::query_fields;
use crate::switches::Confirm;
use crate::visit::Visit;

/// An action on a key.
pub struct Action {
    word: &'static str,
    path: String,
    question: Option<&'static str>,
}

impl Action {
    /// Performed immediately.
    pub const fn at_once(word: &'static str, path: String) -> Self {
        Self { word, path, question: None }
    }

    /// Performed after a question.
    pub const fn asked(word: &'static str, path: String, question: &'static str) -> Self {
        Self { word, path, question: Some(question) }
    }

    /// As a link, if possible.
    pub fn link(&self, visit: &Visit) -> Markup {
        match (self.question, visit.switches.confirm) {
            (Some(_), Confirm::Page) => html! { a href=(visit.to(&self.path)) { (self.word) } },
            _ => self.button(visit),
        }
    }

    /// Its label in English.
    pub const fn word(&self) -> &'static str {
        self.word
    }

    /// As a button.
    pub fn button(&self, visit: &Visit) -> Markup {
        self.button_saying(visit, self.word)
    }

    /// As a button with this label.
    pub fn button_saying(&self, visit: &Visit, word: &str) -> Markup {
        match (self.question, visit.switches.confirm) {
            (None, _) => html! {
                form.inline method="post" action=(visit.to(&self.path)) { button type="submit" { (word) } }
            },
            (Some(_), Confirm::Page) => html! {
                form.inline action=(self.path) { (query_fields(visit)) button type="submit" { (word) } }
            },
            (Some(question), Confirm::Dialog) => html! {
                button type="button" data-confirm=(question) data-action=(visit.to(&self.path)) { (word) }
            },
        }
    }
}

/// The question, as a dialog for a script to fill in and show.
pub fn dialog() -> Markup {
    html! {
        dialog #confirm {
            h2 { "Are you sure?" }
            p {}
            form method="post" {
                button type="submit" { "Continue" } " "
                button type="button" { "Cancel" }
            }
        }
    }
}

/// How a Copy control writes to the clipboard.
#[derive(Clone, Copy)]
pub enum By {
    /// Selects the text and runs the browser's copy command, which fires a `copy` event.
    Selection,
    /// Writes to the clipboard directly, which fires no event.
    Clipboard,
}

impl By {
    const fn word(self) -> &'static str {
        match self {
            Self::Selection => "selection",
            Self::Clipboard => "clipboard",
        }
    }
}

/// A button with the label Copy. It copies the text before it.
pub fn copy_button(by: By) -> Markup {
    html! { button type="button" data-copy=(by.word()) { "Copy" } }
}

/// A link with the label Copy.
pub fn copy_link(by: By) -> Markup {
    html! { a href="#" data-copy=(by.word()) { "Copy" } }
}

/// A button with an icon, named Copy.
pub fn copy_icon(by: By) -> Markup {
    html! {
        button type="button" aria-label="Copy" data-copy=(by.word()) {
            svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" {
                rect x="1" y="1" width="8" height="9" rx="1" fill="none" stroke="currentColor" {}
                rect x="4" y="4" width="9" height="9" rx="1" fill="none" stroke="currentColor" {}
            }
        }
    }
}
