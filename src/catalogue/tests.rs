use super::*;
use crate::messages::{MessageKey, message};
use proptest::prelude::*;

fn site_at(url: &str) -> Option<Site> {
    Catalogue::default().site_at(url)
}

fn environment_at(url: &str) -> Option<Environment> {
    Catalogue::default().portal_at(url)?.environment()
}

fn sites() -> Vec<Site> {
    Catalogue::default().sites().cloned().collect()
}

#[test]
fn the_four_portal_hosts_are_distinguished() {
    use Environment::{Production, Sandbox};
    for (host, environment, generation) in [
        ("commercedeveloper.adobe.com", Production, Generation::Current),
        ("commercedeveloper-sandbox.adobe.com", Sandbox, Generation::Current),
        ("developer.magento.com", Production, Generation::Legacy),
        ("developer-stg.magento.com", Sandbox, Generation::Legacy),
    ] {
        let site = Catalogue::default().portal_at(&format!("https://{host}/extensions/")).unwrap();
        assert_eq!((site.environment(), site.generation), (Some(environment), generation), "{host}");
    }
}

#[test]
fn case_port_and_trailing_dot_do_not_matter() {
    for url in [
        "https://commercedeveloper.adobe.com",
        "HTTPS://CommerceDeveloper.Adobe.COM/",
        "https://commercedeveloper.adobe.com:8443/x",
        "https://commercedeveloper.adobe.com./x",
        "https://commercedeveloper.adobe.com.:443?q#f",
        "https://commercedeveloper.adobe.com:/",
        "https://someone@commercedeveloper.adobe.com/",
    ] {
        assert_eq!(environment_at(url), Some(Environment::Production), "{url}");
    }
}

#[test]
fn hosts_that_are_known_but_are_no_portal_have_no_portal() {
    for (host, role) in [
        ("developer-api.magento.com", Role::Api),
        ("account.magento.com", Role::Account),
        ("repo.magento.com", Role::Composer),
        ("developer.adobe.com", Role::Documentation),
    ] {
        let url = format!("https://{host}/");
        assert_eq!(site_at(&url).map(|site| site.role), Some(role), "{host}");
        assert_eq!(Catalogue::default().portal_at(&url), None, "{host}");
    }
}

#[test]
fn look_alikes_are_unknown() {
    for url in include_str!("../../tests/fixtures/look-alikes.txt").lines() {
        let url = url.split_once('\t').map_or(url, |(url, _why)| url);
        assert_eq!(site_at(url), None, "{url}");
    }
}

#[test]
fn the_catalogue_holds_each_host_once_in_its_normal_form() {
    let sites = sites();
    for (index, site) in sites.iter().enumerate() {
        assert!(site.host.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.')), "{}", site.host);
        assert!(sites[..index].iter().all(|earlier| earlier.host != site.host), "{} stands twice", site.host);
        assert_eq!(Catalogue::default().site_of_host(&site.host).as_ref(), Some(site));
    }
}

fn added(name: &str) -> AddedPortals {
    AddedPortals {
        production: format!("portal.{name}.example"),
        sandbox: format!("portal-sandbox.{name}.example"),
        production_api: vec![format!("api.{name}.example")],
        sandbox_api: Vec::new(),
        vendor: None,
    }
}

#[test]
fn added_portals_are_known_to_the_catalogue_that_they_were_added_to() {
    const API: &str = "https://api.one.example/rest";
    let environment = |catalogue: &Catalogue, url: &str| catalogue.portal_at(url).and_then(|site| site.environment());
    assert_eq!(Catalogue::default().site_at(API), None);
    let one = Catalogue::with_added(&[added("one")]);
    assert_eq!(environment(&one, "https://Portal.One.example:8443/x"), Some(Environment::Production));
    assert_eq!(environment(&one, "https://portal-sandbox.one.example"), Some(Environment::Sandbox));
    assert_eq!(environment(&one, "https://developer.magento.com/"), Some(Environment::Production));
    let api = one.site_at(API).unwrap();
    assert_eq!((api.role, api.environment()), (Role::Api, Some(Environment::Production)));
    let two = Catalogue::with_added(&[added("two"), added("one")]);
    assert_eq!(two.site_at(API).unwrap().generation, Generation::Added(1));
}

fn advice_at(environment: Environment, path: &str) -> Vec<MessageKey> {
    let vendor = vendors::ALL[0];
    vendor.advice_on(environment, vendor.topic_of(path)).map(|advice| advice.text).collect()
}

#[test]
fn a_sandbox_submission_hears_what_is_not_reviewed() {
    for path in ["/extensions/", "/extensions/versions/acme-widget", "/themes", "/shared-packages?page=2"] {
        assert_eq!(
            advice_at(Environment::Sandbox, path),
            [
                message::ADVICE_NO_HUMAN_REVIEWS,
                message::ADVICE_NO_CPD,
                message::ADVICE_NO_TECHNICAL_QA,
                message::ADVICE_MARKETING_AUTOMATED
            ],
            "{path}"
        );
        assert_eq!(advice_at(Environment::Production, path), [], "{path}");
    }
}

#[test]
fn key_pages_hear_of_keys_in_both_environments() {
    for environment in Environment::ALL {
        assert_eq!(
            advice_at(environment, "/account/apikeys"),
            [message::ADVICE_KEYS_SEPARATE, message::ADVICE_THREE_KEYS, message::ADVICE_TWO_KINDS]
        );
        assert_eq!(advice_at(environment, "/account/keys"), [message::ADVICE_KEYS_SEPARATE, message::ADVICE_TWO_KINDS]);
    }
}

#[test]
fn sandbox_reports_are_explained_and_what_is_no_path_says_nothing_of_reports() {
    assert_eq!(advice_at(Environment::Sandbox, "/reports/sales"), [message::ADVICE_REPORTS_EMPTY]);
    assert_eq!(advice_at(Environment::Sandbox, "/?report=1"), [message::ADVICE_PROFILE, message::ADVICE_PARTNERS_ONLY]);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(url in ".{0,200}") {
        let _ = site_at(&url);
    }

    #[test]
    fn nothing_added_to_a_portal_host_is_a_portal(index in 0..16_usize, before in "[a-z0-9.-]{0,8}", after in "[a-z0-9-]{0,8}") {
        prop_assume!(!(before.is_empty() && after.is_empty()));
        let host = format!("{before}{}{after}", sites()[index].host);
        prop_assume!(sites().iter().all(|site| site.host != host));
        let url = format!("https://{host}/");
        prop_assert_eq!(site_at(&url), None);
    }

    #[test]
    fn a_host_after_the_authority_never_counts(index in 0..16_usize, separator in "[/?#\\\\]") {
        let url = format!("https://example.org{separator}@{}/", sites()[index].host);
        prop_assert_eq!(site_at(&url), None);
    }
}
