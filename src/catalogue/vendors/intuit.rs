//! Intuit: QuickBooks Online.
//!
//! Client IDs and secrets don't reveal their environment. An application has a
//! pair for each environment.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{Ask, Both, Only};
use crate::catalogue::role::Role::{Account, Api, Portal};
use crate::catalogue::vendor::{Door, EnvironmentNames, Segment, SessionRule, Sources, Vendor};

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "intuit",
    name: "Intuit QuickBooks",
    doors: &[
        Door {
            path: &[Segment::Is("app"), Segment::Is("developer"), Segment::Is("appdetail"), Segment::Is("prod")],
            ..Door::at("developer.intuit.com", Portal, Only(Production))
        },
        Door {
            path: &[Segment::Is("app"), Segment::Is("developer"), Segment::Is("appdetail"), Segment::Is("test")],
            ..Door::at("developer.intuit.com", Portal, Only(Sandbox))
        },
        Door::at("developer.intuit.com", Portal, Ask),
        Door::at("quickbooks.api.intuit.com", Api, Only(Production)),
        Door::at("sandbox-quickbooks.api.intuit.com", Api, Only(Sandbox)),
        Door::at("accounts.platform.intuit.com", Api, Only(Production)),
        Door::at("sandbox-accounts.platform.intuit.com", Api, Only(Sandbox)),
        Door::at("oauth.platform.intuit.com", Api, Both),
        Door::at("appcenter.intuit.com", Account, Both),
    ],
    sessions: SessionRule::OneLogin,
    words: &["quickbooks", "intuit"],
    environment_names: Some(EnvironmentNames::of(["Production", "Development"], ["PROD", "DEV"])),
    sources: Sources::of(
        "2026-11-26",
        &[
            "https://developer.intuit.com/app/developer/qbo/docs/get-started/get-client-id-and-client-secret",
            "https://github.com/intuit/oauth-jsclient",
        ],
    ),
    ..Vendor::UNKNOWN
};
