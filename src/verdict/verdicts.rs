//! The verdicts on a credential.

use serde::{Deserialize, Serialize};

/// A verdict on a credential, most important first. [`Fits`](Self::Fits) is the
/// exception: it never appears together with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// A known key in its own environment, with nothing wrong.
    Fits,
    /// A known key of the other environment.
    WrongEnvironment,
    /// A Composer key where an API key belongs, or the reverse.
    WrongKind,
    /// The ID of one key with the secret of another.
    MixedPair,
    /// The ID is where the secret belongs, or the reverse.
    SwappedParts,
    /// A known ID with something that isn't a secret, or the reverse:
    /// truncated, too long, or with a wrong character.
    UnknownPartner,
    /// It contains invisible characters or look-alikes.
    HiddenCharacters,
    /// The portal's host where the API's belongs.
    WrongHost,
    /// A known key that was regenerated or deleted.
    Retired,
    /// Its own statement names both environments.
    Contradiction,
    /// A key that was seen in both environments. The user has to choose.
    Contested,
    /// An unknown credential. The user has to choose its environment.
    NewCredential,
}

impl Verdict {
    /// All verdicts, in order.
    pub const ALL: [Self; 12] = [
        Self::Fits,
        Self::WrongEnvironment,
        Self::WrongKind,
        Self::MixedPair,
        Self::SwappedParts,
        Self::UnknownPartner,
        Self::HiddenCharacters,
        Self::WrongHost,
        Self::Retired,
        Self::Contradiction,
        Self::Contested,
        Self::NewCredential,
    ];
}
