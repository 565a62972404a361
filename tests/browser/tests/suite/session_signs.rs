//! What counts as the end of a session, and what the pages show then: late headers, expired
//! cookies, and pages that sign their user in again without loading.

use anyhow::{Result, ensure};
use browser_tests::session::{ENDED, PROFILE, origin};
use browser_tests::{Browser, Engine, Page, eventually};
use sandbar::catalogue::Environment::{Production, Sandbox};
use serde_json::{Value, json};

/// What the ledger of normal windows says about the session in Production, and the time.
async fn belief(browser: &Browser) -> Result<Value> {
    let ledger = browser.ledger(Engine::chosen().store()).await?;
    let mut belief = ledger["production"]["belief"].clone();
    belief["now"] = browser.ask("return Date.now();").await?;
    Ok(belief)
}

/// Whether one page has looked signed out for so long that another one could be a second sign.
fn stands(belief: &Value) -> bool {
    let since = belief["doubted"]["at"].as_u64();
    since.zip(belief["now"].as_u64()).is_some_and(|(since, now)| now >= since + 5000)
}

async fn knows_user(page: &Page<'_>) -> Result<bool> {
    Ok(page.run("return !document.querySelector('#who');").await? == true)
}

/// Headers that ask the server who the user is, on several pages at once and on one that is opened
/// while the first still waits.
#[tokio::test(flavor = "multi_thread")]
async fn pages_whose_headers_know_their_user_late_end_no_session() -> Result<()> {
    let browser = Browser::start().await?;
    let own = browser.sign_in(Production, "/extensions/").await?;
    let other = browser.sign_in(Sandbox, "/extensions/").await?;
    for late in [1500, 3000, 4500, 6000, 7500, 9000] {
        let url = format!("{}/demo/walk/late-name/{late}", origin(Production));
        let mut pages = vec![browser.open(&url).await?, browser.open(&url).await?];
        let ready = async || Ok(stands(&belief(&browser).await?) || knows_user(&pages[1]).await?);
        eventually("the doubt is old", ready, |ready| *ready).await?;
        pages.push(browser.open(&url).await?);
        for page in &pages {
            eventually("it knows its user", async || knows_user(page).await, |knows| *knows).await?;
        }
        for page in pages {
            page.session_when(Production, "signed in").await?;
            page.close().await?;
        }
        let history = browser.ledger(Engine::chosen().store()).await?["history"].to_string();
        ensure!(!history.contains("ended"), "{late} ms: {history}");
        own.not_ended().await?;
        other.not_ended().await?;
    }
    browser.end().await
}

/// Makes the browser drop this cookie by itself, because it expires.
async fn expire(browser: &Browser, name: &str) -> Result<()> {
    let set = format!(
        "window.expired = false;
         browser.cookies.onChanged.addListener(({{ cause, cookie }}) => {{
           if (cookie.name === {0} && /^(expired|evicted)$/.test(cause)) window.expired = true;
         }});
         await browser.cookies.set({{ url: '{1}/', name: {0}, value: 'x', httpOnly: true, secure: true,
           expirationDate: Date.now() / 1000 + 1 }});",
        json!(name),
        origin(Production)
    );
    browser.ask(&set).await?;
    let gone = format!(
        "const left = await browser.cookies.getAll({{ url: '{}/', name: {} }}); return !left.length;",
        origin(Production),
        json!(name)
    );
    eventually("it has expired", async || browser.ask(&gone).await, |gone| *gone == true).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_that_expires_by_itself_says_nothing_even_if_scripts_cannot_read_it() -> Result<()> {
    if Engine::Chromium.alone("reports an expired cookie when it reads the others") {
        return Ok(());
    }
    let browser = Browser::start().await?;
    let other = browser.sign_in(Sandbox, "/extensions/").await?;
    let page = browser.sign_in(Production, "/demo/form30").await?;
    expire(&browser, "bot_check").await?;
    let reported = async || browser.ask("return window.expired;").await;
    eventually("the browser reports it", reported, |reported| *reported == true).await?;
    // Another page's later report is handled after it.
    page.type_into("#f1", "ab").await?;
    browser.unsaved_reported(1).await?;
    let ledger = browser.ledger(Engine::chosen().store()).await?.to_string();
    ensure!(!ledger.contains("lowered") && !ledger.contains("probably"), "{ledger}");
    page.session_when(Production, "signed in").await?;
    other.session_when(Sandbox, "signed in").await?;
    browser.end().await
}

/// The portal leads to no sign-in form. Its pages only offer to sign in.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_whose_cookie_has_expired_ends_with_a_second_page() -> Result<()> {
    let browser = Browser::start().await?;
    let own = browser.sign_in(Production, "/extensions/").await?;
    let other = browser.sign_in(Sandbox, "/extensions/").await?;
    expire(&browser, "portal_session").await?;
    own.session_when(Production, "signed in").await?;
    let first = browser.open(&format!("{}/", origin(Production))).await?;
    first.session_when(Production, "sign-in status unknown").await?;
    eventually("the doubt is old", async || belief(&browser).await, stands).await?;
    own.not_ended().await?;
    browser.open(&format!("{}/support/", origin(Production))).await?;
    own.ended("A page you opened later was signed out (").await?;
    other.ended("Production was signed out when Sandbar looked at ").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_signs_its_user_in_again_without_loading_removes_the_notice_everywhere() -> Result<()> {
    let browser = Browser::start().await?;
    let mut own = Vec::new();
    for path in ["/extensions/", "/reports/sales"] {
        own.push(browser.sign_in(Production, path).await?);
    }
    let other = browser.sign_in(Sandbox, "/extensions/").await?;
    let page = browser.sign_in(Production, "/?menu=open&signout=spa").await?;
    page.run("window.signedIn = document.querySelector('header').cloneNode(true); window.kept = true;").await?;
    page.press_sign_out("[data-sign-out]").await?;
    page.warned("Signing out of Production signs you out of Sandbox too").await?;
    page.press_warning("Sign out of both").await?;
    for page in &own {
        page.ended("You signed out of Production at ").await?;
    }
    other.ended("You signed out of Production at ").await?;
    page.session_when(Production, "signed out").await?;
    // The badge also says so before the page does.
    let name = format!("page:{}", page.tab_id()?);
    let signs = format!("return (await browser.storage.session.get('{name}'))['{name}']?.signs;");
    eventually("the page's own signs", async || browser.ask(&signs).await, |signs| *signs == "signed-out").await?;
    page.run("document.querySelector('header').replaceWith(window.signedIn);").await?;
    page.session_when(Production, "signed in").await?;
    ensure!(page.run("return window.kept;").await? == true, "the page was loaded again");
    for page in &own {
        page.not_ended().await?;
        page.session_when(Production, "signed in").await?;
    }
    // Signing in to one environment says nothing about the other.
    ensure!(other.card(ENDED).await?.is_some(), "the other environment's notice is gone");
    browser.end().await
}

/// How long Sandbar's elements are recorded, in milliseconds.
const RECORDED: u64 = 5000;

/// Records what Sandbar shows on a page, each time something of it changes: title, badge and cards.
async fn record(browser: &Browser, page: &Page<'_>) -> Result<()> {
    let script = format!(
        "await browser.scripting.executeScript({{ target: {{ tabId: {} }}, func: () => {{
           const api = globalThis.browser ?? chrome;
           const rootOf = (host) => api.dom?.openOrClosedShadowRoot?.(host) ?? host.openOrClosedShadowRoot;
           const roots = () => [...document.querySelectorAll(':root > div')].map(rootOf).filter(Boolean);
           const all = (selector) => roots().flatMap((root) => [...root.querySelectorAll(selector)]);
           const names = (selector) => all(selector).map((one) => one.ariaLabel ?? one.textContent).join();
           const record = {{ since: Date.now(), title: [], badge: [], cards: [] }};
           const note = (kind, shown) => {{ if (record[kind].at(-1) !== shown) record[kind].push(shown); }};
           const look = () => {{
             note('title', document.title);
             note('badge', names('.badge'));
             note('cards', names('.card'));
             for (const root of roots()) observer.observe(root, changes);
           }};
           const changes = {{ subtree: true, childList: true, characterData: true, attributes: true }};
           const observer = new MutationObserver(look);
           observer.observe(document, {{ subtree: true, childList: true, characterData: true }});
           look();
           globalThis.recordOfSandbar = () => ({{ ...record, for: Date.now() - record.since }});
         }} }});",
        page.tab_id()?
    );
    browser.ask(&script).await.map(drop)
}

/// The record, once it covers the whole time.
async fn recorded(browser: &Browser, page: &Page<'_>) -> Result<Value> {
    let script = format!(
        "const [{{ result }}] = await browser.scripting.executeScript({{
           target: {{ tabId: {} }}, func: () => globalThis.recordOfSandbar?.() }});
         return result;",
        page.tab_id()?
    );
    let enough = |record: &Value| record["for"].as_u64().is_some_and(|time| time >= RECORDED);
    eventually("a full record", async || browser.ask(&script).await, enough).await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_blinks_after_a_sign_out() -> Result<()> {
    let browser = Browser::start().await?;
    // These pages have no notes, which come a moment later.
    let own = browser.sign_in(Production, "/support/").await?;
    let other = browser.sign_in(Sandbox, "/support/").await?;
    eventually("the reminder", async || other.card(PROFILE).await, Option::is_some).await?;
    let page = browser.sign_in(Production, "/?menu=open").await?;
    page.press_sign_out("a[href='/account/logout']").await?;
    page.warned("Signing out of Production signs you out of Sandbox too").await?;
    for tab in [&own, &other] {
        record(&browser, tab).await?;
    }
    page.press_warning("Sign out of both").await?;
    for tab in [&own, &other] {
        tab.ended("You signed out of Production at ").await?;
    }
    page.session_when(Production, "signed out").await?;
    record(&browser, &page).await?;
    for tab in [&own, &other, &page] {
        let record = recorded(&browser, tab).await?;
        for kind in ["title", "badge", "cards"] {
            let states = record[kind].as_array().map_or(0, Vec::len);
            ensure!((1..=2).contains(&states), "{kind}: {record}");
        }
    }
    browser.end().await
}
