//! Messages to the background. Only the background reads and writes the
//! storage.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::Promise;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::dom;
use sandbar::catalogue::Catalogue;
use sandbar::protocol::ExtensionPageMessage;
use sandbar::settings::Settings;
use sandbar::settings::policy::Policy;
use webext::{BrowserError, Context, from_js, property, to_js, words};

#[wasm_bindgen]
extern "C" {
    /// The answers to the questions that `page.js` asked while this module was
    /// loading, by name.
    #[wasm_bindgen(thread_local_v2, js_name = earlyAnswers)]
    static EARLY_ANSWERS: JsValue;
}

const DOING: &str = "asking the background";

/// Sends a message and returns the answer.
///
/// # Errors
///
/// Returns an error if the background doesn't answer, or answers that it
/// failed.
pub async fn ask<T: DeserializeOwned>(message: &ExtensionPageMessage) -> Result<T, BrowserError> {
    read(exchange(message).await?)
}

/// The untyped part of [`ask`], compiled only once.
fn exchange(message: &ExtensionPageMessage) -> Pin<Box<dyn Future<Output = Result<JsValue, BrowserError>>>> {
    let message = to_js(message);
    Box::pin(async move {
        let answer = webext::runtime_send_message(&message?).await.doing(DOING).map_err(BrowserError::unsure)?;
        released().await;
        Ok(answer)
    })
}

/// Sends a message that is only confirmed.
///
/// # Errors
///
/// The same as for [`ask`].
pub async fn tell(message: &ExtensionPageMessage) -> Result<(), BrowserError> {
    #[derive(serde::Deserialize)]
    struct Done {}
    ask::<Done>(message).await.map(drop)
}

/// Waits until no control is held down, but at most three seconds. An answer
/// leads to a re-render, and replacing or moving a control between mousedown
/// and mouseup would swallow the click.
pub async fn released() {
    for _ in 0..150 {
        if !dom::is_any_held() {
            return;
        }
        webext::pause(20).await;
    }
}

/// Waits for the answer to a question that was asked before this module loaded.
///
/// # Errors
///
/// The same as for [`ask`].
pub async fn early_answer<T: DeserializeOwned>(name: &str) -> Result<T, BrowserError> {
    let answer: Promise = EARLY_ANSWERS.with(|answers| property(answers, name)).unchecked_into();
    read(JsFuture::from(answer).await.doing(DOING)?)
}

fn read<T: DeserializeOwned>(answer: JsValue) -> Result<T, BrowserError> {
    match property(&answer, "failed").as_string() {
        Some(failed) => {
            let error = BrowserError::new(DOING, failed);
            Err(if property(&answer, "unsure").is_truthy() { error.unsure() } else { error })
        }
        None => from_js(answer),
    }
}

/// Data that doesn't change while a page is open.
pub struct Start {
    /// The managed policy.
    pub policy: Policy,
    /// The known sites, including the portals of the policy.
    pub catalogue: Rc<Catalogue>,
}

/// Switches to the user's language, and reads the page's initial data.
///
/// # Errors
///
/// The same as for [`ask`], and an error if the messages of the language can't
/// be read.
pub async fn start() -> Result<Start, BrowserError> {
    let settings: Settings = early_answer("settings").await?;
    let policy: Policy = early_answer("policy").await?;
    let catalogue = Rc::new(Catalogue::with_added(&policy.portals));
    words::speak(settings.language).await?;
    Ok(Start { policy, catalogue })
}

/// Calls a function when the managed policy changes, or a stored item whose
/// name starts with one of these prefixes.
pub fn on_change_of(prefixes: &'static [&'static str], mut act: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut(js_sys::Object, String)>::new(move |changes: js_sys::Object, area: String| {
        let names = js_sys::Object::keys(&changes);
        let is_followed = |name: String| prefixes.iter().any(|prefix| name.starts_with(prefix));
        if area == "managed" || names.iter().any(|name| name.as_string().is_some_and(is_followed)) {
            act();
        }
    });
    webext::on_storage_changed(listener.as_ref().unchecked_ref());
    // The listener lives as long as the page.
    listener.forget();
}
