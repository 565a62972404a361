//! GoCardless.
//!
//! Based on public code and on four secret scanners, which agree.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::Only;
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, EnvironmentNames, SessionRule, Sources, Vendor};

const TOKEN: &[Run] = &[Run::of(Alphabet::UrlSafe, 40)];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "gocardless",
    name: "GoCardless",
    doors: &[
        Door::at("manage.gocardless.com", Portal, Only(Production)),
        Door::at("manage-sandbox.gocardless.com", Portal, Only(Sandbox)),
        Door::at("api.gocardless.com", Api, Only(Production)),
        Door::at("api-sandbox.gocardless.com", Api, Only(Sandbox)),
    ],
    sessions: SessionRule::Separate,
    marks: &[
        MarkedShape::secret(Shape::prefixed("live_", TOKEN, Only(Production))).shared().beside_vendor(),
        MarkedShape::secret(Shape::prefixed("sandbox_", TOKEN, Only(Sandbox))).beside_vendor(),
    ],
    words: &["gocardless"],
    environment_names: Some(EnvironmentNames::of(["Live", "Sandbox"], ["LIVE", "SBX"])),
    sources: Sources::of(
        "2026-11-26",
        &[
            "https://developer.gocardless.com/getting-started/set-up",
            "https://github.com/gocardless/woocommerce-gocardless",
        ],
    ),
    ..Vendor::UNKNOWN
};
