use sandbar::catalogue::{Environment, Generation};

use crate::testing::{Browser, portal};
use crate::world::World;

async fn policy(address: &str) -> Option<String> {
    let mut browser = Browser::new(&World::new());
    let page = browser.open(portal(Environment::Sandbox, Generation::Legacy), address).await;
    page.header("content-security-policy").map(str::to_owned)
}

#[tokio::test]
async fn pages_are_strict_unless_set_otherwise() {
    let strict = policy("/").await.unwrap();
    for rule in ["default-src 'self'", "script-src 'self'", "style-src 'self'", "report-uri /policy-report"] {
        assert!(strict.contains(rule), "{strict}");
    }
    assert!(!strict.contains("unsafe"));
    assert!(policy("/?policy=frozen").await.unwrap().starts_with("default-src 'none'"));
    assert_eq!(policy("/?policy=none").await, None);
}

#[tokio::test]
async fn pages_hold_nothing_inline_that_the_policy_would_refuse() {
    let mut browser = Browser::new(&World::new());
    let here = portal(Environment::Sandbox, Generation::Current);
    browser.sign_in(here, "ada").await;
    for address in [
        "/",
        "/account/profile",
        "/account/apikeys?confirm=dialog",
        "/account/keys?markup=cards",
        "/extensions/",
        "/extensions/submit",
        "/reports/sales",
        "/demo/fields",
        "/demo/form30",
        "/demo/synthetic",
        "/?banner=late&rebuild=hostile&title=changing&spa=1&signout=spa&slow=1&slowscript=1",
    ] {
        let page = browser.open(here, address).await.text;
        assert!(!page.contains(" style=") && !page.contains("<style") && !page.contains("javascript:"), "{address}");
        for script in page.split("<script").skip(1) {
            assert!(
                script.starts_with(" src=\"/assets/") && script.split_once('>').unwrap().1.starts_with("</script>")
            );
        }
        let asset = page.split("\"/assets/").skip(1).map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"));
        for name in asset.collect::<Vec<_>>() {
            let file = browser.open(here, &format!("/assets/{name}")).await;
            assert!(file.status.is_success(), "{address} names {name}");
        }
    }
}

#[tokio::test]
async fn violations_are_counted() {
    let world = World::new();
    let mut browser = Browser::new(&world);
    browser.post(portal(Environment::Sandbox, Generation::Current), "/policy-report", "{}").await;
    assert_eq!(world.policy_reports().len(), 1);
}

#[tokio::test]
async fn an_unknown_value_of_a_switch_is_refused_with_a_sentence() {
    let mut browser = Browser::new(&World::new());
    let page = browser.open(portal(Environment::Sandbox, Generation::Current), "/?policy=stric").await;
    assert_eq!(page.status, 400);
    assert!(page.text.contains("unknown switch"), "{}", page.text);
}

#[tokio::test]
async fn sticky_switches_hold_for_one_host_until_cleared() {
    let mut browser = Browser::new(&World::new());
    let here = portal(Environment::Sandbox, Generation::Current);
    browser.open(here, "/?banner=missing&sticky=1").await;
    assert!(!browser.open(here, "/support/").await.text.contains("notice-strip"));
    assert!(browser.open(portal(Environment::Sandbox, Generation::Legacy), "/").await.text.contains("notice-strip"));
    browser.open(here, "/?sticky=0").await;
    assert!(browser.open(here, "/support/").await.text.contains("notice-strip"));
}
