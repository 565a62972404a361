//! The Marketplace Developer Portal of Adobe Commerce (Magento).
//!
//! From the vendor's documentation and from public code that uses the portal:
//! the repository AdobeDocs/commerce-marketplace and clients of the EQP API.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{Both, Neither, Only};
use crate::catalogue::site::Role::{Account, Api, Composer, Documentation, Portal, Static, Store};
use crate::catalogue::vendor::{Door, Vendor};

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "adobe-commerce",
    name: "Adobe Commerce Marketplace",
    // Unknown, and so absent: a sandbox Composer repository, a sandbox store,
    // the static hosts of production.
    doors: &[
        Door::at("commercedeveloper.adobe.com", Portal, Only(Production)),
        Door::at("commercedeveloper-sandbox.adobe.com", Portal, Only(Sandbox)),
        Door::legacy("developer.magento.com", Portal, Only(Production)),
        Door::legacy("developer-stg.magento.com", Portal, Only(Sandbox)),
        Door::at("commercedeveloper-api.adobe.com", Api, Only(Production)),
        Door::at("commercedeveloper-sandbox-api.adobe.com", Api, Only(Sandbox)),
        Door::legacy("developer-api.magento.com", Api, Only(Production)),
        Door::legacy("developer-stg-api.magento.com", Api, Only(Sandbox)),
        Door::legacy("developer-api-sandbox.magento.com", Api, Only(Sandbox)),
        Door::at("commercedeveloper-sandbox-static.adobe.com", Static, Only(Sandbox)),
        Door::legacy("mp-stg-static.magento.com", Static, Only(Sandbox)),
        Door::at("account.magento.com", Account, Both),
        Door::at("commercemarketplace.adobe.com", Store, Only(Production)),
        Door::legacy("marketplace.magento.com", Store, Only(Production)),
        Door::at("repo.magento.com", Composer, Only(Production)),
        Door::at("developer.adobe.com", Documentation, Neither),
    ],
};

/// The phrase that every sandbox page carries in a banner at its top, the same
/// in documentation screenshots of 2020 and 2023. The banner also links to
/// production, so a page is never classified by its links.
pub const SANDBOX_BANNER: &str = "running in sandbox mode";

/// Labels of the menu that opens from the user's name, in lower case and
/// without the one that signs out; from documentation screenshots.
pub const PERSON_MENU: &[&str] =
    &["account information", "marketplace profile", "manage api keys", "api keys", "access keys"];

/// Where a portal shows the user's profile: seen in public code that links
/// to the current host of production.
pub const PROFILE_PATH: &str = "/account/profile";
