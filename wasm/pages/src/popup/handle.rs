//! The functions of the popup that its parts need.

use std::future::Future;
use std::rc::Rc;

use crate::run::{Runner, Work};
use webext::BrowserError;

/// Runs work for a part of the popup, and re-renders the popup after a change.
#[derive(Clone)]
pub struct Handle {
    runner: Runner,
    rerender: Rc<dyn Fn() -> Work>,
}

impl Handle {
    /// Creates a handle to a popup that `rerender` renders.
    pub fn new(runner: Runner, rerender: impl Fn() -> Work + 'static) -> Self {
        Self { runner, rerender: Rc::new(rerender) }
    }

    /// Starts this work.
    pub fn run(&self, work: impl Future<Output = Result<(), BrowserError>> + 'static) {
        self.runner.run(work);
    }

    /// Asks the background for the facts, and renders all of them.
    ///
    /// # Errors
    ///
    /// Returns an error if the background doesn't answer.
    pub async fn rerender(&self) -> Result<(), BrowserError> {
        (self.rerender)().await
    }
}
