//! Learns the keys that a page shows, within limits.

use super::state::Keys;
use crate::credential::fingerprint::Fingerprint;
use crate::keyring::limits::MOST_ENTRIES;
use crate::keyring::{Key, Keyring, Seen};
use crate::time::Timestamp;

/// Learns named keys that were seen as `of` describes. Returns how many are
/// new.
#[inline(never)]
pub(super) fn learn_keys(
    keys: &mut Keys,
    mut shown: Vec<(Key, Option<String>)>,
    of: &Seen,
    vendor: Option<&str>,
    now: Timestamp,
    changed: &mut Vec<Fingerprint>,
) -> usize {
    let Keys { ring, learned, .. } = keys;
    learned.add(ring.within_limits(&mut shown, of.account, learned.room(now)), now);
    let new = shown.iter().filter(|(key, _)| is_new(ring, key)).count();
    for (key, name) in shown {
        changed.extend(ring.learn_of(vendor, &Seen { key, name, ..of.clone() }, now));
    }
    changed.extend(ring.drop_weakest(MOST_ENTRIES));
    new
}

/// Whether no part of a key is known.
pub(super) fn is_new(ring: &Keyring, key: &Key) -> bool {
    key.parts().iter().all(|&(_, part)| ring.get(part).is_none())
}
