//! The keyring, as far as it was read.

use crate::credential::fingerprint::{Fingerprint, Fingerprinter};
use crate::keyring::Keyring;
use crate::keyring::limits::Learned;

/// The keyring, as far as it was read. Entries are read from storage when an
/// event needs them, so ten thousand cost no more than ten.
#[derive(Default)]
pub struct Keys {
    /// Takes fingerprints under this installation's key and the imported ones;
    /// none until they are read.
    pub fingerprinter: Option<Fingerprinter>,
    /// The entries that were read so far.
    pub ring: Keyring,
    /// Whether those are all.
    pub complete: bool,
    /// What was learned from pages in the current minute. Never stored.
    pub learned: Learned,
}

/// Which entries have to be read from storage before an event is handled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// These, and their partners.
    Entries(Vec<Fingerprint>),
    /// All.
    All,
}
