//! Whatever a page that lists keys shows: what is read stands in it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sandbar::catalogue::Catalogue;
use sandbar::detect::find::find;
use sandbar::detect::keys_page::{copied_values, labelled_value, read_keys_page};

fuzz_target!(|text: &str| {
    let catalogue = Catalogue::default();
    let rows = read_keys_page(catalogue.vendors(), text).rows.len();
    assert!(rows <= find(text).finds.len());
    let _ = labelled_value(text).is_some();
    let middle = text.floor_char_boundary(text.len() / 2);
    let (copied, around) = text.split_at(middle);
    let _ = copied_values(copied, around).len();
});
