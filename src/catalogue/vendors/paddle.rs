//! Paddle Billing.
//!
//! Left out: webhook secrets (`pdl_ntfset_…`), IDs and Paddle Classic keys,
//! which don't reveal their environment. The sandbox banner is known only for
//! the checkout.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::Only;
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, EnvironmentNames, SessionRule, Sources, Vendor};

const KEY: &[Run] = &[
    Run::of(Alphabet::LowerAlphanumeric, 26),
    Run::of(Alphabet::Alphanumeric, 22),
    Run::of(Alphabet::Alphanumeric, 3),
];
/// The documentation's examples have about 27 characters.
const TOKEN: &[Run] = &[Run::between(Alphabet::LowerAlphanumeric, 25, 29)];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "paddle",
    name: "Paddle",
    doors: &[
        Door::at("vendors.paddle.com", Portal, Only(Production)),
        Door::at("sandbox-vendors.paddle.com", Portal, Only(Sandbox)),
        Door::at("api.paddle.com", Api, Only(Production)),
        Door::at("sandbox-api.paddle.com", Api, Only(Sandbox)),
        Door::at("checkout-service.paddle.com", Api, Only(Production)),
        Door::at("sandbox-checkout-service.paddle.com", Api, Only(Sandbox)),
    ],
    sessions: SessionRule::Separate,
    marks: &[
        MarkedShape::secret(Shape::prefixed("pdl_live_apikey_", KEY, Only(Production)).separated_by(b'_')),
        MarkedShape::secret(Shape::prefixed("pdl_sdbx_apikey_", KEY, Only(Sandbox)).separated_by(b'_')),
        MarkedShape::publishable(Shape::prefixed("live_", TOKEN, Only(Production))).shared().beside_vendor(),
        MarkedShape::publishable(Shape::prefixed("test_", TOKEN, Only(Sandbox))).shared().beside_vendor(),
    ],
    words: &["paddle"],
    everyday_words: &["paddle"],
    environment_names: Some(EnvironmentNames::of(["Live", "Sandbox"], ["LIVE", "SBX"])),
    sources: Sources::of(
        "2026-11-26",
        &[
            "https://developer.paddle.com/sdks/sandbox",
            "https://developer.paddle.com/paddle-js/about/client-side-tokens",
            "https://github.com/PaddleHQ/paddle-node-sdk",
        ],
    ),
    ..Vendor::UNKNOWN
};
