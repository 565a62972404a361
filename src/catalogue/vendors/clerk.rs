//! Clerk.
//!
//! A publishable key is the base64 form of the front end's host. The
//! dashboard's address contains an instance, but not its environment.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{Ask, Both, Only};
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal, Static};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, EnvironmentNames, Host, SessionRule, Sources, Vendor};

const SECRET: &[Run] = &[Run::between(Alphabet::Alphanumeric, 32, 99)];
/// The base64 form of a host with 15 to 180 characters.
const HOST: &[Run] = &[Run::between(Alphabet::Base64, 20, 240)];

/// The base64 form of `example.clerk.accounts.dev$`.
const SAMPLES: &[&str] = &["pk_test_ZXhhbXBsZS5jbGVyay5hY2NvdW50cy5kZXYk"];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "clerk",
    name: "Clerk",
    doors: &[
        Door::at("dashboard.clerk.com", Portal, Ask),
        Door::at("api.clerk.com", Api, Both),
        Door { host: Host::Below("accounts.dev"), ..Door::at("accounts.dev", Static, Only(Sandbox)) },
    ],
    sessions: SessionRule::OneLogin,
    marks: &[
        MarkedShape::secret(Shape::prefixed("sk_live_", SECRET, Only(Production))).shared(),
        MarkedShape::secret(Shape::prefixed("sk_test_", SECRET, Only(Sandbox))).shared(),
        MarkedShape::publishable(Shape::prefixed("pk_live_", HOST, Only(Production))).shared(),
        MarkedShape::publishable(Shape::prefixed("pk_test_", HOST, Only(Sandbox))).shared().with_samples(SAMPLES),
    ],
    words: &["clerk"],
    everyday_words: &["clerk"],
    environment_names: Some(EnvironmentNames::of(["Production", "Development"], ["PROD", "DEV"])),
    sources: Sources::of("2026-11-26", &["https://github.com/clerk/javascript", "https://github.com/clerk/clerk-docs"]),
    ..Vendor::UNKNOWN
};
