//! Every vendor that is known, one file for each.

mod adobe;

use super::vendor::Vendor;

pub use adobe::{PERSON_MENU, PROFILE_PATH, SANDBOX_BANNER};

/// The vendors that Sandbar knows from the start.
pub static ALL: &[&Vendor] = &[&adobe::VENDOR];

/// The vendor of portals that managed policy adds without naming one.
pub static ADDED: Vendor = Vendor { id: "added", ..Vendor::UNKNOWN };
