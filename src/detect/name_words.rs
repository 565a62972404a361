//! Words in or around a name that tell which vendor a value belongs to.

use super::span::Span;
use crate::catalogue::vendors;
use crate::credential::Kind;

/// Vendors, in lower case, whose values have the same shapes and common names.
/// Algolia has an extension for a vendor's shop, so a name can contain both.
const FOREIGN_WORDS: &[&str] = &[
    "algolia",
    "appstore",
    "apple",
    "apns",
    "azure",
    "bitbucket",
    "dropbox",
    "facebook",
    "firebase",
    "github",
    "gitlab",
    "google",
    "mailgun",
    "paypal",
    "pusher",
    "sentry",
    "shopify",
    "slack",
    "stripe",
    "twilio",
    "zendesk",
];

/// Prefixes of a name that say nothing about the vendor.
const PLAIN_PREFIXES: &[&str] = &[
    "app", "api", "auth", "cd", "cfg", "ci", "client", "conf", "cred", "default", "dev", "e2e", "env", "ext", "http",
    "int", "key", "live", "local", "main", "mp", "my", "new", "old", "our", "plugin", "prd", "prod", "public",
    "private", "qa", "react", "release", "rest", "sandbox", "sbx", "secret", "stag", "stg", "submit", "test", "tf",
    "the", "uat", "var", "vite", "next", "x",
];

/// Whether a word starts like a prefix that says nothing about the vendor.
pub(super) fn is_plain_prefix(word: &[u8]) -> bool {
    let begins =
        |plain: &str| word.get(..plain.len()).is_some_and(|start| start.eq_ignore_ascii_case(plain.as_bytes()));
    plain_prefixes().any(begins)
}

/// Those prefixes.
pub(crate) fn plain_prefixes() -> impl Iterator<Item = &'static str> {
    PLAIN_PREFIXES.iter().copied()
}

/// The vendor that a name points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// A vendor in the catalogue.
    Vendor,
    /// Another vendor's.
    Another,
}

/// The vendor that a name of a value of this kind points to. A word for another
/// vendor wins. Reads the name once and allocates nothing, because a dense text
/// has tens of thousands of names.
pub(super) fn whose(name: &[u8], kind: Kind) -> Option<Whose> {
    let mut whose = None;
    for start in word_starts(name) {
        if start.begins_with_any(FOREIGN_WORDS).is_some() {
            return Some(Whose::Another);
        }
        if whose.is_none() && is_of_a_vendor(&start, kind) {
            whose = Some(Whose::Vendor);
        }
    }
    whose
}

/// Every word for another vendor in a text, in order.
pub(crate) fn others(text: &str) -> impl Iterator<Item = Span> {
    word_starts(text.as_bytes()).filter_map(|start| {
        let word = start.begins_with_any(FOREIGN_WORDS)?;
        Some(Span { start: start.at, end: start.at + word.len() })
    })
}

fn is_of_a_vendor(start: &WordStart<'_>, kind: Kind) -> bool {
    vendors::ALL.iter().any(|vendor| {
        start.begins_with_any(vendor.words).is_some()
            || vendor.kind_words.iter().any(|&(of, word)| of == kind && start.begins_with(word))
    })
}

/// A place in a text where a word may start.
struct WordStart<'t> {
    at: usize,
    /// The text from here on.
    rest: &'t [u8],
    /// Its first two letters, in lower case.
    two: [u8; 2],
}

impl WordStart<'_> {
    fn begins_with_any(&self, words: &[&'static str]) -> Option<&'static str> {
        words.iter().copied().find(|word| self.begins_with(word))
    }

    fn begins_with(&self, word: &str) -> bool {
        let is_word = |start: &[u8]| start.eq_ignore_ascii_case(word.as_bytes());
        word.as_bytes().starts_with(&self.two) && self.rest.get(..word.len()).is_some_and(is_word)
    }
}

fn word_starts(text: &[u8]) -> impl Iterator<Item = WordStart<'_>> {
    text.windows(2).enumerate().filter_map(|(at, two)| {
        let &[first, second] = two else { return None };
        let two = [first.to_ascii_lowercase(), second.to_ascii_lowercase()];
        may_begin(two).then_some(WordStart { at, rest: text.get(at..)?, two })
    })
}

/// For each first letter of a word, the possible second letters, as bits. Two
/// letters rule out nearly every place in a name.
static BEGINNINGS: [u32; 26] = {
    let mut beginnings = with_words([0; 26], FOREIGN_WORDS);
    let mut rest = vendors::ALL;
    while let [vendor, others @ ..] = rest {
        beginnings = with_words(beginnings, vendor.words);
        let mut kind_words = vendor.kind_words;
        while let [(_, word), more @ ..] = kind_words {
            beginnings = with_words(beginnings, &[word]);
            kind_words = more;
        }
        rest = others;
    }
    beginnings
};

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses a word that begins otherwise")]
const fn with_words(mut beginnings: [u32; 26], words: &[&str]) -> [u32; 26] {
    let mut rest = words;
    while let [word, others @ ..] = rest {
        let word = word.as_bytes();
        beginnings[(word[0] - b'a') as usize] |= 1 << (word[1] - b'a');
        rest = others;
    }
    beginnings
}

fn may_begin([first, second]: [u8; 2]) -> bool {
    let bit = if second.is_ascii_lowercase() { 1_u32 << (second - b'a') } else { 0 };
    BEGINNINGS.get(usize::from(first.wrapping_sub(b'a'))).is_some_and(|beginnings| beginnings & bit != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_anywhere_in_a_name() {
        let cases = |word: &str| [word.to_owned(), word.to_uppercase(), format!("my_{word}_id"), format!("a{word}")];
        for word in FOREIGN_WORDS {
            for name in cases(word) {
                assert_eq!(whose(name.as_bytes(), Kind::ApiKey), Some(Whose::Another), "{name}");
            }
        }
        for vendor in vendors::ALL {
            for word in vendor.words {
                for name in cases(word) {
                    assert_eq!(whose(name.as_bytes(), Kind::ApiKey), Some(Whose::Vendor), "{name}");
                }
            }
            for (kind, word) in vendor.kind_words {
                assert_eq!(whose(word.as_bytes(), *kind), Some(Whose::Vendor), "{word}");
            }
        }
    }

    #[test]
    fn names_without_a_vendor_word_match_no_vendor() {
        for name in ["appId", "APP_SECRET", "", "é", "composer", "appl"] {
            assert_eq!(whose(name.as_bytes(), Kind::ApiKey), None, "{name}");
        }
    }

    #[test]
    fn a_word_for_another_vendor_decides_wherever_it_is() {
        for name in ["MAGENTO_ALGOLIA_APP_ID", "algolia_magento_id"] {
            assert_eq!(whose(name.as_bytes(), Kind::ApiKey), Some(Whose::Another), "{name}");
        }
    }
}
