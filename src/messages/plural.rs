//! Messages with a number. A language has one form for each of its plural
//! categories (Unicode CLDR), and `Intl.PluralRules` selects the category for a
//! number. The key of a form is the message's name followed by the category:
//! `tabsOne`, `tabsOther`.

use serde::Serialize;

/// A message with a number in the extension's own pages. All are constants of
/// [`message`](super::message).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plural(pub(super) &'static str);

/// The same for content scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ContentPlural(pub(super) &'static str);

impl Plural {
    /// The key of the form for a category of `Intl.PluralRules`, such as `one`.
    #[must_use]
    pub fn form(self, category: &str) -> String {
        let mut form = self.0.to_owned();
        let mut letters = category.chars();
        form.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        form.extend(letters);
        form
    }
}

/// The category that every language has. Its form is also used for missing
/// ones.
pub const OTHER: &str = "other";

/// A message with a number in a web page.
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
