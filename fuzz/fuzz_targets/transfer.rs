//! Any file to import: its header is read or rejected, and a header that was
//! read prints the same again. The same applies to the contents of an opened
//! file.

#![no_main]

use keyring_file::sealed;
use libfuzzer_sys::fuzz_target;
use sandbar::keyring::file::{Contents, Json, PlainContents};
use sandbar_fuzz::Native;

fuzz_target!(|text: &str| {
    if let Ok(file) = sealed::<Native>(text) {
        let again = Native::print(&file).and_then(|text| sealed::<Native>(&text).ok());
        assert_eq!(again, Some(file));
    }
    if let Some(Ok(contents)) = Native::read::<PlainContents>(text).map(Contents::try_from) {
        assert_eq!(Contents::try_from(PlainContents::from(contents.clone())).as_ref(), Ok(&contents));
    }
});
