//! Whatever a file that is to be imported holds: its header is read or
//! refused, and one that is read is printed as it was read.
//!
//! `cargo +nightly fuzz run transfer -- -max_total_time=300`

#![no_main]

use keyring_file::sealed;
use libfuzzer_sys::fuzz_target;
use sandbar::keyring::file::Json;
use serde::Serialize;
use serde::de::DeserializeOwned;

struct Native;

impl Json for Native {
    fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
        serde_json::from_str(text).ok()
    }

    fn print<T: Serialize>(value: &T) -> Option<String> {
        serde_json::to_string(value).ok()
    }
}

fuzz_target!(|text: &str| {
    if let Ok(file) = sealed::<Native>(text) {
        let again = Native::print(&file).and_then(|text| sealed::<Native>(&text).ok());
        assert_eq!(again, Some(file));
    }
});
