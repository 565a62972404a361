//! JSON through the browser's built-in parser.

use js_sys::JSON;
use sandbar::keyring::file::Json;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::convert::{from_js, to_js};

/// The browser's `JSON` object.
pub struct BrowserJson;

impl Json for BrowserJson {
    fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
        from_js(JSON::parse(text).ok()?).ok()
    }

    fn print<T: Serialize>(value: &T) -> Option<String> {
        JSON::stringify(&to_js(value).ok()?).ok().map(String::from)
    }
}
