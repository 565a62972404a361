//! Reads the keys that a portal page shows.
//!
//! The page's markup is unknown and may change. So content scripts report what
//! the user sees near values with the shape of a key: pieces of text with their
//! boxes on the screen, the elements around them, and their names in the
//! markup. This module decides what is learned:
//!
//! - A value counts only with a label of its own part: before it on its line,
//!   from the markup, to the left in its row, or above in its column.
//! - The page must present it in a list of keys: under a heading about keys, or
//!   next to a control that such lists have.
//! - Prose, code with more than the value, comments and file tables are never
//!   read.
//!
//! A wrong label is worse than none: if there are two possible readings,
//! nothing is learned.
//!
//! - [`piece`]: the reported pieces
//! - `words`: labels, controls, headings and notices in all languages
//! - `labels`: matches labels with values
//! - `name`: texts that can be a key's name
//! - `copied`: the part of a key that was copied without being shown
//! - `environment`: the environment that a page says a key is from
//! - `pairs`: matches IDs with secrets
//! - `state`: what a page says about the state of a key
//! - `sighted`: other vendors' keys that don't reveal their environment

mod copied;
mod environment;
mod labels;
mod name;
mod pairs;
pub mod piece;
mod sighted;
mod state;
pub(crate) mod words;

pub use copied::read_copied;
pub use sighted::{SightedRow, read_sighted};
pub use words::{Act, Hints, act_of, ends_key, hints, is_end_notice, is_none_notice, sighted_pattern, value_pattern};
pub(crate) use words::{acts_on_part, is_about_part};

use self::environment::{environment_of, environment_said, states_environment};
use self::labels::{NamedValue, labelled_values};
use self::name::{is_after_name_label, is_under_name, key_name};
use self::pairs::pairs;
pub use self::piece::MOST_PIECES;
use self::piece::{Piece, PieceKind, ROWS, Region, common, header_over};
use crate::catalogue::{Environment, Vendor};
use crate::credential::secret::Secret;
use crate::credential::{Kind, Part};

/// A key that a page shows, complete or in part.
pub struct Row {
    /// Its kind.
    pub kind: Kind,
    /// Its name on the page.
    pub name: Option<String>,
    /// The ID or public key, if the page shows it.
    pub first: Option<Secret>,
    /// The secret or private key, if the page shows it.
    pub second: Option<Secret>,
    /// The environment that the page says it is from, if it says so.
    pub environment: Option<Environment>,
    /// Whether the page says that the key is disabled.
    pub is_off: bool,
    /// Whether the page says that the key has ended, such as "Revoked".
    pub is_over: bool,
    /// Whether the clicked control belongs to this row.
    pub is_clicked: bool,
}

impl Row {
    /// The parts that the page shows.
    pub fn parts(&self) -> impl Iterator<Item = (Part, &Secret)> {
        let values = [self.first.as_ref(), self.second.as_ref()];
        self.kind.parts().iter().copied().zip(values).filter_map(|(part, value)| Some((part, value?)))
    }
}

/// A key in a region, as indices of its parts' values.
struct FoundKey {
    kind: Kind,
    values: [Option<usize>; 2],
    /// How many of the elements around its values contain no other key.
    depth: usize,
}

/// Reads a region of a page that may belong to one of these vendors.
#[must_use]
pub fn read_region(vendors: &[&Vendor], region: &Region<'_>) -> Vec<Row> {
    if region.is_aside {
        return Vec::new();
    }
    let pieces = region.pieces.get(..MOST_PIECES).unwrap_or(&region.pieces);
    let mut values = labelled_values(pieces);
    let mut rows = Vec::new();
    let mut found: Vec<FoundKey> =
        pairs(&values).into_iter().map(|(kind, pair)| of_pair(&values, kind, pair)).collect();
    found.retain(|key| {
        let headings = key.headings(&values, region);
        let is_sure = |heading: &&&str| words::is_keys_heading(heading) && !words::is_unsure_heading(heading);
        let is_page = || region.is_keys_page && key.is_without_heading(&values, region);
        let is_headed =
            || headings.iter().any(|heading| is_sure(&heading)) || is_page() || key.is_announced(&values, pieces);
        let is_talk = || headings.first().is_some_and(|heading| words::heads_talk(heading));
        let is_read =
            || is_headed() && !is_talk() && !key.is_in_prose(&values, pieces) && !key.is_signed(&values, pieces);
        let has_controls = || key.has_controls(&values, pieces);
        // The name of a key in a list may be like a topic: "Ticket sync".
        let is_name = || {
            let Some((own, outer)) = headings.split_first() else { return false };
            !words::is_topic(own) && outer.iter().any(|heading| words::is_keys_heading(heading)) && has_controls()
        };
        let is_denied = headings.iter().skip(usize::from(is_name())).any(|heading| words::denies_keys(heading))
            || key.is_of_another(&values, pieces);
        let is_listed = || is_read() || has_controls();
        !is_denied && key.is_sure(&values, pieces) && !key.is_quoted(&values, pieces) && is_listed()
    });
    let clicked = clicked_row(&found, &values, pieces);
    let titles: Vec<_> = found.iter().map(|key| key.title(&values, pieces)).collect();
    let are_titles = Environment::ALL.iter().all(|&one| titles.contains(&Some(one)));
    for (index, key) in found.iter().enumerate().take(ROWS) {
        let name = key.name(vendors, &values, pieces);
        let is_off = key.is_off(&values, pieces);
        let is_over = key.is_over(&values, pieces, region);
        let own: Vec<_> = key.labelled(&values).collect();
        let headings = key.headings(&values, region);
        let mark = key.environment_mark(vendors, &values, pieces).and_then(|mark| environment_of(mark.text));
        let title = titles.get(index).copied().flatten().filter(|_| are_titles);
        let environment =
            environment_said(&key.around(&values, pieces), &own, headings, &region.chosen, mark.or(title));
        let [first, second] = key.values.map(|value| values.get_mut(value?)?.secret.take());
        if first.is_some() || second.is_some() {
            rows.push(Row {
                kind: key.kind,
                name,
                first,
                second,
                environment,
                is_off,
                is_over,
                is_clicked: clicked == Some(index),
            });
        }
    }
    rows
}

fn of_pair(values: &[NamedValue<'_>], kind: Kind, pair: [Option<usize>; 2]) -> FoundKey {
    let of_pair = || pair.iter().flatten().filter_map(|&value| values.get(value));
    let mut own = of_pair().map(|value| value.piece.within);
    let shared = own.next().map_or(0, |first| own.map(|other| common(first, other)).fold(first.len(), usize::min));
    // The largest element that contains only this key.
    let path = of_pair().next().map_or(&[][..], |value| value.piece.within);
    let is_alone = |depth: usize| {
        let inside =
            |value: &NamedValue<'_>| path.get(..depth).is_some_and(|part| value.piece.within.starts_with(part));
        let others = values.iter().enumerate().filter(|(index, value)| !pair.contains(&Some(*index)) && inside(value));
        others.count() == 0
    };
    let depth = (0..=shared).find(|&depth| is_alone(depth)).unwrap_or(shared);
    FoundKey { kind, values: pair, depth }
}

/// The most pieces of a part of the page that is about one key.
const CLOSE: usize = 40;
/// How far a key's control may be from its values, in CSS pixels and in pieces.
const NEAR: i32 = 150;
const NEAR_PIECES: usize = 12;
/// How far a mark may be from the name that it marks, in CSS pixels.
const BESIDE: i32 = 24;
/// How many pieces before a value a word such as "example" still applies to it.
const EXAMPLE_PIECES: usize = 6;

impl FoundKey {
    fn labelled<'v, 'p>(&self, values: &'v [NamedValue<'p>]) -> impl Iterator<Item = &'v NamedValue<'p>> {
        self.values.into_iter().flatten().filter_map(|value| values.get(value))
    }

    /// The headings above its values.
    fn headings<'v, 'p>(&self, values: &'v [NamedValue<'p>], region: &'v Region<'p>) -> &'v [&'p str] {
        let own = self.labelled(values).map(|value| &value.piece.headings[..]).find(|headings| !headings.is_empty());
        own.unwrap_or(&region.headings)
    }

    /// Whether a notice above it says that it was just made.
    fn is_announced(&self, values: &[NamedValue<'_>], pieces: &[Piece<'_>]) -> bool {
        let is_above = |piece: &Piece<'_>| self.labelled(values).all(|value| piece.rect.is_above(value.piece.rect));
        self.near(values, pieces).into_iter().any(|piece| is_above(piece) && words::announces_new_key(piece.text))
    }

    /// Whether the page has no heading above it that can be read.
    fn is_without_heading(&self, values: &[NamedValue<'_>], region: &Region<'_>) -> bool {
        self.labelled(values).all(|value| value.piece.headings.is_empty())
            || self.headings(values, region).iter().all(|heading| words::is_in_other_script(heading))
    }

    /// Whether the labels are enough. `Public` and `Private` also describe
    /// visibility, so they count only as a pair with nothing in between.
    fn is_sure(&self, values: &[NamedValue<'_>], pieces: &[Piece<'_>]) -> bool {
        if self.labelled(values).all(|value| value.is_strong) {
            return true;
        }
        let [Some(first), Some(second)] = self.values.map(|value| values.get(value?)) else { return false };
        let (start, end) = (first.index.min(second.index), first.index.max(second.index));
        let between = pieces.get(start + 1..end).unwrap_or_default();
        // In the row of an App Id, "Secret" has one meaning, whatever column is in between.
        let is_other = |piece: &Piece<'_>| {
            let is_named = |text: &str| words::names_another_key(text) || words::names_callback(text);
            is_named(piece.text) || piece.names.iter().any(|name| is_named(name)) || piece.text.contains("://")
        };
        if self.kind == Kind::ApiKey && first.is_strong && first.piece.rect.is_beside(second.piece.rect) {
            return !between.iter().any(is_other);
        }
        let right = first.piece.rect.right.max(second.piece.rect.right);
        // A cell on the right that spans both rows describes the key. Two
        // stacked cells describe their rows.
        let is_of_one_row = |piece: &Piece<'_>| {
            let is_below = |other: &Piece<'_>| {
                !std::ptr::eq(other, piece)
                    && !other.is_control()
                    && other.rect.is_beside(second.piece.rect)
                    && other.rect.is_in_column_of(piece.rect)
            };
            piece.rect.left < right || pieces.iter().any(is_below)
        };
        let says_nothing = |piece: &Piece<'_>| {
            piece.is_control()
                || piece.kind == PieceKind::Icon
                || words::is_filler(piece.text)
                || words::part_label(piece.text).is_some()
                || !is_of_one_row(piece)
        };
        between.iter().all(says_nothing)
    }

    /// Whether it is an ID next to a value with another vendor's label. That
    /// secret isn't one of these vendors' keys, so the ID isn't one either.
    fn is_of_another(&self, values: &[NamedValue<'_>], pieces: &[Piece<'_>]) -> bool {
        let [Some(first), None] = self.values else { return false };
        let container = self.container(values);
        let own = values.get(first).map(|value| value.index);
        let mut others = pieces.iter().enumerate().filter(|(index, piece)| {
            Some(*index) != own && piece.within.starts_with(container) && labels::is_value_alone(piece)
        });
        others.any(|(index, _)| labels::is_named_as_key(pieces, index))
    }

    /// The path to the largest element that contains only this key.
    fn container<'p>(&self, values: &[NamedValue<'p>]) -> &'p [u32] {
        let path = self.labelled(values).next().map_or(&[][..], |value| value.piece.within);
        path.get(..self.depth).unwrap_or_default()
    }

    fn around<'s, 'p>(&self, values: &[NamedValue<'p>], pieces: &'s [Piece<'p>]) -> Vec<&'s Piece<'p>> {
        let container = self.container(values);
        pieces.iter().filter(|piece| piece.kind != PieceKind::Header && piece.within.starts_with(container)).collect()
    }

    /// The pieces near the values: in the part of the page that contains no
    /// other key, and only a few pieces and pixels away.
    fn near<'s, 'p>(&self, values: &[NamedValue<'p>], pieces: &'s [Piece<'p>]) -> Vec<&'s Piece<'p>> {
        let container = self.container(values);
        let own: Vec<&NamedValue<'p>> = self.labelled(values).collect();
        let (first, last) = own.iter().fold((usize::MAX, 0), |(first, last), value| {
            let start = value.label.unwrap_or(value.index).min(value.index);
            (first.min(start), last.max(value.index))
        });
        let is_close = |piece: &Piece<'_>| own.iter().any(|value| value.piece.rect.vertical_gap(piece.rect) <= NEAR);
        let range = first.saturating_sub(NEAR_PIECES)..last.saturating_add(NEAR_PIECES);
        let inside = pieces.iter().enumerate().filter(|(index, _)| range.contains(index)).map(|(_, piece)| piece);
        inside.filter(|piece| piece.within.starts_with(container) && is_close(piece)).collect()
    }

    /// Whether the values are next to controls that only key lists have: one
    /// that shows, replaces or disables a key, or a Copy button for each value.
    fn has_controls(&self, values: &[NamedValue<'_>], pieces: &[Piece<'_>]) -> bool {
        let near = self.near(values, pieces);
        let controls = || near.iter().filter(|piece| piece.is_control());
        let copies = controls().filter(|piece| words::copies(piece.text));
        // Documentation has such buttons too.
        let is_listing = self.labelled(values).all(|value| value.piece.kind == PieceKind::Listing);
        let has_copies = !is_listing && copies.count() >= self.labelled(values).count();
        has_copies || controls().any(|piece| words::is_key_control(piece.text))
    }

    /// Whether a user wrote the values, judging by the controls next to them,
    /// or the page presents them as an example.
    fn is_quoted(&self, values: &[NamedValue<'_>], pieces: &[Piece<'_>]) -> bool {
        let is_talk = |piece: &&Piece<'_>| {
            if piece.is_control() { words::answers(piece.text) } else { words::names_author(piece.text) }
        };
        let start = self.labelled(values).map(|value| value.label.unwrap_or(value.index).min(value.index)).min();
        let before = start.and_then(|start| pieces.get(start.saturating_sub(EXAMPLE_PIECES)..start));
        let is_example = |piece: &Piece<'_>| !piece.is_control() && words::announces_example(piece.text);
        self.near(values, pieces).iter().any(is_talk) || before.is_some_and(|before| before.iter().any(is_example))
    }

    /// Whether a line next to the values names an author and a time, as above a
    /// message.
    fn is_signed(&self, values: &[NamedValue<'_>], pieces: &[Piece<'_>]) -> bool {
        self.near(values, pieces).iter().any(|piece| !piece.is_control() && words::is_name_and_time(piece.text))
    }

    /// Whether a value's paragraph contains sentences.
    fn is_in_prose(&self, values: &[NamedValue<'_>], pieces: &[Piece<'_>]) -> bool {
        let is_same = |piece: &Piece<'_>| self.labelled(values).any(|value| value.piece.within == piece.within);
        let is_text = |piece: &Piece<'_>| piece.kind == PieceKind::Text;
        pieces.iter().any(|piece| is_text(piece) && is_same(piece) && words::is_prose(piece.text))
    }

    /// The key's name: the last suitable text before its first label, in the
    /// smallest part of the page that has one.
    fn name(&self, vendors: &[&Vendor], values: &[NamedValue<'_>], pieces: &[Piece<'_>]) -> Option<String> {
        let container = self.container(values);
        let own_label = |value: &NamedValue<'_>| {
            let label =
                value.label.filter(|&label| pieces.get(label).is_some_and(|piece| piece.within.starts_with(container)));
            label.unwrap_or(value.index).min(value.index)
        };
        let start = self.labelled(values).map(own_label).min()?;
        if let Some(name) = self.labelled(values).find_map(|value| key_name(vendors, value.before)) {
            return Some(name);
        }
        let path = self.labelled(values).next()?.piece.within;
        let mark = self.environment_mark(vendors, values, pieces);
        let can_be = |piece: &&Piece<'_>| match piece.kind {
            PieceKind::Text | PieceKind::Heading | PieceKind::Field => true,
            PieceKind::Summary => !words::is_key_control(piece.text) && words::act_of(piece.text).is_none(),
            _ => false,
        };
        let named = (self.depth..=path.len()).rev().find_map(|depth| {
            let part = path.get(..depth)?;
            let inside = pieces.get(..start)?.iter().filter(|piece| piece.within.starts_with(part)).filter(can_be);
            // An environment column may be next to the names.
            let is_mark = |piece: &Piece<'_>| mark.is_some_and(|mark| std::ptr::eq(mark, piece));
            let named = inside.filter(|piece| !states_environment(piece) && !is_mark(piece));
            let is_beside =
                |piece: &Piece<'_>| self.labelled(values).any(|value| value.piece.rect.is_beside(piece.rect));
            let in_column = named.clone().filter(|piece| is_beside(piece) && is_under_name(pieces, piece));
            let is_labelled =
                |piece: &&Piece<'_>| piece.within.starts_with(container) && is_after_name_label(pieces, piece, start);
            let labelled = named.clone().filter(is_labelled);
            // The title of a card, above a description.
            let is_title = |piece: &&Piece<'_>| {
                let is_own = self.depth > 0 && piece.kind == PieceKind::Heading && piece.within.starts_with(container);
                is_own && environment_of(piece.text).is_none() && !words::is_keys_heading(piece.text)
            };
            let title = named.clone().filter(is_title);
            in_column.chain(labelled).chain(title).chain(named.rev()).find_map(|piece| key_name(vendors, piece.text))
        });
        let named = named.or_else(|| self.name_beside(vendors, values, pieces, can_be));
        // The part's own heading may be directly before it.
        let previous = values.iter().map(|value| value.index).filter(|&index| index < start).max();
        let between = pieces.get(previous.map_or(0, |index| index + 1)..start)?;
        let heading = || between.iter().rfind(|piece| piece.kind == PieceKind::Heading);
        named.or_else(|| key_name(vendors, heading()?.text))
    }

    /// The mark beside the key's name that says which environment the key is
    /// from.
    fn environment_mark<'s, 'p>(
        &self,
        vendors: &[&Vendor],
        values: &[NamedValue<'p>],
        pieces: &'s [Piece<'p>],
    ) -> Option<&'s Piece<'p>> {
        let container = self.container(values);
        let start = self.labelled(values).map(|value| value.label.unwrap_or(value.index).min(value.index)).min()?;
        let is_text = |piece: &Piece<'_>| matches!(piece.kind, PieceKind::Text | PieceKind::Heading);
        let before = pieces.get(start.saturating_sub(NEAR_PIECES)..start)?;
        let pairs = before.iter().zip(before.get(1..)?);
        let marks = pairs.filter(|(name, mark)| {
            [name, mark].iter().all(|piece| is_text(piece) && piece.within.starts_with(container))
                && environment_of(mark.text).is_some()
                && environment_of(name.text).is_none()
                && key_name(vendors, name.text).is_some()
                && name.rect.is_beside(mark.rect)
                && name.rect.is_left_of(mark.rect)
                && mark.rect.left.saturating_sub(name.rect.right) <= BESIDE
                && mark.names.is_empty()
                && header_over(pieces, mark).is_none()
        });
        marks.map(|(_, mark)| mark).next_back()
    }

    /// The environment that is the title of the part of the page that contains
    /// only this key.
    fn title(&self, values: &[NamedValue<'_>], pieces: &[Piece<'_>]) -> Option<Environment> {
        let first = self.around(values, pieces).into_iter().find(|piece| piece.kind != PieceKind::Icon)?;
        environment_of(first.text).filter(|_| self.depth > 0)
    }

    /// The name to the left of all values in their row, for a source order that
    /// differs.
    fn name_beside(
        &self,
        vendors: &[&Vendor],
        values: &[NamedValue<'_>],
        pieces: &[Piece<'_>],
        can_be: impl Fn(&&Piece<'_>) -> bool,
    ) -> Option<String> {
        let container = self.container(values);
        let is_left = |piece: &&Piece<'_>| {
            let is_of = |value: &NamedValue<'_>| {
                piece.rect.is_beside(value.piece.rect) && piece.rect.is_left_of(value.piece.rect)
            };
            piece.within.starts_with(container) && self.labelled(values).all(is_of)
        };
        let beside = pieces.iter().filter(can_be).filter(is_left);
        let place = |piece: &Piece<'_>| (is_under_name(pieces, piece), piece.rect.right);
        let named = beside.filter_map(|piece| Some((place(piece), key_name(vendors, piece.text)?)));
        named.max_by_key(|(place, _)| *place).map(|(_, name)| name)
    }
}

/// The key that the clicked control belongs to: the one that shares most of its
/// ancestors, and among several the nearest one above.
fn clicked_row(found: &[FoundKey], values: &[NamedValue<'_>], pieces: &[Piece<'_>]) -> Option<usize> {
    let clicked = pieces.iter().find(|piece| piece.is_clicked)?;
    // The ancestors that all keys share. A control outside them belongs to a
    // dialog.
    let mut paths = found.iter().filter_map(|key| Some(key.labelled(values).next()?.piece.within));
    let list = paths.next().map_or(0, |first| paths.map(|other| common(first, other)).fold(first.len(), usize::min));
    let shared = |key: &FoundKey| key.labelled(values).map(|value| common(value.piece.within, clicked.within)).max();
    let most = found.iter().filter_map(shared).max().filter(|&most| found.len() == 1 || most >= list)?;
    let close: Vec<_> = found.iter().enumerate().filter(|(_, key)| shared(key) == Some(most)).collect();
    // Under another heading, it belongs to the only key only if it says so.
    let is_under_heading = |key: &FoundKey| {
        let last = key.labelled(values).map(|value| value.index).max().unwrap_or_default();
        let after = pieces.get(last..).unwrap_or_default();
        let between = after.iter().position(|piece| piece.is_clicked).and_then(|at| after.get(..at));
        let is_other = |piece: &Piece<'_>| piece.kind == PieceKind::Heading && !words::heads_own_controls(piece.text);
        between.is_some_and(|between| between.iter().any(is_other))
    };
    if let [only] = found
        && is_under_heading(only)
        && !words::names_key(clicked.text)
    {
        return None;
    }
    if let [(index, _)] = close[..] {
        return Some(index);
    }
    let beside = |key: &FoundKey| key.labelled(values).any(|value| value.piece.rect.is_beside(clicked.rect));
    let above = |key: &FoundKey| {
        let first = key.labelled(values).map(|value| value.piece.rect.top).min()?;
        (first < clicked.rect.bottom).then_some(first)
    };
    let row = close.iter().find(|(_, key)| beside(key));
    row.or_else(|| close.iter().max_by_key(|(_, key)| above(key))).map(|&(index, _)| index)
}

#[cfg(test)]
mod tests;
