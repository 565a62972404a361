//! Dwolla.
//!
//! Keys and secrets don't reveal their environment.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::Only;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::vendor::{Door, SessionRule, Sources, Vendor};

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "dwolla",
    name: "Dwolla",
    doors: &[
        Door::at("dashboard.dwolla.com", Portal, Only(Production)),
        Door::at("dashboard-sandbox.dwolla.com", Portal, Only(Sandbox)),
        Door::at("api.dwolla.com", Api, Only(Production)),
        Door::at("accounts.dwolla.com", Api, Only(Production)),
        Door::at("api-sandbox.dwolla.com", Api, Only(Sandbox)),
        Door::at("accounts-sandbox.dwolla.com", Api, Only(Sandbox)),
    ],
    sessions: SessionRule::Separate,
    words: &["dwolla"],
    sources: Sources::of("2026-11-26", &["https://github.com/Dwolla/dwolla-v2-node"]),
    ..Vendor::UNKNOWN
};
