//! Shared code for the rows of keys and watched sites: the environment control,
//! and the menu with rarely used actions.

use web_sys::Element;

use crate::dom::Build;
use crate::template::Parts;
use crate::words::{word, word_with};
use sandbar::messages::{MessageKey, message};

/// The action of the button that opens the menu.
pub const MENU: &str = "menu";

/// Connects the menu of a row to its button. The browser opens it, and closes
/// it after Escape or a click elsewhere.
pub fn connect_menu(row: &Element, key: &str, name: &str) {
    let id = ["menu-", key].concat();
    row.set_attribute_of("menu", "id", &id);
    row.set_attribute_of("menu", "aria-label", name);
    if let Some(button) = row.control(MENU) {
        drop(button.attr("popovertarget", &id));
    }
    name_controls(row, name, &[(MENU, message::ROW_MORE)]);
}

/// Adds what a row is about to the names of its controls, for use outside the
/// row's context.
pub fn name_controls(row: &Element, name: &str, controls: &[(&str, MessageKey)]) {
    for &(action, key) in controls {
        if let Some(control) = row.control(action) {
            drop(control.attr("aria-label", &[&*word(key), ": ", name].concat()));
        }
    }
}

/// Shows the selected environment; `None` if no action is selected.
pub fn show_environment(row: &Element, name: &str, choices: &[(&str, MessageKey)], chosen: Option<&str>) {
    row.set_attribute_of("environments", "aria-label", &word_with(message::SITE_ENVIRONMENT_OF, name));
    name_controls(row, name, choices);
    for &(action, _) in choices {
        if let Some(button) = row.control(action) {
            drop(button.attr("aria-pressed", if chosen == Some(action) { "true" } else { "false" }));
        }
    }
}
