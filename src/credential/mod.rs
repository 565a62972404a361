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

/// Facts about all credentials of a kind.
struct KindFacts {
    parts: &'static [Part],
    service: Service,
    is_listed: bool,
}

/// What a credential opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// An API: each environment has its own.
    Api,
    /// The package repository. There is one for both environments.
    Repository,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::ApiKey, Self::ComposerKey, Self::SessionToken, Self::VendorKey];

    /// The row of a kind.
    const fn facts(self) -> KindFacts {
        use Service::{Api, Repository};
        let (parts, service, is_listed): (&[Part], _, _) = match self {
            Self::ApiKey => (&[Part::ApplicationId, Part::ApplicationSecret], Api, true),
            Self::ComposerKey => (&[Part::PublicKey, Part::PrivateKey], Repository, true),
            Self::SessionToken => (&[Part::Token], Api, false),
            Self::VendorKey => (&[Part::VendorKey], Api, false),
        };
        KindFacts { parts, service, is_listed }
    }

    /// The parts, in the order in which they are usually written.
    #[must_use]
    pub const fn parts(self) -> &'static [Part] {
        self.facts().parts
    }

    /// What a credential of this kind opens.
    #[must_use]
    pub const fn service(self) -> Service {
        self.facts().service
    }

    /// Whether portals list credentials of this kind, so that they are learned from
    /// there. A session token is on no page, and pages of other vendors are read for
    /// [`VendorKey`](Self::VendorKey) in a way of their own.
    #[must_use]
    pub const fn is_listed(self) -> bool {
        self.facts().is_listed
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

/// The position of a value in a pair, whether or not it belongs there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairPosition {
    /// The position of the application ID, public key or user name.
    First,
    /// The position of the application secret, private key or password.
    Second,
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

    /// Its position in a pair; none if it has no partner.
    #[must_use]
    pub const fn position(self) -> Option<PairPosition> {
        match self.kind().parts() {
            [first, _] if *first as u8 == self as u8 => Some(PairPosition::First),
            [_, _] => Some(PairPosition::Second),
            _ => None,
        }
    }

    /// The part that is used together with this one.
    #[must_use]
    pub const fn partner(self) -> Option<Self> {
        match (self.kind().parts(), self.position()) {
            ([_, second], Some(PairPosition::First)) => Some(*second),
            ([first, _], Some(PairPosition::Second)) => Some(*first),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Kind::ALL` has each kind once, in its order.
    #[test]
    fn the_tables_of_kinds_and_parts_agree() {
        for (index, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, index);
            assert!(matches!(kind.parts().len(), 1 | 2), "{kind:?}");
            for part in kind.parts() {
                assert_eq!(part.kind(), kind, "{part:?}");
                assert_eq!(part.partner().and_then(Part::partner), part.partner().map(|_| *part), "{part:?}");
            }
        }
    }

    #[test]
    fn the_parts_of_a_pair_have_places() {
        assert_eq!(Part::PublicKey.position(), Some(PairPosition::First));
        assert_eq!(Part::ApplicationSecret.position(), Some(PairPosition::Second));
        assert_eq!((Part::Token.position(), Part::Token.partner()), (None, None));
    }
}
