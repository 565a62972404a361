//! Keys that reveal their environment, pasted into a shop's settings. Nothing was learned, and no
//! vendor is turned on.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use anyhow::{Result, ensure};
use browser_tests::watched::site;
use browser_tests::{Browser, Page};
use demo_portals::sites::SHOP;
use sandbar::catalogue::Environment::Production;

const TEST_SECRET: &str = "sk_test_51H7ePq3LmZxV8nRtK2wYcB9sDfG4hJ";
const LIVE_SECRET: &str = "sk_live_51H7ePq3LmZxV8nRtK2wYcB9sDfG4hJ";
const TEST_PUBLISHABLE: &str = "pk_test_51H7ePq3LmZxV8nRtK2wYcB9sDfG4hJ";
const PADDLE_SANDBOX: &str = "pdl_sdbx_apikey_01k7e3w5q9t2v4x6z8b1d3f5h7_Ab7eGh2JkLmNpQrStUvWx3_YzA";
const MOLLIE_LIVE: &str = "live_7eRtYuIo4aSdFgHjKlZ9CvBnM3qWeR";

async fn browser() -> Result<Browser> {
    let browser = Browser::start().await?;
    browser.grant(SHOP).await?;
    browser.watch(&site(SHOP, None)).await?;
    Ok(browser)
}

async fn settings<'b>(browser: &'b Browser, path: &str) -> Result<Page<'b>> {
    browser.open(&format!("https://{SHOP}/settings/{path}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn test_keys_are_not_saved_as_live_ones() -> Result<()> {
    let browser = browser().await?;
    let page = settings(&browser, "cards").await?;
    browser.paste_text(&page, "#cards_secret_key", TEST_SECRET).await?;
    let warning = page.warned("This is a Test key").await?;
    ensure!(warning.description.contains("You’re entering it where a Live key belongs."), "{warning:?}");
    // The key shows its environment, so the user isn't asked.
    ensure!(!warning.buttons.iter().any(|button| button == "Production"), "{warning:?}");
    page.close().await?;

    // The field's own label outweighs the selected mode.
    for (field, key, warned) in [
        ("#cards_test_secret_key", LIVE_SECRET, Some("This is a Live key")),
        ("#cards_publishable_key", TEST_PUBLISHABLE, Some("This is a Test key")),
        ("#cards_test_secret_key", TEST_SECRET, None),
        ("#cards_secret_key", LIVE_SECRET, None),
    ] {
        let page = settings(&browser, "cards").await?;
        browser.paste_text(&page, field, key).await?;
        match warned {
            Some(heading) => drop(page.warned(heading).await?),
            None => says_nothing(&browser, &page).await?,
        }
        page.close().await?;
    }
    browser.end().await
}

/// Checks that there was no warning: answers arrive in order, and the next paste has one.
async fn says_nothing(browser: &Browser, page: &Page<'_>) -> Result<()> {
    browser.paste_text(page, "#cards_publishable_key", TEST_SECRET).await?;
    page.warned("This is a Test key").await?;
    ensure!(page.open_warnings().await? == 1 && page.chip().await?.is_none(), "more than one answer");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_key_is_not_saved_with_the_address_of_production() -> Result<()> {
    let browser = browser().await?;
    for (address, warned) in [("https://api.paddle.com", true), ("https://sandbox-api.paddle.com", false)] {
        let page = settings(&browser, "billing").await?;
        browser.paste_text(&page, "#api_url", address).await?;
        browser.paste_text(&page, "#api_key", PADDLE_SANDBOX).await?;
        if warned {
            page.warned("This is a Sandbox key").await?;
        } else {
            // The address is wrong now, so the same key gets a different answer.
            page.run("document.querySelector('#api_url').value = 'https://api.paddle.com';").await?;
            page.run("document.querySelector('#api_key').value = '';").await?;
            browser.paste_text(&page, "#api_key", PADDLE_SANDBOX).await?;
            page.warned("This is a Sandbox key").await?;
            ensure!(page.open_warnings().await? == 1, "more than one answer");
        }
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mode_that_is_on_says_where_a_key_goes() -> Result<()> {
    let browser = browser().await?;
    let page = settings(&browser, "gateway").await?;
    // If the mode is off, the destination is unknown, and a chip shows the key's environment.
    browser.paste_text(&page, "#api_key", MOLLIE_LIVE).await?;
    page.chip_with(&["Live", "Secret key", "“Mollie”"]).await?;
    page.run("document.querySelector('#test_mode').click(); document.querySelector('#api_key').value = '';").await?;
    browser.paste_text(&page, "#api_key", MOLLIE_LIVE).await?;
    page.warned("This is a Live key").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mode_of_something_else_does_not_say_where_a_key_goes() -> Result<()> {
    let browser = browser().await?;
    let page = settings(&browser, "providers").await?;
    // A provider with its own mode, a switch that turns a mode off, and the state of the shop.
    for (key, name) in [(LIVE_SECRET, "Live"), (TEST_SECRET, "Test")] {
        page.run("document.querySelector('#secret_key').value = '';").await?;
        browser.paste_text(&page, "#secret_key", key).await?;
        page.chip_with(&[name, "Secret key"]).await?;
        ensure!(page.open_warnings().await? == 0, "a warning");
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_switch_outside_a_form_says_where_a_key_goes() -> Result<()> {
    let browser = browser().await?;
    let page = settings(&browser, "app").await?;
    browser.paste_text(&page, "#app_key", LIVE_SECRET).await?;
    page.warned("This is a Live key").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_is_watched_for_production_takes_live_keys() -> Result<()> {
    let browser = Browser::start().await?;
    browser.grant(SHOP).await?;
    browser.watch(&site(SHOP, Some(Production))).await?;
    let page = settings(&browser, "billing").await?;
    browser.paste_text(&page, "#api_key", PADDLE_SANDBOX).await?;
    page.warned("This is a Sandbox key").await?;
    browser.end().await
}
