//! Messages with a number. A language has one form of such a message for each of
//! its plural categories (Unicode CLDR), and `Intl.PluralRules` says which one a
//! number takes. The key of a form is the name of the message with the category
//! at its end: `tabsOne`, `tabsOther`.

use serde::Serialize;

/// A message with a number that the extension shows itself. The constants of
/// [`message`](super::message) are the only ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plural(pub(super) &'static str);

/// The same for a message that content scripts carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ContentPlural(pub(super) &'static str);

impl Plural {
    /// The key of the form for a category as `Intl.PluralRules` names it, such as
    /// `one`.
    #[must_use]
    pub fn form(self, category: &str) -> String {
        let mut form = self.0.to_owned();
        let mut letters = category.chars();
        form.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        form.extend(letters);
        form
    }
}

/// The category that every language has, and the form for a category that the
/// messages lack.
pub const OTHER: &str = "other";

/// A message with a number that a web page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Counted {
    /// The message.
    #[cfg_attr(test, ts(type = "ContentPlural"))]
    pub plural: ContentPlural,
    /// The number.
    pub count: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_form_ends_with_its_category() {
        assert_eq!(Plural("tabs").form("one"), "tabsOne");
        assert_eq!(Plural("tabs").form(OTHER), "tabsOther");
        assert_eq!(Plural("tabs").form(""), "tabs");
    }
}
