//! The vendor's real sites, which the demo portals imitate.

use std::sync::LazyLock;

use sandbar::catalogue::{Catalogue, Site};

/// The phrase on every sandbox page, as in documentation screenshots of 2020 and 2023. Repeated
/// here, so that a change in the catalogue is noticed.
pub const SANDBOX_BANNER: &str = "running in sandbox mode";

/// All sites in the catalogue.
pub static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| Catalogue::default().sites().cloned().collect());

/// The site with this host, in any case and without a port.
pub fn site_of_host(host: &str) -> Option<&'static Site> {
    let host = host.strip_suffix('.').unwrap_or(host);
    SITES.iter().find(|site| site.host.eq_ignore_ascii_case(host))
}
