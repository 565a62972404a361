//! What the open portal pages show.

use litemap::LiteMap;

use crate::protocol::{PageView, TabId};
use crate::view::badge::Toolbar;

/// What an open portal page and its toolbar button show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPage {
    /// The page's view.
    pub view: PageView,
    /// Its toolbar button.
    pub toolbar: Toolbar,
}

/// What the open portal pages show, by tab.
pub type ShownPages = LiteMap<TabId, ShownPage>;
