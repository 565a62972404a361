//! Learns keys of vendors that are on from their pages, for keys that don't
//! reveal their environment.
//!
//! The environment follows from the page's host. A page that mentions the other
//! environment next to a key may show keys of both, so nothing is learned
//! there.

use super::effect::Effect;
use super::entries::save_entries;
use super::learn::learn_keys;
use super::state::State;
use crate::catalogue::{Environment, Vendor};
use crate::credential::fingerprint::{Fingerprint, Fingerprinter};
use crate::credential::{Kind, Part};
use crate::detect::keys_page::{SightedRow, read_sighted};
use crate::detect::sighted::sighted_values;
use crate::keyring::{Key, Seen, SightingKind};
use crate::protocol::PageRegion;
use crate::time::Timestamp;
use crate::verdict::may_be_of_other;

/// Learns the keys that a page of a vendor shows.
pub(super) fn learn_sighted(
    state: &mut State,
    vendor: &'static Vendor,
    environment: Environment,
    fingerprinter: &Fingerprinter,
    regions: &[PageRegion],
    now: Timestamp,
) -> Vec<Effect> {
    let regions: Vec<_> = regions.iter().map(PageRegion::region).collect();
    let mut rows: Vec<SightedRow<'_>> = Vec::new();
    for region in &regions {
        read_sighted(vendor, region, &mut rows);
    }
    let names = vendor.names();
    for row in &rows {
        if row.label.iter().chain(&row.headings).any(|text| may_be_of_other(text, names, environment)) {
            return Vec::new();
        }
    }
    let ring = &mut state.keys.ring;
    let mut changed = Vec::new();
    let mut keys = Vec::new();
    for row in rows {
        changed.extend(ring.unite(fingerprinter.candidates(&row.secret)));
        let key = Key::one(Part::VendorKey, ring.recognize(fingerprinter, &row.secret));
        keys.push((key, row.name.map(str::to_owned)));
    }
    let of = Seen {
        key: Key::of(Kind::VendorKey, &[]),
        environment,
        name: None,
        account: None,
        how: SightingKind::KeysPage,
    };
    learn_keys(&mut state.keys, keys, &of, Some(vendor.id), now, &mut changed);
    save_entries(&state.keys.ring, changed)
}

/// The fingerprints of the values in a text that may be such keys.
pub(super) fn prints_in(text: &str, on: &[&'static Vendor], fingerprinter: &Fingerprinter) -> Vec<Fingerprint> {
    let mut prints = Vec::new();
    for value in sighted_values(text, on) {
        prints.extend(fingerprinter.candidates(&value.secret(text)));
    }
    prints
}

/// Forgets the keys of a vendor.
pub(super) fn forget_keys(state: &mut State, vendor: &str) -> Vec<Effect> {
    let gone = state.keys.ring.forget_of(vendor);
    save_entries(&state.keys.ring, gone)
}
