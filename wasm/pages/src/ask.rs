//! Asking the background, which alone reads and writes what is stored.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use js_sys::Promise;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use sandbar::catalogue::Catalogue;
use sandbar::protocol::PanelMessage;
use sandbar::settings::Settings;
use sandbar::settings::policy::Policy;
use webext::{BrowserError, Context, from_js, property, to_js, words};

#[wasm_bindgen]
extern "C" {
    /// What `panel.js` asked while the core was on its way: the answers by name.
    #[wasm_bindgen(thread_local_v2, js_name = asked)]
    static ASKED: JsValue;
}

const DOING: &str = "asking Sandbar";

/// Asks, and waits for the answer.
///
/// # Errors
/// When the background does not answer, or says that it failed.
pub async fn ask<T: DeserializeOwned>(message: &PanelMessage) -> Result<T, BrowserError> {
    let answer = webext::runtime_send_message(&to_js(message)?).await.doing(DOING)?;
    released().await;
    understood(answer)
}

/// Waits until nothing is held down, for three seconds at most. What follows from
/// an answer is drawn after that: a control that is drawn anew, or moves,
/// between the press and the release would swallow them.
async fn released() {
    for _ in 0..150 {
        if !super::dom::is_any_pressed() {
            return;
        }
        webext::pause(20).await;
    }
}

/// Waits for the answer to what was asked before the core was there.
///
/// # Errors
/// As [`ask`].
pub async fn asked<T: DeserializeOwned>(name: &str) -> Result<T, BrowserError> {
    let answer: Promise = ASKED.with(|asked| property(asked, name)).unchecked_into();
    understood(JsFuture::from(answer).await.doing(DOING)?)
}

fn understood<T: DeserializeOwned>(answer: JsValue) -> Result<T, BrowserError> {
    match property(&answer, "failed").as_string() {
        Some(failed) => Err(BrowserError::new(DOING, failed)),
        None => from_js(answer),
    }
}

/// Asks for something to be done.
///
/// # Errors
/// As [`ask`].
pub async fn tell(message: &PanelMessage) -> Result<(), BrowserError> {
    #[derive(serde::Deserialize)]
    struct Done {}
    ask::<Done>(message).await.map(drop)
}

/// Speaks the language that the person chose, and knows the portals that an
/// administrator added.
///
/// # Errors
/// As [`ask`], or when its words cannot be read.
pub async fn speak() -> Result<(), BrowserError> {
    let settings: Settings = asked("settings").await?;
    let policy: Policy = asked("policy").await?;
    CATALOGUE.set(Rc::new(Catalogue::with_added(&policy.portals)));
    POLICY.set(policy);
    words::speak(settings.language).await
}

thread_local! {
    /// What an administrator presets, since the page began.
    static POLICY: RefCell<Policy> = RefCell::default();
    /// The sites that are known, with those of the policy.
    static CATALOGUE: RefCell<Rc<Catalogue>> = RefCell::default();
}

/// What an administrator presets, since the page began.
pub fn policy() -> Policy {
    POLICY.with_borrow(Clone::clone)
}

/// The sites that are known, since the page began.
pub fn catalogue() -> Rc<Catalogue> {
    CATALOGUE.with_borrow(Rc::clone)
}

/// Calls back whenever something has changed that is stored under a name that
/// begins like one of these, or that an administrator presets.
pub fn on_change_of(beginnings: &'static [&'static str], mut react: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut(js_sys::Object, String)>::new(move |changes: js_sys::Object, area: String| {
        let names = js_sys::Object::keys(&changes);
        let begins = |name: String| beginnings.iter().any(|beginning| name.starts_with(beginning));
        if area == "managed" || names.iter().any(|name| name.as_string().is_some_and(begins)) {
            react();
        }
    });
    webext::on_storage_changed(listener.as_ref().unchecked_ref());
    // It lives as long as the page.
    listener.forget();
}

/// Runs what takes its time; says in the console and on the page when it fails.
pub fn run(work: impl Future<Output = Result<(), BrowserError>> + 'static) {
    wasm_bindgen_futures::spawn_local(async {
        if let Err(error) = work.await {
            web_sys::console::error_1(&format!("Sandbar: {error}").into());
            super::dom::show_failure();
        }
    });
}

/// Calls back whenever something that is stored has changed.
pub fn on_stored_change(react: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(react);
    webext::on_storage_changed(listener.as_ref().unchecked_ref());
    // It lives as long as the page.
    listener.forget();
}
