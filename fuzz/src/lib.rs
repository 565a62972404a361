//! What the targets share.

use sandbar::keyring::file::Json;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// JSON outside of a browser.
pub struct Native;

impl Json for Native {
    fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
        serde_json::from_str(text).ok()
    }

    fn print<T: Serialize>(value: &T) -> Option<String> {
        serde_json::to_string(value).ok()
    }
}
