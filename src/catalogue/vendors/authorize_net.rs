//! Authorize.Net.
//!
//! Login IDs, transaction keys and signature keys don't reveal their
//! environment. Transaction keys are learned. Login IDs look like ordinary
//! words, and the length of signature keys isn't documented.

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
        &[
            "https://developer.authorize.net/hello_world/common_setup_questions.html",
            "https://github.com/AuthorizeNet/sdk-node",
        ],
    ),
    ..Vendor::UNKNOWN
};
