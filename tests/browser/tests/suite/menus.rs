//! The browser's own keys and menus, with a real keyboard and mouse.
#![allow(clippy::indexing_slicing, reason = "JSON indexed by a name answers null; a wrong index is a failed test")]

use anyhow::Result;
use browser_tests::desktop::key;
use browser_tests::{Browser, Desktop, Engine, Options, Page, Screen, eventually};
use serde_json::{Value, json};

async fn started() -> Result<(Desktop, Browser)> {
    let desktop = Desktop::start(1200, 800).await?;
    let screen = Screen::Display(Some(desktop.display().to_owned()));
    let browser = Browser::start_with(Options { screen, window: (1200, 800), ..Options::default() }).await?;
    Ok((desktop, browser))
}

/// Saves what the popup shows. The popup closes when anything else gets the focus, so an extension
/// page records it in the meantime.
async fn write_down_the_popup(browser: &Browser) -> Result<()> {
    let write = "window.popup = '';
         setInterval(() => {
           const view = browser.extension.getViews().find((view) => view.location.pathname === '/pages/popup.html');
           popup = view?.document.body.innerText || popup;
         }, 20);";
    browser.ask(write).await.map(drop)
}

async fn popup_says(browser: &Browser, wanted: &[&str]) -> Result<()> {
    let text = async || browser.ask("return popup;").await;
    let all = |text: &Value| wanted.iter().all(|wanted| text.as_str().is_some_and(|text| text.contains(wanted)));
    eventually(&format!("the popup says {wanted:?}"), text, all).await.map(drop)
}

/// The point on the page that is clicked.
const PLACE: (u16, u16) = (600, 500);

/// Clicks a page, and waits until it has the focus.
async fn focus(desktop: &Desktop, page: &Page<'_>) -> Result<()> {
    page.show().await?;
    page.run("addEventListener('mouseup', () => (window.clicked = true));").await?;
    desktop.shows(page, PLACE).await?;
    desktop.click(PLACE, 1)?;
    let ready = async || page.run("return [!!window.clicked, document.hasFocus()];").await;
    eventually("the page was clicked and has the focus", ready, |ready| *ready == json!([true, true])).await.map(drop)
}

/// Presses keys and waits until the desktop changes.
async fn press(desktop: &Desktop, keys: &[u32]) -> Result<()> {
    let before = desktop.picture()?;
    desktop.press(keys)?;
    eventually("the desktop follows", async || Ok(desktop.picture()? != before), |changed| *changed).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shortcut_opens_the_same_page_of_the_other_environment() -> Result<()> {
    if Engine::Chromium.alone("takes keys on a desktop without a window manager") {
        return Ok(());
    }
    let (desktop, browser) = started().await?;
    let page = browser.open("https://developer.magento.com/account/profile?tab=2").await?;
    focus(&desktop, &page).await?;
    desktop.press(&[key::ALT, key::SHIFT, key::letter('e')])?;
    let urls = async || browser.ask("return (await browser.tabs.query({})).map((tab) => [tab.url, tab.index]);").await;
    let other = "https://developer-stg.magento.com/account/profile?tab=2";
    let opened = |tabs: &Value| tabs.as_array().is_some_and(|tabs| tabs.iter().any(|tab| tab[0] == other));
    let tabs = eventually("the other page has opened", urls, opened).await?;
    let index = |url: &str| {
        tabs.as_array().into_iter().flatten().find(|tab| tab[0] == url).and_then(|tab| tab[1].as_i64()).unwrap_or(-9)
    };
    assert_eq!(index(other), index("https://developer.magento.com/account/profile?tab=2") + 1);
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shortcut_opens_the_popup() -> Result<()> {
    if Engine::Chromium.alone("takes keys on a desktop without a window manager") {
        return Ok(());
    }
    let (desktop, browser) = started().await?;
    let page = browser.open("https://developer-stg.magento.com/").await?;
    write_down_the_popup(&browser).await?;
    focus(&desktop, &page).await?;
    press(&desktop, &[key::ALT, key::SHIFT, key::letter('s')]).await?;
    popup_says(&browser, &["developer-stg.magento.com", "old address"]).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_selected_text_is_checked_from_the_context_menu() -> Result<()> {
    if Engine::Chromium.alone("takes keys on a desktop without a window manager") {
        return Ok(());
    }
    let (desktop, browser) = started().await?;
    let page = browser.open("https://example.org/").await?;
    write_down_the_popup(&browser).await?;
    page.show().await?;
    page.run(
        "document.body.textContent = 'App Id: AR28PM50XD App Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db';
         document.body.style.fontSize = '40px';
         getSelection().selectAllChildren(document.body);",
    )
    .await?;
    desktop.shows(&page, (300, 170)).await?;
    let before = desktop.picture()?;
    desktop.click((300, 170), 3)?;
    eventually("the menu", async || Ok(desktop.picture()? != before), |changed| *changed).await?;
    // The last entry is the browser's own, for developers. Sandbar's entry is above it.
    press(&desktop, &[key::UP]).await?;
    press(&desktop, &[key::UP]).await?;
    press(&desktop, &[key::ENTER]).await?;
    popup_says(&browser, &["Which environment is this key for?", "…50XD", "…f3db"]).await?;
    browser.end().await
}
