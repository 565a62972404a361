//! Texts for keys that reveal their environment, with their vendor's terms.

use crate::catalogue::marked::{Secrecy, VendorKey};
use crate::messages::{ContentKey, Text, message};
use crate::verdict::Verdict;
use crate::verdict::destination::{Destination, Source};

/// The name of the key.
#[must_use]
pub const fn name_of(key: &VendorKey) -> ContentKey {
    match key.secrecy {
        Secrecy::Secret => message::PART_SECRET_KEY,
        Secrecy::Publishable => message::PART_PUBLISHABLE_KEY,
        Secrecy::Identifier => message::PART_IDENTIFIER,
    }
}

/// Whether it must stay secret. Everyone may see the others.
#[must_use]
pub fn is_secret(key: &VendorKey) -> bool {
    key.secrecy == Secrecy::Secret
}

/// The name of its environment.
#[must_use]
pub fn environment_of(key: &VendorKey) -> Text {
    let [own, _] = &key.names;
    Text::with(message::ENVIRONMENT_NAMED, own)
}

/// The heading and the reason, if it is going to the other environment.
#[must_use]
pub fn heading_and_reason(key: &VendorKey, verdict: Verdict, to: Option<Destination>) -> Option<[Text; 2]> {
    let to = to.filter(|_| verdict == Verdict::WrongEnvironment)?;
    let [own, other] = &key.names;
    let reason = match to.source {
        Source::Page | Source::Neighbour | Source::Label => message::WARN_VENDOR_PLACE,
        Source::Host | Source::Text => message::WARN_VENDOR_HOST,
        Source::Name | Source::Option | Source::Heading => message::WARN_VENDOR_NAME,
    };
    Some([Text::with(message::WARN_VENDOR_KEY, own), Text::with(reason, other)])
}

/// A short text for the list.
#[must_use]
pub fn item_text(key: &VendorKey, verdict: Verdict) -> Option<Text> {
    let [_, other] = &key.names;
    (verdict == Verdict::WrongEnvironment).then(|| Text::with(message::ITEM_VENDOR_KEY, other))
}
