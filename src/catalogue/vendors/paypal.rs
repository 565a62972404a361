//! PayPal.
//!
//! Client IDs and secrets don't reveal their environment. Only one secondary
//! source names the page that lists the live applications, so that page has no
//! row.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{Ask, Only};
use crate::catalogue::role::Role::{Api, Portal, Store};
use crate::catalogue::vendor::{Door, EnvironmentNames, Segment, SessionRule, Sources, Vendor};

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "paypal",
    name: "PayPal",
    doors: &[
        Door {
            path: &[Segment::Is("dashboard"), Segment::Is("applications"), Segment::Is("sandbox")],
            ..Door::at("developer.paypal.com", Portal, Only(Sandbox))
        },
        Door::at("developer.paypal.com", Portal, Ask),
        Door::at("www.paypal.com", Store, Only(Production)),
        Door::at("www.sandbox.paypal.com", Store, Only(Sandbox)),
        Door::at("api-m.paypal.com", Api, Only(Production)),
        Door::at("api.paypal.com", Api, Only(Production)),
        Door::at("api-m.sandbox.paypal.com", Api, Only(Sandbox)),
        Door::at("api.sandbox.paypal.com", Api, Only(Sandbox)),
    ],
    // The developer dashboard has a single login. Sandbox accounts have
    // separate ones.
    sessions: SessionRule::Unknown,
    words: &["paypal"],
    environment_names: Some(EnvironmentNames::of(["Live", "Sandbox"], ["LIVE", "SBX"])),
    sources: Sources::of(
        "2026-11-26",
        &["https://developer.paypal.com/api/rest/", "https://github.com/woocommerce/woocommerce-paypal-payments"],
    ),
    ..Vendor::UNKNOWN
};
