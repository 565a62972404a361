//! `./build.sh pictures store`: takes the pictures for the stores, in a real browser on the demo
//! portals.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base64::Engine as _;
use browser_tests::browser::built_extension;
use browser_tests::panel::POPUP_WIDTH;
use browser_tests::{Browser, Options, Page, Picture, eventually};
use demo_portals::Person;
use sandbar::catalogue::Environment::{Production, Sandbox};
use sandbar::view::badge::icon_file;
use sandbar::view::theme::{Tone, color, ink};
use serde_json::json;

/// The size of a screenshot, in both stores.
const SCREENSHOT: (u32, u32) = (1280, 800);
/// The greatest height at which browsers open a popup, in CSS pixels.
const POPUP_HEIGHT: u32 = 600;
/// The size of the small tile in Chromium's store.
const TILE: (u32, u32) = (440, 280);

const FIELDS: &str = "https://commercedeveloper.adobe.com/signin?as=ada&next=/demo/fields";
const DISAGREEING: &str = "https://commercedeveloper.adobe.com/extensions/?banner=misplaced";
const SIGN_OUT: &str = "a[href='/account/logout']";

#[tokio::main]
async fn main() -> Result<()> {
    let folder = std::env::args().nth(1).map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../store/pictures"));
    std::fs::create_dir_all(&folder).context("making the folder of the pictures")?;
    let browser = Browser::start_with(Options { window: SCREENSHOT, ..Options::default() }).await?;

    let sandbox = browser.sign_in(Sandbox, "/account/apikeys").await?;
    save(&folder, "1-badge", &screenshot(&sandbox).await?)?;

    let keys = browser.portals().api_keys(Sandbox, Person::Ada);
    let learned = async || browser.entries().await;
    eventually("the keys are learned", learned, |entries| entries.len() >= 2 * keys.len()).await?;
    let key = keys.first().context("a key")?;
    let fields = browser.open(FIELDS).await?;
    browser.put_on_clipboard(&format!("App Id: {}\nApp Secret: {}", key.id, key.secret)).await?;
    fields.paste_into("#area").await?;
    fields.warned("This is a Sandbox key").await?;
    save(&folder, "2-warning", &screenshot(&fields).await?)?;
    fields.close().await?;

    let popup = browser.popup_of(&sandbox).await?;
    let panel = pictured(&popup, (POPUP_WIDTH, POPUP_HEIGHT)).await?;
    popup.close().await?;
    save(&folder, "3-popup", &beneath_the_button(&screenshot(&sandbox).await?, &panel))?;

    let production = browser.sign_in(Production, "/extensions/?menu=open").await?;
    eventually("Sandbar would ask about the click", async || production.holds_presses().await, |holds| *holds).await?;
    production.point_at(SIGN_OUT).await?;
    production.press(SIGN_OUT).await?;
    production.warned("Signing out of Production signs you out of Sandbox too").await?;
    save(&folder, "4-sign-out", &screenshot(&production).await?)?;

    let doubtful = browser.open(DISAGREEING).await?;
    doubtful.badge_when("the doubt", |badge| badge.tone == "check").await?;
    save(&folder, "5-check", &screenshot(&doubtful).await?)?;

    let tile = browser.new_tab().await?;
    tile.run(&format!("document.documentElement.innerHTML = {:?};", tile_page()?)).await?;
    let drawn = async || tile.run("return document.images[0]?.complete && document.images[0].naturalWidth;").await;
    eventually("the tile is drawn", drawn, |width| *width == 128).await?;
    save(&folder, "tile", &pictured(&tile, TILE).await?)?;
    browser.end().await
}

async fn screenshot(page: &Page<'_>) -> Result<Picture> {
    pictured(page, SCREENSHOT).await
}

/// A picture of the visible part of a page, in a window of this size.
async fn pictured(page: &Page<'_>, (width, height): (u32, u32)) -> Result<Picture> {
    page.show().await?;
    page.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await?;
    page.resize(width, height, 1.0).await?;
    Picture::from_png(&page.picture().await?)
}

/// A picture of a page with the popup over it, below the toolbar button.
fn beneath_the_button(page: &Picture, panel: &Picture) -> Picture {
    const EDGE: usize = 24;
    let left = page.width().saturating_sub(panel.width() + EDGE);
    let frame = Picture::new(panel.width() + 2, vec![[150, 150, 150]; (panel.width() + 2) * (panel.height() + 2)]);
    page.with(&frame, left.saturating_sub(1), EDGE - 1).with(panel, left, EDGE)
}

fn save(folder: &Path, name: &str, picture: &Picture) -> Result<()> {
    let path = folder.join(format!("{name}.png"));
    std::fs::write(&path, picture.to_png()?).with_context(|| format!("writing {}", path.display()))
}

/// The tile: the icon, the name and the two environments.
fn tile_page() -> Result<String> {
    let icon = built_extension().join(icon_file(Tone::Neutral, 128));
    let icon = std::fs::read(&icon).with_context(|| format!("reading {}", icon.display()))?;
    let icon = base64::engine::general_purpose::STANDARD.encode(icon);
    let label = |tone: Tone, word: &str| {
        format!(
            "<span style='background:{};color:{};padding:6px 14px;border-radius:8px'>{word}</span>",
            color(tone),
            ink(tone)
        )
    };
    Ok(format!(
        "<body style='margin:0;height:280px;display:grid;place-content:center;justify-items:center;gap:16px;\
         background:#f4f1ea;color:#222;font:600 20px sans-serif'>\
         <img alt='' src='data:image/png;base64,{icon}' width='96' height='96'>\
         <div style='font-size:36px'>Sandbar</div><div style='display:flex;gap:12px'>{}{}</div></body>",
        label(Tone::Production, "Production"),
        label(Tone::Sandbox, "Sandbox"),
    ))
}
