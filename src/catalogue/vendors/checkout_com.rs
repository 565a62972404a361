//! Checkout.com.
//!
//! Only sandbox keys have a mark. A missing mark proves nothing. The address of
//! the sandbox dashboard isn't documented.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{self, Only};
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::Api;
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, Host, Sources, Vendor};

const KEY: &[Run] = &[Run::of(Alphabet::LowerAlphanumeric, 27)];

/// A host with an account's prefix as its first label.
const fn below(host: &'static str, environments: Environments) -> Door {
    Door { host: Host::Below(host), ..Door::at(host, Api, environments) }
}

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "checkout-com",
    name: "Checkout.com",
    doors: &[
        below("api.sandbox.checkout.com", Only(Sandbox)),
        below("api.checkout.com", Only(Production)),
        Door::at("api.sandbox.checkout.com", Api, Only(Sandbox)),
        Door::at("access.sandbox.checkout.com", Api, Only(Sandbox)),
        Door::at("api.checkout.com", Api, Only(Production)),
        Door::at("access.checkout.com", Api, Only(Production)),
    ],
    marks: &[
        MarkedShape::secret(Shape::prefixed("sk_sbox_", KEY, Only(Sandbox))),
        MarkedShape::publishable(Shape::prefixed("pk_sbox_", KEY, Only(Sandbox))),
    ],
    words: &["checkout", "cko"],
    everyday_words: &["checkout"],
    sources: Sources::of("2026-11-26", &["https://github.com/checkout/checkout-sdk-node"]),
    ..Vendor::UNKNOWN
};
