//! Combines several changes into one refresh.

use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;

/// Starts a refresh shortly after a change. Changes until then join it.
#[derive(Clone)]
pub struct Refresh {
    is_scheduled: Rc<Cell<bool>>,
    /// How long to wait for more changes, in milliseconds.
    delay: u32,
    start: Rc<dyn Fn()>,
}

impl Refresh {
    /// Calls `start` this many milliseconds after the first of several changes.
    pub fn new(delay: u32, start: impl Fn() + 'static) -> Self {
        Self { is_scheduled: Rc::default(), delay, start: Rc::new(start) }
    }

    /// Schedules a refresh, unless one is scheduled already.
    pub fn schedule(&self) {
        if self.is_scheduled.replace(true) {
            return;
        }
        let this = self.clone();
        Timeout::new(self.delay, move || {
            this.is_scheduled.set(false);
            (this.start)();
        })
        .forget();
    }
}
