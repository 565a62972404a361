//! Midtrans.
//!
//! Sandbox keys have a mark, but maybe not all of them. So a key without it
//! proves nothing, and is learned on the vendor's pages.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{Ask, Only};
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::sighted::SightedShape;
use crate::catalogue::vendor::{Door, Sources, Vendor};

const SERVER: &[Run] = &[Run::of(Alphabet::UrlSafe, 24)];
const CLIENT: &[Run] = &[Run::of(Alphabet::UrlSafe, 16)];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "midtrans",
    name: "Midtrans",
    doors: &[
        Door::at("dashboard.midtrans.com", Portal, Only(Production)),
        Door::at("dashboard.sandbox.midtrans.com", Portal, Only(Sandbox)),
        Door::at("api.midtrans.com", Api, Only(Production)),
        Door::at("app.midtrans.com", Api, Only(Production)),
        Door::at("api.sandbox.midtrans.com", Api, Only(Sandbox)),
        Door::at("app.sandbox.midtrans.com", Api, Only(Sandbox)),
    ],
    marks: &[
        MarkedShape::secret(Shape::prefixed("SB-Mid-server-", SERVER, Only(Sandbox))),
        MarkedShape::publishable(Shape::prefixed("SB-Mid-client-", CLIENT, Only(Sandbox))),
    ],
    sighted: &[
        SightedShape::of(MarkedShape::secret(Shape::prefixed("Mid-server-", SERVER, Ask)), &[]),
        SightedShape::of(MarkedShape::publishable(Shape::prefixed("Mid-client-", CLIENT, Ask)), &[]),
    ],
    words: &["midtrans"],
    sources: Sources::of(
        "2026-11-26",
        &["https://docs.midtrans.com/docs/sandbox-and-production", "https://github.com/betterleaks/betterleaks"],
    ),
    ..Vendor::UNKNOWN
};
