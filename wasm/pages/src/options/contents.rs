//! The list of contents, which marks the section in view.

use web_sys::Element;

use crate::dom::{self, every};
use sandbar::view::pages::contents::{Window, current_section};

/// Keeps the mark up to date while the user scrolls.
pub fn follow() {
    for event in ["scroll", "resize", "hashchange"] {
        dom::on_window(event, show_current);
    }
}

/// Marks the section in view.
pub fn show_current() {
    let links: Vec<Element> = every("#contents a");
    let sections = links.into_iter().filter_map(|link| {
        let id = link.get_attribute("href")?.trim_start_matches('#').to_owned();
        Some((link, dom::get(&id)?, id))
    });
    // What is hidden has no place on the page.
    let shown = |(_, heading, _): &(Element, Element, String)| matches!(heading.closest("[hidden]"), Ok(None));
    let sections: Vec<_> = sections.filter(shown).collect();
    let tops: Vec<f64> = sections.iter().map(|(_, heading, _)| heading.get_bounding_client_rect().top()).collect();
    let named = dom::fragment();
    let named = sections.iter().position(|(_, _, id)| *id == named);
    let (height, scrolled) = dom::view();
    let current = current_section(&tops, Window { height, scrolled }, named);
    for (index, (link, ..)) in sections.iter().enumerate() {
        // The name is a constant and valid.
        let _ = match current == Some(index) {
            true => link.set_attribute("aria-current", "true"),
            false => link.remove_attribute("aria-current"),
        };
    }
}
