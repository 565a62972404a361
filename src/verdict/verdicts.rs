//! What there is to say about a credential.

use serde::{Deserialize, Serialize};

/// What there is to say. The order is that in which verdicts are given, the
/// most important first, except for [`Fits`](Self::Fits), which is never beside another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// A known key of the destination's environment, and nothing against it.
    Fits,
    /// A known key of the other environment.
    WrongEnvironment,
    /// A Composer key where an API key belongs, or the reverse.
    WrongKind,
    /// The ID of one key with the secret of another.
    MixedPair,
    /// The ID is where the secret belongs, or the reverse.
    SwappedParts,
    /// A known ID with something that is no secret, or the reverse: cut short,
    /// too long, with a wrong character.
    UnknownPartner,
    /// Characters in it cannot be seen or look like others.
    HiddenCharacters,
    /// The host of the portal where that of the API belongs.
    WrongHost,
    /// A known key that was regenerated or deleted.
    Retired,
    /// Its own statement names both environments.
    Contradiction,
    /// A key that was seen in both environments: which one is right?
    Contested,
    /// A credential that is not known: which environment is it for?
    NewCredential,
}

impl Verdict {
    /// All, in the order in which they are given.
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
