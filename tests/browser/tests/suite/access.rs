//! Access to the portals is the person's to give: withheld, granted and
//! withdrawn while pages are open.

use anyhow::{Result, ensure};
use browser_tests::{Browser, Engine, Page, eventually};

const PRODUCTION: &str = "https://commercedeveloper.adobe.com";
const SANDBOX: &str = "https://developer-stg.magento.com";

/// Nothing of Sandbar is in the page, and its toolbar button says why.
async fn left_alone(page: &Page<'_>, title: &str) -> Result<()> {
    let toolbar = eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == "!").await?;
    ensure!(toolbar.title.contains("away from the portals"), "{toolbar:?}");
    eventually("nothing is drawn", async || page.additions().await, |count| *count == 0).await?;
    eventually("the page's own title", async || page.title().await, |shown| shown == title).await.map(drop)
}

async fn marked(page: &Page<'_>, badge: &str) -> Result<()> {
    page.badge_when("the badge", |_| true).await?;
    eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == badge).await?;
    eventually("the title", async || page.title().await, |title| title.starts_with(badge)).await.map(drop)
}

/// The title of a page as the portal wrote it.
async fn own_title(page: &Page<'_>, badge: &str) -> Result<String> {
    Ok(page.title().await?.replace(&format!("{badge} · "), ""))
}

#[tokio::test(flavor = "multi_thread")]
async fn withheld_from_the_start_and_granted_by_a_click() -> Result<()> {
    let browser = Browser::start().await?;
    browser.allow_access(false).await?;
    let page = browser.open(&format!("{SANDBOX}/")).await?;
    let title = page.title().await?;
    ensure!(!title.starts_with("SBX"), "{title}");
    left_alone(&page, &title).await?;
    let popup = browser.popup_of(&page).await?;
    popup.says("#access", "keeps Sandbar away from the portals").await?;
    match Engine::chosen() {
        Engine::Firefox => popup.press("#access button").await?,
        // Chromium asks in a window of its own, which no page's tools reach.
        Engine::Chromium => browser.allow_access(true).await?,
    }
    // The page that was open all the time, without loading it again.
    marked(&page, "SBX").await?;
    if Engine::chosen() == Engine::Firefox {
        eventually("nothing is missing", async || popup.text_of("#access").await, String::is_empty).await?;
    }
    marked(&browser.open(&format!("{PRODUCTION}/")).await?, "PROD").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawn_while_portal_pages_are_open_and_granted_again() -> Result<()> {
    let browser = Browser::start().await?;
    let production = browser.open(&format!("{PRODUCTION}/")).await?;
    let sandbox = browser.open(&format!("{SANDBOX}/extensions/")).await?;
    let pages = [(&production, "PROD"), (&sandbox, "SBX")];
    for (page, badge) in pages {
        marked(page, badge).await?;
    }
    for dead in [false, true] {
        let titles = [own_title(&production, "PROD").await?, own_title(&sandbox, "SBX").await?];
        if dead {
            browser.kill_worker().await?;
        }
        browser.allow_access(false).await?;
        for ((page, _), title) in pages.iter().zip(&titles) {
            left_alone(page, title).await?;
        }
        if dead {
            browser.kill_worker().await?;
        }
        browser.allow_access(true).await?;
        for (page, badge) in pages {
            marked(page, badge).await?;
        }
    }
    // What they show later is still right.
    sandbox.press_badge("fold").await?;
    sandbox.badge_when("folded", |badge| badge.fold == "folded").await?;
    browser.end().await
}
