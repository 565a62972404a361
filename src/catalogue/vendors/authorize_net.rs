//! Authorize.Net.
//!
//! Nothing in a login ID, transaction key or signature key tells its
//! environment. The transaction key is learned. A login ID looks like any word, and
//! the length of a signature key is not documented.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::Only;
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::sighted::SightedShape;
use crate::catalogue::vendor::{Door, SessionRule, Sources, Vendor};

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "authorize-net",
    name: "Authorize.Net",
    doors: &[
        Door::at("account.authorize.net", Portal, Only(Production)),
        Door::at("sandbox.authorize.net", Portal, Only(Sandbox)),
        Door::at("api.authorize.net", Api, Only(Production)),
        Door::at("api2.authorize.net", Api, Only(Production)),
        Door::at("apitest.authorize.net", Api, Only(Sandbox)),
        Door::at("accept.authorize.net", Api, Only(Production)),
        Door::at("test.authorize.net", Api, Only(Sandbox)),
    ],
    sessions: SessionRule::Separate,
    sighted: &[SightedShape::of(
        MarkedShape::secret(Shape::plain(&[Run::of(Alphabet::Alphanumeric, 16)])),
        &["transaction key"],
    )],
    words: &["authorizenet", "authnet"],
    sources: Sources::of(
        "2026-11-26",
        &["https://developer.authorize.net/hello_world.html", "https://github.com/AuthorizeNet/sdk-node"],
    ),
    ..Vendor::UNKNOWN
};
