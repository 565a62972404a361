//! What a page says about the state of a key: that it is disabled, or has ended.

use super::labels::NamedValue;
use super::piece::{Piece, PieceKind, Rect, Region, common, header_over};
use super::{CLOSE, FoundKey, NEAR_PIECES, words};

/// Words for what else in a key's row has a state.
const OTHER_THINGS: &[&str] = &[
    "token",
    "tokens",
    "session",
    "webhook",
    "webhooks",
    "certificate",
    "zertifikat",
    "certificat",
    "certificado",
    "certificaat",
    "subscription",
    "license",
    "invitation",
    "notifications",
];

impl FoundKey {
    /// Whether a control or a state next to it says that it is disabled.
    pub(super) fn is_off(&self, values: &[NamedValue<'_>], pieces: &[Piece<'_>]) -> bool {
        let says_off = |piece: &Piece<'_>| {
            if piece.is_control() { words::enables(piece.text) } else { words::says_off(piece.text) }
        };
        let is_of_key = |index: usize| !self.is_of_other_thing(values, pieces, index);
        self.own(values, pieces).into_iter().any(|(index, piece)| says_off(piece) && is_of_key(index))
    }

    /// Whether a state in the row or the part with its values, or the heading
    /// above them, says that the key has ended.
    pub(super) fn is_over(&self, values: &[NamedValue<'_>], pieces: &[Piece<'_>], region: &Region<'_>) -> bool {
        let own = || self.labelled(values).map(|value| value.piece.within);
        let path = own().next().unwrap_or_default();
        let shared = own().map(|other| common(path, other)).min().unwrap_or_default();
        let first = self.labelled(values).map(|value| value.index).min().unwrap_or_default();
        // In a card, the state may be beside the name above the values.
        let is_after_name = |index: usize| {
            let before = index.checked_sub(1).and_then(|before| pieces.get(before));
            before.is_some_and(|before| before.kind == PieceKind::Heading && !words::is_keys_heading(before.text))
        };
        let is_above = |index: usize| index < first && (self.depth > 0 || is_after_name(index));
        let is_part = |index: usize, piece: &Piece<'_>| {
            common(piece.within, path) >= shared
                || self.is_beside(values, piece)
                || self.is_level(values, piece)
                || is_above(index)
        };
        let is_text = |piece: &Piece<'_>| matches!(piece.kind, PieceKind::Text | PieceKind::Field);
        // Above the values, it may be in the heading with the name, or after the name.
        let is_in_name = |index: usize, piece: &Piece<'_>| {
            let is_heading = piece.kind == PieceKind::Heading && !words::is_keys_heading(piece.text);
            index < first
                && (is_heading && words::says_over(piece.text)
                    || (is_heading || is_text(piece)) && words::marks_name_over(piece.text))
        };
        let says = |&(index, piece): &(usize, &Piece<'_>)| {
            let next = pieces.get(index + 1).filter(|next| is_text(next)).map(|next| next.text);
            let is_answered = || next.is_some_and(words::denies_state);
            let is_dated = || words::labels_over(piece.text) && next.is_some_and(words::is_dated);
            is_part(index, piece)
                && !self.is_of_other_thing(values, pieces, index)
                && (is_text(piece) && (words::says_over(piece.text) && !is_answered() || is_dated())
                    || is_in_name(index, piece))
        };
        let heads_ended = |text: &&str| words::heads_ended_keys(text);
        self.own(values, pieces).iter().any(says)
            || self.headings(values, region).first().is_some_and(heads_ended)
            // The list may be filtered by state.
            || region.chosen.iter().any(heads_ended)
    }

    /// Whether the name of a piece, the header over it, or else the label before
    /// it says that it is about something other than the key.
    fn is_of_other_thing(&self, values: &[NamedValue<'_>], pieces: &[Piece<'_>], index: usize) -> bool {
        let Some(piece) = pieces.get(index) else { return false };
        let is_other = |label: &str| words::fold(label).iter().any(|word| OTHER_THINGS.contains(&word.as_str()));
        // The name of the part with the values is about all of them.
        let is_shared = |name: &str| self.labelled(values).any(|value| value.piece.names.contains(&name));
        let mut own = piece.names.iter().copied().filter(|name| !is_shared(name)).peekable();
        if own.peek().is_some() {
            return own.any(is_other);
        }
        if let Some(header) = header_over(pieces, piece) {
            return is_other(header.text);
        }
        let before = index.checked_sub(1).and_then(|before| pieces.get(before));
        let before = before.filter(|before| before.kind == PieceKind::Text && before.rect.is_beside(piece.rect));
        // A key may be called "Webhook relay".
        let is_label = |text: &str| text.ends_with(':') || words::fold(text).first().is_some_and(|word| word == "last");
        before.is_some_and(|before| is_label(before.text) && is_other(before.text))
    }

    /// Whether a piece is in the same row of the page as one of its values.
    fn is_beside(&self, values: &[NamedValue<'_>], piece: &Piece<'_>) -> bool {
        self.labelled(values).any(|value| value.piece.rect.is_beside(piece.rect))
    }

    /// Whether a piece is at the height of its values, which may be in two
    /// lines of one row.
    fn is_level(&self, values: &[NamedValue<'_>], piece: &Piece<'_>) -> bool {
        let both = self.labelled(values).map(|value| value.piece.rect).reduce(Rect::with);
        self.depth > 0 && both.is_some_and(|both| both.is_level_with(piece.rect))
    }

    /// The pieces that say something about this key and no other one, with
    /// their indices. In a list without rows, what is between two keys is about
    /// the nearer one.
    fn own<'s, 'p>(&self, values: &[NamedValue<'p>], pieces: &'s [Piece<'p>]) -> Vec<(usize, &'s Piece<'p>)> {
        let container = self.container(values);
        let start_of = |value: &NamedValue<'_>| value.label.unwrap_or(value.index).min(value.index);
        let Some(start) = self.labelled(values).map(start_of).min() else { return Vec::new() };
        let Some(last) = self.labelled(values).map(|value| value.index).max() else { return Vec::new() };
        let pieces_of_page = pieces.iter().enumerate().filter(|(_, piece)| piece.kind != PieceKind::Header);
        let inside = pieces_of_page.filter(|(_, piece)| piece.within.starts_with(container));
        let is_own = |value: &NamedValue<'_>| self.labelled(values).any(|own| own.index == value.index);
        let others: Vec<&NamedValue<'p>> =
            values.iter().filter(|value| value.piece.within.starts_with(container) && !is_own(value)).collect();
        if others.is_empty() && self.depth > 0 {
            let inside: Vec<_> = inside.clone().collect();
            if inside.len() <= CLOSE {
                return inside;
            }
        }
        let is_of_other = |index: usize, piece: &Piece<'_>| {
            // A state begins with its label.
            let begins = match index.checked_sub(1).and_then(|before| pieces.get(before)) {
                Some(before) if words::labels_state(before.text) => index - 1,
                _ => index,
            };
            let before = others.iter().map(|other| other.index).filter(|&other| other < index).max();
            let after = others.iter().map(|other| start_of(other)).filter(|&other| other > index).min();
            let is_of_previous = || before.is_some_and(|before| begins - before.min(begins) <= start - index);
            let is_of_next = || after.is_some_and(|after| after - index < begins - last.min(begins));
            let is_cut = match (index < start, index > last) {
                (true, _) => is_of_previous(),
                (_, true) => before.is_some_and(|before| before > last) || is_of_next(),
                _ => false,
            };
            !self.is_beside(values, piece)
                && (is_cut || others.iter().any(|other| other.piece.rect.is_beside(piece.rect)))
        };
        // A heading begins another part of the page.
        let is_after_heading = |index: usize| {
            let begins = if index < start { index + 1 } else { index.min(last) };
            let between = pieces.get(begins..index.max(start)).unwrap_or_default();
            between.iter().any(|piece| piece.kind == PieceKind::Heading)
        };
        let range = start.saturating_sub(NEAR_PIECES)..(last + 1).saturating_add(NEAR_PIECES);
        inside
            .filter(|(index, _)| range.contains(index))
            .filter(|&(index, piece)| !is_of_other(index, piece) && !is_after_heading(index))
            .collect()
    }
}
