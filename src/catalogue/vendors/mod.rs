//! Every vendor that is known, one file for each.

mod adobe;

use super::vendor::{SamePage, Vendor};

/// The vendors that Sandbar knows from the start.
pub static ALL: &[&Vendor] = &[&adobe::VENDOR];

/// The vendor of portals that managed policy adds without naming one. The
/// administrator says that the two hosts are two sides of one portal.
pub static ADDED: Vendor =
    Vendor { id: "added", same_page: Some(SamePage::SwapHost { listed: &[] }), ..Vendor::UNKNOWN };

/// The vendor with this ID.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Vendor> {
    ALL.iter().copied().find(|vendor| vendor.id == id)
}
