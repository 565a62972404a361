//! The layout of the options page: its contents, the menus of its rows, the heights, and its
//! footer.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "JSON indexed by a name answers null")]

use anyhow::{Context as _, Result, ensure};
use browser_tests::watched::site;
use browser_tests::{Browser, Page, eventually};
use sandbar::catalogue::Environment::{Production, Sandbox};
use serde_json::{Value, json};

use crate::options::{Hand, expand, knowing, tab_to};

const CI: &str = "ci.harbour.example";

/// The options page with keys and sites, at this width.
async fn full<'b>(browser: &'b Browser, width: u32) -> Result<Page<'b>> {
    browser.grant(CI).await?;
    browser.watch(&site(CI, Some(Production))).await?;
    browser.watch(&site("wiki.harbour.example/a-rather-long-path/for-the-team", None)).await?;
    let page = knowing(browser).await?;
    page.says("#watched", "No access").await?;
    page.resize(width, 800, 1.0).await?;
    Ok(page)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contents_lead_to_every_part_and_stay_in_view_where_there_is_room() -> Result<()> {
    let browser = Browser::start().await?;
    let page = full(&browser, 1200).await?;
    let links = "return [...document.querySelectorAll('#contents a')].filter((link) => link.checkVisibility())
         .map((link) => link.getAttribute('href'));";
    let links: Vec<String> = serde_json::from_value(page.run(links).await?)?;
    let headings = "return [...document.querySelectorAll('main h2')].filter((one) => one.checkVisibility())
         .map((one) => `#${one.id}`);";
    ensure!(page.run(headings).await? == json!(links), "{links:?}");
    for link in &links {
        page.press(&format!("#contents [href='{link}']")).await?;
        let seen = async || {
            page.run(&format!(
                "const {{ top, bottom }} = document.querySelector({link:?}).getBoundingClientRect();
                 const contents = document.querySelector('#contents').getBoundingClientRect();
                 return top >= 0 && bottom <= innerHeight && contents.top >= 0 && contents.bottom <= innerHeight;"
            ))
            .await
        };
        eventually(link, seen, |seen| *seen == true).await?;
    }
    page.resize(360, 800, 1.0).await?;
    let order = "const top = (selector) => document.querySelector(selector).getBoundingClientRect().top;
         return top('#contents') < top('h1') && getComputedStyle(document.querySelector('#contents')).position;";
    ensure!(page.run(order).await? == "static", "the contents are not above the rest");
    browser.end().await
}

/// What the list of contents says is current.
async fn current(page: &Page<'_>) -> Result<Value> {
    page.run(
        "return [...document.querySelectorAll('#contents [aria-current=true]')].map((link) => link.getAttribute('href'));",
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contents_show_the_section_in_view() -> Result<()> {
    let browser = Browser::start().await?;
    let page = full(&browser, 1200).await?;
    let shows = async |link: &str| eventually(link, async || current(&page).await, |now| *now == json!([link])).await;
    shows("#marks-heading").await?;
    // One that the page cannot bring to the top, and one that it can.
    for link in ["#transfer-heading", "#keyring-heading"] {
        page.press(&format!("#contents [href='{link}']")).await?;
        shows(link).await?;
    }
    let look = page
        .run(
            "const [on, off] = ['[aria-current]', ':not([aria-current])']
               .map((which) => getComputedStyle(document.querySelector(`#contents a${which}`)));
             return on.backgroundColor !== off.backgroundColor && on.borderInlineStartColor !== off.borderInlineStartColor;",
        )
        .await?;
    ensure!(look == true, "the current section looks like the others");
    page.run("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });").await?;
    shows("#about-heading").await?;
    page.run("scrollTo({ top: 0, behavior: 'instant' });").await?;
    shows("#marks-heading").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_opens_from_the_keyboard_and_escape_closes_it() -> Result<()> {
    let browser = Browser::start().await?;
    let page = full(&browser, 1200).await?;
    for (row, inside) in [(format!("[data-key=\"{CI}\"]"), "remove"), ("#keyring-rows [data-key]".to_owned(), "forget")]
    {
        let (button, item) = (format!("{row} [data-action=menu]"), format!("{row} [data-action={inside}]"));
        let open = async || page.run(&format!("return document.querySelector({item:?}).checkVisibility();")).await;
        ensure!(open().await? == false, "{row}: open from the start");
        tab_to(&page, &button).await?;
        page.key("Enter", 0).await?;
        eventually("it is open", open, |open| *open == true).await?;
        let place = page
            .run(&format!(
                "const box = document.querySelector({item:?}).closest('[popover]').getBoundingClientRect();
                 const button = document.querySelector({button:?}).getBoundingClientRect();
                 return [button.bottom - box.top, box.right - button.right, box.left, innerHeight - box.bottom];"
            ))
            .await?;
        let [below, beside, left, room] = serde_json::from_value::<[f64; 4]>(place.clone())?;
        ensure!((-12.0..=1.0).contains(&below) || below > 30.0, "not at its button: {place}");
        ensure!(beside.abs() <= 1.5 && left >= 0.0 && room >= 0.0, "not at its button: {place}");
        tab_to(&page, &item).await?;
        page.key("Escape", 0).await?;
        eventually("it is closed", open, |open| *open == false).await?;
        let focused = format!("return document.activeElement === document.querySelector({button:?});");
        eventually("the focus is back", async || page.run(&focused).await, |back| *back == true).await?;
    }
    ensure!(browser.watched().await?.len() == 2);
    page.says("#keyring-count", "10 keys").await?;
    browser.end().await
}

/// Finds faulty rows: cut off, or with unneeded space.
const ROWS: &str = "const wrong = [];
     for (const row of document.querySelectorAll('#keyring-rows > [role=row], #watched > li, #exceptions-list > li')) {
       const box = row.getBoundingClientRect();
       // A line that is too long ends with an ellipsis.
       const parts = [...row.querySelectorAll('*')].filter((part) =>
         part.checkVisibility() && !part.closest('[popover]') && !part.parentElement.closest('.line'))
         .map((part) => part.getBoundingClientRect()).filter(({ width, height }) => width && height);
       const top = Math.min(...parts.map(({ top }) => top)), bottom = Math.max(...parts.map(({ bottom }) => bottom));
       const right = Math.max(...parts.map(({ right }) => right));
       if (top < box.top - 0.5 || bottom > box.bottom + 0.5 || right > box.right + 0.5) wrong.push(`cut: ${row.innerText}`);
       if (box.height - (bottom - top) > 26) wrong.push(`${box.height - (bottom - top)} px of nothing: ${row.innerText}`);
     }
     return wrong;";

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_as_high_as_what_they_hold() -> Result<()> {
    let browser = Browser::start().await?;
    let page = full(&browser, 1200).await?;
    for (width, scale) in [(1200, 1.0), (900, 1.0), (700, 2.0), (360, 1.0)] {
        page.resize(width, 800, scale).await?;
        let wrong = async || page.run(ROWS).await;
        let fits = eventually("rows that fit", wrong, |wrong| *wrong == json!([])).await;
        fits.with_context(|| format!("{width} px at {scale}"))?;
        // In the narrowest window, the text about missing access takes a second line.
        let most = if width > 360 { 24 } else { 40 };
        let lines = format!(
            "const high = (rows, most) => [...document.querySelectorAll(rows)]
               .filter((line) => line.getBoundingClientRect().height > most).length;
             return high('#keyring [data-part=line]', 24) + high('#watched [data-part=about]', {most});"
        );
        let lines = page.run(&lines).await?;
        ensure!(lines == 0, "{width} px: {lines} rows have more than one line of secondary text");
    }
    browser.end().await
}

/// Checks for each control whether its focus ring covers a text or another control.
const RINGS: &str = "const controls = [...document.querySelectorAll('a[href], button, input, summary, select, pre[tabindex]')]
       .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled);
     const texts = [];
     const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
     while (walker.nextNode()) {
       const { currentNode: text } = walker;
       if (!text.data.trim() || !text.parentElement.checkVisibility()) continue;
       if (text.parentElement.closest('.unseen, .head, [popover]:not(:popover-open)')) continue;
       const range = document.createRange();
       range.selectNodeContents(text);
       texts.push(...[...range.getClientRects()].map((rect) => [text, rect]));
     }
     const wrong = [];
     for (const control of controls) {
       control.scrollIntoView({ block: 'center' });
       control.focus({ focusVisible: true });
       // Rows that are out of view are removed.
       if (!control.isConnected) continue;
       // A radio button shows its ring around its label.
       const ringed = [control.closest('label'), control].find((one) => one && getComputedStyle(one).outlineStyle === 'solid');
       if (!ringed) { wrong.push(`no ring: ${control.outerHTML.slice(0, 90)}`); continue; }
       const { outlineOffset, outlineWidth } = getComputedStyle(ringed);
       const inner = parseFloat(outlineOffset), outer = inner + parseFloat(outlineWidth);
       const box = ringed.getBoundingClientRect();
       const grown = (by) => ({ left: box.left - by, right: box.right + by, top: box.top - by, bottom: box.bottom + by });
       const meets = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
       const holds = (a, b) => a.left <= b.left + 1 && a.right >= b.right - 1 && a.top <= b.top + 1 && a.bottom >= b.bottom - 1;
       for (const [text, before] of texts) {
         const range = document.createRange();
         range.selectNodeContents(text);
         for (const rect of range.getClientRects()) {
           if (text.parentElement.closest('[data-key]') !== control.closest('[data-key]') && text.parentElement.closest('#keyring')) continue;
           if (meets(grown(outer), rect) && !holds(grown(inner), rect))
             wrong.push(`${ringed.outerHTML.slice(0, 90)} covers ${text.data.trim().slice(0, 40)}`);
         }
       }
     }
     return wrong;";

#[tokio::test(flavor = "multi_thread")]
async fn a_focus_ring_covers_no_text() -> Result<()> {
    let browser = Browser::start().await?;
    let page = full(&browser, 1200).await?;
    for part in ["#export-part", "#import-part", "#report"] {
        expand(Hand::Mouse, &page, part).await?;
    }
    for width in [1200, 360] {
        page.resize(width, 800, 1.0).await?;
        // Focus rings are drawn only for keyboard users.
        page.show().await?;
        page.key("Tab", 0).await?;
        let wrong = page.run(RINGS).await?;
        ensure!(wrong == json!([]), "{width} px: {wrong:#}");
    }
    browser.end().await
}

/// The options page in a browser that granted these shortcuts.
async fn with_shortcuts<'b>(browser: &'b Browser, shortcuts: [&str; 2]) -> Result<Page<'b>> {
    let page = browser.new_tab().await?;
    let source = format!(
        "(globalThis.browser ?? chrome).commands.getAll = async () =>
           ['_execute_action', 'other-environment'].map((name, at) => ({{ name, shortcut: {}[at] }}));",
        json!(shortcuts)
    );
    page.devtools("Page.enable", json!({})).await?;
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
    page.go(&browser.page_url("pages/options.html")?).await?;
    page.panel_ready().await?;
    Ok(page)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_the_page_says_which_shortcuts_the_browser_granted() -> Result<()> {
    let browser = Browser::start().await?;
    let page = with_shortcuts(&browser, ["Alt+Shift+S", ""]).await?;
    page.says("#shortcut-0", "Alt+Shift+S").await?;
    page.says("#shortcut-1", "not set").await?;
    page.says("#shortcuts-missing", "didn’t grant every shortcut").await?;
    page.says("#about-version", &format!("Version {}", env!("CARGO_PKG_VERSION"))).await?;
    let page = with_shortcuts(&browser, ["Alt+Shift+S", "Alt+Shift+E"]).await?;
    page.says("#shortcut-1", "Alt+Shift+E").await?;
    ensure!(page.text_of("#shortcuts-missing").await?.is_empty());
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_a_problem_has_no_key_and_no_site_in_it() -> Result<()> {
    let browser = Browser::start().await?;
    let page = full(&browser, 1200).await?;
    browser.watch(&site("private.harbour.example", Some(Sandbox))).await?;
    expand(Hand::Keyboard, &page, "#report").await?;
    let text = page.says("#report-text", "watched sites: 3").await?;
    ensure!(text.contains("keys: 10") && text.contains("learning on"), "{text}");
    ensure!(!text.contains("harbour") && !text.contains("Nightly"), "{text}");
    page.press("#reportCopy").await?;
    page.says("#report-said", "Copied").await?;
    // Links must lead to existing pages.
    let links = "return [...document.querySelectorAll('footer a')].map((link) => link.href);";
    let links = page.run(links).await?;
    let links: Vec<&str> = links.as_array().context("links")?.iter().filter_map(Value::as_str).collect();
    ensure!(links.len() >= 2, "{links:?}");
    let privacy = links.iter().find(|link| link.ends_with("#keeps")).context("privacy")?;
    let there = browser.open(privacy).await?;
    there.panel_ready().await?;
    there.sees("#keeps").await?;
    browser.end().await
}
