//! Stripe.
//!
//! A sandbox is a separate account, in addition to an account's test mode. The
//! pages of both are below `/test/`. Left out: webhook secrets (`whsec_…`),
//! IDs, and checkout sessions (`cs_test_…`), which aren't keys.

use crate::catalogue::environment::Environment::{Production, Sandbox};
use crate::catalogue::environment::Environments::{Ask, Both, Only};
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::role::Role::{Api, Portal};
use crate::catalogue::shape::{Alphabet, Run, Shape};
use crate::catalogue::vendor::{Door, EnvironmentNames, Segment, SessionRule, Sources, Vendor};

const KEY: &[Run] = &[Run::between(Alphabet::Alphanumeric, 24, 99)];

/// Keys from the documentation's examples.
const SAMPLES: &[&str] = &[
    "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
    "sk_test_BQokikJOvBiI2HlWgH4olfQ2",
    "sk_test_26PHem9AhJZvU623DfE1x4sd",
    "pk_test_TYooMQauvdEDq54NiTphI7jx",
    "pk_test_6pRNASCoBOKtIshFeQd4XMUh",
];

/// The vendor's row.
pub static VENDOR: Vendor = Vendor {
    id: "stripe",
    name: "Stripe",
    doors: &[
        Door { path: &[Segment::Is("test")], ..Door::at("dashboard.stripe.com", Portal, Only(Sandbox)) },
        Door {
            path: &[Segment::Starts("acct_"), Segment::Is("test")],
            ..Door::at("dashboard.stripe.com", Portal, Only(Sandbox))
        },
        Door::at("dashboard.stripe.com", Portal, Ask),
        Door::at("api.stripe.com", Api, Both),
    ],
    sessions: SessionRule::OneLogin,
    marks: &[
        MarkedShape::secret(Shape::prefixed("sk_live_", KEY, Only(Production))).shared(),
        MarkedShape::secret(Shape::prefixed("sk_test_", KEY, Only(Sandbox))).shared().with_samples(SAMPLES),
        MarkedShape::secret(Shape::prefixed("rk_live_", KEY, Only(Production))),
        MarkedShape::secret(Shape::prefixed("rk_test_", KEY, Only(Sandbox))),
        MarkedShape::publishable(Shape::prefixed("pk_live_", KEY, Only(Production))).shared(),
        MarkedShape::publishable(Shape::prefixed("pk_test_", KEY, Only(Sandbox))).shared().with_samples(SAMPLES),
    ],
    words: &["stripe"],
    environment_names: Some(EnvironmentNames::of(["Live", "Test"], ["LIVE", "TEST"])),
    sources: Sources::of(
        "2026-11-26",
        &[
            "https://docs.stripe.com/keys",
            "https://docs.stripe.com/test-mode-sandboxes-comparison",
            "https://github.com/stripe/stripe-cli",
            "https://github.com/woocommerce/woocommerce-gateway-stripe",
            "https://github.com/secretlint/secretlint",
        ],
    ),
    ..Vendor::UNKNOWN
};
