//! The scan as a separate module for the benchmark: the same code, compiled like the core, on the
//! same texts. It doesn't ship.

#[path = "../../../examples/texts/mod.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, reason = "shared with the examples")]
mod texts;

use std::cell::RefCell;
use std::hint::black_box;

use sandbar::detect::find::find;

thread_local! {
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Selects the text with this number, in this size. Returns its length in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn choose(number: usize, size: usize) -> usize {
    let text = texts::names().nth(number).map(|name| texts::text(name, size)).unwrap_or_default();
    let length = text.len();
    TEXT.set(text);
    length
}

/// Finds what is in the text. Returns the number of finds.
#[unsafe(no_mangle)]
pub extern "C" fn scan() -> usize {
    TEXT.with_borrow(|text| black_box(find(black_box(text))).finds.len())
}

/// Copies the text.
#[unsafe(no_mangle)]
pub extern "C" fn copy() -> usize {
    TEXT.with_borrow(|text| black_box(black_box(text).clone()).len())
}
