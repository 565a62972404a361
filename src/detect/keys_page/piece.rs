//! What a content script observed near values that have a key's shape.

use serde::Deserialize;

/// How many keys of a region are read. A portal allows three API keys.
pub(super) const ROWS: usize = 200;

/// How many pieces of a region are read.
pub const MOST_PIECES: usize = 800;

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
    /// The box with this corner and size. A page can report any numbers.
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

    /// The box as a mirror beside the page shows it, for text that runs from
    /// right to left.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        Self { left: 0_i32.saturating_sub(self.right), right: 0_i32.saturating_sub(self.left), ..self }
    }

    /// How many pixels are between both vertically.
    pub(super) fn vertical_gap(self, other: Self) -> i32 {
        self.top.saturating_sub(other.bottom).max(other.top.saturating_sub(self.bottom)).max(0)
    }

    /// Whether both are on one line: they share half of the lower one's height.
    pub(super) fn is_beside(self, other: Self) -> bool {
        let shared = self.bottom.min(other.bottom).saturating_sub(self.top.max(other.top));
        shared > 0 && shared.saturating_mul(2) >= self.height().min(other.height())
    }

    /// Whether both are in one column: they share half of the narrower one's
    /// width, or begin at the same edge.
    pub(super) fn is_in_column_of(self, other: Self) -> bool {
        let shared = self.right.min(other.right).saturating_sub(self.left.max(other.left));
        let overlaps = shared > 0 && shared.saturating_mul(2) >= self.width().min(other.width());
        overlaps || self.left.saturating_sub(other.left).saturating_abs() <= ALIGNED
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

/// Edges this close are the same edge to a reader.
const ALIGNED: i32 = 12;
/// Boxes may overlap by this much: line boxes are higher than their letters.
const TOLERANCE: i32 = 6;

/// What a piece of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PieceKind {
    /// Text on one line of one block.
    #[default]
    Text,
    /// The value of a field that the user cannot edit.
    Field,
    /// Text that is set as code.
    Code,
    /// The label of a button or link.
    Control,
    /// The label of what opens a part of the page: a control, and the name of that part.
    Summary,
    /// The name of a picture.
    Icon,
    /// A heading, caption or legend.
    Heading,
    /// The header of a column of a table or grid.
    Header,
}

/// A piece of a page, in document order.
#[derive(Debug, Clone)]
pub struct Piece<'p> {
    /// Its text.
    pub text: &'p str,
    /// Where it is on the page.
    pub rect: Rect,
    /// The elements that it is in, by number, from the outside.
    pub within: &'p [u32],
    /// What it is.
    pub kind: PieceKind,
    /// What the markup calls it: the text of its label, its accessible name.
    pub names: Vec<&'p str>,
    /// The headings that a value is under, from the nearest; none if they are the
    /// region's.
    pub headings: Vec<&'p str>,
    /// Whether it is the control that was clicked.
    pub is_clicked: bool,
}

impl Piece<'_> {
    /// Whether a click on it does something.
    pub(super) const fn is_control(&self) -> bool {
        matches!(self.kind, PieceKind::Control | PieceKind::Summary)
    }
}

/// A part of a page, small enough to be looked at as a whole.
#[derive(Debug, Clone)]
pub struct Region<'p> {
    /// The headings that it is under, from the nearest.
    pub headings: Vec<&'p str>,
    /// Whether it is a comment, a quotation or the like.
    pub is_aside: bool,
    /// Its pieces.
    pub pieces: Vec<Piece<'p>>,
}
