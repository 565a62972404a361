//! The options of a warning about the other environment's key: opening the same page there, or
//! allowing this key on this page if the warning is wrong. And the lists of both, in the popup and
//! the options.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use anyhow::{Result, ensure};
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::{Browser, Page, eventually};
use sandbar::keyring::Entry;
use serde_json::json;

const PAGE: &str = "https://commercedeveloper.adobe.com/demo/fields";
const SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
/// Another Sandbox key: a session token.
const OTHER: &str = "Bearer sH4jK8mN1bV6cX3zL9qW5eR2tY7uI0oP.Gd6Fs3Ha9Jk1";
const REMOVE: &str = "Remove it";
const OPEN: &str = "Open this page in Sandbox";
const KEEP: &str = "Keep it anyway";
const WRONG: &str = "Wrong?";
const FINE: &str = "Fine here";
const NOTED: &str = "Sandbar won’t warn about this key on this page";

async fn browser() -> Result<Browser> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    Ok(browser)
}

async fn pasted<'b>(browser: &'b Browser, url: &str) -> Result<Page<'b>> {
    let page = browser.open(url).await?;
    browser.paste_text(&page, "#text", SECRET).await?;
    Ok(page)
}

/// The entries of keys that are allowed somewhere.
async fn fine(browser: &Browser) -> Result<Vec<Entry>> {
    let has_places = |entry: &Entry| entry.fine.as_ref().is_some_and(|fine| !fine.places.is_empty());
    Ok(browser.entries().await?.into_iter().filter(has_places).collect())
}

/// Opens the part of the warning for wrong warnings.
async fn opened(page: &Page<'_>) -> Result<()> {
    page.press_warning(WRONG).await?;
    page.warning_when("it opens", |warning| warning.buttons.iter().any(|button| button == FINE)).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_fine_here_is_silent_on_this_page_until_the_options_say_otherwise() -> Result<()> {
    let browser = browser().await?;
    let page = pasted(&browser, PAGE).await?;
    let warning = page.warned(SANDBOX_KEY).await?;
    ensure!(warning.is_named, "{warning:?}");
    ensure!(warning.description.starts_with("Sandbox key → Production page"), "{warning:?}");
    ensure!(warning.buttons == [REMOVE, OPEN, KEEP, WRONG], "{warning:?}");
    opened(&page).await?;

    // A page that moves it under the pointer gets no click. Until it has moved, "Wrong?" accepts
    // one.
    let before = page.warned(SANDBOX_KEY).await?.rect;
    page.run(
        "const field = document.querySelector('#text');
         field.style.position = 'relative';
         window.moving = setInterval(() => (field.style.left = field.style.left === '90px' ? '0' : '90px'), 150);",
    )
    .await?;
    page.warning_when("it has moved", |warning| warning.rect != before).await?;
    for label in [FINE, FINE, WRONG, OPEN, FINE] {
        let (x, y) = page.place_in_warning(label).await?;
        page.click(x, y).await?;
    }
    page.run("clearInterval(moving);").await?;
    page.warning_when("it is open", |warning| warning.buttons.iter().any(|button| button == FINE)).await?;
    ensure!(fine(&browser).await?.is_empty(), "a click counted");

    page.press_warning(FINE).await?;
    let note = page.warned(NOTED).await?;
    ensure!(note.buttons == ["Undo", "Hide"], "{note:?}");
    let stored = fine(&browser).await?;
    ensure!(!stored.is_empty() && !serde_json::to_string(&stored)?.contains("1e3c"), "{stored:?}");
    page.press_warning("Undo").await?;
    page.warned(SANDBOX_KEY).await?;
    ensure!(fine(&browser).await?.is_empty(), "it is still fine");
    opened(&page).await?;
    page.press_warning(FINE).await?;
    page.warned(NOTED).await?;
    page.press_warning("Hide").await?;
    page.warning_gone().await?;
    page.close().await?;

    // There, the allowed key gets no warning, but other keys do.
    let again = pasted(&browser, &format!("{PAGE}?again#there")).await?;
    browser.nothing_but(&again, 0, OTHER).await?;
    again.close().await?;
    let elsewhere = pasted(&browser, "https://developer.magento.com/demo/fields").await?;
    elsewhere.warned(SANDBOX_KEY).await?;
    elsewhere.close().await?;

    let options = browser.panel("pages/options.html").await?;
    let row = options.says("#exceptions-list", "commercedeveloper.adobe.com/demo/fields").await?;
    ensure!(row.contains("Fine here: Sandbox key “CI”"), "{row}");
    options.press("#exceptions-list button").await?;
    eventually("it is gone", async || fine(&browser).await, Vec::is_empty).await?;
    let page = pasted(&browser, PAGE).await?;
    page.warned(SANDBOX_KEY).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_page_in_the_other_environment_is_one_click_away_and_the_popup_lists_what_was_chosen() -> Result<()> {
    let browser = browser().await?;
    let page = pasted(&browser, PAGE).await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning(OPEN).await?;
    let script = "return (await browser.tabs.query({})).map(({ url }) => url).join(' ');";
    let other = "https://commercedeveloper-sandbox.adobe.com/demo/fields";
    let tabs = async || browser.ask(script).await;
    eventually("the other page", tabs, |urls| urls.as_str().is_some_and(|urls| urls.contains(other))).await?;
    page.show().await?;
    page.press_warning(REMOVE).await?;
    page.warning_gone().await?;

    let popup = browser.popup_of(&page).await?;
    popup.press("#catches summary").await?;
    let list = popup.says("#catches-list", "removed").await?;
    ensure!(list.contains("Sandbox key “CI” → Production page"), "{list}");
    ensure!(list.contains("commercedeveloper.adobe.com · removed"), "{list}");
    ensure!(!list.contains("1e3c"), "{list}");
    popup.press("#catchesClear").await?;
    let shown = "return document.querySelector('#catches').hidden;";
    eventually("the list is gone", async || popup.run(shown).await, |hidden| *hidden == true).await?;
    let stored = browser.ask("return (await browser.storage.session.get('catches')).catches.length;").await?;
    ensure!(stored == 0, "{stored}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_is_off_is_turned_on_again_in_the_options() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open("https://commercedeveloper.adobe.com/").await?;
    page.badge_when("the page is marked", |_| true).await?;
    let popup = browser.popup_of(&page).await?;
    popup.press("#turnOff").await?;
    eventually("the badge is gone", async || page.badge().await, Option::is_none).await?;
    let options = browser.panel("pages/options.html").await?;
    options.says("#exceptions-list", "commercedeveloper.adobe.com").await?;
    options.press("#exceptions-list button").await?;
    let shown = "return document.querySelector('#exceptions').hidden;";
    eventually("the list is gone", async || options.run(shown).await, |hidden| *hidden == true).await?;
    page.badge_when("the page is marked again", |_| true).await?;
    browser.end().await
}

/// Their environment is part of their text, so nothing else about them can be corrected.
#[tokio::test(flavor = "multi_thread")]
async fn another_vendors_key_can_be_fine_here_too() -> Result<()> {
    const KEY: &str = "sk_test_51H7ePq3LmZxV8nRtK2wYcB9sDfG4hJ";
    const TEST_KEY: &str = "This is a Test key";
    let browser = Browser::start().await?;
    browser.grant("dashboard.stripe.com").await?;
    browser.ask_core(&json!({ "turn-vendor": { "id": "stripe", "on": true } })).await?;
    let url = "https://dashboard.stripe.com/orders";
    let page = browser.open(url).await?;
    page.badge_when("the page is entered", |_| true).await?;
    browser.paste_text(&page, "#production_key", KEY).await?;
    page.warned(TEST_KEY).await?;
    opened(&page).await?;
    let warning = page.warned(TEST_KEY).await?;
    ensure!(warning.buttons == [REMOVE, KEEP, WRONG, FINE], "{warning:?}");
    page.press_warning(FINE).await?;
    page.warned(NOTED).await?;
    page.close().await?;

    // The worker has to read the entry again.
    browser.kill_worker().await?;
    let again = browser.open(url).await?;
    again.badge_when("the page is entered", |_| true).await?;
    browser.paste_text(&again, "#production_key", KEY).await?;
    // Answers come in order, so after this warning the first paste has none.
    let other = format!("PRODUCTION_STRIPE_KEY={}", KEY.replace("51H7", "61H7"));
    browser.paste_text(&again, "#note", &other).await?;
    again.warned(TEST_KEY).await?;
    ensure!(again.open_warnings().await? == 1, "one warning");
    again.close().await?;
    let options = browser.panel("pages/options.html").await?;
    let row = options.says("#exceptions-list", "dashboard.stripe.com/orders").await?;
    ensure!(row.contains("Stripe"), "{row}");
    options.press("#exceptions-list button").await?;
    eventually("it is gone", async || fine(&browser).await, Vec::is_empty).await?;
    let page = browser.open(url).await?;
    page.badge_when("the page is entered", |_| true).await?;
    browser.paste_text(&page, "#production_key", KEY).await?;
    page.warned(TEST_KEY).await?;
    browser.end().await
}
