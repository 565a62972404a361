//! Runs asynchronous work and reports failures.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use crate::dom;
use webext::BrowserError;

/// Work that one part of a page requests from another.
pub type Work = Pin<Box<dyn Future<Output = Result<(), BrowserError>>>>;

/// Runs asynchronous work for event handlers, and passes its result to the
/// page.
#[derive(Clone)]
pub struct Runner {
    finish: Rc<dyn Fn(Result<(), BrowserError>)>,
}

impl Runner {
    /// Creates a runner that calls `finish` with every result.
    pub fn new(finish: impl Fn(Result<(), BrowserError>) + 'static) -> Self {
        Self { finish: Rc::new(finish) }
    }

    /// Creates a runner that logs a failure and shows the page's general error
    /// message.
    pub fn with_general_error() -> Self {
        Self::new(|result| {
            if let Err(error) = result {
                log(&error);
                if let Some(message) = dom::get("failure") {
                    dom::show(&message, true);
                }
            }
        })
    }

    /// Starts this work.
    pub fn run(&self, work: impl Future<Output = Result<(), BrowserError>> + 'static) {
        self.start(Box::pin(work));
    }

    /// The untyped part of [`Runner::run`], compiled only once.
    fn start(&self, work: Work) {
        let finish = Rc::clone(&self.finish);
        spawn_local(async move { finish(work.await) });
    }
}

/// Writes an error to the console.
pub fn log(error: &BrowserError) {
    web_sys::console::error_1(&format!("Sandbar: {error}").into());
}
