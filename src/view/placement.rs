//! How the user wants the pages of an environment marked.

use serde::{Deserialize, Serialize};

/// A corner of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Corner {
    /// Top left.
    TopLeft,
    /// Top right.
    TopRight,
    /// Bottom right: farthest from the portal's own menus.
    #[default]
    BottomRight,
    /// Bottom left.
    BottomLeft,
}

impl Corner {
    /// All corners, clockwise.
    pub const ALL: [Self; 4] = [Self::TopLeft, Self::TopRight, Self::BottomRight, Self::BottomLeft];

    /// The wire name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TopLeft => "top-left",
            Self::TopRight => "top-right",
            Self::BottomRight => "bottom-right",
            Self::BottomLeft => "bottom-left",
        }
    }

    /// The corner above or below it that is at the top.
    #[must_use]
    pub const fn at_top(self) -> Self {
        match self {
            Self::TopLeft | Self::BottomLeft => Self::TopLeft,
            Self::TopRight | Self::BottomRight => Self::TopRight,
        }
    }

    /// The next corner, clockwise.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::TopLeft => Self::TopRight,
            Self::TopRight => Self::BottomRight,
            Self::BottomRight => Self::BottomLeft,
            Self::BottomLeft => Self::TopLeft,
        }
    }
}

/// Whether the badge is expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Fold {
    /// Expanded: with text and controls.
    #[default]
    Open,
    /// Collapsed: only shape and mark.
    Folded,
}

impl Fold {
    /// Both states.
    pub const ALL: [Self; 2] = [Self::Open, Self::Folded];

    /// The wire name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Folded => "folded",
        }
    }

    /// The other state.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Open => Self::Folded,
            Self::Folded => Self::Open,
        }
    }
}

/// The size of the badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Size {
    /// Four fifths.
    Small,
    /// As designed.
    #[default]
    Normal,
    /// Four thirds.
    Large,
}

impl Size {
    /// All sizes.
    pub const ALL: [Self; 3] = [Self::Small, Self::Normal, Self::Large];

    /// The wire name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Normal => "normal",
            Self::Large => "large",
        }
    }
}

/// What is drawn on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// The badge in a corner.
    #[default]
    Pill,
    /// The badge, and a bar along the top of the window.
    Bar,
    /// The badge, and a frame around the window.
    Frame,
}

impl MarkKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Pill, Self::Bar, Self::Frame];

    /// The wire name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pill => "pill",
            Self::Bar => "bar",
            Self::Frame => "frame",
        }
    }

    /// The content script that draws it; `None` for the badge alone, which
    /// needs none.
    #[must_use]
    pub const fn script(self) -> Option<&'static str> {
        match self {
            Self::Pill => None,
            Self::Bar => Some("content/mark-bar.js"),
            Self::Frame => Some("content/mark-frame.js"),
        }
    }
}

/// How the user wants the pages of an environment marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", default)]
pub struct Placement {
    /// What is drawn.
    pub mark: MarkKind,
    /// The corner.
    pub corner: Corner,
    /// Expanded or collapsed.
    pub fold: Fold,
    /// The size.
    pub size: Size,
    /// Whether the tab's title is marked.
    pub title: bool,
    /// Whether the tab's icon is marked.
    pub favicon: bool,
}

impl Default for Placement {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Placement {
    /// Away from the portal's own menus, with every mark.
    pub const DEFAULT: Self = Self {
        mark: MarkKind::Pill,
        corner: Corner::BottomRight,
        fold: Fold::Open,
        size: Size::Normal,
        title: true,
        favicon: true,
    };

    /// The placement as it is drawn: a badge that belongs to a bar is at the
    /// top.
    #[must_use]
    pub const fn drawn(self) -> Self {
        match self.mark {
            MarkKind::Bar => Self { corner: self.corner.at_top(), ..self },
            MarkKind::Pill | MarkKind::Frame => self,
        }
    }

    /// The same, moved one step: to the next corner, or to the other end of the
    /// bar.
    #[must_use]
    pub const fn moved(self) -> Self {
        let corner = match (self.mark, self.drawn().corner) {
            (MarkKind::Bar, Corner::TopLeft) => Corner::TopRight,
            (MarkKind::Bar, _) => Corner::TopLeft,
            (MarkKind::Pill | MarkKind::Frame, corner) => corner.next(),
        };
        Self { corner, ..self }
    }

    /// The content scripts that apply this before the first frame. Defaults
    /// need none.
    #[must_use]
    pub fn scripts(self) -> Vec<String> {
        let Self { mark, corner, fold, size, title, favicon: _ } = self.drawn();
        let default = Self::DEFAULT;
        let place = ((corner, fold) != (default.corner, default.fold)).then(|| place_script(corner, fold));
        let size = (size != default.size).then(|| size_script(size));
        let title = (!title).then(|| UNMARKED_TITLE_SCRIPT.to_owned());
        let mark = mark.script().map(str::to_owned);
        mark.into_iter().chain(place).chain(size).chain(title).collect()
    }
}

/// The content script that places a badge there.
#[must_use]
pub fn place_script(corner: Corner, fold: Fold) -> String {
    format!("content/place-{}-{}.js", corner.name(), fold.name())
}

/// The content script that gives a badge this size.
#[must_use]
pub fn size_script(size: Size) -> String {
    format!("content/size-{}.js", size.name())
}

/// The content script that leaves the title unmarked. The icon needs none,
/// because it waits for the core.
pub const UNMARKED_TITLE_SCRIPT: &str = "content/title-unmarked.js";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_stays_at_the_top_and_moves_from_side_to_side() {
        for corner in Corner::ALL {
            let bar = Placement { mark: MarkKind::Bar, corner, ..Placement::DEFAULT };
            let drawn = bar.drawn().corner;
            assert!([Corner::TopLeft, Corner::TopRight].contains(&drawn));
            let moved = bar.moved();
            assert_ne!(moved.corner, drawn);
            assert_eq!(moved.moved().drawn().corner, drawn);
            assert_eq!(Placement { mark: MarkKind::Frame, ..bar }.moved().corner, corner.next());
            // The corner is kept for when the bar is turned off.
            assert_eq!(bar.corner, corner);
        }
    }

    #[test]
    fn four_moves_bring_the_badge_back() {
        for corner in Corner::ALL {
            assert_eq!(corner.next().next().next().next(), corner);
            assert_ne!(corner.next(), corner);
        }
    }
}
