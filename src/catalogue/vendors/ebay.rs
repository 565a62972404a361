//! eBay.
//!
//! One page lists the keys of both environments. Both use the same Dev ID.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{self, Both, Only};
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Marker, Run, Shape};
use crate::catalogue::vendor::{Door, SessionRule, Sources, TextFacts, Vendor};

/// A Cert ID: groups of hexadecimal digits.
const CERTIFICATE: &[Run] = &[
    Run::of(Alphabet::Hex, 12),
    Run::of(Alphabet::Hex, 4),
    Run::of(Alphabet::Hex, 4),
    Run::of(Alphabet::Hex, 4),
    Run::of(Alphabet::Hex, 4),
];

/// An App ID: the names of the developer and the application, a mark, and two
/// groups of hexadecimal digits.
const fn app_id(mark: &'static str, says: Environments) -> Shape {
    const DIGITS: &[Run] = &[Run::of(Alphabet::Hex, 9), Run::of(Alphabet::Hex, 8)];
    Shape { marker: Marker::Infix(mark), runs: DIGITS, separator: b'-', says }
}

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "ebay",
    name: "eBay",
    doors: &[
        Door::at("developer.ebay.com", Portal, Both),
        Door::at("api.ebay.com", Api, Only(Production)),
        Door::at("api.sandbox.ebay.com", Api, Only(Sandbox)),
    ],
    sessions: SessionRule::OneLogin,
    marks: &[
        MarkedShape::identifier(app_id("-PRD-", Only(Production))),
        MarkedShape::identifier(app_id("-SBX-", Only(Sandbox))),
        MarkedShape::secret(Shape::prefixed("PRD-", CERTIFICATE, Only(Production)).separated_by(b'-')),
        MarkedShape::secret(Shape::prefixed("SBX-", CERTIFICATE, Only(Sandbox)).separated_by(b'-')),
    ],
    words: &["ebay"],
    // A scope begins with Production's API host in both environments.
    texts: &TextFacts { names: &["oauth/api_scope"], ..TextFacts::UNKNOWN },
    sources: Sources::of(
        "2026-11-26",
        &["https://developer.ebay.com/api-docs/static/oauth-credentials.html", "https://github.com/hendt/ebay-api"],
    ),
    ..Vendor::UNKNOWN
};
