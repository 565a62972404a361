//! Pages from the back/forward cache show the current state, and nothing outdated.

use anyhow::{Result, ensure};
use browser_tests::session::{ENDED, origin};
use browser_tests::watched::site;
use browser_tests::{Browser, Page, eventually};
use sandbar::catalogue::Environment::{self, Production, Sandbox};
use serde_json::{Value, json};

/// Leaves a page, does something in the meantime, and goes back to the same document.
async fn away(page: &Page<'_>, meanwhile: impl AsyncFnOnce() -> Result<()>) -> Result<()> {
    // Firefox keeps no page in its cache whose load event has not ended.
    let loaded = "window.kept = true; return performance.getEntriesByType('navigation')[0].loadEventEnd > 0;";
    eventually("the load event has ended", async || page.run(loaded).await, |loaded| *loaded == true).await?;
    page.go("https://example.org/").await?;
    meanwhile().await?;
    page.show().await?;
    page.back().await?;
    ensure!(page.run("return window.kept === true;").await? == true, "the page was loaded again");
    Ok(())
}

/// The original content of a page in the places of Sandbar's marks.
#[derive(Debug, PartialEq)]
struct Own {
    title: String,
    icons: Value,
    additions: u64,
}

async fn own(page: &Page<'_>) -> Result<Own> {
    let icons = "return [...document.querySelectorAll('link[rel~=icon]')].map((link) => link.getAttribute('href'));";
    Ok(Own { title: page.title().await?, icons: page.run(icons).await?, additions: page.additions().await? })
}

/// A site whose policy allows our icons.
const SITE: &str = "shop.example.net";

/// A page of a site that isn't watched yet, and its original content.
async fn unmarked(browser: &Browser) -> Result<(Page<'_>, Own)> {
    let page = browser.open(&format!("https://{SITE}/orders")).await?;
    let own = own(&page).await?;
    ensure!(own.additions == 0, "{own:?}");
    browser.grant(SITE).await?;
    Ok((page, own))
}

async fn watch_as(browser: &Browser, page: &Page<'_>, environment: Environment) -> Result<()> {
    browser.watch(&site(SITE, Some(environment))).await?;
    let (tone, mark) = if environment == Sandbox { ("sandbox", "SBX · ") } else { ("production", "PROD · ") };
    page.badge_when(tone, |badge| badge.tone == tone).await?;
    eventually(mark, async || page.title().await, |title| title.starts_with(mark)).await?;
    let marked = async || Ok(own(page).await?.icons.to_string());
    eventually("the icon is marked", marked, |icons| icons.contains("data:image/svg+xml")).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_is_watched_no_longer_comes_back_as_its_own() -> Result<()> {
    let browser = Browser::start().await?;
    let (page, before) = unmarked(&browser).await?;
    watch_as(&browser, &page, Sandbox).await?;
    away(&page, async || {
        browser.unwatch(&site(SITE, Some(Sandbox))).await?;
        browser.keeps_scripts_of(&[]).await
    })
    .await?;
    eventually("its own", async || own(&page).await, |now| *now == before).await?;
    ensure!(page.badge().await?.is_none() && page.toolbar().await?.badge.is_empty());
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_lost_its_environment_comes_back_as_its_own() -> Result<()> {
    let browser = Browser::start().await?;
    let (page, before) = unmarked(&browser).await?;
    watch_as(&browser, &page, Production).await?;
    away(&page, async || browser.watch(&site(SITE, None)).await).await?;
    eventually("its own", async || own(&page).await, |now| *now == before).await?;
    ensure!(page.badge().await?.is_none() && page.toolbar().await?.badge.is_empty());
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_with_another_environment_comes_back_with_it() -> Result<()> {
    let browser = Browser::start().await?;
    let (page, before) = unmarked(&browser).await?;
    watch_as(&browser, &page, Sandbox).await?;
    away(&page, async || browser.watch(&site(SITE, Some(Production))).await).await?;
    page.badge_when("production", |badge| badge.tone == "production").await?;
    let title = format!("PROD · {}", before.title);
    eventually(&title, async || page.title().await, |now| *now == title).await?;
    eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == "PRD").await?;
    ensure!(page.additions().await? == 1, "one badge");
    // And its original content comes back, whatever was shown instead.
    away(&page, async || browser.unwatch(&site(SITE, Some(Production))).await).await?;
    eventually("its own", async || own(&page).await, |now| *now == before).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_page_comes_back_with_its_badge_where_it_is_now() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{}/", origin(Sandbox))).await?;
    let first = page.badge_when("open", |badge| badge.fold == "open").await?;
    let corner = page.corner_of(&first).await?;
    away(&page, async || {
        let other = browser.open(&format!("{}/", origin(Sandbox))).await?;
        other.badge_when("a badge", |badge| badge.fold == "open").await?;
        other.press_badge("move").await?;
        let moved = async || {
            let badge = other.badge().await?;
            Ok(match &badge {
                Some(badge) => other.corner_of(badge).await?,
                None => corner.clone(),
            })
        };
        eventually("moved", moved, |now| *now != corner).await?;
        other.press_badge("fold").await?;
        other.badge_when("folded", |badge| badge.fold == "folded").await?;
        other.close().await
    })
    .await?;
    let badge = page.badge_when("folded", |badge| badge.fold == "folded").await?;
    ensure!(page.corner_of(&badge).await? != corner, "{badge:?} in its old corner");
    ensure!(page.additions().await? == 1, "one badge");
    // A title that the user wants unmarked stays unmarked.
    away(&page, async || {
        let mut sandbox = browser.ask_core(&json!("settings")).await?["sandbox"].clone();
        sandbox["title"] = json!(false);
        browser.choose("sandbox", sandbox).await
    })
    .await?;
    eventually("an own title", async || page.title().await, |title| !title.starts_with("SBX")).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_page_comes_back_to_the_session_that_there_is_now() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/extensions/").await?;
    away(&page, async || {
        let other = browser.sign_in(Sandbox, "/extensions/?signout=form").await?;
        other.run("document.querySelector('form[action=\"/account/logout\"]').requestSubmit();").await?;
        other.session_when(Sandbox, "signed out").await?;
        other.close().await
    })
    .await?;
    page.ended("You signed out of Sandbox at ").await?;
    eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == "END").await?;
    // After a new sign-in elsewhere, nothing about the end remains.
    away(&page, async || browser.sign_in(Production, "/extensions/").await?.close().await).await?;
    page.not_ended().await?;
    ensure!(page.card(ENDED).await?.is_none());
    eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == "PRD").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_paused_site_comes_back_without_marks() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{}/", origin(Sandbox))).await?;
    page.badge_when("a badge", |badge| badge.tone == "sandbox").await?;
    let host = origin(Sandbox).trim_start_matches("https://");
    away(&page, async || browser.ask_core(&json!({ "pause": { "host": host, "on": true } })).await.map(drop)).await?;
    eventually("no badge", async || page.badge().await, Option::is_none).await?;
    eventually("an own title", async || page.title().await, |title| !title.starts_with("SBX")).await?;
    browser.end().await
}
