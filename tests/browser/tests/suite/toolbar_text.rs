//! The texts on the toolbar icon must be complete, and must differ from each other.
#![allow(clippy::indexing_slicing, reason = "JSON indexed by a name answers null; a wrong index is a failed test")]

use anyhow::{Context, Result, ensure};
use browser_tests::picture::{self, Color};
use browser_tests::{Browser, Desktop, Engine, Options, Page, Picture, Screen, eventually};
use sandbar::catalogue::Environment::Sandbox;
use sandbar::catalogue::vendor::EnvironmentNames;
use sandbar::catalogue::{Environment, vendors};
use sandbar::view::theme::{CHECK_MARK, ENDED_MARK, NO_ACCESS_TEXT, Tone, UNSURE_MARK, color, toolbar_text};
use serde_json::json;

const WINDOW: (u32, u32) = (1200, 800);

/// Every possible text of the button.
fn all_texts() -> Vec<&'static str> {
    let vendors = vendors::ALL.iter().chain(vendors::OFFERED);
    let names = vendors.map(|vendor| vendor.names()).chain([EnvironmentNames::COMMON]);
    let marks = names.flat_map(|names| Environment::ALL.map(|environment| names.mark(environment)));
    let mut texts: Vec<&str> = marks.chain([CHECK_MARK, ENDED_MARK, UNSURE_MARK]).map(toolbar_text).collect();
    texts.push(NO_ACCESS_TEXT);
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// Simulates the toolbar in a page, with the same font and size, because a test can't set every
/// text there. Chromium's limit is in `icon_with_badge_image_source.cc`: 23 pixels, in the system's
/// bold font at 9 pixels.
#[tokio::test(flavor = "multi_thread")]
async fn every_text_is_within_what_a_toolbar_shows() -> Result<()> {
    if Engine::Chromium.alone("gives a text so much room") {
        return Ok(());
    }
    let browser = Browser::start().await?;
    let page = browser.open("https://example.org/").await?;
    let texts = all_texts();
    ensure!(texts.contains(&"PRD") && texts.contains(&"SBX") && texts.len() > 7, "{texts:?}");
    // Draws the text on a larger canvas, and counts the columns of pixels with ink.
    let measure = "const canvas = document.createElement('canvas');
         [canvas.width, canvas.height] = [80, 24];
         const context = canvas.getContext('2d');
         context.font = 'bold 9px system-ui';
         return TEXTS.map((text) => {
           context.clearRect(0, 0, 80, 24);
           context.fillText(text, 20, 16);
           const { data } = context.getImageData(0, 0, 80, 24);
           const inked = [...Array(80).keys()].filter((x) =>
             [...Array(24).keys()].some((y) => data[(y * 80 + x) * 4 + 3] > 40));
           return [context.measureText(text).width, inked.at(-1) - inked[0] + 1];
         });";
    let measured = page.run(&measure.replace("TEXTS", &json!(texts).to_string())).await?;
    for (text, widths) in texts.iter().zip(measured.as_array().context("widths")?) {
        let [advance, ink] = [&widths[0], &widths[1]].map(|width| width.as_f64().unwrap_or(f64::MAX));
        ensure!(advance <= 23.0 && ink <= 23.0, "{text} is {advance} wide, its ink {ink}");
    }
    browser.end().await
}

/// The button's text on the desktop: the picture of the area below its icon, and its ink pixels.
#[derive(Debug)]
struct Drawn {
    width: usize,
    ink: Vec<bool>,
}

/// The pixels with this color, as (column, row).
fn places(picture: &Picture, color: Color) -> Vec<(usize, usize)> {
    let all = (0..picture.height()).flat_map(|y| (0..picture.width()).map(move |x| (x, y)));
    let alike = |&(x, y): &(usize, usize)| {
        picture.at(x, y).is_some_and(|pixel| pixel.iter().zip(color).all(|(a, b)| a.abs_diff(b) <= 8))
    };
    all.filter(alike).collect()
}

impl Drawn {
    /// Examines the row of buttons. `None` while the color isn't there.
    fn see(row: &Picture, behind: Color) -> Option<Self> {
        let colored = places(row, behind);
        let bottom = colored.iter().map(|&(_, y)| y).max()?;
        // The text's background extends six pixels below the icon, which has the same color.
        let below = colored.iter().filter(|&&(_, y)| y + 5 >= bottom).map(|&(x, _)| x);
        let (left, right) = (below.clone().min()?, below.max()?);
        // Without the rounded corners.
        let rows = bottom.checked_sub(10)?..=bottom.checked_sub(3)?;
        let is_ink = |(x, y)| {
            let pixel = row.at(x, y)?;
            Some(pixel.iter().zip(behind).any(|(a, b)| a.abs_diff(b) > 48))
        };
        let ink = rows.flat_map(|y| (left..=right).map(move |x| (x, y))).filter_map(is_ink).collect();
        Some(Self { width: right - left + 1, ink })
    }

    /// Whether ink fills all columns in which Chromium draws a text: all except two on the left,
    /// and two or three on the right. Text that is cut off does, because it is centered. Text that
    /// fits has space next to its first or last letter.
    fn is_cut(&self) -> bool {
        let inked = self.inked();
        let (first, last) = (inked.first().copied().unwrap_or(0), inked.last().copied().unwrap_or(0));
        first < 3 && last + 4 >= self.width
    }

    /// The columns with ink.
    fn inked(&self) -> Vec<usize> {
        let has_ink = |&x: &usize| self.ink.iter().skip(x).step_by(self.width).any(|&ink| ink);
        (0..self.width).filter(has_ink).collect()
    }
}

async fn look(desktop: &Desktop, page: &Page<'_>, text: &str, tone: Tone) -> Result<Drawn> {
    eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == text).await?;
    page.show().await?;
    let page_top = page.run("return outerHeight - innerHeight;").await?.as_u64().context("a height")?;
    let page_top = usize::try_from(page_top)?;
    let behind = picture::color(color(tone))?;
    let see = async || Ok(Drawn::see(&desktop.picture()?.rows(page_top.saturating_sub(42), page_top), behind));
    // The icon alone is 16 pixels wide.
    let has_text = |drawn: &Drawn| drawn.width > 20 && drawn.inked().len() > 8;
    let is_drawn = |drawn: &Option<Drawn>| drawn.as_ref().is_some_and(has_text);
    eventually(text, see, is_drawn).await?.context("a button")
}

/// Tests the browser's own toolbar, at one device pixel per CSS pixel.
#[tokio::test(flavor = "multi_thread")]
async fn the_real_toolbar_shows_whole_texts_that_differ() -> Result<()> {
    if Engine::Chromium.alone("has the text below the icon, where it can be told from it") {
        return Ok(());
    }
    let desktop = Desktop::start(WINDOW.0, WINDOW.1).await?;
    let screen = Screen::Display(Some(desktop.display().to_owned()));
    let browser = Browser::start_with(Options { screen, window: WINDOW, ..Options::default() }).await?;
    let production = browser.open("https://commercedeveloper.adobe.com/").await?;
    let sandbox = browser.sign_in(Sandbox, "/extensions/").await?;
    let mut seen = vec![
        ("PRD", look(&desktop, &production, "PRD", Tone::Production).await?),
        ("SBX", look(&desktop, &sandbox, "SBX", Tone::Sandbox).await?),
    ];
    let other = browser.sign_in(Sandbox, "/extensions/?signout=form").await?;
    other.run("document.querySelector('form[action=\"/account/logout\"]').requestSubmit();").await?;
    seen.push(("END", look(&desktop, &sandbox, "END", Tone::Check).await?));
    for (text, drawn) in &seen {
        ensure!(!drawn.is_cut(), "{text}: {:?} of {}", drawn.inked(), drawn.width);
    }
    // A text that doesn't fit would be detected.
    let mark = format!("await browser.action.setBadgeText({{ tabId: {}, text: 'PROD' }});", production.tab_id()?);
    browser.ask(&mark).await?;
    let is_cut = async || Ok(look(&desktop, &production, "PROD", Tone::Production).await?.is_cut());
    eventually("PROD is cut", is_cut, |cut| *cut).await?;
    for (index, (text, drawn)) in seen.iter().enumerate() {
        for (other, with) in seen.iter().skip(index + 1) {
            let different = drawn.ink.iter().zip(&with.ink).filter(|(a, b)| a != b).count();
            ensure!(drawn.width != with.width || different >= 12, "{text} and {other} differ by {different} pixels");
        }
    }
    browser.end().await
}
