//! The browser's own window: its toolbar, and its extensions page.
#![allow(clippy::indexing_slicing, reason = "JSON indexed by a name answers null; a wrong index is a failed test")]

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use browser_tests::browser::built_extension;
use browser_tests::{Browser, Desktop, Engine, Options, Page, Picture, Screen, copy_folder, eventually, picture};
use sandbar::view::theme::{Tone, color};
use serde_json::Value;

const WINDOW: (u32, u32) = (1200, 800);

async fn desktop() -> Result<Desktop> {
    Desktop::start(WINDOW.0, WINDOW.1).await
}

fn on(desktop: &Desktop) -> Options {
    let screen = Screen::Display(Some(desktop.display().to_owned()));
    Options { screen, window: WINDOW, ..Options::default() }
}

/// The toolbar row with the address and the extensions' buttons, without the tabs above it, whose
/// icons have the environment's color too.
async fn toolbar(desktop: &Desktop, page: &Page<'_>) -> Result<Picture> {
    page.show().await?;
    let page_top = page.run("return outerHeight - innerHeight;").await?.as_u64().context("a height")?;
    let page_top = usize::try_from(page_top)?;
    Ok(desktop.picture()?.rows(page_top.saturating_sub(42), page_top))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_toolbar_button_has_the_color_of_the_environment() -> Result<()> {
    let desktop = desktop().await?;
    let browser = Browser::start_with(on(&desktop)).await?;
    for (url, tone) in [
        ("https://commercedeveloper.adobe.com/", Tone::Production),
        ("https://commercedeveloper-sandbox.adobe.com/", Tone::Sandbox),
        ("https://example.org/", Tone::Neutral),
        ("https://developer.magento.com/", Tone::Production),
        ("https://developer-stg.magento.com/", Tone::Sandbox),
        ("https://commercedeveloper.adobe.com/?banner=misplaced", Tone::Check),
    ] {
        let page = browser.open(url).await?;
        let look = async || {
            let row = toolbar(&desktop, &page).await?;
            Tone::ALL.iter().map(|&tone| Ok((tone, row.count(picture::color(color(tone))?, 8)))).collect::<Result<_>>()
        };
        let only = |counts: &Vec<(Tone, usize)>| {
            counts.iter().all(|&(seen, count)| if seen == tone { count > 40 } else { count < 10 })
        };
        eventually(&format!("{url}: {tone:?} and no other"), look, only).await?;
        page.close().await?;
    }
    browser.end().await
}

/// Opens the extensions page and reloads the extension there, because errors of an extension from
/// the command line are collected only after that.
async fn page_of_extensions(browser: &Browser) -> Result<Page<'_>> {
    let page = browser.open("chrome://extensions/").await?;
    let id = browser.id()?;
    page.run(&format!(
        "chrome.developerPrivate.updateExtensionConfiguration({{ extensionId: '{id}', errorCollection: true }});"
    ))
    .await?;
    browser.reload_extension().await?;
    Ok(page)
}

/// What the extensions page shows about ours: its name, and all warnings and errors.
async fn listed(page: &Page<'_>, id: &str) -> Result<Value> {
    let script = format!(
        "const list = document.querySelector('extensions-manager')?.shadowRoot?.querySelector('extensions-item-list');
         const item = list?.shadowRoot?.getElementById('{id}');
         if (!item?.shadowRoot) return null;
         const shown = (selector) => [...item.shadowRoot.querySelectorAll(selector)]
           .filter((part) => part.checkVisibility() && part.getBoundingClientRect().height > 0)
           .map((part) => part.textContent.trim());
         return {{
           name: item.shadowRoot.getElementById('name').textContent.trim(),
           collecting: item.data.errorCollection.isActive,
           warnings: [...shown('#warnings .description, #warnings .cr-secondary-text, #warnings'), ...(item.data.installWarnings ?? [])],
           errors: [...shown('#errors-button'), ...[...item.data.manifestErrors, ...item.data.runtimeErrors].map((error) => `${{error.source}}: ${{error.message}}`)],
         }};"
    );
    page.run(&script).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_extensions_page_shows_no_warning_and_no_error() -> Result<()> {
    if Engine::Chromium.alone("has this page of extensions") {
        return Ok(());
    }
    let desktop = desktop().await?;
    let browser = Browser::start_with(on(&desktop)).await?;
    let page = page_of_extensions(&browser).await?;
    // Every part has run once: the worker, and the content scripts of both environments.
    for host in ["commercedeveloper.adobe.com", "developer-stg.magento.com"] {
        browser.open(&format!("https://{host}/")).await?.badge_when("the badge", |_| true).await?;
        browser.kill_worker().await?;
        browser.open(&format!("https://{host}/?banner=missing")).await?.badge_when("the badge", |_| true).await?;
    }
    let id = browser.id()?;
    page.reload().await?;
    let seen = eventually("it is listed", async || listed(&page, &id).await, |seen| !seen.is_null()).await?;
    if let Some(folder) = std::env::var_os("SANDBAR_PICTURES") {
        page.show().await?;
        fs::write(Path::new(&folder).join("extensions-page.png"), desktop.picture()?.to_png()?)?;
    }
    ensure!(seen["name"] == "Sandbar" && seen["collecting"] == true, "{seen}");
    ensure!(seen["warnings"] == Value::Array(Vec::new()), "{seen}");
    ensure!(seen["errors"] == Value::Array(Vec::new()), "{seen}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_or_an_error_on_the_extensions_page_would_be_seen() -> Result<()> {
    if Engine::Chromium.alone("has this page of extensions") {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    copy_folder(&built_extension(), folder.path())?;
    let manifest = folder.path().join("manifest.json");
    let mut flawed: Value = serde_json::from_slice(&fs::read(&manifest)?)?;
    flawed["permissions"].as_array_mut().context("permissions")?.push("no-such-permission".into());
    fs::write(&manifest, flawed.to_string())?;
    let script = folder.path().join("background.js");
    fs::write(&script, fs::read_to_string(&script)? + "\nconsole.error('flawed on purpose');\n")?;

    let desktop = desktop().await?;
    let options = Options { extension: Some(folder.path().to_owned()), ..on(&desktop) };
    let browser = Browser::start_with(options).await?;
    let page = page_of_extensions(&browser).await?;
    let id = browser.id()?;
    page.reload().await?;
    // The button that leads to the errors, the unknown permission, and the console message.
    let told = |seen: &Value| seen["errors"].as_array().is_some_and(|list| list.len() >= 3);
    eventually("a warning and an error", async || listed(&page, &id).await, told).await?;
    browser.end().await
}
