//! A value in a text, combined with what the keyring knows.

use crate::credential::Part;
use crate::credential::fingerprint::Fingerprint;
use crate::detect::found::Find;
use crate::keyring::Entry;

/// A find and what the keyring knows about it.
pub(super) struct Assessed<'k> {
    /// Its index among the finds.
    pub index: usize,
    pub find: &'k Find,
    pub part: Part,
    pub hint: String,
    pub fingerprint: Fingerprint,
    /// Its fingerprints under every key, because its partner's entry may refer
    /// to any of them.
    pub candidates: &'k [Fingerprint],
    pub entry: Option<&'k Entry>,
    /// The index of its partner among the finds: the one in the keyring if it
    /// is near, otherwise the one next to it.
    pub partner: Option<usize>,
}

/// How far away a known partner may be, in finds and in bytes.
const NEAR: (usize, usize) = (8, 1024);

/// Pairs parts with the partners in the keyring: if two secrets follow an ID,
/// the known one is its partner.
pub(super) fn rejoin(assessed: &mut [Assessed<'_>]) {
    let (places, bytes) = NEAR;
    for at in 0..assessed.len() {
        let Some(one) = assessed.get(at) else { return };
        let Some(wanted) = one.entry.and_then(|entry| entry.partner) else { continue };
        let start = at.saturating_sub(places);
        let near = assessed.iter().enumerate().skip(start).take(2 * places + 1);
        let is_partner = |(index, other): &(usize, &Assessed<'_>)| {
            let distance = other.find.span.start.abs_diff(one.find.span.start);
            *index != at && distance <= bytes && other.candidates.contains(&wanted)
        };
        let nearest =
            near.filter(is_partner).min_by_key(|(_, other)| other.find.span.start.abs_diff(one.find.span.start));
        let Some((other_at, other)) = nearest else { continue };
        let (index, other_index, before) = (one.index, other.index, one.partner);
        let joined = |part: &Assessed<'_>| {
            let wanted = part.entry.and_then(|entry| entry.partner);
            let current = assessed.iter().skip(start).take(2 * places + 1).find(|one| Some(one.index) == part.partner);
            matches!((wanted, current), (Some(wanted), Some(current)) if current.candidates.contains(&wanted))
        };
        // Different names pair them with other values.
        let has_other = |part: &Assessed<'_>| part.find.label.is_some() && part.find.partner.is_some();
        let are_crossed = one.find.partner != Some(other_index) && has_other(one) && has_other(other);
        if joined(one) || joined(other) || are_crossed {
            continue;
        }
        let left = [before, other.partner];
        for part in assessed.iter_mut().skip(start).take(2 * places + 1) {
            if left.contains(&Some(part.index)) && [Some(index), Some(other_index)].contains(&part.partner) {
                part.partner = None;
            }
        }
        for (place, partner) in [(at, other_index), (other_at, index)] {
            if let Some(part) = assessed.get_mut(place) {
                part.partner = Some(partner);
            }
        }
    }
}
