//! Which section of a long page is current, for its list of contents.

/// The part of the window's height at which the current section begins at the
/// top of the page, at the earliest.
const LEAD: f64 = 0.15;

/// What is known of the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Its height, in CSS pixels.
    pub height: f64,
    /// How far it is scrolled through the page, from 0 to 1.
    pub scrolled: f64,
}

/// The index of the current section, from the distances of the headings from the
/// top of the window, in CSS pixels and in the order of the page. `named` is the
/// one that the page's address names. Nothing if the page has no sections.
///
/// The section that the user went to is current as long as its heading is in
/// view. Otherwise, it is the last one whose heading is above a line that moves
/// down the window while the page scrolls: each section has its turn, also those
/// at the end, which never get to the top.
#[must_use]
pub fn current_section(headings: &[f64], window: Window, named: Option<usize>) -> Option<usize> {
    let is_in_view = |&index: &usize| headings.get(index).is_some_and(|top| (0.0..window.height).contains(top));
    if let Some(index) = named.filter(is_in_view) {
        return Some(index);
    }
    let scrolled = window.scrolled.clamp(0.0, 1.0);
    let line = window.height * (LEAD + (1.0 - LEAD) * scrolled);
    let above = headings.iter().rposition(|&top| top < line);
    above.or_else(|| (!headings.is_empty()).then_some(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Headings of a page, from its top.
    const PAGE: [f64; 5] = [100.0, 600.0, 1400.0, 2200.0, 2400.0];
    const HEIGHT: f64 = 800.0;
    const LENGTH: f64 = 2600.0;

    fn at(top: f64, named: Option<usize>) -> Option<usize> {
        let window = Window { height: HEIGHT, scrolled: top / (LENGTH - HEIGHT) };
        current_section(&PAGE.map(|heading| heading - top), window, named)
    }

    #[test]
    fn every_section_is_current_once_while_the_page_scrolls() {
        let tops = (0..=18).map(|step| f64::from(step) * 100.0);
        let mut seen: Vec<_> = tops.map(|top| at(top, None)).collect();
        seen.dedup();
        assert_eq!(seen, [0, 1, 2, 3, 4].map(Some));
    }

    #[test]
    fn the_section_that_the_user_went_to_is_current_while_its_heading_is_in_view() {
        // At the end, the page does not scroll far enough for it.
        assert_eq!(at(1800.0, Some(3)), Some(3));
        assert_eq!(at(0.0, Some(3)), Some(0), "it is below the window");
        assert_eq!(at(1800.0, Some(1)), Some(4), "it is above the window");
        assert_eq!(at(0.0, Some(9)), Some(0), "there is none");
    }

    #[test]
    fn a_page_without_sections_has_no_current_one() {
        assert_eq!(current_section(&[], Window { height: HEIGHT, scrolled: f64::NAN }, None), None);
        assert_eq!(current_section(&[900.0], Window { height: HEIGHT, scrolled: 0.0 }, None), Some(0));
    }
}
