//! Errors of browser calls.

use std::fmt;

use wasm_bindgen::{JsCast, JsValue};

/// An error, with a phrase for the attempted action.
#[derive(Debug)]
pub struct BrowserError {
    doing: &'static str,
    cause: String,
    /// Whether something may have been stored all the same, for example because
    /// the browser stopped answering.
    pub is_unsure: bool,
}

/// The name of the JavaScript errors after which something may have been
/// stored. `background.js` uses it too.
const UNSURE: &str = "Unsure";

impl BrowserError {
    /// Creates an error from the attempted action and the browser's reason.
    pub fn new(doing: &'static str, cause: impl Into<String>) -> Self {
        Self { doing, cause: cause.into(), is_unsure: false }
    }

    /// The same error, after which something may have been stored.
    #[must_use]
    pub fn unsure(self) -> Self {
        Self { is_unsure: true, ..self }
    }
}

impl fmt::Display for BrowserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.cause)
    }
}

impl From<BrowserError> for JsValue {
    fn from(error: BrowserError) -> Self {
        let thrown = js_sys::Error::new(&error.to_string());
        if error.is_unsure {
            thrown.set_name(UNSURE);
        }
        thrown.into()
    }
}

/// Adds the attempted action to an error.
pub trait Context<T> {
    /// Adds the phrase.
    ///
    /// # Errors
    ///
    /// Returns the original error, with the phrase.
    fn doing(self, what: &'static str) -> Result<T, BrowserError>;
}

impl<T> Context<T> for Result<T, JsValue> {
    fn doing(self, what: &'static str) -> Result<T, BrowserError> {
        self.map_err(|cause| {
            let said = cause.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
            BrowserError::new(what, said.or_else(|| cause.as_string()).unwrap_or_else(|| format!("{cause:?}")))
        })
    }
}
