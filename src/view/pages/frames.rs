//! Parts of the open page where pastes aren't checked.

use serde::Deserialize;

use crate::messages::{ExtensionText, Phrase, message};

/// The report of one frame of a page, from `page.js`. Only frames that Sandbar
/// has access to report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FrameReport {
    /// Whether it is the top frame.
    pub is_page: bool,
    /// Whether its parent frame has another origin.
    pub is_foreign: bool,
    /// Whether Sandbar's scripts run in it.
    pub is_checked: bool,
    /// The number of visible child frames with other origins.
    pub foreign_frames: usize,
}

/// The text about a page whose frames reported this; `None` if everything is
/// checked or nothing is known.
#[must_use]
pub fn unchecked(frames: &[FrameReport]) -> Option<Phrase> {
    if frames.iter().any(|frame| frame.is_page && !frame.is_checked) {
        return Some(Phrase::Text(ExtensionText::plain(message::PAGE_UNCHECKED)));
    }
    let foreign: usize = frames.iter().map(|frame| frame.foreign_frames).sum();
    let entered = frames.iter().filter(|frame| frame.is_foreign && frame.is_checked).count();
    let own = frames.iter().filter(|frame| !frame.is_page && !frame.is_foreign && !frame.is_checked).count();
    match foreign.saturating_sub(entered) + own {
        0 => None,
        count => Some(Phrase::Counted(message::FRAMES_UNCHECKED, count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: FrameReport = FrameReport { is_page: true, is_foreign: false, is_checked: true, foreign_frames: 0 };
    const INNER: FrameReport = FrameReport { is_page: false, ..PAGE };
    const FOREIGN: FrameReport = FrameReport { is_foreign: true, ..INNER };

    /// The text that pastes into this many frames aren't checked.
    const fn frames(count: usize) -> Option<Phrase> {
        Some(Phrase::Counted(message::FRAMES_UNCHECKED, count))
    }

    #[test]
    fn a_page_that_is_checked_throughout_says_nothing() {
        assert_eq!(unchecked(&[]), None);
        assert_eq!(unchecked(&[PAGE, INNER]), None);
        // A frame with another origin that Sandbar also works on.
        assert_eq!(unchecked(&[FrameReport { foreign_frames: 1, ..PAGE }, FOREIGN]), None);
    }

    #[test]
    fn frames_that_no_script_runs_in_are_counted() {
        assert_eq!(unchecked(&[FrameReport { foreign_frames: 1, ..PAGE }]), frames(1));
        let inner = FrameReport { foreign_frames: 1, ..INNER };
        let unentered = FrameReport { is_checked: false, ..INNER };
        let several = [FrameReport { foreign_frames: 2, ..PAGE }, FOREIGN, inner, unentered];
        assert_eq!(unchecked(&several), frames(3));
        // Access isn't enough: a script must run there.
        let silent = FrameReport { is_checked: false, ..FOREIGN };
        assert_eq!(unchecked(&[FrameReport { foreign_frames: 1, ..PAGE }, silent]), frames(1));
    }

    #[test]
    fn a_page_without_scripts_is_named_as_a_whole() {
        let frames = [FrameReport { is_checked: false, foreign_frames: 2, ..PAGE }];
        assert_eq!(unchecked(&frames), Some(Phrase::Text(ExtensionText::plain(message::PAGE_UNCHECKED))));
    }
}
