//! Thin bindings to the used part of the WebExtension API.
//!
//! This crate decides nothing. The global `browser` is built in in Firefox, and
//! in Chromium from version 148; `background.js` defines it in older versions.

mod api;
mod convert;
mod error;
mod json;
pub mod permissions;
pub mod words;

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{self, Poll, Waker};

use gloo::timers::callback::Timeout;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

pub use api::*;
pub use convert::{from_js, to_js};
pub use error::{BrowserError, Context};
pub use json::BrowserJson;

/// The property of an object; `undefined` if it has none.
pub fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Creates an object from its entries.
pub fn object<'a>(entries: impl IntoIterator<Item = (&'a str, JsValue)>) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in entries {
        // Setting a property of a fresh plain object can't fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

/// Completes after this many milliseconds. If it is dropped earlier, nothing of
/// it remains. A promise and its callbacks would remain until the end.
struct Timer {
    state: Rc<TimerState>,
    _timeout: Timeout,
}

#[derive(Default)]
struct TimerState {
    is_over: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl Timer {
    fn new(milliseconds: u32) -> Self {
        let state = Rc::<TimerState>::default();
        let ends = Rc::clone(&state);
        let timeout = Timeout::new(milliseconds, move || {
            ends.is_over.set(true);
            if let Some(waker) = ends.waker.take() {
                waker.wake();
            }
        });
        Self { state, _timeout: timeout }
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<()> {
        if self.state.is_over.get() {
            return Poll::Ready(());
        }
        self.state.waker.set(Some(context.waker().clone()));
        Poll::Pending
    }
}

/// Waits this many milliseconds.
pub async fn pause(milliseconds: u32) {
    Timer::new(milliseconds).await;
}

/// The result of some work, if it completes within this many milliseconds.
/// Otherwise the work is dropped and stops.
pub async fn within<T>(milliseconds: u32, work: impl Future<Output = T>) -> Option<T> {
    let mut over = Timer::new(milliseconds);
    let mut work = pin!(work);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(result) => Poll::Ready(Some(result)),
        Poll::Pending => Pin::new(&mut over).poll(context).map(|()| None),
    })
    .await
}

/// Waits for some work, but at most this many milliseconds. The work continues
/// after that.
pub async fn wait_at_most(milliseconds: u32, work: impl Future<Output = ()> + 'static) {
    let done = future_to_promise(async {
        work.await;
        Ok(JsValue::UNDEFINED)
    });
    // This can't fail.
    let _ = within(milliseconds, JsFuture::from(done)).await;
}
