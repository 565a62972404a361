//! What the parts of the popup need from it.

use std::future::Future;
use std::rc::Rc;

use crate::run::{Runner, Work};
use webext::BrowserError;

/// Runs work for a part of the popup, and renders the popup again after a change.
#[derive(Clone)]
pub struct Handle {
    runner: Runner,
    rerender: Rc<dyn Fn() -> Work>,
}

impl Handle {
    /// A handle to a popup that is rendered again by `rerender`.
    pub fn new(runner: Runner, rerender: impl Fn() -> Work + 'static) -> Self {
        Self { runner, rerender: Rc::new(rerender) }
    }

    /// Starts this work.
    pub fn run(&self, work: impl Future<Output = Result<(), BrowserError>> + 'static) {
        self.runner.run(work);
    }

    /// Asks the background what to show, and renders all of it.
    ///
    /// # Errors
    /// When the background does not answer.
    pub async fn rerender(&self) -> Result<(), BrowserError> {
        (self.rerender)().await
    }
}
