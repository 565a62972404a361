//! A value in a text, with what is known of it.

use crate::credential::Part;
use crate::credential::fingerprint::Fingerprint;
use crate::detect::found::Find;
use crate::keyring::Entry;

/// A find with what is known of it.
pub(super) struct Assessed<'k> {
    /// Its index among the finds.
    pub index: usize,
    pub find: &'k Find,
    pub part: Part,
    pub hint: String,
    pub fingerprint: Fingerprint,
    /// Its fingerprints under every key: its partner may know it by another.
    pub candidates: &'k [Fingerprint],
    pub entry: Option<&'k Entry>,
}
