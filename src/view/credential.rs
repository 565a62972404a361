//! The names of the kinds and parts of credentials.

use crate::credential::{Kind, Part};
use crate::messages::{ContentKey, MessageKey, Plural, message};

/// The name of a part.
pub const fn part_word(part: Part) -> ContentKey {
    match part {
        Part::ApplicationId => message::PART_APPLICATION_ID,
        Part::ApplicationSecret => message::PART_APPLICATION_SECRET,
        Part::PublicKey => message::PART_PUBLIC_KEY,
        Part::PrivateKey => message::PART_PRIVATE_KEY,
        Part::Token => message::PART_TOKEN,
        Part::VendorKey => message::PART_SECRET_KEY,
    }
}

/// The name of a kind.
#[must_use]
pub const fn kind_word(kind: Kind) -> MessageKey {
    match kind {
        Kind::ApiKey => message::KIND_API_KEY,
        Kind::ComposerKey => message::KIND_COMPOSER_KEY,
        Kind::SessionToken => message::PART_TOKEN.in_extension(),
        Kind::VendorKey => message::PART_SECRET_KEY.in_extension(),
    }
}

/// The state of a key of this kind that has ended.
#[must_use]
pub const fn ended_word(kind: Kind) -> MessageKey {
    match kind {
        Kind::ComposerKey => message::KEY_RETIRED_COMPOSER,
        Kind::ApiKey | Kind::SessionToken | Kind::VendorKey => message::KEY_RETIRED,
    }
}

/// The message with the number of keys of a kind.
#[must_use]
pub const fn count_words(kind: Kind) -> Plural {
    match kind {
        // Other vendors' keys are not counted.
        Kind::ApiKey | Kind::VendorKey => message::API_KEYS,
        Kind::ComposerKey => message::COMPOSER_KEYS,
        Kind::SessionToken => message::TOKENS,
    }
}
