//! Pages and stores that mean harm, and a core that stops.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use anyhow::Result;
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::{Browser, Engine};
use serde_json::json;

const PRODUCTION: &str = "https://commercedeveloper.adobe.com/demo/fields";
const SANDBOX_SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";

/// A browser whose extension knows the keys of `fixtures/keyring.json`.
async fn browser() -> Result<Browser> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    Ok(browser)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_core_that_trapped_is_loaded_again_and_the_text_is_checked() -> Result<()> {
    if Engine::Chromium.alone("has tools that reach the worker") {
        return Ok(());
    }
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    page.badge_when("the page is marked", |badge| badge.tone == "production").await?;
    browser.put_on_clipboard(SANDBOX_SECRET).await?;
    // As a trap looks from outside: the promise stays open, and an error goes to nobody.
    let trap = "wasm_bindgen.handle = () => new Promise(() => queueMicrotask(() => {
        throw new WebAssembly.RuntimeError('unreachable');
    }));";
    browser.worker_devtools("Runtime.evaluate", json!({ "expression": trap })).await?;
    page.paste_into("#text").await?;
    page.warned(SANDBOX_KEY).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_cookies_keeps_no_paste_waiting() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    browser.put_on_clipboard(SANDBOX_SECRET).await?;
    page.run(
        "window.flood = setInterval(() => {
            for (let count = 0; count < 200; count++) {
              document.cookie = `flood${count % 7}=1; path=/`;
              document.cookie = `flood${count % 7}=; path=/; max-age=0`;
            }
         }, 50);",
    )
    .await?;
    for field in ["#text", "#search", "#url"] {
        page.paste_into(field).await?;
        page.warned(SANDBOX_KEY).await.map_err(|error| error.context(field))?;
        page.key("Escape", 0).await?;
        page.warning_gone().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_array_is_not_taken_for_settings_that_are_all_left_out() -> Result<()> {
    let browser = Browser::start().await?;
    browser.fingerprinter().await?;
    browser.ask("await browser.storage.local.set({ settings: [true] });").await?;
    browser.kill_worker().await?;
    let page = browser.panel("pages/options.html").await?;
    page.says("#problems", "Your choices on this page were damaged").await?;
    browser.end().await
}
