use crate::known::SITES;
use Environment::{Production, Sandbox};
use sandbar::catalogue::{Environment, Generation, Role};

use crate::testing::{Browser, host, portal};
use crate::world::World;

#[tokio::test]
async fn the_account_site_asks_for_name_and_password_and_sends_back() {
    let mut browser = Browser::new(&World::new());
    let here = portal(Production, Generation::Current);
    let form = browser.open(here, "/signin?next=/extensions/").await;
    assert_eq!(form.host, host(Role::Account));
    assert!(form.text.contains("type=\"password\""));
    let back = browser.post(&form.host, &form.address, "user=ben&password=x").await;
    assert_eq!((back.host.as_str(), back.address.as_str()), (here, "/extensions/"));
    assert!(back.text.contains("Ben Sample"));
}

#[tokio::test]
async fn a_page_shows_sign_in_or_sign_out_but_not_both() {
    for site in SITES.iter().filter(|site| site.role == Role::Portal) {
        let mut browser = Browser::new(&World::new());
        let before = browser.open(&site.host, "/").await;
        assert!(before.text.contains(">Sign In<") && before.text.contains(">Create Account<"));
        assert!(!before.text.contains("Sign Out"));
        assert!(browser.sign_in(&site.host, "ada").await.looks_signed_in(), "{}", site.host);
    }
}

#[tokio::test]
async fn signing_in_on_one_side_says_nothing_about_the_other() {
    let mut browser = Browser::new(&World::new());
    browser.sign_in(portal(Production, Generation::Current), "ada").await;
    let other = portal(Sandbox, Generation::Current);
    assert!(!browser.open(other, "/extensions/").await.looks_signed_in());
    // The shared login exists, so the other environment asks for no password.
    assert!(browser.open(other, "/signin?next=/extensions/").await.looks_signed_in());
}

#[tokio::test]
async fn each_host_name_needs_its_own_cookie() {
    let mut browser = Browser::new(&World::new());
    browser.sign_in(portal(Production, Generation::Current), "ada").await;
    assert!(!browser.open(portal(Production, Generation::Legacy), "/").await.looks_signed_in());
}

#[tokio::test]
async fn the_session_cookie_is_kept_from_script_and_survives_a_restart() {
    let world = World::new();
    let login = world.sessions().log_in(crate::Person::Ada);
    let code = world.sessions().issue_code(&login, Production);
    let here = portal(Production, Generation::Current);
    let address = format!("/signin/return?code={}", code.as_str());
    let request = axum::http::Request::get(address).header("host", here).body(axum::body::Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(crate::hosts::encrypted(&world), request).await.unwrap();
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    for part in ["Secure", "HttpOnly", "Max-Age=86400"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn the_first_sign_in_to_the_sandbox_finds_an_empty_profile() {
    let mut browser = Browser::new(&World::new());
    let here = portal(Sandbox, Generation::Current);
    let first = browser.sign_in(here, "ada").await;
    assert_eq!(first.address, "/account/profile");
    assert!(first.text.contains("Your profile is empty"));
    let saved = browser.post(here, "/account/profile", "vendor=A&email=a%40b&website=&about=").await;
    assert!(saved.text.contains("Your profile has been saved."));
    let production = portal(Production, Generation::Current);
    assert_eq!(browser.sign_in(production, "ada").await.address, "/");
    assert!(browser.open(production, "/account/profile").await.text.contains("Ada Sample Extensions"));
}

#[tokio::test]
async fn a_code_is_sent_to_portals_only() {
    let mut browser = Browser::new(&World::new());
    for back in ["https://evil.test/", "https://developer.magento.com.evil.test/", "http://developer.magento.com/"] {
        let address = format!("/customer/account/login/?return={back}&as=ada");
        assert_eq!(browser.open(host(Role::Account), &address).await.address, "/customer/account/");
    }
}

#[tokio::test]
async fn after_signing_in_only_pages_of_the_portal_follow() {
    let mut browser = Browser::new(&World::new());
    let here = portal(Production, Generation::Current);
    for next in ["//evil.test/", "https://evil.test/", "/\\evil.test"] {
        assert_eq!(browser.open(here, &format!("/signin?as=ada&next={next}")).await.address, "/");
    }
}
