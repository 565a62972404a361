//! A page that tries to read what Sandbar draws, and one that tricks the user into clicking
//! something invisible.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use browser_tests::demo::{NEW_KEY, SANDBOX_KEY};
use browser_tests::session::origin;
use browser_tests::{Browser, Engine, Page};
use sandbar::catalogue::Environment::{Production, Sandbox};
use serde_json::json;

const PRODUCTION: &str = "https://commercedeveloper.adobe.com/demo/fields";
const SANDBOX_SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
const UNKNOWN: &str = "App Id: QX7K2M9P4Z App Secret: d7a1f3209b5c4e86a1f07c93be5248d1f60a3b97";
const MARKED: &str = "Marked as a Production key";

/// Which of these texts the page can find, in every possible way.
async fn readable(page: &Page<'_>, texts: &[&str]) -> Result<Vec<String>> {
    let script = format!(
        "const found = new Set();
         const look = (text) => {{
           for (const backwards of [false, true]) {{
             getSelection().removeAllRanges();
             if (find(text, true, backwards, true, false, true, false)) found.add(text);
             if (getSelection().toString().includes(text)) found.add(text);
           }}
         }};
         for (const text of {texts}) {{
           look(text);
           document.execCommand('selectAll');
           if (getSelection().toString().includes(text)) found.add(text);
           getSelection().selectAllChildren(document.documentElement);
           const whole = getSelection();
           for (const way of [whole.toString(), document.documentElement.innerText, document.documentElement.textContent])
             if (way.includes(text)) found.add(text);
           for (let count = 0; count < whole.rangeCount; count++)
             if (whole.getRangeAt(count).cloneContents().textContent.includes(text)) found.add(text);
           whole.removeAllRanges();
         }}
         return [...found];",
        texts = json!(texts)
    );
    Ok(serde_json::from_value(page.run(&script).await?)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_finds_what_a_warning_says_of_a_key() -> Result<()> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    let page = browser.open(PRODUCTION).await?;
    browser.paste_text(&page, "#text", SANDBOX_SECRET).await?;
    let warning = page.warned(SANDBOX_KEY).await?;
    ensure!(warning.description.contains("“CI”") && warning.description.contains("…1e3c"), "{warning:?}");
    // To prove that the heading is drawn: it is found from inside the shadow root.
    let found = readable(&page, &["“CI”", "“C", "CI”", "…1e3c", "…1e", SANDBOX_KEY]).await?;
    ensure!(found == [SANDBOX_KEY], "{found:?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_finds_the_titles_of_the_other_environments_tabs() -> Result<()> {
    let browser = Browser::start().await?;
    let other = browser.sign_in(Sandbox, "/extensions/").await?;
    other.run("document.title = 'Quince and pear';").await?;
    let page = browser.sign_in(Production, "/?menu=open").await?;
    page.press_sign_out("a[href='/account/logout']").await?;
    let heading = "Signing out of Production signs you out of Sandbox too";
    let question = page.warned(heading).await?;
    ensure!(question.description.contains("Quince and pear"), "{question:?}");
    let found = readable(&page, &["Quince and pear", "Quince", "nce and", heading]).await?;
    ensure!(found == [heading], "{found:?}");
    ensure!(page.run("return location.origin;").await? == origin(Production));
    browser.end().await
}

/// A page with a warning about an unknown key.
async fn asked(browser: &Browser) -> Result<Page<'_>> {
    let page = browser.open(PRODUCTION).await?;
    browser.paste_text(&page, "#text", UNKNOWN).await?;
    page.warned(NEW_KEY).await?;
    Ok(page)
}

/// Clicks at the current position of a button in the warning, whether or not it accepts clicks.
async fn click_button(page: &Page<'_>, label: &str) -> Result<()> {
    let (x, y) = page.place_in_warning(label).await?;
    page.click(x, y).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_on_a_control_that_is_moved_under_the_pointer_does_not_count() -> Result<()> {
    let browser = Browser::start().await?;
    let page = asked(&browser).await?;
    page.run(
        "const field = document.querySelector('#text');
         field.style.position = 'relative';
         window.moving = setInterval(() => (field.style.left = field.style.left === '90px' ? '0' : '90px'), 150);",
    )
    .await?;
    for _ in 0..8 {
        click_button(&page, "Production").await?;
    }
    page.run("clearInterval(moving);").await?;
    ensure!(page.warned(NEW_KEY).await?.name == NEW_KEY && browser.entries().await?.is_empty());
    // If the page leaves it alone, it accepts the user's click.
    page.press_warning("Production").await?;
    page.warned(MARKED).await?;
    ensure!(browser.entries().await?.len() == 2);
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_through_a_cover_does_not_count() -> Result<()> {
    if Engine::Chromium.alone("knows what is painted over an element") {
        return Ok(());
    }
    let browser = Browser::start().await?;
    let page = asked(&browser).await?;
    // In front of everything, in a closed shadow root, and transparent to clicks: the user sees the
    // page's own button.
    page.run(
        "const holder = document.body.appendChild(document.createElement('div'));
         const root = holder.attachShadow({ mode: 'closed' });
         root.innerHTML = '<div popover=manual style=\"inset: 0; width: 100%; height: 100%; margin: 0; border: 0; background: #fff; pointer-events: none\">Win a prize</div>';
         root.firstChild.showPopover();
         window.uncover = () => holder.remove();
         await new Promise((done) => setTimeout(done, 1500));",
    )
    .await?;
    for _ in 0..3 {
        click_button(&page, "Production").await?;
    }
    ensure!(!page.warning_is_steady().await?, "it takes clicks behind a cover");
    page.run("uncover();").await?;
    ensure!(page.warned(NEW_KEY).await?.name == NEW_KEY && browser.entries().await?.is_empty());
    page.press_warning("Production").await?;
    page.warned(MARKED).await?;
    browser.end().await
}

/// Clicks immediately after a page uncovers the warning. Returns whether the machine was fast
/// enough for the test.
async fn click_at_the_last_moment(page: &Page<'_>) -> Result<bool> {
    // The cover accepts clicks itself, and is in front of everything until the page removes it.
    page.run(
        "const cover = document.body.appendChild(document.createElement('div'));
         cover.popover = 'manual';
         cover.style = 'inset: 0; width: 100%; height: 100%; margin: 0; border: 0; background: #fff';
         let covers = 0;
         const keep = setInterval(() => { cover.hidePopover(); cover.showPopover(); covers++; }, 20);
         window.uncover = () => { clearInterval(keep); cover.remove(); };
         while (covers < 40) await new Promise((done) => setTimeout(done, 20));",
    )
    .await?;
    let (x, y) = page.place_in_warning("Production").await?;
    page.show().await?;
    let begun = Instant::now();
    page.run("uncover();").await?;
    page.click(x, y).await?;
    Ok(begun.elapsed() < Duration::from_millis(450))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_that_is_shown_at_the_last_moment_takes_no_click() -> Result<()> {
    let browser = Browser::start().await?;
    let page = asked(&browser).await?;
    let mut attempts = 0;
    while !click_at_the_last_moment(&page).await? {
        attempts += 1;
        ensure!(attempts < 10, "the machine is too slow for this attack");
        // The user had time to see the button, so the click may have counted.
        if page.warning().await?.is_some_and(|warning| warning.name == MARKED) {
            page.press_warning("Undo").await?;
            page.warned(NEW_KEY).await?;
        }
    }
    page.press_warning("Sandbox").await?;
    page.warned(SANDBOX_KEY).await?;
    ensure!(browser.entries().await?.iter().all(|entry| entry.environment == Sandbox.into()), "a click counted");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_makes_a_warning_transparent() -> Result<()> {
    let browser = Browser::start().await?;
    let page = asked(&browser).await?;
    page.run(
        "for (const child of document.documentElement.children) {
           if (/^(head|body)$/i.test(child.localName)) continue;
           child.setAttribute('style', 'opacity: 0 !important; filter: opacity(0) !important; clip-path: inset(50%) !important');
         }",
    )
    .await?;
    let is_drawn = "function () {
        const at = getComputedStyle(this.getRootNode().host);
        return at.opacity === '1' && at.filter === 'none' && at.clipPath === 'none';
      }";
    ensure!(page.of_warning(is_drawn).await? == true, "a style of the page's holds");
    page.press_warning("Production").await?;
    page.warned(MARKED).await?;
    // If the field itself is gone, so is the warning.
    page.run("document.documentElement.style.opacity = 0;").await?;
    page.warning_gone().await?;
    browser.end().await
}

/// Each side undoes what the other does. The work for that is limited, and the page keeps working.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_fights_over_the_style_of_a_warning_only_wastes_its_own_time() -> Result<()> {
    let browser = Browser::start().await?;
    let page = asked(&browser).await?;
    let fought = page
        .run(
            "const hosts = [...document.documentElement.children].filter((child) => !/^(head|body)$/i.test(child.localName));
             let rounds = 0, longest = 0, last = performance.now();
             // The page's policy may forbid the attribute, but not this.
             const fight = (host) => {
               if (host.style.opacity === '0') return;
               rounds++;
               host.style.setProperty('opacity', '0', 'important');
             };
             const observer = new MutationObserver((records) => records.forEach(({ target }) => fight(target)));
             for (const host of hosts) { observer.observe(host, { attributes: true }); fight(host); }
             const end = last + 2000;
             while (performance.now() < end) {
               await new Promise((done) => setTimeout(done));
               const now = performance.now();
               longest = Math.max(longest, now - last);
               last = now;
             }
             observer.disconnect();
             return { rounds, longest };",
        )
        .await?;
    println!("two seconds of a fight over a style: {fought}");
    ensure!(fought["rounds"].as_u64().is_some_and(|rounds| (1..2000).contains(&rounds)), "{fought}");
    ensure!(fought["longest"].as_f64().is_some_and(|longest| longest < 500.0), "the page stood still: {fought}");
    // When the page gives up, the warning works.
    page.press_warning("Production").await?;
    page.warned(MARKED).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_undoes_what_was_declared() -> Result<()> {
    let browser = Browser::start().await?;
    let page = asked(&browser).await?;
    page.press_warning("Production").await?;
    let note = page.warned(MARKED).await?;
    ensure!(note.buttons == ["Undo", "Hide"], "{note:?}");
    ensure!(browser.entries().await?.len() == 2);
    // The worker that received the report may be gone.
    browser.kill_worker().await?;
    page.press_warning("Undo").await?;
    page.warned(NEW_KEY).await?;
    ensure!(browser.entries().await?.is_empty(), "it is still declared");
    // If the warning doesn't fit into the page, it still stays visible and can be undone.
    page.press_warning("Sandbox").await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning("Undo").await?;
    page.warned(NEW_KEY).await?;
    ensure!(browser.entries().await?.is_empty(), "it is still declared");
    browser.end().await.context("ending")
}
