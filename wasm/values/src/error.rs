//! The location and the expectation of a failed conversion.
//!
//! The error that passes through derived code is empty, because its content
//! would be compiled again for each type. The location is recorded separately
//! while the error passes through the readers.

use std::cell::RefCell;
use std::fmt;

use serde::{de, ser};

/// A value that doesn't have the expected form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConvertError {
    /// The variants and fields that lead to the value, outermost first.
    pub path: Vec<&'static str>,
    /// The expected form.
    pub expected: &'static str,
}

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.join(".");
        if path.is_empty() {
            write!(f, "expected {}", self.expected)
        } else {
            write!(f, "{path}: expected {}", self.expected)
        }
    }
}

impl std::error::Error for ConvertError {}

/// The error that passes through derived code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unlike;

thread_local! {
    static PLACE: RefCell<Place> = const { RefCell::new(Place { path: Vec::new(), expected: "another form", missing: None }) };
}

struct Place {
    /// Innermost first.
    path: Vec<&'static str>,
    expected: &'static str,
    /// The last missing field of an object.
    missing: Option<&'static str>,
}

/// Runs a conversion, and adds the location of a failure.
pub(crate) fn located<T>(convert: impl FnOnce() -> Result<T, Unlike>) -> Result<T, ConvertError> {
    let start = |place: &mut Place| *place = Place { path: Vec::new(), expected: "another form", missing: None };
    PLACE.with_borrow_mut(start);
    convert().map_err(|Unlike| {
        PLACE.with_borrow_mut(|place| {
            let mut path = std::mem::take(&mut place.path);
            path.reverse();
            ConvertError { path, expected: place.expected }
        })
    })
}

/// Records the expected form of a value.
#[cold]
#[inline(never)]
pub(crate) fn unlike(expected: &'static str) -> Unlike {
    PLACE.with_borrow_mut(|place| {
        place.expected = expected;
        place.path.clear();
    });
    Unlike
}

/// Records that the error is inside this field or variant.
#[cold]
#[inline(never)]
pub(crate) fn inside(name: &'static str) {
    PLACE.with_borrow_mut(|place| place.path.push(name));
}

/// Records that an object doesn't have this field.
pub(crate) fn missing(name: &'static str) {
    PLACE.with_borrow_mut(|place| place.missing = Some(name));
}

impl fmt::Display for Unlike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it has another form")
    }
}

impl std::error::Error for Unlike {}

impl de::Error for Unlike {
    fn custom<T: fmt::Display>(_: T) -> Self {
        unlike("another value")
    }
    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        unlike("another type")
    }
    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        unlike("another value")
    }
    /// Derived code found fewer fields than it needs.
    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        let Some(name) = PLACE.with_borrow_mut(|place| place.missing.take()) else { return unlike("another length") };
        let error = unlike("a value");
        inside(name);
        error
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        unlike("another variant")
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        unlike("another field")
    }
    fn missing_field(name: &'static str) -> Self {
        let error = unlike("a value");
        inside(name);
        error
    }
    fn duplicate_field(_: &'static str) -> Self {
        unlike("one field of that name")
    }
}

impl ser::Error for Unlike {
    fn custom<T: fmt::Display>(_: T) -> Self {
        unlike("another value")
    }
}
