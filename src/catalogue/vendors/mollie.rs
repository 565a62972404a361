//! Mollie.
//!
//! Access tokens (`access_…`) work in both environments.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{Ask, Both, Only};
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, EnvironmentNames, SessionRule, Sources, Vendor};

/// At least 30 characters. The longest documented key has less than twice that.
const KEY: &[Run] = &[Run::between(Alphabet::Alphanumeric, 30, 64)];

/// The key in the documentation's examples.
const SAMPLES: &[&str] = &["test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM"];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "mollie",
    name: "Mollie",
    doors: &[Door::at("my.mollie.com", Portal, Ask), Door::at("api.mollie.com", Api, Both)],
    sessions: SessionRule::OneLogin,
    marks: &[
        MarkedShape::secret(Shape::prefixed("live_", KEY, Only(Production))).shared().beside_vendor(),
        MarkedShape::secret(Shape::prefixed("test_", KEY, Only(Sandbox)))
            .shared()
            .beside_vendor()
            .with_samples(SAMPLES),
    ],
    words: &["mollie"],
    environment_names: Some(EnvironmentNames::of(["Live", "Test"], ["LIVE", "TEST"])),
    sources: Sources::of(
        "2026-11-26",
        &["https://github.com/mollie/WooCommerce", "https://github.com/mollie/mollie-api-node"],
    ),
    ..Vendor::UNKNOWN
};
