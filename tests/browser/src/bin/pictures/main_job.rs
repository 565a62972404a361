//! Creates the animated picture of the main job, and the icon next to the README's heading.

use std::path::Path;

use anyhow::{Context, Result};
use browser_tests::browser::built_extension;
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::watched::site;
use browser_tests::{Browser, Page, Picture, eventually};
use demo_portals::Person;
use demo_portals::sites::CI;
use sandbar::catalogue::Environment::Sandbox;
use sandbar::view::badge::icon_file;
use sandbar::view::theme::Tone;
use serde_json::json;

/// The sizes of the window and of the caption below it, in CSS pixels.
const WIDTH: u32 = 800;
const HEIGHT: u32 = 440;
const CAPTION: u32 = 48;

/// How long each frame is shown, in milliseconds.
const SHOWN: u16 = 2400;

/// A field in the CI server's form with a label that says Production.
const FIELD: &str = "#by-wrapping-label textarea";

/// Copies a key in Sandbox, pastes it into a CI secret for Production, and removes it.
pub async fn take(folder: &Path) -> Result<()> {
    let icon = folder.join("icon.png");
    std::fs::copy(built_extension().join(icon_file(Tone::Neutral, 128)), icon).context("copying the icon")?;

    let browser = Browser::start().await?;
    browser.grant(CI).await?;
    browser.watch(&site(CI, None)).await?;
    let secret = browser.portals().api_keys(Sandbox, Person::Ada).into_iter().next().context("a key")?.secret;
    let caption = browser.new_tab().await?;
    let mut frames = Vec::new();

    let keys = browser.sign_in(Sandbox, "/account/apikeys").await?;
    eventually("the keys are learned", async || browser.entries().await, |entries| entries.len() >= 4).await?;
    in_sight(&keys, "main table").await?;
    frames.push(frame(&keys, &caption, "1 · Copy a key in Sandbox").await?);

    let form = browser.open(&format!("https://{CI}/fleet/shop/secrets/each")).await?;
    in_sight(&form, FIELD).await?;
    frames.push(frame(&form, &caption, "2 · Open a CI secret for Production").await?);

    browser.paste_text(&form, FIELD, &secret).await?;
    form.warned(SANDBOX_KEY).await?;
    frames.push(frame(&form, &caption, "3 · Paste it: Sandbar warns next to the field").await?);

    form.press_warning("Remove it").await?;
    form.warning_gone().await?;
    eventually("the key is removed", async || form.value(FIELD).await, String::is_empty).await?;
    frames.push(frame(&form, &caption, "4 · Removed with one click").await?);

    let path = folder.join("main-job.png");
    std::fs::write(&path, Picture::animated(&frames, SHOWN)?).context("writing the animation")?;
    browser.end().await
}

/// Scrolls to an element, with space above it for its heading and below it for a warning.
async fn in_sight(page: &Page<'_>, selector: &str) -> Result<()> {
    page.resize(WIDTH, HEIGHT, 1.0).await?;
    page.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await?;
    let scroll = format!("document.querySelector({selector:?}).scrollIntoView(); scrollBy(0, -130);");
    page.run(&scroll).await.map(drop)
}

/// The visible part of a page, above a line of text.
async fn frame(page: &Page<'_>, caption: &Page<'_>, text: &str) -> Result<Picture> {
    caption.show().await?;
    caption.resize(WIDTH, CAPTION, 1.0).await?;
    let style = "margin:0;height:48px;display:grid;place-content:center;background:#1d1f27;color:#fff;\
                 font:600 17px system-ui,sans-serif";
    let page_of_text = format!("<body style='{style}'>{text}</body>");
    caption.run(&format!("document.documentElement.innerHTML = {page_of_text:?};")).await?;
    let line = Picture::from_png(&caption.picture().await?)?;
    page.show().await?;
    page.resize(WIDTH, HEIGHT, 1.0).await?;
    Ok(Picture::from_png(&page.picture().await?)?.above(&line))
}
