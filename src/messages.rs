//! Words for a person, as keys into `_locales`.
//!
//! The core never holds a sentence: it names one, with what belongs in it, and
//! the browser's own language machinery says it.

use serde::Serialize;

/// A sentence by its key in `_locales/*/messages.json`, with its placeholders
/// in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Text {
    /// The key.
    pub key: &'static str,
    /// What `$1`, `$2`, … stand for.
    pub args: Vec<String>,
}

impl Text {
    /// A sentence without placeholders.
    #[must_use]
    pub const fn plain(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// A sentence with one placeholder.
    #[must_use]
    pub fn with(key: &'static str, arg: impl Into<String>) -> Self {
        Self { key, args: vec![arg.into()] }
    }
}

/// A message as a file of `_locales` holds it, with what belongs in it.
///
/// As the browsers do it: `$NAME$` stands for the content of the placeholder
/// with that name in any case, `$1` in there, or in the message, for the first
/// argument; `$$` for a dollar sign.
#[must_use]
pub fn fill(message: &str, content: &dyn Fn(&str) -> Option<String>, args: &[String]) -> String {
    let mut filled = String::new();
    let mut rest = message;
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
