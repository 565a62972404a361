//! A text after the scan for credentials.

use std::cell::OnceCell;

use super::vendor_key::prints_of_marked;
use crate::catalogue::Catalogue;
use crate::credential::fingerprint::{Fingerprint, Fingerprinter};
use crate::detect::find::find;
use crate::detect::found::Found;

/// The finds in a text and their fingerprints. A text is scanned once, and each
/// value is fingerprinted at most once.
pub struct ScannedText {
    pub(super) found: Found,
    /// The fingerprints of each find under every key, this installation's
    /// first. Computed on demand, because most finds of a long text are never
    /// looked up.
    fingerprints: Vec<OnceCell<Vec<Fingerprint>>>,
}

impl ScannedText {
    /// Scans a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let found = find(text);
        let fingerprints = found.finds.iter().map(|_| OnceCell::new()).collect();
        Self { found, fingerprints }
    }

    /// The fingerprints of one find under every key, this installation's first.
    pub(super) fn fingerprints(&self, index: usize, text: &str, fingerprinter: &Fingerprinter) -> &[Fingerprint] {
        let (Some(cell), Some(find)) = (self.fingerprints.get(index), self.found.finds.get(index)) else { return &[] };
        cell.get_or_init(|| fingerprinter.candidates(&find.secret(text)).collect())
    }

    /// The fingerprints of all finds in order, each under every key, this
    /// installation's first.
    pub fn fingerprints_of_finds(
        &self,
        text: &str,
        fingerprinter: &Fingerprinter,
    ) -> impl Iterator<Item = &[Fingerprint]> {
        (0..self.found.finds.len()).map(move |index| self.fingerprints(index, text, fingerprinter))
    }

    /// The fingerprints of other vendors' keys that reveal their environment,
    /// under every key.
    #[must_use]
    pub fn fingerprints_of_marked(
        &self,
        text: &str,
        catalogue: &Catalogue,
        fingerprinter: &Fingerprinter,
    ) -> Vec<Fingerprint> {
        prints_of_marked(catalogue, text, &self.found, fingerprinter)
    }
}
