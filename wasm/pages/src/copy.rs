//! Texts for a bug report, copied with a click.

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::dom;
use crate::run::Runner;
use crate::words::word;
use sandbar::messages::MessageKey;
use webext::{Context, property};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = userAgent)]
    static USER_AGENT: String;
    #[wasm_bindgen(js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    fn write_to_clipboard(text: &str) -> Promise;
}

/// The browser's name for itself.
pub fn user_agent() -> String {
    USER_AGENT.with(Clone::clone)
}

/// Sandbar's version.
pub fn version() -> String {
    property(&webext::runtime_manifest(), "version").as_string().unwrap_or_default()
}

/// Copies the text of the element `text` when the user clicks a button, and
/// confirms it in the element `result`.
pub fn copy_on_click(runner: Runner, button: &str, text: &'static str, result: &'static str, done: MessageKey) {
    dom::listen(button, "click", move |_| {
        let text = dom::get(text).and_then(|element| element.text_content()).unwrap_or_default();
        // Now, because browsers accept it only during the click event.
        let copied = write_to_clipboard(&text);
        runner.run(async move {
            JsFuture::from(copied).await.doing("copying a text")?;
            dom::set_text(result, &word(done));
            Ok(())
        });
    });
}
