//! How the badge looks, and that everyone can use it.
#![allow(clippy::indexing_slicing, reason = "JSON indexed by a name answers null; a wrong index is a failed test")]

use anyhow::{Context, Result, ensure};
use browser_tests::{Browser, Page, Picture, eventually, picture};
use sandbar::view::theme::{Tone, color};
use serde_json::json;

/// One page per look, on which the badge must be visible.
const LOOKS: [(&str, &str); 3] = [
    ("https://commercedeveloper.adobe.com/", "production"),
    ("https://commercedeveloper-sandbox.adobe.com/", "sandbox"),
    ("https://commercedeveloper.adobe.com/?banner=misplaced", "check"),
];

async fn opened<'b>(browser: &'b Browser, url: &str, tone: &str) -> Result<Page<'b>> {
    let page = browser.open(url).await?;
    page.badge_when(tone, |badge| badge.tone == tone).await?;
    Ok(page)
}

async fn rect(page: &Page<'_>) -> Result<[f64; 4]> {
    // A badge that is redrawn in the meantime has another node.
    Ok(page.badge_when("the badge", |_| true).await?.rect)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_badge_stays_inside_a_narrow_window_and_at_twice_the_size() -> Result<()> {
    let browser = Browser::start().await?;
    for (url, tone) in LOOKS {
        let page = opened(&browser, url, tone).await?;
        // A narrow window with a scroll bar; 1200 × 800 at 200 %; 1280 × 1024 at 400 %.
        for (width, height, scale) in [(360, 400, 1.0), (600, 400, 2.0), (320, 256, 4.0)] {
            page.resize(width, height, scale).await?;
            let room = page.run("return document.documentElement.clientWidth;").await?.as_f64().context("a width")?;
            let inside = |[left, top, right, bottom]: [f64; 4]| {
                left >= 11.5 && right <= room - 11.5 && top >= 0.0 && bottom <= f64::from(height) - 11.5
            };
            let fits = eventually("the badge is inside", async || rect(&page).await, |rect| inside(*rect)).await;
            fits.with_context(|| format!("{tone}, {width} × {height}, {room} without the scroll bar"))?;
        }
        page.close().await?;
    }
    browser.end().await
}

/// Ways for a page to cover or change everything that it shows, or what is in its root.
const COVERS: [(&str, &str); 6] = [
    ("an element with the highest z-index", "cover('div').style.zIndex = 2147483647;"),
    ("a modal dialog", "cover('dialog').showModal();"),
    ("a popover", "const made = cover('div'); made.popover = 'manual'; made.showPopover();"),
    ("a filter", "document.documentElement.style.filter = 'grayscale(1)';"),
    ("an opacity", "document.documentElement.style.opacity = 0.05;"),
    ("a transform", "document.documentElement.style.transform = 'translateX(-3000px)';"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_badge_is_in_front_of_whatever_the_page_puts_there() -> Result<()> {
    let browser = Browser::start().await?;
    let violet = picture::color(color(Tone::Production))?;
    for (name, script) in COVERS {
        let page = opened(&browser, LOOKS[0].0, LOOKS[0].1).await?;
        page.run(&format!(
            "const cover = (name) => {{
               const made = document.createElement(name);
               made.style.cssText = 'position: fixed; inset: 0; width: 100vw; height: 100vh; max-width: none; ' +
                 'max-height: none; margin: 0; border: 0; background: white;';
               document.body.append(made);
               return made;
             }};
             {script}"
        ))
        .await?;
        let seen = async || Ok(Picture::from_png(&page.picture().await?)?.count(violet, 2));
        eventually(name, seen, |pixels| *pixels > 1000).await?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_controls_have_names_and_work_by_keyboard() -> Result<()> {
    let browser = Browser::start().await?;
    let page = opened(&browser, "https://commercedeveloper.adobe.com/", "production").await?;
    tab_to(&page, "Move to the next corner, or drag").await?;
    page.key("Enter", 0).await?;
    page.badge_when("moved", |badge| badge.rect[0] < 20.0).await?;
    ensure!(page.focused().await? == "Move to the next corner, or drag", "the keyboard stays where it was");
    tab_to(&page, "Collapse").await?;
    page.key("Enter", 0).await?;
    page.badge_when("folded", |badge| badge.fold == "folded").await?;
    eventually("the keyboard is on what unfolds", async || page.focused().await, |name| name == "Expand").await?;
    page.key("Enter", 0).await?;
    page.badge_when("unfolded", |badge| badge.fold == "open").await?;
    browser.end().await
}

/// Presses Tab until the element with this name has the focus. The page's own links come first.
async fn tab_to(page: &Page<'_>, name: &str) -> Result<()> {
    let mut passed = Vec::new();
    while passed.len() < 30 {
        page.key("Tab", 0).await?;
        passed.push(page.focused().await?);
        if passed.last().is_some_and(|focused| focused == name) {
            return Ok(());
        }
    }
    anyhow::bail!("no way to {name}: {passed:?}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_on_the_badge_reaches_the_page_below_but_not_on_its_controls() -> Result<()> {
    let browser = Browser::start().await?;
    let page = opened(&browser, "https://commercedeveloper.adobe.com/", "production").await?;
    page.run("window.clicked = []; addEventListener('click', (event) => clicked.push(event.target.localName), true);")
        .await?;
    let [left, top, _, bottom] = rect(&page).await?;
    page.click(left + 20.0, (top + bottom) / 2.0).await?;
    eventually("the page is clicked", async || page.run("return clicked.length;").await, |count| *count == 1).await?;
    ensure!(page.run("return clicked[0] !== 'div';").await? == true, "the click met the badge");
    ensure!(rect(&page).await?[0] > 100.0, "the badge has moved");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_is_large_enough_to_hit() -> Result<()> {
    let browser = Browser::start().await?;
    for (url, tone) in LOOKS {
        let page = opened(&browser, url, tone).await?;
        for control in ["move", "fold"] {
            let [left, top, right, bottom] = page.control(control).await?;
            ensure!(right - left >= 24.0 && bottom - top >= 24.0, "{tone}: {control} is too small (WCAG 2.5.8)");
        }
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_badge_has_its_colors_on_light_and_dark_pages() -> Result<()> {
    let browser = Browser::start().await?;
    for (url, tone) in LOOKS {
        let page = opened(&browser, url, tone).await?;
        let wanted = color(Tone::ALL.into_iter().find(|known| known.name() == tone).context("a tone")?);
        for scheme in ["light", "dark"] {
            page.run(&format!("document.documentElement.style.colorScheme = '{scheme}';")).await?;
            let look = async || Ok(Picture::from_png(&page.picture().await?)?.count(picture::color(wanted)?, 2));
            eventually(&format!("{tone} on {scheme}"), look, |count| *count > 500).await?;
        }
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_forced_colors_word_shape_and_border_remain() -> Result<()> {
    let browser = Browser::start().await?;
    for (url, tone) in LOOKS {
        let page = opened(&browser, url, tone).await?;
        page.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{ "name": "forced-colors", "value": "active" }] }),
        )
        .await?;
        // Only the badge, on an empty page.
        page.run("document.body.replaceChildren();").await?;
        page.resize(360, 200, 1.0).await?;
        let [left, top, right, bottom] = rect(&page).await?;
        let ring = 2.0 * ((right - left) + (bottom - top));
        let look = async || {
            let picture = Picture::from_png(&page.picture().await?)?;
            let white = picture.count([255; 3], 60);
            let black = picture.count([0; 3], 60);
            Ok((white.min(black), picture.count(picture::color(color(Tone::Production))?, 2)))
        };
        // Two system colors, one of them in a border around the badge and in its text.
        #[allow(clippy::cast_precision_loss, reason = "pixels of a small picture")]
        let drawn = |(drawn, own): &(usize, usize)| *drawn as f64 > ring && *own == 0;
        eventually(&format!("{tone} in system colors"), look, drawn).await?;
        page.close().await?;
    }
    browser.end().await
}
