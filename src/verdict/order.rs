//! Whether the parts of a credential are in the right order.

use super::assessed::Assessed;
use super::pair::{NEAR, beside_in};
use crate::catalogue::vendors;
use crate::credential::PairPosition;
use crate::detect::span::Span;

/// Whether two known parts are in each other's columns of a table, according to
/// its header row.
pub(super) fn is_swapped_in_table(text: &str, block: Option<Span>, all: &[Assessed<'_>], index: usize) -> bool {
    let (Some(block), Some(one)) = (block, all.get(index)) else { return false };
    let (Some(position), Some(entry), None) = (one.part.position(), one.entry, one.find.label) else { return false };
    let is_partner = |other: &&Assessed<'_>| entry.partner.is_some_and(|partner| other.candidates.contains(&partner));
    // Two rows may hold the same key.
    let is_in_row = |other: &&Assessed<'_>| {
        let (first, second) = if one.index < other.index { (one, *other) } else { (*other, one) };
        !text.get(first.find.span.end..second.find.span.start).unwrap_or_default().contains('\n')
    };
    let Some(partner) = beside_in(all, index).filter(is_partner).find(is_in_row) else { return false };
    let header = text.get(block.start..block.end).and_then(|block| block.lines().next()).unwrap_or_default();
    let header = header.get(..header.floor_char_boundary(NEAR)).unwrap_or_default().to_ascii_lowercase();
    let column = |names: &[&str]| names.iter().find_map(|name| header.find(name));
    let mut columns = vendors::ALL.iter().map(|vendor| vendor.texts.columns);
    let [first, second] = columns
        .find_map(|names| Some(names.map(column)).filter(|at| at.iter().all(Option::is_some)))
        .unwrap_or_default();
    let is_in_header = one.find.span.start < block.start + header.len();
    let (Some(first), Some(second), false) = (first, second, is_in_header) else { return false };
    let is_before = one.find.span.start < partner.find.span.start;
    is_before != ((position == PairPosition::First) == (first < second))
}

/// Whether a known part is where its partner belongs. If both places have the
/// same value, that is a different mistake: [`super::pair::is_twice`].
pub(super) fn is_swapped(text: &str, all: &[Assessed<'_>], index: usize) -> bool {
    let Some(one) = all.get(index) else { return false };
    let fits_claim = one.find.claim.is_none_or(|claim| claim == one.part.kind());
    let is_elsewhere =
        matches!((one.find.position, one.part.position()), (Some(position), Some(own)) if position != own);
    one.entry.is_some() && fits_claim && is_elsewhere && !is_named_for_both(text, all, index)
}

/// Whether the name before this value may be for its partner, as in `APP_ID,
/// APP_SECRET = "…", "…"`: the partner follows in the same line without a name.
fn is_named_for_both(text: &str, all: &[Assessed<'_>], index: usize) -> bool {
    let (Some(one), Some(next)) = (all.get(index), all.get(index + 1)) else { return false };
    let between = text.get(one.find.span.end..next.find.span.start).unwrap_or("\n");
    let is_row = !between.contains(|sign: char| sign.is_alphanumeric() || sign == '\n');
    let is_partner =
        one.entry.and_then(|entry| entry.partner).is_some_and(|partner| next.candidates.contains(&partner));
    !one.find.is_login && one.find.label.is_some() && next.find.label.is_none() && is_row && is_partner
}

/// Whether the names before two values in a row give the other order: `app_id,
/// app_secret = "SECRET", "ID"`. That isn't enough for a warning.
pub(super) fn has_other_order(text: &str, all: &[Assessed<'_>], index: usize) -> bool {
    let mut places = [index.checked_sub(1), Some(index)].into_iter().flatten();
    let Some(first) = places.find(|&at| is_named_for_both(text, all, at)).and_then(|at| all.get(at)) else {
        return false;
    };
    let end = first.find.span.start;
    let before = text.get(text.ceil_char_boundary(end.saturating_sub(NEAR))..end).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default().to_ascii_lowercase();
    let column = |names: &[&str]| names.iter().find_map(|name| line.rfind(name));
    vendors::ALL.iter().any(|vendor| match vendor.texts.columns.map(column) {
        [Some(id), Some(secret)] => (id < secret) != (first.part.position() == Some(PairPosition::First)),
        _ => false,
    })
}
