//! Paystack.
//!
//! The dashboard has a switch between Test and Live.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{Ask, Both, Only};
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, EnvironmentNames, SessionRule, Sources, Vendor};

const KEY: &[Run] = &[Run::of(Alphabet::LowerAlphanumeric, 40)];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "paystack",
    name: "Paystack",
    doors: &[Door::at("dashboard.paystack.com", Portal, Ask), Door::at("api.paystack.co", Api, Both)],
    sessions: SessionRule::OneLogin,
    marks: &[
        MarkedShape::secret(Shape::prefixed("sk_live_", KEY, Only(Production))).shared(),
        MarkedShape::secret(Shape::prefixed("sk_test_", KEY, Only(Sandbox))).shared(),
        MarkedShape::publishable(Shape::prefixed("pk_live_", KEY, Only(Production))).shared(),
        MarkedShape::publishable(Shape::prefixed("pk_test_", KEY, Only(Sandbox))).shared(),
    ],
    words: &["paystack"],
    environment_names: Some(EnvironmentNames::of(["Live", "Test"], ["LIVE", "TEST"])),
    sources: Sources::of(
        "2026-11-26",
        &[
            "https://support.paystack.com/en/articles/2129922",
            "https://github.com/google/osv-scalibr",
            "https://github.com/trufflesecurity/trufflehog",
        ],
    ),
    ..Vendor::UNKNOWN
};
