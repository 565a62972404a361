//! What a content script observed near values with the shape of a key.

use serde::Deserialize;

/// The most keys that are read from a region. A portal allows three API keys.
pub(super) const ROWS: usize = 200;

/// The most pieces that are read from a region.
pub const MOST_PIECES: usize = 800;

/// The number of elements that contain both of two places, by the paths to them.
pub(super) fn common(one: &[u32], other: &[u32]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

/// A box on the page, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    /// The left edge.
    pub left: i32,
    /// The upper edge.
    pub top: i32,
    /// The right edge.
    pub right: i32,
    /// The lower edge.
    pub bottom: i32,
}

impl Rect {
    /// Creates a box from its corner and size. A page can report any numbers.
    #[must_use]
    pub const fn new([left, top, width, height]: [i32; 4]) -> Self {
        Self { left, top, right: left.saturating_add(width), bottom: top.saturating_add(height) }
    }

    const fn width(self) -> i32 {
        self.right.saturating_sub(self.left)
    }

    const fn height(self) -> i32 {
        self.bottom.saturating_sub(self.top)
    }

    /// The box mirrored horizontally, for right-to-left text.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        Self { left: 0_i32.saturating_sub(self.right), right: 0_i32.saturating_sub(self.left), ..self }
    }

    /// The vertical distance between the boxes, in pixels.
    pub(super) fn vertical_gap(self, other: Self) -> i32 {
        self.top.saturating_sub(other.bottom).max(other.top.saturating_sub(self.bottom)).max(0)
    }

    /// Whether both are on one line: they overlap by half the height of the
    /// lower one.
    pub(super) fn is_beside(self, other: Self) -> bool {
        let shared = self.bottom.min(other.bottom).saturating_sub(self.top.max(other.top));
        shared > 0 && shared.saturating_mul(2) >= self.height().min(other.height())
    }

    /// The smallest box around both.
    pub(super) fn with(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether the middle of the other one is between this top and bottom.
    pub(super) const fn is_level_with(self, other: Self) -> bool {
        let middle = other.top.saturating_add(other.height() / 2);
        self.top < middle && middle < self.bottom
    }

    /// Whether both are in one column: they overlap by half the width of the
    /// narrower one, or start at the same edge.
    pub(super) fn is_in_column_of(self, other: Self) -> bool {
        let shared = self.right.min(other.right).saturating_sub(self.left.max(other.left));
        let overlaps = shared > 0 && shared.saturating_mul(2) >= self.width().min(other.width());
        overlaps || self.left.saturating_sub(other.left).saturating_abs() <= ALIGNED
    }

    /// Whether this is directly above the other one, which is indented: the
    /// term of a definition.
    pub(super) fn is_term_of(self, other: Self) -> bool {
        let indent = other.left.saturating_sub(self.left);
        self.is_above(other) && self.vertical_gap(other) <= TALLER_LINE && (ALIGNED..=INDENT).contains(&indent)
    }

    /// Whether this is above the other one.
    pub(super) const fn is_above(self, other: Self) -> bool {
        self.bottom <= other.top.saturating_add(TOLERANCE)
    }

    /// Whether this is to the left of the other one.
    pub(super) const fn is_left_of(self, other: Self) -> bool {
        self.right <= other.left.saturating_add(TOLERANCE)
    }
}

/// Edges this close look aligned.
const ALIGNED: i32 = 12;
/// How far a browser indents a definition, with a margin. Columns are wider.
const INDENT: i32 = 48;
/// How far a definition's text may be below its term. A button with an icon
/// makes its line taller.
const TALLER_LINE: i32 = 12;
/// Boxes may overlap by this much, because line boxes are taller than their
/// letters.
const TOLERANCE: i32 = 6;

/// The kind of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PieceKind {
    /// Text on one line of one block.
    #[default]
    Text,
    /// The value of a read-only field.
    Field,
    /// Text set as code.
    Code,
    /// Text in a block of code.
    Listing,
    /// The label of a button or link.
    Control,
    /// The label of a control that expands a section, which is also the
    /// section's name.
    Summary,
    /// The text alternative of an image.
    Icon,
    /// A heading, caption or legend.
    Heading,
    /// A column header of a table or grid.
    Header,
}

/// A piece of a page, in document order.
#[derive(Debug, Clone)]
pub struct Piece<'p> {
    /// Its text.
    pub text: &'p str,
    /// Its box on the page.
    pub rect: Rect,
    /// The IDs of the elements around it, outermost first.
    pub within: &'p [u32],
    /// What it is.
    pub kind: PieceKind,
    /// Its names in the markup: label texts and accessible names.
    pub names: Vec<&'p str>,
    /// The headings above a value, nearest first; empty if they are the
    /// region's.
    pub headings: Vec<&'p str>,
    /// Whether it is the clicked control.
    pub is_clicked: bool,
}

impl Piece<'_> {
    /// Whether it can be clicked.
    pub(super) const fn is_control(&self) -> bool {
        matches!(self.kind, PieceKind::Control | PieceKind::Summary)
    }
}

/// A part of a page that is small enough to be read as a whole.
#[derive(Debug, Clone)]
pub struct Region<'p> {
    /// The headings above it, nearest first.
    pub headings: Vec<&'p str>,
    /// What is chosen in the tabs, lists and switches above it.
    pub chosen: Vec<&'p str>,
    /// Whether it is a comment, a quotation or similar.
    pub is_aside: bool,
    /// Whether the page's address shows that it lists keys.
    pub is_keys_page: bool,
    /// Its pieces.
    pub pieces: Vec<Piece<'p>>,
}

/// The header of the only column that a piece is in.
pub(super) fn header_over<'s, 'p>(pieces: &'s [Piece<'p>], piece: &Piece<'p>) -> Option<&'s Piece<'p>> {
    let is_header = |header: &&Piece<'_>| header.kind == PieceKind::Header && header.rect.is_above(piece.rect);
    let mut own = pieces.iter().filter(is_header).filter(|header| header.rect.is_in_column_of(piece.rect));
    own.next().filter(|_| own.next().is_none())
}
