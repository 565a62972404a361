//! Access to the portals is up to the user, who can withhold, grant and withdraw it while pages are
//! open.

use anyhow::{Result, ensure};
use browser_tests::{Browser, Engine, Page, eventually};
use sandbar::view::theme::toolbar_text;
use serde_json::json;

const PRODUCTION: &str = "https://commercedeveloper.adobe.com";
const SANDBOX: &str = "https://developer-stg.magento.com";

/// Nothing of Sandbar is in the page, and the toolbar button shows why.
async fn left_alone(page: &Page<'_>, title: &str) -> Result<()> {
    let toolbar = eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == "!").await?;
    ensure!(toolbar.title.contains("can’t access the portals"), "{toolbar:?}");
    eventually("nothing is drawn", async || page.additions().await, |count| *count == 0).await?;
    eventually("the page's own title", async || page.title().await, |shown| shown == title).await.map(drop)
}

async fn marked(page: &Page<'_>, badge: &str) -> Result<()> {
    page.badge_when("the badge", |_| true).await?;
    eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == toolbar_text(badge)).await?;
    eventually("the title", async || page.title().await, |title| title.starts_with(badge)).await.map(drop)
}

/// The title of a page without Sandbar's prefix.
async fn own_title(page: &Page<'_>, badge: &str) -> Result<String> {
    Ok(page.title().await?.replace(&format!("{badge} · "), ""))
}

#[tokio::test(flavor = "multi_thread")]
async fn withheld_from_the_start_and_granted_by_a_click() -> Result<()> {
    let browser = Browser::start().await?;
    browser.allow_access(false).await?;
    let page = browser.open(&format!("{SANDBOX}/")).await?;
    let title = page.title().await?;
    ensure!(!title.starts_with("SBX"), "{title}");
    left_alone(&page, &title).await?;
    let popup = browser.popup_of(&page).await?;
    popup.says("#access", "needs your permission").await?;
    match Engine::chosen() {
        Engine::Firefox => popup.press("#access button").await?,
        // Chromium asks in a separate window that no page's tools can reach.
        Engine::Chromium => browser.allow_access(true).await?,
    }
    // The page was open the whole time, and isn't reloaded.
    marked(&page, "SBX").await?;
    if Engine::chosen() == Engine::Firefox {
        eventually("nothing is missing", async || popup.text_of("#access").await, String::is_empty).await?;
    }
    marked(&browser.open(&format!("{PRODUCTION}/")).await?, "PROD").await?;
    browser.end().await
}

/// Makes the page report again at the event `late`, in the content scripts' own world, in a way
/// that they can't stop.
async fn reports_late(browser: &Browser, page: &Page<'_>) -> Result<()> {
    let listen = format!(
        "await browser.scripting.executeScript({{ target: {{ tabId: {} }}, func: () => {{
           const browser = globalThis.browser ?? chrome;
           const {{ loadedAt }} = globalThis[Symbol.for('sandbar')].run;
           const reports = [
             {{ session: {{ seen: {{ loadedAt, visible: ['Sign Out'], hidden: [], signInForm: false, settled: true, unsaved: 0 }} }} }},
             {{ badge: {{ seen: {{ loadedAt, banner: 'shown' }} }} }},
           ];
           document.addEventListener('late', async () => {{
             const answers = await Promise.all(reports.map((report) => browser.runtime.sendMessage(report)));
             document.body.dataset.reported = answers.find((answer) => answer?.failed)?.failed ?? 'all';
           }});
         }} }});",
        page.tab_id()?
    );
    browser.ask(&listen).await.map(drop)
}

/// A page with an open dialog can't be entered until the dialog is closed.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_stands_still_keeps_nobody_else_waiting() -> Result<()> {
    if Engine::Chromium.alone("has tools that reach other tabs while a dialog is open") {
        return Ok(());
    }
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{SANDBOX}/")).await?;
    marked(&page, "SBX").await?;
    reports_late(&browser, &page).await?;
    // Its report would draw the profile reminder, whose script is missing there.
    let stand_still = "setTimeout(() => { document.dispatchEvent(new Event('late')); alert('Are you there?'); });";
    page.devtools_until("Runtime.evaluate", json!({ "expression": stand_still }), "Page.javascriptDialogOpening")
        .await?;
    browser.ask_core(&json!("settings")).await?;
    page.devtools("Page.handleJavaScriptDialog", json!({ "accept": true })).await?;
    eventually("reported", async || page.run("return document.body.dataset.reported;").await, |all| *all == "all")
        .await?;
    browser.end().await
}

/// A page may report once more before it is told to stop.
#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_comes_after_access_was_withdrawn_marks_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{SANDBOX}/")).await?;
    marked(&page, "SBX").await?;
    let title = own_title(&page, "SBX").await?;
    reports_late(&browser, &page).await?;
    browser.allow_access(false).await?;
    left_alone(&page, &title).await?;
    page.run("document.dispatchEvent(new Event('late'));").await?;
    eventually("reported", async || page.run("return document.body.dataset.reported;").await, |all| *all == "all")
        .await?;
    left_alone(&page, &title).await?;
    let toolbar = page.toolbar().await?;
    ensure!(toolbar.badge == "!", "{toolbar:?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawn_while_portal_pages_are_open_and_granted_again() -> Result<()> {
    let browser = Browser::start().await?;
    let production = browser.open(&format!("{PRODUCTION}/")).await?;
    let sandbox = browser.open(&format!("{SANDBOX}/extensions/")).await?;
    let pages = [(&production, "PROD"), (&sandbox, "SBX")];
    for (page, badge) in pages {
        marked(page, badge).await?;
    }
    for dead in [false, true] {
        let titles = [own_title(&production, "PROD").await?, own_title(&sandbox, "SBX").await?];
        if dead {
            browser.kill_worker().await?;
        }
        browser.allow_access(false).await?;
        for ((page, _), title) in pages.iter().zip(&titles) {
            left_alone(page, title).await?;
        }
        if dead {
            browser.kill_worker().await?;
        }
        browser.allow_access(true).await?;
        for (page, badge) in pages {
            marked(page, badge).await?;
        }
    }
    // What they show later is still right.
    sandbox.press_badge("fold").await?;
    sandbox.badge_when("folded", |badge| badge.fold == "folded").await?;
    browser.end().await
}

/// If a worker ends before it has finished its work, the next one does the rest.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_access_that_a_worker_lost_is_carried_out_by_the_next() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{SANDBOX}/")).await?;
    marked(&page, "SBX").await?;
    let title = own_title(&page, "SBX").await?;
    for allowed in [false, true, false] {
        lose_access_changes(&browser).await?;
        browser.allow_access(allowed).await?;
        eventually(
            "the change was lost",
            async || browser.in_background("return scope.lost;").await,
            |lost| lost.as_u64().is_some_and(|lost| lost > 0),
        )
        .await?;
        browser.kill_worker().await?;
        // Any event wakes the next worker.
        browser.ask_core(&json!("settings")).await?;
        if allowed { marked(&page, "SBX").await? } else { left_alone(&page, &title).await? }
    }
    browser.end().await
}

/// Makes the worker fail at every change of access, and counts them.
async fn lose_access_changes(browser: &Browser) -> Result<()> {
    let lose = "
        scope.lost = 0;
        const { handle } = scope.wasm_bindgen;
        scope.wasm_bindgen.handle = (event) => {
          if (event.name !== 'access') return handle(event);
          scope.lost += 1;
          return Promise.reject(new Error('lost'));
        };";
    browser.in_background(lose).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_frames_of_a_page_that_was_open_before_are_checked_too() -> Result<()> {
    const SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    browser.allow_access(false).await?;
    let page = browser.open(&format!("{PRODUCTION}/demo/fields")).await?;
    let title = page.title().await?;
    left_alone(&page, &title).await?;
    browser.allow_access(true).await?;
    marked(&page, "PROD").await?;
    browser.put_on_clipboard(SECRET).await?;
    page.show().await?;
    page.run(
        "const frame = document.querySelector('#frame');
         frame.scrollIntoView();
         frame.focus();
         frame.contentDocument.querySelector('#inner').focus();",
    )
    .await?;
    page.paste().await?;
    page.warned(browser_tests::demo::SANDBOX_KEY).await?;
    browser.end().await
}
