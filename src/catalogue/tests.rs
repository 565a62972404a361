use super::topic::Topic;
use super::vendor::{Occasion, PageFacts};
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

/// The advice for a page with this many keys, and the part of it that is shown
/// on the page itself.
fn advice_at(environment: Environment, path: &str, keys: usize, clicked: Option<Occasion>) -> [Vec<MessageKey>; 2] {
    let vendor = vendors::ALL[0];
    let page = PageFacts { environment, topic: Some(vendor.topic_of(path)), keys, clicked, is_old: false };
    let texts = |in_page: bool| {
        let meant = vendor.advice_on(page).filter(|advice| advice.note.is_some() || !in_page);
        meant.map(|advice| advice.text).collect()
    };
    [texts(false), texts(true)]
}

#[test]
fn submission_pages_say_who_reviews_in_both_environments() {
    for path in ["/extensions/", "/extensions/versions/acme-widget", "/themes", "/shared-packages?page=2"] {
        let sandbox = vec![message::NOTE_SANDBOX_REVIEWS.into(), message::NOTE_PRACTICE.into()];
        assert_eq!(advice_at(Environment::Sandbox, path, 0, None), [sandbox.clone(), sandbox], "{path}");
        let production = vec![message::NOTE_REAL_REVIEWS.into()];
        assert_eq!(advice_at(Environment::Production, path, 0, None), [production.clone(), production], "{path}");
    }
}

#[test]
fn key_pages_get_the_notes_about_keys_in_both_environments() {
    let (separate, kinds) = (message::ADVICE_KEYS_SEPARATE, message::ADVICE_TWO_KINDS);
    let [all, regenerate, disable] =
        [message::NOTE_ALL_KEYS, message::NOTE_REGENERATE, message::NOTE_DISABLE].map(MessageKey::from);
    let three = message::ADVICE_THREE_KEYS;
    for environment in Environment::ALL {
        for (path, keys, clicked, popup, page) in [
            ("/account/apikeys", 0, None, vec![separate, three, kinds], vec![]),
            ("/account/apikeys", 2, None, vec![separate, three, kinds], vec![]),
            ("/account/apikeys", 3, None, vec![separate, all, kinds], vec![all]),
            (
                "/account/apikeys",
                1,
                Some(Occasion::Regenerating),
                vec![separate, three, regenerate, kinds],
                vec![regenerate],
            ),
            ("/account/keys", 9, None, vec![separate, kinds], vec![]),
            ("/account/keys", 9, Some(Occasion::Disabling), vec![separate, disable, kinds], vec![disable]),
        ] {
            assert_eq!(advice_at(environment, path, keys, clicked), [popup, page], "{path} {keys} {clicked:?}");
        }
    }
}

#[test]
fn sandbox_reports_are_explained_and_what_is_no_path_says_nothing_of_reports() {
    let reports: Vec<MessageKey> = vec![message::NOTE_REPORTS.into()];
    assert_eq!(advice_at(Environment::Sandbox, "/reports/sales", 0, None), [reports.clone(), reports]);
    assert_eq!(advice_at(Environment::Production, "/reports/sales", 0, None), [vec![], vec![]]);
    let other = vec![message::NOTE_PROFILE.into(), message::ADVICE_PARTNERS_ONLY];
    assert_eq!(advice_at(Environment::Sandbox, "/?report=1", 0, None), [other, vec![]]);
}

#[test]
fn only_a_whole_first_segment_makes_a_topic_certain() {
    let topic = |path: &str| vendors::ALL[0].certain_topic_of(path);
    for (path, certain) in [
        ("/account/apikeys", Some(Topic::ApiKeys)),
        ("/account/apikeys/1/regenerate", Some(Topic::ApiKeys)),
        ("/Account/Keys/", Some(Topic::ComposerKeys)),
        ("/extensions", Some(Topic::Submissions)),
        ("/extension/4", Some(Topic::Submissions)),
        ("/extensions/versions/sales-report", Some(Topic::Submissions)),
        ("/shared-packages", Some(Topic::Submissions)),
        ("/reports/sales", Some(Topic::Reports)),
        ("/analytics", Some(Topic::Reports)),
        ("", None),
        ("/", None),
        ("/extensionless", None),
        ("/my-reports", None),
        ("/support/reports", None),
    ] {
        assert_eq!(topic(path), certain, "{path}");
    }
}

#[test]
fn every_piece_of_advice_has_a_source_and_no_two_notes_one_text() {
    for vendor in vendors::ALL {
        let notes: Vec<_> = vendor.advice.iter().filter_map(|advice| advice.note).collect();
        assert!(vendor.advice.iter().all(|advice| advice.source.starts_with("https://")));
        assert!(vendor.advice.iter().all(|advice| advice.note.is_none_or(|note| note.in_extension() == advice.text)));
        assert!(notes.iter().all(|note| notes.iter().filter(|other| *other == note).count() == 1), "{notes:?}");
    }
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
