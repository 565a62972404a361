//! Vendors that the user can turn on: their rows, and the card for a page of
//! one.

use crate::catalogue::host_of;
use crate::messages::{MessageKey, message};
use crate::protocol::OfferedVendor;
use crate::settings::policy::Policy;

/// The state in a vendor's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VendorState {
    /// It can be turned on.
    Off,
    /// It is on, but Sandbar has no access.
    NoAccess,
    /// It is on.
    On,
}

/// The state of a vendor. `is_granted` is whether Sandbar has access to its
/// portals.
#[must_use]
pub const fn state_of(vendor: &OfferedVendor, is_granted: bool) -> VendorState {
    match (vendor.on, is_granted) {
        (false, _) => VendorState::Off,
        (true, false) => VendorState::NoAccess,
        (true, true) => VendorState::On,
    }
}

/// The hosts of a vendor's portals; a leading `*.` stands for all subdomains.
#[must_use]
pub fn hosts(vendor: &OfferedVendor) -> String {
    let mut hosts = String::new();
    for host in vendor.origins.iter().filter_map(|origin| host_of(origin)) {
        if !hosts.is_empty() {
            hosts.push_str(", ");
        }
        hosts.push_str(host);
    }
    hosts
}

/// Match patterns of the hosts that a managed policy needs access to: its
/// sites, then the portals of the vendors that it turns on.
#[must_use]
pub fn preset_origins(policy: &Policy, vendors: &[OfferedVendor]) -> Vec<String> {
    let mut origins = policy.origins();
    for origin in vendors.iter().filter(|vendor| vendor.by_policy).flat_map(|vendor| &vendor.origins) {
        if !origins.contains(origin) {
            origins.push(origin.clone());
        }
    }
    origins
}

/// The heading of the card for a page of a vendor that is on. Its arguments are
/// the page's words. If the environment is unknown, it is a question.
#[must_use]
pub fn heading(page: &OfferedVendor) -> MessageKey {
    if page.words.len() > 1 { message::ENVIRONMENT_ASK } else { message::ENVIRONMENT_NAMED }.in_extension()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(words: &[&str]) -> OfferedVendor {
        OfferedVendor {
            id: "acme".into(),
            name: "Acme".into(),
            origins: vec!["https://acme.example/*".into(), "https://*.acme.test/*".into()],
            on: true,
            by_policy: false,
            learns: false,
            is_learning: true,
            environment: None,
            words: words.iter().map(|&word| word.to_owned()).collect(),
        }
    }

    #[test]
    fn a_card_asks_where_the_address_does_not_tell() {
        for (words, key) in [(&["Test"][..], "environmentNamed"), (&["Acme", "Live", "Test"], "environmentAsk")] {
            assert_eq!(heading(&page(words)).name(), key);
        }
    }

    #[test]
    fn access_is_asked_for_vendors_of_the_policy_too() {
        let policy = crate::settings::policy::tests::read(&serde_json::json!({
            "watched-sites": [{ "address": "ci.example.com", "environment": "none" }],
            "vendors": ["paddle"],
        }));
        let preset = OfferedVendor { by_policy: true, ..page(&[]) };
        let other = OfferedVendor { origins: vec!["https://other.example/*".into()], ..page(&[]) };
        let origins = preset_origins(&policy, &[other, preset.clone(), preset]);
        assert_eq!(origins, ["https://ci.example.com/*", "https://acme.example/*", "https://*.acme.test/*"]);
    }

    #[test]
    fn a_vendor_without_access_is_not_shown_as_working() {
        let on = page(&[]);
        assert_eq!(hosts(&on), "acme.example, *.acme.test");
        let off = OfferedVendor { on: false, ..on.clone() };
        assert_eq!([state_of(&on, true), state_of(&on, false)], [VendorState::On, VendorState::NoAccess]);
        assert_eq!([state_of(&off, true), state_of(&off, false)], [VendorState::Off; 2]);
    }
}
