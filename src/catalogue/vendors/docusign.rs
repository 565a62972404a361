//! DocuSign.
//!
//! An application uses the same integration key in both environments.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::Only;
use crate::catalogue::role::Role::{Account, Api, Portal};
use crate::catalogue::vendor::{Door, EnvironmentNames, SessionRule, Sources, Vendor};

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "docusign",
    name: "DocuSign",
    doors: &[
        Door::at("admin.docusign.com", Portal, Only(Production)),
        Door::at("admindemo.docusign.com", Portal, Only(Sandbox)),
        Door::at("account.docusign.com", Account, Only(Production)),
        Door::at("account-d.docusign.com", Account, Only(Sandbox)),
        Door::at("api.docusign.com", Api, Only(Production)),
        Door::at("demo.docusign.net", Api, Only(Sandbox)),
        Door::at("api-d.docusign.com", Api, Only(Sandbox)),
        Door::at("api-d.docusign.net", Api, Only(Sandbox)),
    ],
    sessions: SessionRule::Separate,
    words: &["docusign"],
    environment_names: Some(EnvironmentNames::of(["Production", "Demo"], ["PROD", "DEMO"])),
    sources: Sources::of(
        "2026-11-26",
        &[
            "https://developers.docusign.com/platform/api-endpoint-base-paths/",
            "https://developers.docusign.com/docs/admin-api/go-live/",
        ],
    ),
    ..Vendor::UNKNOWN
};
