//! Messages for the user, by their keys in `_locales`.
//!
//! The core contains no texts. It names a message and its arguments, and the
//! browser's i18n API translates it. Each message has a constant in
//! [`message`], so a missing message doesn't compile.

use serde::Serialize;

#[cfg(test)]
mod generate;
mod isolate;
pub mod message;
mod plural;

pub use isolate::isolated;
pub use plural::{ContentPlural, Counted, OTHER, Plural};

/// The key of a message. All keys are constants of [`message`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageKey(&'static str);

/// The key of a message that content scripts carry, so that a web page can show
/// it in a language other than the browser's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ContentKey(&'static str);

impl MessageKey {
    /// The key in `_locales`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl ContentKey {
    /// The key in `_locales`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// The same message in an extension page.
    #[must_use]
    pub const fn in_extension(self) -> MessageKey {
        MessageKey(self.0)
    }
}

impl From<ContentKey> for MessageKey {
    fn from(key: ContentKey) -> Self {
        key.in_extension()
    }
}

/// A message in a web page, with its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Text {
    /// The key.
    #[cfg_attr(test, ts(type = "ContentKey"))]
    pub key: ContentKey,
    /// The values of `$1`, `$2`, ….
    pub args: Vec<String>,
}

impl Text {
    /// A message without placeholders.
    #[must_use]
    pub const fn plain(key: ContentKey) -> Self {
        Self { key, args: Vec::new() }
    }

    /// A message with one placeholder.
    #[must_use]
    pub fn with(key: ContentKey, arg: impl Into<String>) -> Self {
        Self { key, args: vec![arg.into()] }
    }
}

/// A message that the extension itself shows, in the toolbar, a menu or an
/// extension page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionText {
    /// The key.
    pub key: MessageKey,
    /// The values of `$1`, `$2`, ….
    pub args: Vec<String>,
}

impl From<Text> for ExtensionText {
    fn from(text: Text) -> Self {
        Self { key: text.key.in_extension(), args: text.args }
    }
}

impl From<MessageKey> for ExtensionText {
    fn from(key: MessageKey) -> Self {
        Self::plain(key)
    }
}

impl ExtensionText {
    /// A message without placeholders.
    #[must_use]
    pub const fn plain(key: MessageKey) -> Self {
        Self { key, args: Vec::new() }
    }

    /// A message with one placeholder.
    #[must_use]
    pub fn with(key: MessageKey, arg: impl Into<String>) -> Self {
        Self { key, args: vec![arg.into()] }
    }
}

/// A message with or without a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phrase {
    /// A message without a number, or with one that doesn't affect the wording.
    Text(ExtensionText),
    /// A message with this number.
    Counted(Plural, usize),
}

/// Fills in a message from a file in `_locales`, with the same rules as
/// browsers: `$NAME$` is the content of the placeholder with this name in any
/// case, `$1` (there or in the message) is the first argument, and `$$` is a
/// dollar sign.
#[must_use]
pub fn fill(template: &str, content: &dyn Fn(&str) -> Option<String>, args: &[String]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        filled.push_str(before);
        let named = after.split_once('$').and_then(|(name, after)| Some((content(&name.to_ascii_lowercase())?, after)));
        let digit = after.chars().next().and_then(|digit| digit.to_digit(10)).filter(|&digit| digit > 0);
        rest = match (named, digit) {
            (Some((content, after)), _) => {
                filled.push_str(&fill(&content, &|_| None, args));
                after
            }
            (None, Some(digit)) => {
                let index = usize::try_from(digit).unwrap_or_default().saturating_sub(1);
                filled.push_str(args.get(index).map_or("", String::as_str));
                after.get(1..).unwrap_or_default()
            }
            (None, None) => {
                filled.push('$');
                after.strip_prefix('$').unwrap_or(after)
            }
        };
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filled(message: &str) -> String {
        let content = |name: &str| (name == "host").then(|| "<$1>".to_owned());
        fill(message, &content, &["a.example".to_owned(), "b".to_owned()])
    }

    #[test]
    fn placeholders_are_filled_as_the_browsers_do_it() {
        for (message, wanted) in [
            ("Sandbar", "Sandbar"),
            ("Production, $HOST$.", "Production, <a.example>."),
            ("$host$$HOST$", "<a.example><a.example>"),
            ("$2 of $1", "b of a.example"),
            ("$3", ""),
            ("5 $$ and $", "5 $ and $"),
            ("$UNKNOWN$", "$UNKNOWN$"),
        ] {
            assert_eq!(filled(message), wanted, "{message}");
        }
    }

    proptest! {
        #[test]
        fn no_message_makes_it_panic(message in ".{0,60}") {
            let _ = filled(&message);
        }
    }
}
