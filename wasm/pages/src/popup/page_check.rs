//! What Sandbar saw on the page, ready to copy into a bug report.

use crate::copy::{copy_on_click, user_agent, version};
use crate::dom;
use crate::run::Runner;
use sandbar::messages::message;
use sandbar::protocol::PopupFacts;
use sandbar::view::pages::page_check::{page_check, site_check};
use sandbar::view::pages::place::Where;

/// Shows it on pages on which Sandbar works.
pub fn render(place: &Where, facts: &PopupFacts, is_granted: bool) {
    let text = match place {
        Where::Portal(here) => Some(page_check(facts, &here.site.host, &version(), &user_agent())),
        _ => site_check(facts, is_granted, &version(), &user_agent()),
    };
    dom::show_id("page-check", text.is_some());
    dom::set_text("page-check-text", &text.unwrap_or_default());
}

/// Copies it when the user clicks the button.
pub fn listen_for_copy(runner: Runner) {
    copy_on_click(runner, "pageCheckCopy", "page-check-text", "page-check-said", message::PAGE_CHECK_COPIED);
}
