//! All known vendors, one file each.

mod adobe;
mod adyen;
mod authorize_net;
mod braintree;
mod checkout_com;
mod clerk;
mod docusign;
mod dwolla;
mod ebay;
mod flutterwave;
mod gocardless;
mod intuit;
mod klarna;
mod midtrans;
mod mollie;
mod paddle;
mod paypal;
mod paystack;
mod plaid;
mod razorpay;
mod salesforce;
mod square;
mod stripe;
#[cfg(test)]
mod table;

use super::vendor::{SamePage, Vendor};

/// The vendors that are on by default.
pub static ALL: &[&Vendor] = &[&adobe::VENDOR];

/// The vendors that are off by default: Sandbar doesn't run on their pages.
/// Their keys that reveal their environment are still recognized everywhere. If
/// several vendors' keys look alike, the first vendor's terms are used.
pub static OFFERED: &[&Vendor] = &[
    &paddle::VENDOR,
    &stripe::VENDOR,
    &paypal::VENDOR,
    &intuit::VENDOR,
    &square::VENDOR,
    &braintree::VENDOR,
    &mollie::VENDOR,
    &adyen::VENDOR,
    &razorpay::VENDOR,
    &authorize_net::VENDOR,
    &salesforce::VENDOR,
    &paystack::VENDOR,
    &clerk::VENDOR,
    &flutterwave::VENDOR,
    &gocardless::VENDOR,
    &klarna::VENDOR,
    &ebay::VENDOR,
    &checkout_com::VENDOR,
    &dwolla::VENDOR,
    &docusign::VENDOR,
    &midtrans::VENDOR,
    &plaid::VENDOR,
];

/// The vendor of portals that managed policy adds without naming one. The
/// administrator states that the two hosts are the two environments of one
/// portal.
pub static ADDED: Vendor =
    Vendor { id: "added", same_page: Some(SamePage::SwapHost { listed: &[] }), ..Vendor::UNKNOWN };

/// The vendors whose facts were last checked more than a year before this date,
/// in the form `2026-11-26`.
#[cfg(not(target_family = "wasm"))]
pub fn old_rows(today: &str) -> impl Iterator<Item = &'static Vendor> {
    let (year, day) = today.split_once('-').unwrap_or_default();
    let year = year.parse::<u32>().unwrap_or_default().saturating_sub(1);
    let year_ago = format!("{year:04}-{day}");
    ALL.iter().chain(OFFERED).copied().filter(move |vendor| *vendor.sources.checked() < *year_ago)
}

/// The vendor with this ID.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Vendor> {
    ALL.iter().copied().find(|vendor| vendor.id == id)
}
