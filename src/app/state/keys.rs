//! The part of the keyring that was read.

use crate::credential::fingerprint::{Fingerprint, Fingerprinter};
use crate::keyring::Keyring;
use crate::keyring::limits::Learned;

/// The part of the keyring that was read. Entries are read from storage when an
/// event needs them, so ten thousand cost no more than ten.
#[derive(Default)]
pub struct Keys {
    /// Computes fingerprints under this installation's key and the imported
    /// ones; `None` until these keys are read.
    pub fingerprinter: Option<Fingerprinter>,
    /// The entries read so far.
    pub ring: Keyring,
    /// Whether all entries were read.
    pub complete: bool,
    /// The number of keys learned from pages in the current minute. Never
    /// stored.
    pub learned: Learned,
}

/// The entries to read from storage before an event is handled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// These entries and their partners.
    Entries(Vec<Fingerprint>),
    /// All.
    All,
}
