//! Adyen.
//!
//! API keys (`AQE…`), HMAC keys and merchant accounts don't reveal their
//! environment. In production, the first label of a host has a company prefix.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::Only;
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, EnvironmentNames, SessionRule, Sources, Vendor};

const CLIENT_KEY: &[Run] = &[Run::of(Alphabet::Alphanumeric, 32)];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "adyen",
    name: "Adyen",
    doors: &[
        Door::at("ca-live.adyen.com", Portal, Only(Production)),
        Door::at("ca-test.adyen.com", Portal, Only(Sandbox)),
        Door::at("terminal-api-live.adyen.com", Api, Only(Production)),
        Door::at("terminal-api-live-au.adyen.com", Api, Only(Production)),
        Door::at("terminal-api-live-us.adyen.com", Api, Only(Production)),
        Door::at("terminal-api-live-apse.adyen.com", Api, Only(Production)),
        Door::at("checkout-test.adyen.com", Api, Only(Sandbox)),
        Door::at("pal-test.adyen.com", Api, Only(Sandbox)),
        Door::at("management-test.adyen.com", Api, Only(Sandbox)),
        Door::at("terminal-api-test.adyen.com", Api, Only(Sandbox)),
    ],
    sessions: SessionRule::Unknown,
    marks: &[
        MarkedShape::publishable(Shape::prefixed("live_", CLIENT_KEY, Only(Production))).shared().beside_vendor(),
        MarkedShape::publishable(Shape::prefixed("test_", CLIENT_KEY, Only(Sandbox))).shared().beside_vendor(),
    ],
    words: &["adyen"],
    environment_names: Some(EnvironmentNames::of(["Live", "Test"], ["LIVE", "TEST"])),
    sources: Sources::of(
        "2026-11-26",
        &[
            "https://docs.adyen.com/development-resources/live-endpoints/",
            "https://github.com/Adyen/adyen-node-api-library",
            "https://github.com/Adyen/adyen-android",
        ],
    ),
    ..Vendor::UNKNOWN
};
