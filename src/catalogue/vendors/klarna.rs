//! Klarna.
//!
//! Left out: client IDs (`klarna_test_client_…`), which aren't documented, and
//! the older user names and passwords, which don't reveal their environment. Of
//! the portals, only the older addresses of the playground are known, so pages
//! of Live are not marked.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::Only;
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, EnvironmentNames, SessionRule, Sources, Vendor};

const KEY: &[Run] = &[Run::between(Alphabet::UrlSafe, 40, 300)];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "klarna",
    name: "Klarna",
    doors: &[
        Door::at("playground.eu.portal.klarna.com", Portal, Only(Sandbox)),
        Door::at("playground.us.portal.klarna.com", Portal, Only(Sandbox)),
        Door::at("api.klarna.com", Api, Only(Production)),
        Door::at("api-na.klarna.com", Api, Only(Production)),
        Door::at("api-oc.klarna.com", Api, Only(Production)),
        Door::at("api.playground.klarna.com", Api, Only(Sandbox)),
        Door::at("api-na.playground.klarna.com", Api, Only(Sandbox)),
        Door::at("api-oc.playground.klarna.com", Api, Only(Sandbox)),
    ],
    sessions: SessionRule::Separate,
    marks: &[
        MarkedShape::secret(Shape::prefixed("klarna_live_api_", KEY, Only(Production))),
        MarkedShape::secret(Shape::prefixed("klarna_test_api_", KEY, Only(Sandbox))),
    ],
    words: &["klarna"],
    environment_names: Some(EnvironmentNames::of(["Live", "Playground"], ["LIVE", "PLAY"])),
    sources: Sources::of(
        "2026-11-26",
        &["https://docs.klarna.com/api/authentication/", "https://docs.klarna.com/api/api-urls/"],
    ),
    ..Vendor::UNKNOWN
};
