//! Credentials: their kinds and parts, values that can't be printed, and the
//! fingerprints that are stored of them.
//!
//! - [`secret`]: a value that can't be printed
//! - [`fingerprint`]: what is stored of a value
//! - [`invisible`]: invisible characters and look-alikes, which are never part
//!   of a value

pub mod fingerprint;
pub mod invisible;
pub mod secret;

use serde::{Deserialize, Serialize};

/// The purpose of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Application ID and secret of a REST API.
    ApiKey,
    /// Public and private key of the Composer repository.
    ComposerKey,
    /// A token that the API issues for an API key and that expires after a few
    /// hours.
    SessionToken,
    /// A key of any vendor that reveals its environment. It is never learned.
    VendorKey,
}

impl Kind {
    /// The parts, in the order in which they are usually written.
    #[must_use]
    pub const fn parts(self) -> &'static [Part] {
        match self {
            Self::ApiKey => &[Part::ApplicationId, Part::ApplicationSecret],
            Self::ComposerKey => &[Part::PublicKey, Part::PrivateKey],
            Self::SessionToken => &[Part::Token],
            Self::VendorKey => &[Part::VendorKey],
        }
    }
}

/// One value of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Ten characters `[A-Z0-9]`; the portal shows it as `App Id`.
    ApplicationId,
    /// 40 hexadecimal digits; the portal shows it as `App Secret`.
    ApplicationSecret,
    /// 32 hexadecimal digits.
    PublicKey,
    /// 32 hexadecimal digits.
    PrivateKey,
    /// 32 letters and digits, a dot, 12 letters and digits.
    Token,
    /// The value that a vendor's row describes.
    VendorKey,
}

impl Part {
    /// The kind of credential that this is a part of.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::ApplicationId | Self::ApplicationSecret => Kind::ApiKey,
            Self::PublicKey | Self::PrivateKey => Kind::ComposerKey,
            Self::Token => Kind::SessionToken,
            Self::VendorKey => Kind::VendorKey,
        }
    }

    /// The part that is used together with this one.
    #[must_use]
    pub const fn partner(self) -> Option<Self> {
        match self {
            Self::ApplicationId => Some(Self::ApplicationSecret),
            Self::ApplicationSecret => Some(Self::ApplicationId),
            Self::PublicKey => Some(Self::PrivateKey),
            Self::PrivateKey => Some(Self::PublicKey),
            Self::Token | Self::VendorKey => None,
        }
    }
}
