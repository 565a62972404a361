use crate::sites::{CI, CLIENT, NEIGHBOUR, WIKI};
use crate::testing::Browser;
use crate::world::World;

/// All pages of these sites.
const PAGES: [(&str, &[&str]); 4] = [
    (CI, &["/", "/fleet/shop/secrets", "/fleet/shop/secrets/each", "/staging/shop/secrets", "/fleet/shop/variables"]),
    (CLIENT, &["/", "/request", "/workbench"]),
    (
        WIKI,
        &[
            "/",
            "/pages/keys",
            "/pages/runbook/edit",
            "/pages/runbook/source",
            "/pages/runbook/classic",
            "/pages/runbook/frame",
        ],
    ),
    (NEIGHBOUR, &["/", "/widget"]),
];

#[tokio::test]
async fn every_page_has_a_strict_policy_and_nothing_that_it_would_refuse() {
    let mut browser = Browser::new(&World::new());
    for (host, addresses) in PAGES {
        for address in addresses {
            let page = browser.open(host, address).await;
            assert!(page.status.is_success(), "{host}{address}");
            let policy = page.header("content-security-policy").unwrap();
            assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
            assert!(!policy.contains("unsafe"), "{policy}");
            assert!(!page.text.contains(" style=") && !page.text.contains("<style"), "{host}{address}");
            assert!(page.text.split("<script").skip(1).all(|script| script.starts_with(" src=\"/assets/")));
            for name in page.text.split("\"/assets/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                let file = browser.open(host, &format!("/assets/{name}")).await;
                assert!(file.status.is_success(), "{host}{address} names {name}");
            }
        }
    }
}

#[tokio::test]
async fn other_sites_are_no_portals_and_answer_for_their_own_host_only() {
    let mut browser = Browser::new(&World::new());
    for (host, _) in PAGES {
        assert!(crate::known::site_of_host(host).is_none(), "{host}");
        let page = browser.open(host, "/account/apikeys").await;
        assert_eq!(page.status, 404, "{host}");
    }
    let stranger = browser.open(&format!("www.{CI}"), "/fleet/shop/secrets").await;
    assert!(stranger.text.contains("<title>Some other site</title>"));
}

#[tokio::test]
async fn the_ci_server_names_secrets_in_every_way_that_forms_have() {
    let mut browser = Browser::new(&World::new());
    let page = browser.open(CI, "/fleet/shop/secrets/each").await.text;
    for sign in [
        "<label for=",
        "<label>Application",
        "aria-label=",
        "aria-labelledby=",
        "placeholder=",
        "<legend>",
        "form name=",
    ] {
        assert!(page.replace(" method=\"post\"", "").replace(" id=\"by-form-name\"", "").contains(sign), "{sign}");
    }
    assert!(!browser.open(CI, "/fleet/shop/variables").await.text.contains("<form"));
}

#[tokio::test]
async fn the_ci_server_says_of_a_secret_how_long_it_is_and_nothing_more() {
    let mut browser = Browser::new(&World::new());
    let saved = browser.post(CI, "/fleet/shop/secrets", "secret[name]=TOKEN&secret[value]=abcdef").await.text;
    assert!(saved.contains("<dt>secret[value]</dt><dd>6 characters</dd>"), "{saved}");
    assert!(!saved.contains("abcdef"));
}

#[tokio::test]
async fn the_workbench_of_the_client_has_no_form() {
    let mut browser = Browser::new(&World::new());
    let page = browser.open(CLIENT, "/workbench").await.text;
    assert!(!page.contains("<form") && !page.contains("<fieldset") && page.contains("contenteditable"));
    assert_eq!(browser.open(CLIENT, "/request").await.text.matches("<form").count(), 2);
}
