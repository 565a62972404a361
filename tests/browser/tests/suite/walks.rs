//! Ordinary walks through a portal while signed in: there is no notice, whatever the pages look
//! like.

use anyhow::{Context as _, Result, ensure};
use browser_tests::session::{origin, word};
use browser_tests::{Browser, Engine, Page, eventually};
use sandbar::catalogue::Environment::{self, Production, Sandbox};

/// A step of a walk.
#[derive(Clone, Copy)]
enum Step {
    /// Goes to this path.
    Go(&'static str),
    /// Runs this script in the page.
    Run(&'static str),
    Back,
    Reload,
}
use Step::{Back, Go, Reload, Run};

/// The walks, each in a separate tab. All of them stay signed in.
const WALKS: [&[Step]; 20] = [
    &[Go("/"), Go("/extensions/"), Go("/reports/sales"), Back, Back],
    &[Go("/account/profile"), Reload, Go("/support/"), Back],
    &[Go("/nowhere"), Go("/demo/walk/server-error"), Go("/extensions/")],
    &[Go("/demo/walk/maintenance"), Reload, Back],
    &[Go("/demo/walk/late-name"), Go("/extensions/"), Back],
    &[Go("/demo/walk/sign-in-elsewhere"), Reload, Go("/demo/walk/closed-menu"), Go("/demo/walk/login-tabs"), Back],
    &[Go("/demo/walk/ticket"), Go("/demo/walk/help"), Back],
    &[Go("/demo/walk/modal"), Run("document.querySelector('dialog')?.close();"), Reload],
    &[Go("/demo/walk/dismissed"), Reload],
    &[Go("/demo/walk/framed"), Go("/")],
    &[Go("/demo/walk/status.json"), Go("/extensions/"), Back],
    &[Go("/demo/walk/notes.txt"), Go("/demo/walk/feed.xml"), Back],
    &[Go("/demo/walk/drawing.svg"), Back],
    &[Go("/?spa=1"), Run("document.querySelector('a[href=\"/extensions/\"]').click();"), Back],
    &[Go("/extensions/?spa=1"), Run("document.querySelector('a[href=\"/support/\"]').click();"), Reload],
    &[Go("/?rebuild=1"), Run("document.getElementById('rebuild').click();"), Reload],
    &[Go("/?banner=late"), Back, Go("/?banner=split")],
    &[Go("/?banner=quoted"), Reload],
    &[Go("/account/apikeys"), Go("/account/keys"), Back],
    &[Go("/extensions/?menu=open"), Run("document.querySelector('details').open = false;"), Back],
];

/// Checks that there is no notice in the title, the page or the toolbar.
async fn nothing_raised(page: &Page<'_>, environment: Environment) -> Result<()> {
    let title = page.title().await?;
    ensure!(!title.contains("ENDED") && !title.contains("CHECK"), "the title says {title}");
    page.not_ended().await?;
    ensure!(page.warning().await?.is_none(), "a warning");
    // Notes appear only on the pages that they are about.
    if page.card("About this page").await?.is_some() {
        let path = page.run("return location.pathname;").await?;
        let is_about = |topic: &str| path.as_str().is_some_and(|path| path.starts_with(topic));
        ensure!(
            ["/extensions", "/reports", "/account/profile"].iter().any(|topic| is_about(topic)),
            "a note on {path}"
        );
    }
    // The browser resets the previous page's button.
    let own = if environment == Production { "PRD" } else { "SBX" };
    eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == own).await?;
    if let Some(badge) = page.badge().await? {
        ensure!(badge.name.starts_with(word(environment)), "the badge says {}", badge.name);
    }
    Ok(())
}

async fn walk(environment: Environment) -> Result<()> {
    let browser = Browser::start().await?;
    let mut tabs = Vec::new();
    for _ in WALKS {
        tabs.push(browser.sign_in(environment, "/extensions/").await?);
    }
    let longest = WALKS.iter().map(|walk| walk.len()).max().unwrap_or_default();
    for index in 0..longest {
        let steps = || {
            WALKS.iter().enumerate().zip(&tabs).filter_map(|((walk, steps), tab)| Some((walk, steps.get(index)?, tab)))
        };
        for (walk, step, tab) in steps() {
            let gone = match *step {
                Go(path) => tab.go(&format!("{}{path}", origin(environment))).await,
                Run(script) => tab.run(script).await.map(drop),
                Back => tab.back().await,
                Reload => tab.reload().await,
            };
            gone.with_context(|| format!("walk {walk}, step {index}"))?;
        }
        for (walk, _, tab) in steps() {
            let checked = async {
                tab.settled().await?;
                nothing_raised(tab, environment).await
            };
            checked.await.with_context(|| format!("walk {walk}, step {index} in {environment:?}"))?;
        }
    }
    // Nothing happened in between either: the ledger contains only that a user signed in.
    let ledger = browser.ledger(Engine::chosen().store()).await?;
    let raised = ["ended", "found-signed-out", "lowered", "contradicted"];
    let history = ledger["history"].to_string();
    ensure!(history.contains("signed-in"), "{history}");
    ensure!(!raised.iter().any(|what| history.contains(what)), "{history}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_ordinary_walks_in_production_raise_nothing() -> Result<()> {
    walk(Production).await
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_ordinary_walks_in_sandbox_raise_nothing() -> Result<()> {
    walk(Sandbox).await
}
