//! The operations on a JavaScript value.

/// A plain JavaScript value: `undefined`, `null`, a boolean, a number, a
/// string, an array or an object of these.
pub trait Value: Sized {
    /// `undefined`.
    fn undefined() -> Self;
    /// `null`.
    fn null() -> Self;
    /// A boolean.
    fn from_bool(value: bool) -> Self;
    /// A number.
    fn from_number(value: f64) -> Self;
    /// A string.
    fn from_text(value: &str) -> Self;
    /// The name of a field or variant, as a string.
    fn from_name(name: &'static str) -> Self;
    /// An empty array.
    fn new_list() -> Self;
    /// An empty object.
    fn new_object() -> Self;

    /// Adds an item to an array.
    fn push(&mut self, item: Self);
    /// Sets a field of an object.
    fn set_field(&mut self, name: &'static str, value: Self);
    /// Sets an entry of an object that is a map. Returns `false` if the key
    /// isn't a string.
    fn set_entry(&mut self, key: Self, value: Self) -> bool;

    /// Whether it is `undefined`.
    fn is_undefined(&self) -> bool;
    /// Whether it is `null`.
    fn is_null(&self) -> bool;
    /// Whether it is an object or an array.
    fn is_object(&self) -> bool;
    /// Whether it is an array.
    fn is_list(&self) -> bool;
    /// The boolean, if it is one.
    fn as_bool(&self) -> Option<bool>;
    /// The number, if it is one.
    fn as_number(&self) -> Option<f64>;
    /// The string, if it is one.
    fn as_text(&self) -> Option<String>;
    /// The number of items of an array.
    fn length(&self) -> u32;
    /// An item of an array; `undefined` beyond its end.
    fn item(&self, index: u32) -> Self;
    /// A field of an object; `undefined` if it has no such field.
    fn field(&self, name: &'static str) -> Self;
    /// The entries of an object, as an array of arrays of two items.
    fn entries(&self) -> Self;
    /// The entry of an object that has exactly one.
    fn only_entry(&self) -> Option<(String, Self)>;
}
