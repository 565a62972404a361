//! Credentials: what they look like, where they stand in a text, and the
//! fingerprint that is all that is ever kept of one.
//!
//! In the order in which data flows through them:
//!
//! - [`clean`]: a text without the characters that cannot be seen
//! - `scan`: the few places in a text that could hold a value, at speed
//! - `escape`: where a value begins that an escape runs into
//! - `label`: the words that say what the value after them is
//! - `encoded`: pairs inside an HTTP Basic value
//! - `pairing`: which ID belongs to which secret
//! - [`find`]: all of that as one function from a text to its credentials
//! - [`host`]: the sites that a text names
//! - [`page`]: the keys that a page of a portal shows
//! - [`secret`]: a value that cannot be printed
//! - [`fingerprint`]: what is kept of it

pub mod clean;
mod encoded;
mod escape;
pub mod find;
pub mod fingerprint;
pub mod host;
mod label;
pub mod page;
mod pairing;
mod scan;
pub mod secret;

pub(crate) use scan::contains_words;
use serde::{Deserialize, Serialize};

/// What a credential is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Application ID and secret of the EQP REST API.
    ApiKey,
    /// Public and private key of the Composer repository.
    ComposerKey,
    /// What the API hands out for an API key, for a few hours.
    SessionToken,
}

impl Kind {
    /// The parts, in the order in which they are written down.
    #[must_use]
    pub const fn parts(self) -> &'static [Part] {
        match self {
            Self::ApiKey => &[Part::ApplicationId, Part::ApplicationSecret],
            Self::ComposerKey => &[Part::PublicKey, Part::PrivateKey],
            Self::SessionToken => &[Part::Token],
        }
    }
}

/// One value of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Ten characters `[A-Z0-9]`; shown as `App Id`.
    ApplicationId,
    /// 40 hexadecimal digits; shown as `App Secret`.
    ApplicationSecret,
    /// 32 hexadecimal digits.
    PublicKey,
    /// 32 hexadecimal digits.
    PrivateKey,
    /// 32 letters and digits, a dot, 12 letters and digits.
    Token,
}

impl Part {
    /// The kind of credential this is a part of.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::ApplicationId | Self::ApplicationSecret => Kind::ApiKey,
            Self::PublicKey | Self::PrivateKey => Kind::ComposerKey,
            Self::Token => Kind::SessionToken,
        }
    }

    /// The part that this one is used together with.
    #[must_use]
    pub const fn partner(self) -> Option<Self> {
        match self {
            Self::ApplicationId => Some(Self::ApplicationSecret),
            Self::ApplicationSecret => Some(Self::ApplicationId),
            Self::PublicKey => Some(Self::PrivateKey),
            Self::PrivateKey => Some(Self::PublicKey),
            Self::Token => None,
        }
    }
}

/// Where something stands in a text, in bytes; always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// What stands there; empty if the text is not the one it came from.
    #[must_use]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}
