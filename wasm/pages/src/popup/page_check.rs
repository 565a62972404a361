//! What was seen on the page, ready to copy into a bug report.

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::dom;
use crate::run::Runner;
use crate::words::word;
use sandbar::messages::message;
use sandbar::protocol::PopupFacts;
use sandbar::view::pages::page_check::page_check;
use sandbar::view::pages::place::Where;
use webext::{Context, property};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = userAgent)]
    static USER_AGENT: String;
    #[wasm_bindgen(js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    fn write_to_clipboard(text: &str) -> Promise;
}

/// Shows it on a page of a portal.
pub fn render(place: &Where, facts: &PopupFacts) {
    dom::show_id("page-check", matches!(place, Where::Portal(_)));
    if let Where::Portal(here) = place {
        let version = property(&webext::runtime_manifest(), "version").as_string().unwrap_or_default();
        let text = USER_AGENT.with(|browser| page_check(facts, &here.site.host, &version, browser));
        dom::set_text("page-check-text", &text);
    }
}

/// Copies it when the user clicks on the button.
pub fn listen_for_copy(runner: Runner) {
    dom::listen("pageCheckCopy", "click", move |_| {
        let text = dom::get("page-check-text").and_then(|element| element.text_content()).unwrap_or_default();
        // Now: browsers accept it only during the click event.
        let copied = write_to_clipboard(&text);
        runner.run(async move {
            JsFuture::from(copied).await.doing("copying a text")?;
            dom::set_text("page-check-said", &word(message::PAGE_CHECK_COPIED));
            Ok(())
        });
    });
}
