//! Salesforce.
//!
//! Consumer keys and secrets look alike in production and in sandboxes. An
//! org's hosts start with its name; in a sandbox, they are below `sandbox.`.
//! All other hosts can belong to production, a trial, or a sandbox with an
//! old-style name.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{self, Ask, Only};
use crate::catalogue::role::Role::{Account, Portal};
use crate::catalogue::vendor::{Door, Host, SessionRule, Sources, Vendor};

const fn below(host: &'static str, environments: Environments) -> Door {
    Door { host: Host::Below(host), ..Door::at(host, Portal, environments) }
}

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "salesforce",
    name: "Salesforce",
    doors: &[
        below("sandbox.my.salesforce.com", Only(Sandbox)),
        below("sandbox.lightning.force.com", Only(Sandbox)),
        below("my.salesforce.com", Ask),
        below("lightning.force.com", Ask),
        Door::at("login.salesforce.com", Account, Only(Production)),
        Door::at("test.salesforce.com", Account, Only(Sandbox)),
    ],
    sessions: SessionRule::Unknown,
    words: &["salesforce"],
    sources: Sources::of(
        "2026-11-26",
        &[
            "https://developer.salesforce.com/docs/atlas.en-us.packagingGuide.meta/packagingGuide/packaging_call_sf_urls.htm",
            "https://github.com/forcedotcom/dataloader",
        ],
    ),
    ..Vendor::UNKNOWN
};
