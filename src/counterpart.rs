//! The same page in the other environment.

use crate::catalogue::vendor::SamePage;
use crate::catalogue::{Catalogue, Environments, Role, Site};
use crate::session::signs::looks_like_sign_out;

/// Path segments of sign-in pages, without the file extension. The portals' own
/// are unknown; these are common ones.
const SIGN_IN_SEGMENTS: &[&str] =
    &["login", "log-in", "log_in", "signin", "sign-in", "sign_in", "loginpost", "sso", "oauth", "callback"];

/// The address of the same page in the other environment, on the portal of the
/// same generation of hosts. Path, query and fragment stay the same. If a page
/// is about an item that the other environment doesn't have, this is the list
/// page instead.
///
/// `None` outside the portals, and on pages that sign in or out: there, opening
/// the page would itself sign the user in or out.
#[must_use]
pub fn same_page_in_the_other_environment(catalogue: &Catalogue, url: &str) -> Option<String> {
    let site = catalogue.portal_at(url)?;
    let SamePage::SwapHost { listed } = site.vendor.same_page?;
    let host = &counterpart(catalogue, &site)?.host;
    let page = page_of(url)?;
    let path = page.split(['?', '#']).next().unwrap_or_default();
    if let Some((_, list)) = listed.iter().find(|(below, _)| is_below(path, below)) {
        return Some(format!("https://{host}{list}"));
    }
    if looks_like_sign_out(url) || path.split('/').any(is_sign_in) {
        return None;
    }
    let slash = if page.starts_with('/') { "" } else { "/" };
    Some(format!("https://{host}{slash}{page}"))
}

/// The portal of the other environment with a host name of the same generation.
fn counterpart<'c>(catalogue: &'c Catalogue, site: &Site) -> Option<&'c Site> {
    let there = Environments::Only(site.environment()?.other());
    // If paths tell the environments apart on this host, the other environment
    // isn't on another host.
    catalogue.sites().find(|known| *known == site)?;
    let is_it =
        |other: &&Site| (other.role, other.generation, other.environments) == (Role::Portal, site.generation, there);
    catalogue.sites().filter(|other| other.vendor == site.vendor).find(is_it)
}

/// Path, query and fragment of a URL. A `\` ends the host like `/` does.
fn page_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    rest.get(end..).map(|page| page.trim_start_matches('\\'))
}

fn is_below(path: &str, below: &str) -> bool {
    path.get(..below.len()).is_some_and(|start| start.eq_ignore_ascii_case(below)) && path.len() > below.len()
}

fn is_sign_in(segment: &str) -> bool {
    let word = segment.split(['.', ';']).next().unwrap_or(segment);
    SIGN_IN_SEGMENTS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{AddedPortals, vendors};
    use proptest::prelude::*;

    /// The Production and Sandbox hosts of each generation.
    const PAIRS: [(&str, &str); 2] = [
        ("commercedeveloper.adobe.com", "commercedeveloper-sandbox.adobe.com"),
        ("developer.magento.com", "developer-stg.magento.com"),
    ];

    /// Each host with its counterpart, in both directions.
    fn directions() -> impl Iterator<Item = (&'static str, &'static str)> {
        PAIRS.into_iter().flat_map(|(one, other)| [(one, other), (other, one)])
    }

    fn same_page(url: &str) -> Option<String> {
        same_page_in_the_other_environment(&Catalogue::default(), url)
    }

    fn leads_to(page: &str, there: Option<&str>) {
        for (here, other) in directions() {
            let expected = there.map(|page| format!("https://{other}{page}"));
            assert_eq!(same_page(&format!("https://{here}{page}")), expected, "{here}{page}");
        }
    }

    #[test]
    fn every_portal_has_its_counterpart() {
        let catalogue = Catalogue::new(&vendors::ALL[..1], &[]);
        for site in catalogue.sites().filter(|site| site.role == Role::Portal) {
            let other = counterpart(&catalogue, site).unwrap();
            assert_eq!(counterpart(&catalogue, other), Some(site));
        }
    }

    #[test]
    fn an_added_pair_leads_to_its_own_other_side() {
        let pair = |name: &str| AddedPortals {
            production: format!("{name}.example"),
            sandbox: format!("{name}-sandbox.example"),
            production_api: Vec::new(),
            sandbox_api: Vec::new(),
            vendor: None,
        };
        let catalogue = Catalogue::with_added(&[pair("one"), pair("two")]);
        for name in ["one", "two"] {
            let url = format!("https://{name}-sandbox.example/extensions/");
            let there = same_page_in_the_other_environment(&catalogue, &url);
            assert_eq!(there, Some(format!("https://{name}.example/extensions/")));
        }
    }

    #[test]
    fn path_query_and_fragment_stay_as_they_are() {
        for page in ["/", "/extensions/", "/account/apikeys", "/reports/sales?from=2023-05-01&to=x#table", "/a%2Fb/?q"]
        {
            leads_to(page, Some(page));
        }
    }

    #[test]
    fn an_address_without_a_path_leads_to_the_first_page() {
        for (page, there) in
            [("", "/"), ("?q=1", "/?q=1"), ("#top", "/#top"), (":8443/apps", "/apps"), ("\\apps", "/apps")]
        {
            leads_to(page, Some(there));
        }
    }

    #[test]
    fn a_page_that_exists_in_only_one_environment_leads_to_its_list() {
        for page in
            ["/extensions/versions/my-extension", "/extensions/versions/logout/1.0.0?tab=x#y", "/Extensions/Versions/a"]
        {
            leads_to(page, Some("/extensions/"));
        }
        for page in ["/extensions/versions/", "/extensions/versionsx/a", "/extensions/versions"] {
            leads_to(page, Some(page));
        }
    }

    #[test]
    fn sign_in_and_sign_out_pages_have_no_counterpart() {
        for page in [
            "/logout",
            "/customer/account/logout/",
            "/Sign-Out?next=/",
            "/login",
            "/users/sign_in",
            "/Login.html",
            "/oauth/callback?code=1",
        ] {
            leads_to(page, None);
        }
    }

    #[test]
    fn a_page_that_only_mentions_signing_in_or_out_has_a_counterpart() {
        for page in ["/apps?next=/logout", "/apps#/login", "/login-button/"] {
            leads_to(page, Some(page));
        }
    }

    #[test]
    fn a_page_outside_the_portals_has_no_counterpart() {
        for url in [
            "https://account.magento.com/customer/account/",
            "https://developer-api.magento.com/rest/v1/",
            "https://commercemarketplace.adobe.com/",
            "https://example.org/extensions/",
            "http://developer.magento.com/extensions/",
            "/extensions/",
            "",
        ] {
            assert_eq!(same_page(url), None, "{url}");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_page_it_leads_to_the_counterpart_or_nowhere(pair in 0..4_usize, page in "([/?#\\\\].{0,60})?") {
            let (here, other) = directions().nth(pair).unwrap();
            if let Some(url) = same_page(&format!("https://{here}{page}")) {
                let found = Catalogue::default().portal_at(&url).map(|site| site.host);
                prop_assert_eq!(found.as_deref(), Some(other), "{}", url);
            }
        }
    }
}
