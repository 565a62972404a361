//! Measures from a confirmed sign-out to the last of many tabs of the other environment.

use anyhow::{Context, Result};
use browser_tests::Browser;
use sandbar::catalogue::Environment::{Production, Sandbox};

use crate::report::Row;
use crate::sample::{Sample, short};

const TABS: usize = 100;

/// The page records when its title gets the mark and when an element was added.
const NOTE: &str = "const seen = window.seen = {};
    const title = new MutationObserver(() => document.title.startsWith('ENDED') && (seen.title ??= Date.now()));
    title.observe(document.querySelector('title'), { childList: true, characterData: true, subtree: true });
    const added = new MutationObserver((all) => all.some((one) => one.addedNodes.length) && (seen.card ??= Date.now()));
    added.observe(document.documentElement, { childList: true });";

/// One sign-out with a hundred tabs. Each mark and each card is a measurement.
pub async fn measure() -> Result<Vec<Row>> {
    let browser = Browser::start().await?;
    let mut tabs = Vec::new();
    for _ in 0..TABS {
        tabs.push(match tabs.is_empty() {
            true => browser.sign_in(Production, "/extensions/").await?,
            false => browser.open("https://commercedeveloper.adobe.com/extensions/").await?,
        });
    }
    for tab in &tabs {
        tab.session_when(Production, "signed in").await?;
        tab.run(NOTE).await?;
    }
    let page = browser.sign_in(Sandbox, "/?menu=open").await?;
    page.press_sign_out("a[href='/account/logout']").await?;
    page.warned("Signing out of Sandbox signs you out of Production too").await?;
    page.press_warning("Sign out of both").await?;
    for tab in &tabs {
        tab.ended("You signed out of Sandbox at ").await?;
    }
    let ledger = browser.ledger("0").await?;
    let confirmed = ledger["production"]["belief"]["signed-out"]["at"].as_f64().context("the time of the end")?;
    let (mut titles, mut cards) = (Vec::new(), Vec::new());
    for tab in &tabs {
        let seen = tab.run("return seen;").await?;
        let late = |what: &str| {
            Ok::<_, anyhow::Error>(seen[what].as_f64().with_context(|| format!("{what}: {seen}"))? - confirmed)
        };
        titles.push(late("title")?);
        cards.push(late("card")?);
    }
    browser.end().await?;
    let [titles, cards] = [titles, cards].map(|values| values.into_iter().collect::<Sample>());
    Ok(vec![Row::new(
        format!("confirmed sign-out to the last of {TABS} tabs marked"),
        format!(
            "mark: last after {} ms, median {}; notice: last after {} ms, median {}",
            short(titles.most()),
            short(titles.median()),
            short(cards.most()),
            short(cards.median())
        ),
        "≤ 150 ms",
        titles.most() <= 150.0,
    )])
}
