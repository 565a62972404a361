//! Keys of vendors that can be turned off. They are removed with their vendor.

use super::{Entry, Keyring, Seen};
use crate::credential::fingerprint::Fingerprint;
use crate::time::Timestamp;

impl Keyring {
    /// Like [`learn`](Self::learn), for a key of a vendor that can be turned
    /// off.
    pub fn learn_of(&mut self, vendor: Option<&str>, seen: &Seen, now: Timestamp) -> Vec<Fingerprint> {
        let mut changed = self.learn(seen, now);
        let Some(vendor) = vendor else { return changed };
        for &(_, fingerprint) in seen.key.parts() {
            if let Some(entry) =
                self.entries.get_mut(&fingerprint).filter(|entry| entry.vendor.as_deref() != Some(vendor))
            {
                entry.vendor = Some(vendor.to_owned());
                if !changed.contains(&fingerprint) {
                    changed.push(fingerprint);
                }
            }
        }
        changed
    }

    /// Removes the keys of this vendor. Returns the removed entries.
    pub fn forget_of(&mut self, vendor: &str) -> Vec<Fingerprint> {
        let is_of = |entry: &&Entry| entry.vendor.as_deref() == Some(vendor);
        let gone: Vec<Fingerprint> = self.entries().filter(is_of).map(|entry| entry.fingerprint).collect();
        gone.iter().for_each(|&one| self.remove(one));
        gone
    }
}
