//! Braintree.
//!
//! Left out: merchant IDs, public keys and private keys, which don't reveal
//! their environment, and production tokenization keys, which aren't
//! documented.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::Only;
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, Sources, Vendor};

const ID: &[Run] = &[Run::of(Alphabet::LowerAlphanumeric, 16)];
const SECRET: &[Run] = &[Run::of(Alphabet::Hex, 32)];
const TOKEN: &[Run] = &[Run::of(Alphabet::LowerAlphanumeric, 16), Run::of(Alphabet::Hex, 32)];
/// Eight characters, followed by the merchant ID.
const TOKENIZATION: &[Run] = &[Run::of(Alphabet::LowerAlphanumeric, 8), Run::of(Alphabet::LowerAlphanumeric, 16)];

/// Tokenization keys from the documentation and from the vendor's libraries.
const SAMPLES: &[&str] = &["sandbox_g42y39zw_348pk9cgf3bgyw2b", "sandbox_f252zhq7_hh4cpc39zq4rgjcg"];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "braintree",
    name: "Braintree",
    doors: &[
        Door::at("www.braintreegateway.com", Portal, Only(Production)),
        Door::at("sandbox.braintreegateway.com", Portal, Only(Sandbox)),
        Door::at("api.braintreegateway.com", Api, Only(Production)),
        Door::at("payments.braintree-api.com", Api, Only(Production)),
        Door::at("api.sandbox.braintreegateway.com", Api, Only(Sandbox)),
        Door::at("payments.sandbox.braintree-api.com", Api, Only(Sandbox)),
    ],
    marks: &[
        MarkedShape::secret(Shape::prefixed("access_token$production$", TOKEN, Only(Production)).separated_by(b'$')),
        MarkedShape::secret(Shape::prefixed("access_token$sandbox$", TOKEN, Only(Sandbox)).separated_by(b'$')),
        MarkedShape::secret(Shape::prefixed("client_secret$production$", SECRET, Only(Production))),
        MarkedShape::secret(Shape::prefixed("client_secret$sandbox$", SECRET, Only(Sandbox))),
        MarkedShape::identifier(Shape::prefixed("client_id$production$", ID, Only(Production))),
        MarkedShape::identifier(Shape::prefixed("client_id$sandbox$", ID, Only(Sandbox))),
        MarkedShape::publishable(Shape::prefixed("sandbox_", TOKENIZATION, Only(Sandbox)).separated_by(b'_'))
            .beside_vendor()
            .with_samples(SAMPLES),
    ],
    words: &["braintree"],
    sources: Sources::of(
        "2026-11-26",
        &["https://github.com/braintree/braintree_node", "https://github.com/trufflesecurity/trufflehog"],
    ),
    ..Vendor::UNKNOWN
};
