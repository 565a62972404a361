use crate::known::{SANDBOX_BANNER, SITES};
use Environment::{Production, Sandbox};
use sandbar::catalogue::{Environment, Generation, Role};

use crate::testing::{Browser, portal};
use crate::world::World;

async fn page(environment: Environment, address: &str) -> String {
    Browser::new(&World::new()).open(portal(environment, Generation::Current), address).await.text
}

#[tokio::test]
async fn every_sandbox_page_and_no_production_page_carries_the_banner() {
    let mut browser = Browser::new(&World::new());
    for site in SITES.iter().filter(|site| site.role == Role::Portal) {
        for address in ["/", "/extensions/", "/account/apikeys", "/demo/fields", "/nowhere"] {
            let page = browser.open(&site.host, address).await.text;
            assert_eq!(page.contains(SANDBOX_BANNER), site.environment() == Some(Sandbox), "{}{address}", site.host);
        }
    }
}

#[tokio::test]
async fn the_banner_has_the_documented_words_and_links_to_production() {
    let text = page(Sandbox, "/").await.replace("&quot;", "\"");
    assert!(text.contains(
        "This environment is running in sandbox mode. The expected use for \"sandbox mode\" is for developers to \
         practice using the public DevPortal REST API."
    ));
    assert!(text.contains(
        "To access production mode, please visit <a href=\"https://developer.magento.com/\">developer.magento.com</a>."
    ));
}

#[tokio::test]
async fn the_banner_can_be_missing_or_misplaced() {
    assert!(!page(Sandbox, "/?banner=missing").await.contains(SANDBOX_BANNER));
    assert!(!page(Sandbox, "/?banner=misplaced").await.contains(SANDBOX_BANNER));
    assert!(page(Production, "/?banner=misplaced").await.contains(SANDBOX_BANNER));
}

#[tokio::test]
async fn the_banner_can_be_split_over_elements() {
    let page = page(Sandbox, "/?banner=split").await;
    assert!(!page.contains(SANDBOX_BANNER));
    let mut rest = page.as_str();
    for word in SANDBOX_BANNER.split(' ') {
        rest = &rest[rest.find(&format!(">{word}<")).unwrap()..];
    }
}

#[tokio::test]
async fn production_can_quote_it_without_having_it() {
    let page = page(Production, "/?banner=quoted").await;
    assert!(!page.contains("notice-strip"));
    for element in ["<blockquote>", "<pre>", "<textarea"] {
        assert!(page.contains(element));
    }
}

#[tokio::test]
async fn every_make_has_the_banner_in_sandbox_alone() {
    let world = World::new();
    for shell in ["accordion", "drawer", "envfile", "groups", "ledger", "rows", "split", "tabs", "wizard"] {
        for environment in Environment::ALL {
            let mut browser = Browser::new(&world);
            let address = format!("/?shell={shell}");
            let page = browser.open(portal(environment, Generation::Current), &address).await.text;
            assert!(page.contains(&format!("/assets/shell-{shell}.css")), "{shell}");
            assert_eq!(page.contains(SANDBOX_BANNER), environment == Environment::Sandbox, "{shell}");
        }
    }
}
