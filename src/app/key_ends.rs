//! The end of a key, which the user starts with a click and the page confirms.

use std::time::Duration;

use super::state::page::Ending;
use super::state::{PageContext, PageKind};
use crate::catalogue::Vendor;
use crate::credential::fingerprint::{Fingerprint, Fingerprinter};
use crate::detect::keys_page::{Act, Row, act_of, ends_key, is_about_part, is_end_notice, is_none_notice, read_region};
use crate::keyring::Keyring;
use crate::protocol::{AfterEnd, PageRegion};
use crate::time::Timestamp;

/// How long a click on Delete can be confirmed by the page.
const CONFIRMED_WITHIN: Duration = Duration::from_secs(10 * 60);
/// The longest delay of a click's report.
const REPORTED_WITHIN: Duration = Duration::from_secs(1);
/// How long after the click the list on a reloaded page is enough as
/// confirmation.
const RELOADED_WITHIN: Duration = Duration::from_secs(30);

/// The key that the clicked control in this region ends.
pub(super) fn ending(
    vendors: &[&Vendor],
    ring: &Keyring,
    fingerprinter: &Fingerprinter,
    around: &PageRegion,
    loaded_at: Timestamp,
    now: Timestamp,
) -> Option<Ending> {
    let region = around.region();
    let rows = read_region(vendors, &region);
    let row = rows.iter().find(|row| row.is_clicked)?;
    let act = |label: &str| act_of(label).or_else(|| ends_key(label, true));
    let clicked = region.pieces.iter().filter(|piece| piece.is_clicked);
    let clicked = clicked.filter(|piece| !is_about_part(piece.text, row.name.as_deref()));
    let act = clicked.filter_map(|piece| act(piece.text)).next()?;
    let others = rows.iter().filter(|row| !row.is_clicked);
    Some(Ending {
        parts: prints(ring, fingerprinter, row).collect(),
        act,
        was_off: row.is_off,
        name: row.name.clone(),
        others: others.filter_map(|row| prints(ring, fingerprinter, row).next()).collect(),
        at: now,
        loaded_at,
        confirmed_on: None,
        was_gone: false,
    })
}

/// The known fingerprints of a row's parts.
pub(super) fn prints<'a>(
    ring: &'a Keyring,
    fingerprinter: &'a Fingerprinter,
    row: &'a Row,
) -> impl Iterator<Item = Fingerprint> + 'a {
    row.parts().map(|(_, secret)| ring.recognize(fingerprinter, secret))
}

/// The content of a page that shows keys.
pub(super) struct Listing<'a> {
    pub(super) loaded_at: Timestamp,
    pub(super) account: Option<&'a str>,
    pub(super) regions: &'a [PageRegion],
    pub(super) notices: &'a [String],
    pub(super) after_end: Option<AfterEnd>,
    pub(super) page: &'a PageContext,
}

impl Listing<'_> {
    pub(super) const fn is_portal(&self) -> bool {
        matches!(self.page.kind, PageKind::Portal(_))
    }

    /// The account, by its fingerprint. Account names are compared only within
    /// a site, because different sites may use the same name.
    pub(super) fn account_name(&self) -> Option<String> {
        let site = match self.page.kind {
            PageKind::Portal(vendor) => vendor.id,
            PageKind::Watched => &self.page.host,
        };
        self.account.filter(|name| !name.is_empty()).map(|name| format!("{site} {name}"))
    }
}

/// The content of a page, as evidence for or against the end of a key.
pub(super) struct Listed<'a> {
    pub(super) vendors: &'a [&'a Vendor],
    pub(super) ring: &'a Keyring,
    pub(super) fingerprinter: &'a Fingerprinter,
    pub(super) rows: &'a [Row],
    pub(super) listing: &'a Listing<'a>,
}

impl Listed<'_> {
    fn row_of(&self, parts: &[Fingerprint]) -> Option<&Row> {
        self.rows.iter().find(|row| prints(self.ring, self.fingerprinter, row).any(|part| parts.contains(&part)))
    }

    /// The parts and the names of each key that wasn't there at the time of the
    /// click. A page may show it in its list and in a dialog.
    fn new_keys(&self, end: &Ending) -> Vec<(Vec<Fingerprint>, Vec<Option<&str>>)> {
        let mut keys: Vec<(Vec<Fingerprint>, Vec<Option<&str>>)> = Vec::new();
        for row in self.rows {
            let parts: Vec<Fingerprint> = prints(self.ring, self.fingerprinter, row).collect();
            if parts.iter().any(|part| end.parts.contains(part) || end.others.contains(part)) {
                continue;
            }
            match keys.iter_mut().find(|(known, _)| known.iter().any(|part| parts.contains(part))) {
                Some((known, names)) => {
                    known.extend(parts);
                    names.push(row.name.as_deref());
                }
                None => keys.push((parts, vec![row.name.as_deref()])),
            }
        }
        keys
    }

    fn says(&self, is_such: impl Fn(&str) -> bool) -> bool {
        self.listing.notices.iter().any(|text| is_such(text))
    }

    /// Whether the page's content confirms the click: a notice says so, or says
    /// that no key is left after the last one; only this key is missing from
    /// its list; a new pair replaced it; it is disabled.
    fn confirms(&self, end: &Ending, now: Timestamp) -> bool {
        let is_here = self.listing.loaded_at == end.loaded_at;
        let is_later = self.is_later(end);
        if now.since(end.at) > Some(CONFIRMED_WITHIN) || !(is_here || is_later) {
            return false;
        }
        let own = self.row_of(&end.parts);
        let new = self.new_keys(end);
        let keeps_others = end.others.iter().all(|&other| self.row_of(&[other]).is_some());
        let is_last = end.others.is_empty();
        let is_gone_alone = || {
            let is_recent = now.since(end.at) <= Some(RELOADED_WITHIN);
            // Once it was gone, it may have been shown again from an old list.
            let is_direct = if is_here { self.listing.after_end.is_some() || end.was_gone } else { is_recent };
            let is_answered = is_here && self.listing.after_end == Some(AfterEnd::Answered);
            new.is_empty() && keeps_others && if is_last { is_answered } else { is_direct }
        };
        let is_replaced = || keeps_others && matches!(&new[..], [(_, names)] if names.contains(&end.name.as_deref()));
        let is_gone = own.is_none();
        self.says(|text| is_end_notice(self.vendors, text, end.name.as_deref()))
            && (is_here || own.is_none_or(|row| row.is_off || row.is_over))
            || match end.act {
                Act::Delete => {
                    is_gone && (is_gone_alone() || is_last && self.says(|text| is_none_notice(self.vendors, text)))
                }
                Act::Regenerate => is_gone && is_replaced(),
                Act::Disable => !end.was_off && own.is_some_and(|row| row.is_off),
            }
    }

    /// What is known about an end after the page has shown this.
    pub(super) fn after(&self, end: Ending, now: Timestamp) -> Option<Ending> {
        let end = if end.is_open() && self.confirms(&end, now) {
            Ending { confirmed_on: Some(self.listing.loaded_at), ..end }
        } else if end.is_open() && self.contradicts(&end) {
            return None;
        } else if self.takes_back(&end) {
            return Some(Ending { confirmed_on: None, ..end });
        } else {
            end
        };
        Some(Ending { was_gone: end.was_gone || self.is_gone(&end), ..end })
    }

    /// Whether the page that confirmed the end no longer shows the key.
    fn is_gone(&self, end: &Ending) -> bool {
        end.confirmed_on == Some(self.listing.loaded_at) && self.row_of(&end.parts).is_none()
    }

    /// Whether the page that no longer showed the key shows it again: the
    /// deletion failed or was undone, or something else was deleted and the
    /// page redrew its list.
    pub(super) fn takes_back(&self, end: &Ending) -> bool {
        let is_here = end.confirmed_on == Some(self.listing.loaded_at);
        let is_told = || self.says(|text| is_end_notice(self.vendors, text, end.name.as_deref()));
        let is_back = || self.row_of(&end.parts).is_some_and(|row| !row.is_over && !row.is_off);
        end.was_gone && is_here && is_back() && !is_told()
    }

    /// Whether the page was loaded after the click. The click's report may
    /// arrive when the next page is already loading.
    fn is_later(&self, end: &Ending) -> bool {
        let loaded_at = self.listing.loaded_at;
        loaded_at > end.loaded_at && end.at.since(loaded_at) <= Some(REPORTED_WITHIN)
    }

    /// Whether a page that was loaded after the click still shows the key.
    fn contradicts(&self, end: &Ending) -> bool {
        self.is_later(end) && self.row_of(&end.parts).is_some_and(|row| !row.is_over)
    }
}
