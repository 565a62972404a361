//! Square.
//!
//! Application IDs have a mark in both environments. The mark of a sandbox
//! application's secret isn't documented, so it has no row. Access tokens
//! (`EAAA…`) look alike in both.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{Ask, Only};
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal, Store};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, SessionRule, Sources, Vendor};

const ID: &[Run] = &[Run::of(Alphabet::UrlSafe, 22)];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "square",
    name: "Square",
    doors: &[
        Door::at("developer.squareup.com", Portal, Ask),
        Door::at("app.squareup.com", Store, Only(Production)),
        Door::at("squareup.com", Store, Only(Production)),
        Door::at("app.squareupsandbox.com", Store, Only(Sandbox)),
        Door::at("squareupsandbox.com", Store, Only(Sandbox)),
        Door::at("connect.squareup.com", Api, Only(Production)),
        Door::at("connect.squareupsandbox.com", Api, Only(Sandbox)),
        Door::at("web.squarecdn.com", Api, Only(Production)),
        Door::at("sandbox.web.squarecdn.com", Api, Only(Sandbox)),
    ],
    sessions: SessionRule::OneLogin,
    marks: &[
        MarkedShape::identifier(Shape::prefixed("sq0idp-", ID, Only(Production))),
        MarkedShape::identifier(Shape::prefixed("sandbox-sq0idb-", ID, Only(Sandbox))),
        MarkedShape::secret(Shape::prefixed("sq0csp-", &[Run::of(Alphabet::UrlSafe, 43)], Only(Production))),
    ],
    words: &["square", "squareup"],
    everyday_words: &["square"],
    sources: Sources::of(
        "2026-11-26",
        &[
            "https://developer.squareup.com/docs/testing/sandbox",
            "https://github.com/square/square-nodejs-sdk",
            "https://github.com/trufflesecurity/trufflehog",
        ],
    ),
    ..Vendor::UNKNOWN
};
