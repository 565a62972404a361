//! Plaid.
//!
//! Access tokens reveal their environment; client IDs and secrets don't.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{Ask, Only};
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, SessionRule, Sources, Vendor};

const UUID: &[Run] = &[
    Run::of(Alphabet::Hex, 8),
    Run::of(Alphabet::Hex, 4),
    Run::of(Alphabet::Hex, 4),
    Run::of(Alphabet::Hex, 4),
    Run::of(Alphabet::Hex, 12),
];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "plaid",
    name: "Plaid",
    doors: &[
        Door::at("dashboard.plaid.com", Portal, Ask),
        Door::at("production.plaid.com", Api, Only(Production)),
        Door::at("sandbox.plaid.com", Api, Only(Sandbox)),
    ],
    sessions: SessionRule::OneLogin,
    marks: &[
        MarkedShape::secret(Shape::prefixed("access-production-", UUID, Only(Production)).separated_by(b'-')),
        MarkedShape::secret(Shape::prefixed("access-sandbox-", UUID, Only(Sandbox)).separated_by(b'-')),
    ],
    words: &["plaid"],
    everyday_words: &["plaid"],
    sources: Sources::of(
        "2026-11-26",
        &["https://github.com/plaid/plaid-openapi", "https://github.com/trufflesecurity/trufflehog"],
    ),
    ..Vendor::UNKNOWN
};
