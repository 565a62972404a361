//! Keys that don't reveal their environment, on their vendor's pages.
//!
//! A value counts if it is alone in its piece or follows its name on the line,
//! under a heading about keys. If it has no marker, it also needs the vendor's
//! label: from the markup, to its left, or above it.

use super::piece::{MOST_PIECES, Piece, PieceKind, ROWS, Region};
use super::words::{denies_keys, heads_talk, is_filler, is_keys_heading};
use crate::catalogue::Vendor;
use crate::catalogue::shape::Marker;
use crate::credential::secret::Secret;
use crate::detect::marked::is_made_up;

/// A key on its vendor's page.
pub struct SightedRow<'p> {
    /// The key.
    pub secret: Secret,
    /// The text next to it.
    pub label: Option<&'p str>,
    /// The vendor's own name for it, if that is next to it. Only this is
    /// stored: other text there could be another key or someone's address.
    pub name: Option<&'p str>,
    /// The headings above it.
    pub headings: Vec<&'p str>,
}

/// How far above its value a label may be, in CSS pixels.
const FAR_ABOVE: i32 = 90;

/// Reads a region of this vendor's page.
pub fn read_sighted<'p>(vendor: &'static Vendor, region: &Region<'p>, rows: &mut Vec<SightedRow<'p>>) {
    if region.is_aside {
        return;
    }
    let pieces = region.pieces.get(..MOST_PIECES).unwrap_or(&region.pieces);
    for piece in pieces {
        if rows.len() < ROWS
            && let Some(row) = row(vendor, region, pieces, piece)
        {
            rows.push(row);
        }
    }
}

fn row<'p>(
    vendor: &'static Vendor,
    region: &Region<'p>,
    pieces: &[Piece<'p>],
    piece: &Piece<'p>,
) -> Option<SightedRow<'p>> {
    if !matches!(piece.kind, PieceKind::Text | PieceKind::Field | PieceKind::Code | PieceKind::Listing) {
        return None;
    }
    let text = piece.text.trim();
    let inline = text.split_once(':').filter(|_| piece.kind == PieceKind::Text);
    let (inline, value) = inline.map_or((None, text), |(label, value)| (Some(label.trim()), value.trim()));
    let of = vendor.sighted.iter().find(|of| of.of.shape.fits(value))?;
    let random = match of.of.shape.marker {
        Marker::Prefix(prefix) => value.strip_prefix(prefix)?,
        _ => value,
    };
    // A key that reveals its environment doesn't have to be learned.
    let is_marked = vendor.marks.iter().any(|mark| mark.shape.says.only().is_some() && mark.shape.fits(value));
    if is_marked || is_made_up(random.as_bytes(), true) {
        return None;
    }
    let headings = if piece.headings.is_empty() { &region.headings } else { &piece.headings };
    let is_listed = headings.iter().any(|heading| is_keys_heading(heading))
        && !headings.iter().any(|heading| denies_keys(heading) || heads_talk(heading));
    let by_markup = piece.names.iter().copied().find(|name| of.is_called(name));
    let label = inline.or(by_markup).or_else(|| nearest(pieces, piece));
    let is_named = of.of.shape.marker != Marker::None || label.is_some_and(|label| of.is_called(label));
    let name = label.filter(|label| of.is_called(label));
    (is_listed && is_named).then(|| SightedRow { secret: Secret::new(value), label, name, headings: headings.clone() })
}

/// The nearest text to the left of a piece in its row, or else the nearest
/// above it in its column.
fn nearest<'p>(pieces: &[Piece<'p>], of: &Piece<'p>) -> Option<&'p str> {
    let place = of.rect;
    let (mut left, mut above): (Option<&Piece<'p>>, Option<&Piece<'p>>) = (None, None);
    for piece in pieces {
        let rect = piece.rect;
        if std::ptr::eq(piece, of) || piece.is_control() || piece.kind == PieceKind::Icon || is_filler(piece.text) {
            continue;
        }
        if rect.is_beside(place) && rect.is_left_of(place) {
            left = left.filter(|known| known.rect.right > rect.right).or(Some(piece));
        } else if rect.is_above(place)
            && rect.is_in_column_of(place)
            && (piece.kind == PieceKind::Header || place.vertical_gap(rect) <= FAR_ABOVE)
        {
            above = above.filter(|known| known.rect.bottom > rect.bottom).or(Some(piece));
        }
    }
    left.or(above).map(|piece| piece.text)
}
