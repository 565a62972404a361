//! Salesforce.
//!
//! Consumer keys and secrets look alike in production and in sandboxes. An org
//! has a name in its hosts; that of a sandbox is below `sandbox.`. Other hosts can
//! be of production, of a trial, or of a sandbox with a name of the old form.

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
