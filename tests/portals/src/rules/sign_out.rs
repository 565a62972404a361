use crate::known::SITES;
use sandbar::catalogue::{Environment, Generation, Role};

use crate::testing::{Browser, host, portal};
use crate::visit::SESSION_COOKIE;
use crate::world::World;

async fn signed_in_everywhere(world: &World) -> Browser {
    let mut browser = Browser::new(world);
    for site in SITES.iter().filter(|site| site.role == Role::Portal) {
        browser.sign_in(&site.host, "ada").await;
        assert!(browser.open(&site.host, "/").await.looks_signed_in());
    }
    browser
}

async fn assert_signed_out_everywhere(browser: &mut Browser, cause: &str) {
    for site in SITES.iter().filter(|site| site.role == Role::Portal) {
        assert!(!browser.open(&site.host, "/").await.looks_signed_in(), "{} after {cause}", site.host);
    }
    let form = browser.open(portal(Environment::Sandbox, Generation::Current), "/signin").await;
    assert_eq!(form.host, host(Role::Account), "the shared login is over, too");
}

#[tokio::test]
async fn signing_out_at_any_portal_ends_all_sessions_of_the_browser() {
    for left in SITES.iter().filter(|site| site.role == Role::Portal) {
        let mut browser = signed_in_everywhere(&World::new()).await;
        let landing = browser.open(&left.host, "/account/logout").await;
        assert_eq!((landing.host.as_str(), landing.address.as_str()), (&*left.host, "/"));
        assert_signed_out_everywhere(&mut browser, &left.host).await;
    }
}

#[tokio::test]
async fn signing_out_at_the_account_site_ends_all_sessions_of_the_browser() {
    let mut browser = signed_in_everywhere(&World::new()).await;
    browser.open(host(Role::Account), "/customer/account/logout/").await;
    assert_signed_out_everywhere(&mut browser, "the account site").await;
}

#[tokio::test]
async fn only_the_cookie_of_the_host_that_was_left_goes() {
    let mut browser = signed_in_everywhere(&World::new()).await;
    let (left, other) =
        (portal(Environment::Production, Generation::Current), portal(Environment::Sandbox, Generation::Current));
    browser.open(left, "/account/logout").await;
    assert_eq!(browser.cookie(left, SESSION_COOKIE), None);
    assert!(browser.cookie(other, SESSION_COOKIE).is_some());
}

#[tokio::test]
async fn another_browser_stays_signed_in() {
    let world = World::new();
    let (mut left, mut other) = (signed_in_everywhere(&world).await, signed_in_everywhere(&world).await);
    let here = portal(Environment::Production, Generation::Current);
    left.open(here, "/account/logout").await;
    assert!(other.open(here, "/").await.looks_signed_in());
}

#[tokio::test]
async fn the_sign_out_control_comes_in_four_kinds() {
    let mut browser = signed_in_everywhere(&World::new()).await;
    let here = portal(Environment::Sandbox, Generation::Current);
    for (kind, sign) in [
        ("link", "<a href=\"/account/logout\">Sign Out</a>"),
        ("form", "action=\"/account/logout\"><button class=\"plain\" type=\"submit\">Sign Out</button>"),
        ("script", "role=\"menuitem\""),
        ("spa", "data-sign-out=\"redraw\""),
    ] {
        let page = browser.open(here, &format!("/?signout={kind}")).await;
        assert!(page.text.contains(sign), "{kind}: {}", page.text);
    }
}

#[tokio::test]
async fn an_ambiguous_page_shows_both() {
    let mut browser = Browser::new(&World::new());
    let here = portal(Environment::Sandbox, Generation::Current);
    for _ in 0..2 {
        let page = browser.open(here, "/?signedout=ambiguous").await;
        assert!(page.text.contains(">Sign In<") && page.text.contains(">Sign Out<"));
        browser.sign_in(here, "ada").await;
    }
}
