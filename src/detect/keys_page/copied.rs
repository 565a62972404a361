//! The part of a key that was copied without being shown.

use super::environment::environment_said;
use super::labels::{NamedValue, labelled_values};
use super::piece::{PieceKind, Region};
use super::words;
use crate::catalogue::Environment;
use crate::credential::Part;
use crate::credential::secret::Secret;

/// The key part that was copied, if the page labels it without showing it: the
/// label belongs to the mask, or to the control that was clicked. Nothing if
/// the page says that its keys aren't from this environment.
#[must_use]
pub fn read_copied(region: &Region<'_>, copied: &str, environment: Environment) -> Option<(Part, Secret)> {
    if environment_said(&[], &[], &region.headings, &region.chosen, None).is_some_and(|said| said != environment) {
        return None;
    }
    let place = region.pieces.iter().find(|piece| piece.is_clicked)?.rect;
    // The copied value replaces the control and a mask next to it.
    let mut pieces = region.pieces.clone();
    for piece in pieces.iter_mut().filter(|piece| piece.rect.is_beside(place)) {
        piece.text = words::before_mask(piece.text).unwrap_or(piece.text);
    }
    let clicked = pieces.iter_mut().find(|piece| piece.is_clicked)?;
    clicked.text = copied.trim();
    clicked.kind = PieceKind::Field;
    let text = clicked.text;
    let is_copied = |value: &NamedValue<'_>| value.piece.is_clicked && value.is_strong && value.secret.is_some();
    let found = labelled_values(&pieces).into_iter().find(is_copied)?;
    let is_list = !region.is_aside && region.headings.iter().any(|heading| words::is_keys_heading(heading));
    let secret = found.secret.filter(|secret| is_list && *secret == Secret::new(text))?;
    Some((found.part, secret))
}
