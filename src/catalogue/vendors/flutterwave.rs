//! Flutterwave.
//!
//! Test keys have a mark, but its absence proves nothing. Version 4 has a host
//! per environment, and credentials that don't reveal theirs.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{Ask, Both, Only};
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, EnvironmentNames, Sources, Vendor};

/// The value ends with `-X`.
const KEY: &[Run] = &[Run::of(Alphabet::Hex, 32), Run::of(Alphabet::LetterX, 1)];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "flutterwave",
    name: "Flutterwave",
    doors: &[
        Door::at("app.flutterwave.com", Portal, Ask),
        Door::at("api.flutterwave.com", Api, Both),
        Door::at("f4bexperience.flutterwave.com", Api, Only(Production)),
        Door::at("developersandbox-api.flutterwave.com", Api, Only(Sandbox)),
    ],
    marks: &[
        MarkedShape::secret(Shape::prefixed("FLWSECK_TEST-", KEY, Only(Sandbox)).separated_by(b'-')),
        MarkedShape::publishable(Shape::prefixed("FLWPUBK_TEST-", KEY, Only(Sandbox)).separated_by(b'-')),
    ],
    words: &["flutterwave"],
    environment_names: Some(EnvironmentNames::of(["Live", "Test"], ["LIVE", "TEST"])),
    sources: Sources::of(
        "2026-11-26",
        &[
            "https://developer.flutterwave.com/v3.0/docs/authentication",
            "https://developer.flutterwave.com/docs/environments",
            "https://github.com/Flutterwave/Node-v3",
        ],
    ),
    ..Vendor::UNKNOWN
};
