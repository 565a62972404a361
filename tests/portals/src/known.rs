//! The vendor's real sites, which the demo portals play.

use std::sync::LazyLock;

use sandbar::catalogue::{Catalogue, Site};

/// All of them.
pub static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| Catalogue::default().sites().cloned().collect());

/// The site with this host: any case, no port.
pub fn site_of_host(host: &str) -> Option<&'static Site> {
    let host = host.strip_suffix('.').unwrap_or(host);
    SITES.iter().find(|site| site.host.eq_ignore_ascii_case(host))
}
