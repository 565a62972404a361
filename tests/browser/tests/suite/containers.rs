//! Firefox containers: each has its own cookies, and therefore its own session.

use anyhow::{Result, ensure};
use browser_tests::session::origin;
use browser_tests::{Browser, Engine};
use sandbar::catalogue::Environment::{Production, Sandbox};

#[tokio::test(flavor = "multi_thread")]
async fn a_container_is_a_world_of_its_own() -> Result<()> {
    if Engine::Firefox.alone("has containers") {
        return Ok(());
    }
    let browser = Browser::start().await?;
    let production = browser.sign_in(Production, "/extensions/").await?;
    let sandbox = browser.sign_in(Sandbox, "/extensions/").await?;
    let contained = browser.container_tab().await?;
    contained.sign_in(Sandbox, "/?menu=open").await?;
    ensure!(!contained.holds_presses().await?, "tabs outside of the container would not end");
    contained.press("a[href='/account/logout']").await?;
    contained.session_when(Sandbox, "signed out").await?;
    for (page, environment) in [(&production, Production), (&sandbox, Sandbox)] {
        page.session_when(environment, "signed in").await?;
        page.not_ended().await?;
    }
    let stored = browser
        .ask("return Object.keys(await browser.storage.local.get(null)).filter((key) => key.startsWith('ledger:'));")
        .await?;
    let stored: Vec<String> = serde_json::from_value(stored)?;
    ensure!(stored.len() == 2 && stored.iter().any(|key| key.starts_with("ledger:firefox-container-")), "{stored:?}");
    // And the other way around.
    contained.sign_in(Sandbox, "/extensions/").await?;
    production.go(&format!("{}/account/logout", origin(Production))).await?;
    sandbox.ended("Production ").await?;
    contained.session_when(Sandbox, "signed in").await?;
    contained.not_ended().await?;
    browser.end().await
}
