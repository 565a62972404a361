//! The shapes of credential values, and what they reveal.

use std::fmt::Write as _;

use super::environment::Environments;

/// The shape of a value: a marker, followed by runs of characters with a
/// separator between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The text that identifies values of this shape.
    pub marker: Marker,
    /// The runs after the marker, or of the whole value.
    pub runs: &'static [Run],
    /// The character between runs.
    pub separator: u8,
    /// The environments that a value of this shape can belong to;
    /// [`Environments::Ask`] if the shape reveals nothing.
    pub says: Environments,
}

/// A text in a value that identifies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// No marker.
    None,
    /// The value starts with it.
    Prefix(&'static str),
    /// It is inside the value, after letters, digits and hyphens.
    Infix(&'static str),
}

/// A run of characters from one alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The characters.
    pub alphabet: Alphabet,
    /// The minimum length.
    pub min: usize,
    /// The maximum length.
    pub max: usize,
}

impl Run {
    /// A run of exactly this length.
    #[must_use]
    pub const fn of(alphabet: Alphabet, length: usize) -> Self {
        Self { alphabet, min: length, max: length }
    }

    /// A run with a length in this range.
    #[must_use]
    pub const fn between(alphabet: Alphabet, min: usize, max: usize) -> Self {
        Self { alphabet, min, max }
    }
}

/// The characters of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// `A-Z0-9`
    Capitals,
    /// `0-9a-f`
    Hex,
    /// `a-z0-9`
    LowerAlphanumeric,
    /// `A-Za-z0-9`
    Alphanumeric,
    /// `A-Za-z0-9` and `=`, as in the base64 form of a host name.
    Base64,
    /// `A-Za-z0-9_-`
    UrlSafe,
    /// The letter `X`.
    LetterX,
}

impl Alphabet {
    /// Whether it contains this character.
    pub(crate) const fn has(self, byte: u8) -> bool {
        match self {
            Self::Capitals => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Hex => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
            Self::LowerAlphanumeric => byte.is_ascii_lowercase() || byte.is_ascii_digit(),
            Self::Alphanumeric => byte.is_ascii_alphanumeric(),
            Self::Base64 => byte.is_ascii_alphanumeric() || byte == b'=',
            Self::UrlSafe => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
            Self::LetterX => byte == b'X',
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Capitals => "[A-Z0-9]",
            Self::Hex => "[0-9a-f]",
            Self::LowerAlphanumeric => "[a-z0-9]",
            Self::Alphanumeric => "[A-Za-z0-9]",
            Self::Base64 => "[A-Za-z0-9=]",
            Self::UrlSafe => "[A-Za-z0-9_-]",
            Self::LetterX => "X",
        }
    }
}

impl Shape {
    /// A shape without a marker, which reveals nothing.
    #[must_use]
    pub const fn plain(runs: &'static [Run]) -> Self {
        Self { marker: Marker::None, runs, separator: b'.', says: Environments::Ask }
    }

    /// A shape that starts with a marker, which reveals the environment.
    #[must_use]
    pub const fn prefixed(marker: &'static str, runs: &'static [Run], says: Environments) -> Self {
        Self { marker: Marker::Prefix(marker), says, ..Self::plain(runs) }
    }

    /// Changes the separator between the runs.
    #[must_use]
    pub const fn separated_by(self, separator: u8) -> Self {
        Self { separator, ..self }
    }

    /// Whether a value has this shape.
    #[must_use]
    pub fn fits(&self, value: &str) -> bool {
        let rest = match self.marker {
            Marker::None => Some(value),
            Marker::Prefix(prefix) => value.strip_prefix(prefix),
            Marker::Infix(infix) => value.rsplit_once(infix).and_then(|(before, rest)| {
                let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
                (!before.is_empty() && before.bytes().all(is_name)).then_some(rest)
            }),
        };
        rest.is_some_and(|rest| self.fits_runs(rest))
    }

    fn fits_runs(&self, rest: &str) -> bool {
        let mut parts = rest.as_bytes().split(|&byte| byte == self.separator);
        let fits = |run: &Run| {
            parts.next().is_some_and(|part| {
                (run.min..=run.max).contains(&part.len()) && part.iter().all(|&byte| run.alphabet.has(byte))
            })
        };
        self.runs.iter().all(fits) && parts.next().is_none()
    }

    /// A regular expression for content scripts that matches values of this
    /// shape; `None` for shapes with an infix. Numbers match no shape without
    /// a marker: pages show times and counters, which change.
    #[must_use]
    pub fn pattern(&self) -> Option<String> {
        let mut pattern = String::new();
        match self.marker {
            Marker::None => {}
            Marker::Prefix(prefix) => push_escaped(&mut pattern, prefix),
            Marker::Infix(_) => return None,
        }
        for (index, Run { alphabet, min, max }) in self.runs.iter().enumerate() {
            // Writing to a string can't fail.
            if index == 0 && self.marker == Marker::None {
                let _ = write!(pattern, "(?![0-9]{{{min}}})");
            }
            if index > 0 {
                push_escaped(&mut pattern, char::from(self.separator).encode_utf8(&mut [0; 4]));
            }
            let _ = match min == max {
                true => write!(pattern, "{}{{{min}}}", alphabet.class()),
                false => write!(pattern, "{}{{{min},{max}}}", alphabet.class()),
            };
        }
        Some(pattern)
    }
}

fn push_escaped(pattern: &mut String, text: &str) {
    for letter in text.chars() {
        if !letter.is_ascii_alphanumeric() && letter != '_' && letter != '-' {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Environment;

    const LIVE: Shape = Shape {
        marker: Marker::Prefix("acme_live_"),
        runs: &[Run::of(Alphabet::Hex, 4), Run { alphabet: Alphabet::Capitals, min: 2, max: 3 }],
        separator: b'_',
        says: Environments::Only(Environment::Production),
    };

    #[test]
    fn a_value_fits_with_its_marker_and_every_run() {
        assert!(LIVE.fits("acme_live_0a1b_AB") && LIVE.fits("acme_live_0a1b_ABC"));
        for value in ["acme_test_0a1b_AB", "acme_live_0a1b", "acme_live_0a1b_ABCD", "acme_live_0a1B_AB", "0a1b_AB", ""]
        {
            assert!(!LIVE.fits(value), "{value}");
        }
        assert!(!LIVE.fits("acme_live_0a1b_AB_"));
    }

    #[test]
    fn an_infix_needs_a_name_before_it() {
        const HEX: &[Run] = &[Run::of(Alphabet::Hex, 4)];
        let sandbox = Shape { marker: Marker::Infix("-SBX-"), runs: HEX, ..LIVE };
        assert!(sandbox.fits("Jane-app-SBX-0a1b"));
        for value in ["-SBX-0a1b", "Jane app-SBX-0a1b", "Jane-app-PRD-0a1b", "Jane-SBX-0a1b0"] {
            assert!(!sandbox.fits(value), "{value}");
        }
        assert_eq!(sandbox.pattern(), None);
    }

    #[test]
    fn the_pattern_says_the_same_to_a_content_script() {
        assert_eq!(LIVE.pattern().as_deref(), Some("acme_live_[0-9a-f]{4}_[A-Z0-9]{2,3}"));
        const TOKEN: Shape = Shape::plain(&[Run::of(Alphabet::Alphanumeric, 32), Run::of(Alphabet::Alphanumeric, 12)]);
        assert_eq!(TOKEN.pattern().as_deref(), Some(r"(?![0-9]{32})[A-Za-z0-9]{32}\.[A-Za-z0-9]{12}"));
    }
}
