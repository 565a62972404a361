//! Razorpay.
//!
//! Key secrets and webhook secrets don't reveal their environment.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{Ask, Both, Only};
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, EnvironmentNames, SessionRule, Sources, Vendor};

const ID: &[Run] = &[Run::of(Alphabet::Alphanumeric, 14)];

/// A public test key that many public examples use.
const SAMPLES: &[&str] = &["rzp_test_1DP5mmOlF5G5ag"];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "razorpay",
    name: "Razorpay",
    doors: &[Door::at("dashboard.razorpay.com", Portal, Ask), Door::at("api.razorpay.com", Api, Both)],
    sessions: SessionRule::OneLogin,
    marks: &[
        MarkedShape::identifier(Shape::prefixed("rzp_live_", ID, Only(Production))),
        MarkedShape::identifier(Shape::prefixed("rzp_test_", ID, Only(Sandbox))).with_samples(SAMPLES),
    ],
    words: &["razorpay"],
    environment_names: Some(EnvironmentNames::of(["Live", "Test"], ["LIVE", "TEST"])),
    sources: Sources::of(
        "2026-11-26",
        &[
            "https://razorpay.com/docs/payments/dashboard/test-live-modes/",
            "https://github.com/razorpay/razorpay-node",
            "https://github.com/trufflesecurity/trufflehog",
        ],
    ),
    ..Vendor::UNKNOWN
};
