//! Matches labels with values.

use super::piece::{Piece, PieceKind, common};
use super::words::{
    PartLabel, before_mask, fold, has, heads_checksums, is_filler, is_prose, is_short_note, label_at_end,
    may_head_keys, names_another_key, part_label,
};
use crate::credential::secret::Secret;
use crate::credential::{Kind, Part};
use crate::detect::find::find;
use crate::detect::found::{Encoding, Find};
use crate::detect::shape::{are_alike, is_placeholder};
use crate::sort::sort_by_key;

/// A value, or the mask shown in its place, with its label.
pub(super) struct NamedValue<'p> {
    pub(super) part: Part,
    /// The value; `None` if the page masks it.
    pub(super) secret: Option<Secret>,
    pub(super) piece: Piece<'p>,
    /// The index of its piece.
    pub(super) index: usize,
    /// The index of the label's piece, if it is a different one.
    pub(super) label: Option<usize>,
    pub(super) is_strong: bool,
    /// The text before the label in its piece.
    pub(super) before: &'p str,
}

/// A value in a piece, with the text around it.
struct Candidate<'p> {
    index: usize,
    find: Option<Find>,
    secret: Option<Secret>,
    before: &'p str,
}

/// How far to the left of its value a label may be, in CSS pixels.
const FAR_LEFT: i32 = 900;
/// How far above. A table's column header may be any distance away.
const FAR_ABOVE: i32 = 90;
/// The most words around the values of a piece that isn't prose.
const NOT_PROSE: usize = 14;
/// The most pieces between a label and its value.
const BETWEEN: usize = 8;

/// Words at the top of a column whose keys are others than those of the page.
const OTHER_COLUMNS: &[&str] = &[
    "sandbox",
    "production",
    "live",
    "test",
    "testing",
    "staging",
    "stage",
    "beta",
    "dev",
    "previous",
    "old",
    "current",
    "new",
    "alt",
    "neu",
    "ancien",
    "ancienne",
    "anterior",
    "oud",
];

/// The values in these pieces that have a label.
pub(super) fn labelled_values<'p>(pieces: &[Piece<'p>]) -> Vec<NamedValue<'p>> {
    let candidates: Vec<_> = pieces.iter().enumerate().flat_map(|(index, piece)| candidates(index, piece)).collect();
    let holds_value: Vec<bool> =
        (0..pieces.len()).map(|index| candidates.iter().any(|candidate| candidate.index == index)).collect();
    let page = Layout { pieces, holds_value };
    candidates.into_iter().filter_map(|candidate| page.label(candidate)).collect()
}

/// The values in a piece. None if it is prose, or code with more than one
/// value.
fn candidates<'p>(index: usize, piece: &Piece<'p>) -> Vec<Candidate<'p>> {
    let text = piece.text;
    if !matches!(piece.kind, PieceKind::Text | PieceKind::Field | PieceKind::Code | PieceKind::Listing) {
        return Vec::new();
    }
    let mask = |before| Candidate { index, find: None, secret: None, before };
    let finds: Vec<Find> = find(text).finds.into_iter().filter(can_be_shown).collect();
    let is_alone = matches!(&finds[..], [one] if one.span.of(text) == text.trim());
    let is_masked = finds.is_empty() && before_mask(text).is_some();
    if piece.kind != PieceKind::Text && !is_alone && !is_masked {
        return Vec::new();
    }
    let mut end = 0;
    let mut found = Vec::new();
    let mut others = 0;
    for find in finds {
        let before = text.get(end..find.span.start).unwrap_or_default();
        end = find.span.end;
        others += fold(before).len();
        let is_named_or_alone = is_filler(before) || label_at_end(before).is_some_and(|(_, rest)| is_a_name(rest));
        if !is_named_or_alone {
            return Vec::new();
        }
        let secret = find.secret(text);
        if !is_placeholder(&secret) {
            found.push(Candidate { index, find: Some(find), secret: Some(secret), before });
        }
    }
    let after = text.get(end..).unwrap_or_default();
    if let Some(before) = before_mask(after) {
        let is_named_or_alone = is_filler(before) || label_at_end(before).is_some_and(|(_, rest)| is_a_name(rest));
        found.extend(is_named_or_alone.then(|| mask(before)));
        return if others <= NOT_PROSE { found } else { Vec::new() };
    }
    let ends = is_filler(after) || label_at_end(after).is_some() || is_short_note(after);
    if ends && others <= NOT_PROSE { found } else { Vec::new() }
}

fn can_be_shown(find: &Find) -> bool {
    matches!(find.encoding, Encoding::Plain) && find.kind.is_listed() && !find.is_reference
}

/// Whether the text before a label on its line can be the key's name.
fn is_a_name(text: &str) -> bool {
    fold(text).len() <= 3 && !text.contains([':', ';', '"', '“', '”', '„', '«', '(', '!', '?', ','])
}

/// The label in a text, and the key's name before it: `CI — App Id`.
fn named_label(text: &str) -> Option<(PartLabel, &str)> {
    label_at_end(text).filter(|(_, name)| is_a_name(name))
}

struct Layout<'s, 'p> {
    pieces: &'s [Piece<'p>],
    holds_value: Vec<bool>,
}

impl<'p> Layout<'_, 'p> {
    fn label(&self, candidate: Candidate<'p>) -> Option<NamedValue<'p>> {
        let piece = self.pieces.get(candidate.index)?;
        let mut before = "";
        let inline = || Some((label_at_end(candidate.before)?, None));
        let by_markup = || piece.names.iter().find_map(|name| Some(((part_label(name)?, ""), None)));
        let near = || {
            let of = candidate.index;
            let (label, index) = self.left(of).or_else(|| self.above(of)).or_else(|| self.row_head(of))?;
            let text = self.pieces.get(index).map_or("", |piece| piece.text);
            Some(((label, named_label(text).map_or("", |(_, name)| name)), Some(index)))
        };
        let ((label, rest), index) = if is_filler(candidate.before) { by_markup().or_else(near)? } else { inline()? };
        before = if rest.is_empty() { before } else { rest };
        let label_text = index.and_then(|index| self.pieces.get(index)).map_or("", |label| label.text);
        if heads_checksums(label_text) || piece.names.iter().any(|name| heads_checksums(name)) {
            return None;
        }
        if !fits(candidate.find.as_ref(), label) || !self.may_be_in_its_column(candidate.index, label) {
            return None;
        }
        Some(NamedValue {
            part: label.part,
            secret: candidate.secret,
            piece: piece.clone(),
            index: candidate.index,
            label: index,
            is_strong: label.is_strong,
            before,
        })
    }

    fn holds_value(&self, index: usize) -> bool {
        self.holds_value.get(index).copied().unwrap_or(false)
    }

    /// The label to the left, with its index. Icons, controls, hints and one
    /// short note may be in between.
    fn left(&self, of: usize) -> Option<(PartLabel, usize)> {
        let place = self.pieces.get(of)?.rect;
        let mut row: Vec<(usize, &Piece<'_>)> = self.others(of).collect();
        row.retain(|(_, piece)| {
            piece.rect.is_beside(place)
                && piece.rect.is_left_of(place)
                && place.left.saturating_sub(piece.rect.right) <= FAR_LEFT
        });
        sort_by_key(&mut row, |(index, piece)| (std::cmp::Reverse(piece.rect.right), std::cmp::Reverse(*index)));
        self.first_label(of, row.into_iter())
    }

    /// The label above, with its index.
    fn above(&self, of: usize) -> Option<(PartLabel, usize)> {
        let place = self.pieces.get(of)?.rect;
        let mut column: Vec<(usize, &Piece<'_>)> = self.others(of).collect();
        column.retain(|(_, piece)| {
            piece.rect.is_term_of(place) || piece.rect.is_above(place) && piece.rect.is_in_column_of(place)
        });
        sort_by_key(&mut column, |(index, piece)| (std::cmp::Reverse(piece.rect.bottom), std::cmp::Reverse(*index)));
        let near = column.iter().filter(|(_, piece)| place.top.saturating_sub(piece.rect.bottom) <= FAR_ABOVE);
        if let Some(found) = self.first_label(of, near.copied()) {
            return Some(found);
        }
        let header = column.iter().find(|(_, piece)| piece.kind == PieceKind::Header);
        if let Some((index, header)) = header {
            return Some((part_label(header.text)?, *index));
        }
        // A table made of other elements: each row has several values, and the
        // labels are above the first row.
        let is_in_table = |index: usize| {
            let Some(cell) = self.pieces.get(index) else { return false };
            let same_row =
                |(other, piece): (usize, &Piece<'_>)| self.holds_value(other) && piece.rect.is_beside(cell.rect);
            self.holds_value(index) && self.others(index).any(same_row)
        };
        if !is_in_table(of) {
            return None;
        }
        let mut cells = column.iter().skip_while(|(index, piece)| is_in_table(*index) || is_passed_over(piece));
        cells.next().and_then(|(index, piece)| Some((part_label(piece.text)?, *index)))
    }

    /// The label of a row in a table with one column for each key.
    fn row_head(&self, of: usize) -> Option<(PartLabel, usize)> {
        let place = self.pieces.get(of)?.rect;
        let is_header = |piece: &Piece<'_>| piece.kind == PieceKind::Header;
        let is_top =
            |piece: &Piece<'_>| is_header(piece) && piece.rect.is_above(place) && piece.rect.is_in_column_of(place);
        let row = self.others(of).filter(|(_, piece)| piece.rect.is_beside(place) && piece.rect.is_left_of(place));
        let (index, head) = row.min_by_key(|(_, piece)| piece.rect.left)?;
        let (label, _) = named_label(head.text)?;
        let (_, top) = self.others(of).filter(|(_, piece)| is_top(piece)).max_by_key(|(_, piece)| piece.rect.bottom)?;
        let words = fold(top.text);
        let is_environment = matches!(&words[..], [word] if matches!(word.as_str(), "sandbox" | "production"));
        let is_other = words.iter().any(|word| has(OTHER_COLUMNS, word));
        (is_environment || !is_other).then_some((label, index))
    }

    fn others(&self, of: usize) -> impl Iterator<Item = (usize, &Piece<'p>)> {
        self.pieces.iter().enumerate().filter(move |&(index, _)| index != of)
    }

    /// The first of these pieces, ordered by distance, that is a label. One
    /// sentence that belongs to both may be in between.
    fn first_label<'i>(
        &self,
        of: usize,
        nearest: impl Iterator<Item = (usize, &'i Piece<'i>)>,
    ) -> Option<(PartLabel, usize)> {
        let value = self.pieces.get(of)?;
        let mut hint = None;
        let mut notes = 0;
        for (index, piece) in nearest.take(BETWEEN) {
            if self.holds_value(index) {
                return None;
            }
            if let Some((label, _)) = named_label(piece.text).filter(|_| piece.kind != PieceKind::Control) {
                let is_of_both = |hint: usize| hint >= common(piece.within, value.within);
                return hint.is_none_or(is_of_both).then_some((label, index));
            }
            if hint.is_none() && piece.kind == PieceKind::Text && is_prose(piece.text) {
                hint = Some(common(piece.within, value.within));
                continue;
            }
            if is_passed_over(piece) {
                continue;
            }
            notes += 1;
            if notes > 1 || !is_short_note(piece.text) {
                return None;
            }
        }
        None
    }

    /// Whether the column header, if there is one, fits a key.
    fn may_be_in_its_column(&self, of: usize, label: PartLabel) -> bool {
        let Some(value) = self.pieces.get(of) else { return false };
        let place = value.rect;
        let headers = self.others(of).filter(|(_, piece)| piece.kind == PieceKind::Header);
        let above = headers.filter(|(_, piece)| piece.rect.is_above(place) && piece.rect.is_in_column_of(place));
        above
            .max_by_key(|(_, piece)| piece.rect.bottom)
            .is_none_or(|(_, header)| !heads_checksums(header.text) && (label.is_strong || may_head_keys(header.text)))
    }
}

/// Whether a piece contains a value and nothing else.
pub(super) fn is_value_alone(piece: &Piece<'_>) -> bool {
    matches!(&candidates(0, piece)[..], [one] if one.secret.is_some() && is_filler(one.before))
}

/// Whether a value's label names a key of someone else: `Search API key`.
pub(super) fn is_named_as_key(pieces: &[Piece<'_>], of: usize) -> bool {
    let Some(value) = pieces.get(of) else { return false };
    let is_label = |piece: &&Piece<'_>| {
        let left = piece.rect.is_beside(value.rect) && piece.rect.is_left_of(value.rect);
        let above = piece.rect.is_above(value.rect)
            && piece.rect.is_in_column_of(value.rect)
            && value.rect.vertical_gap(piece.rect) <= FAR_ABOVE;
        !piece.is_control() && (left || above) && !is_filler(piece.text) && !is_value_alone(piece)
    };
    let distance = |piece: &&Piece<'_>| {
        value.rect.vertical_gap(piece.rect).saturating_add(value.rect.left.saturating_sub(piece.rect.right).max(0))
    };
    let label = pieces.iter().filter(is_label).min_by_key(distance);
    let is_known =
        |text: &str| part_label(text).is_some_and(|label| label.is_strong || label.part.kind() == Kind::ComposerKey);
    label.is_some_and(|label| !is_known(label.text) && names_another_key(label.text))
}

fn is_passed_over(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, PieceKind::Icon | PieceKind::Control) || is_filler(piece.text)
}

/// Whether a value has the shape that its label announces. A mask fits any
/// label.
fn fits(find: Option<&Find>, label: PartLabel) -> bool {
    find.is_none_or(|find| match are_alike(label.part.kind()) {
        true => find.kind == label.part.kind(),
        false => find.part == Some(label.part),
    })
}
