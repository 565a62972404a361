//! The vendor's real sites, which the demo portals play.

use std::sync::LazyLock;

use sandbar::catalogue::{Catalogue, Site};

/// The phrase that every sandbox page shows, as documentation screenshots of
/// 2020 and 2023 have it. Written down again, so that a change of the
/// catalogue's is noticed.
pub const SANDBOX_BANNER: &str = "running in sandbox mode";

/// All of them.
pub static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| Catalogue::default().sites().cloned().collect());

/// The site with this host: any case, no port.
pub fn site_of_host(host: &str) -> Option<&'static Site> {
    let host = host.strip_suffix('.').unwrap_or(host);
    SITES.iter().find(|site| site.host.eq_ignore_ascii_case(host))
}
