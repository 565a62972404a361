//! Words for a person, as keys into `_locales`.
//!
//! The core never holds a sentence: it names one, with what belongs in it, and
//! the browser's own language machinery says it.

use serde::Serialize;

/// A sentence by its key in `_locales/*/messages.json`, with its placeholders
/// in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// The key.
    pub key: &'static str,
    /// What `$1`, `$2`, … stand for.
    pub args: Vec<String>,
}

impl Text {
    /// A sentence without placeholders.
    #[must_use]
    pub const fn plain(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// A sentence with one placeholder.
    #[must_use]
    pub fn with(key: &'static str, arg: impl Into<String>) -> Self {
        Self { key, args: vec![arg.into()] }
    }
}
