//! Watched sites: which scripts run where, the access that this requires, and what remains when a
//! site is no longer watched.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use anyhow::{Context as _, Result, ensure};
use browser_tests::browser::built_extension;
use browser_tests::demo::{PRODUCTION_KEY, SANDBOX_KEY};
use browser_tests::desktop::key;
use browser_tests::engine::firefox;
use browser_tests::watched::site;
use browser_tests::{Browser, Desktop, Engine, Options, Page, Respite, Screen, copy_folder, eventually};
use demo_portals::sites::{CI, NEIGHBOUR, SHOWN, WIKI};
use sandbar::catalogue::Environment::{Production, Sandbox};
use sandbar::catalogue::watched::Watched;
use sandbar::view::theme::toolbar_text;
use serde_json::json;

const SANDBOX_SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
const PRODUCTION_SECRET: &str = "c1d94b7e02f6a8835bb07d1e94f2a36580c7e9d1";
const SECRETS: &str = "/fleet/shop/secrets";
const VALUE: &str = "#secret_value";

async fn browser() -> Result<Browser> {
    let browser = Browser::start().await?;
    know_the_keys(&browser).await?;
    Ok(browser)
}

async fn know_the_keys(browser: &Browser) -> Result<()> {
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await
}

/// A site without an environment, on the CI server.
fn ci() -> Watched {
    site(CI, None)
}

async fn ci_page(browser: &Browser) -> Result<Page<'_>> {
    browser.open(&format!("https://{CI}{SECRETS}")).await
}

/// A paste on the page is answered.
async fn is_watched(browser: &Browser, page: &Page<'_>) -> Result<()> {
    eventually("the page is entered", async || page.entered().await, |entered| !entered.is_empty()).await?;
    page.run(&format!("document.querySelector({VALUE:?}).value = '';")).await?;
    browser.paste_text(page, VALUE, SANDBOX_SECRET).await?;
    page.chip_with(&["Sandbox", "“CI”"]).await?;
    page.key("Escape", 0).await?;
    eventually("the chip is gone", async || page.chip().await, Option::is_none).await.map(drop)
}

/// Nothing of the extension is in the page, nor in a new tab with its address. It has to be a new
/// tab, because Chromium still lists the old, empty worlds of a tab.
async fn is_left_alone(browser: &Browser, page: &Page<'_>) -> Result<()> {
    ensure!(page.additions().await? == 0, "something is drawn");
    let again = browser.open(page.run("return location.href;").await?.as_str().context("an address")?).await?;
    let entered = again.entered().await?;
    ensure!(entered.is_empty(), "entered: {entered:?}");
    ensure!(again.additions().await? == 0, "something is drawn");
    again.close().await
}

/// The neighbor's page is unchanged, including frames in other sites' pages.
async fn is_untouched(page: &Page<'_>) -> Result<()> {
    ensure!(page.entered().await? == Vec::<String>::new(), "{:?}", page.entered().await?);
    let state = page.run("return state();").await?;
    let untouched = json!({
        "listeners": [], "changes": [], "children": ["head", "body"], "attributes": ["lang"],
        "sheets": [format!("https://{NEIGHBOUR}/assets/harbour.css")], "adopted": 0, "names": [],
    });
    ensure!(state == untouched, "{state}");
    ensure!(page.toolbar().await?.badge.is_empty(), "{:?}", page.toolbar().await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_neighbour_that_is_not_watched_is_left_untouched() -> Result<()> {
    let browser = browser().await?;
    let before = browser.open(&format!("https://{NEIGHBOUR}/")).await?;
    for watched in [site(CI, Some(Sandbox)), Watched { learning: true, ..site(WIKI, Some(Production)) }] {
        browser.grant(watched.scope.host()).await?;
        browser.watch(&watched).await?;
    }
    let wiki = format!("https://{WIKI}/pages/runbook/edit");
    let page = browser.open(&wiki).await?;
    page.badge_when("the wiki is watched", |badge| badge.tone == "production").await?;
    let after = browser.open(&format!("https://{NEIGHBOUR}/")).await?;
    for neighbour in [&before, &after] {
        browser.paste_text(neighbour, "#prod-secret", SANDBOX_SECRET).await?;
        is_untouched(neighbour).await?;
    }
    // It is also in a frame of the watched page, and no script enters that frame.
    let framed = format!("https://{NEIGHBOUR}/widget");
    let shown = async || page.run("return document.querySelector('#chat').src;").await;
    eventually("the chat is framed", shown, |address| *address == framed).await?;
    ensure!(page.entered().await? == [wiki], "{:?}", page.entered().await?);
    // A paste on the watched page is answered after everything that may have been sent before.
    browser.paste_text(&page, "#title", SANDBOX_SECRET).await?;
    page.warned(SANDBOX_KEY).await?;
    is_untouched(&before).await?;
    is_untouched(&after).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_of_a_host_watched_below_a_path_is_left_alone() -> Result<()> {
    let browser = browser().await?;
    browser.grant(CI).await?;
    browser.watch(&site(&format!("{CI}/staging"), Some(Sandbox))).await?;
    let inside = browser.open(&format!("https://{CI}/staging/shop/secrets")).await?;
    browser.paste_text(&inside, VALUE, PRODUCTION_SECRET).await?;
    inside.warned(PRODUCTION_KEY).await?;
    for outside in ["/", "/stagings/shop/secrets", "/fleet/shop/secrets"] {
        let page = browser.open(&format!("https://{CI}{outside}")).await?;
        ensure!(page.entered().await? == Vec::<String>::new(), "{outside}: {:?}", page.entered().await?);
        ensure!(page.additions().await? == 0 && page.toolbar().await?.badge.is_empty(), "{outside}");
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watched_site_has_a_badge_only_with_an_environment() -> Result<()> {
    let browser = browser().await?;
    browser.grant(CI).await?;
    browser.watch(&ci()).await?;
    let page = ci_page(&browser).await?;
    let title = page.title().await?;
    is_watched(&browser, &page).await?;
    ensure!(page.badge().await?.is_none() && page.additions().await? == 0, "a badge");
    ensure!(page.title().await? == title && page.toolbar().await?.badge.is_empty());
    // The open page follows each change.
    for (environment, tone, word) in [(Sandbox, "sandbox", "SBX"), (Production, "production", "PROD")] {
        browser.watch(&site(CI, Some(environment))).await?;
        page.badge_when(tone, |badge| badge.tone == tone).await?;
        eventually(word, async || page.toolbar().await, |toolbar| toolbar.badge == toolbar_text(word)).await?;
        eventually(word, async || page.title().await, |shown| *shown == format!("{word} · {title}")).await?;
        ensure!(page.additions().await? == 1, "drawn twice");
    }
    browser.watch(&ci()).await?;
    eventually("no badge", async || page.badge().await, Option::is_none).await?;
    eventually("the page's own title", async || page.title().await, |shown| *shown == title).await?;
    eventually("an idle button", async || page.toolbar().await, |toolbar| toolbar.badge.is_empty()).await?;
    is_watched(&browser, &page).await?;
    browser.keeps_scripts_of(&[&ci()]).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_learned_on_a_watched_site_unless_that_is_switched_on() -> Result<()> {
    let browser = browser().await?;
    browser.grant(WIKI).await?;
    let before = browser.entries().await?;
    let shown = [browser.fingerprint(SHOWN.0).await?, browser.fingerprint(SHOWN.1).await?];
    for (environment, learning) in [(None, false), (None, true), (Some(Sandbox), false)] {
        browser.watch(&Watched { learning, ..site(WIKI, environment) }).await?;
        let page = browser.open(&format!("https://{WIKI}/pages/keys")).await?;
        // A retired key gets a warning everywhere, so everything before it has been answered.
        browser.paste_text(&page, "#query", "9f3a6c81e7b04d25f8c1e6a3907b5d42c8f0e1a7").await?;
        page.warning_when("the alarm", |warning| warning.description.contains("…e1a7")).await?;
        page.run("getSelection().selectAllChildren(document.querySelector('table'));").await?;
        page.copy().await?;
        ensure!(browser.entries().await? == before, "learned with {environment:?} and {learning}");
        page.close().await?;
    }
    browser.watch(&Watched { learning: true, ..site(WIKI, Some(Sandbox)) }).await?;
    let page = browser.open(&format!("https://{WIKI}/pages/keys")).await?;
    let learned = async || browser.entries().await;
    let both = eventually("both parts are learned", learned, |entries| entries.len() == before.len() + 2).await?;
    ensure!(shown.iter().all(|shown| both.iter().any(|entry| entry.fingerprint == *shown)), "{both:?}");
    page.close().await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_dropped_on_a_watched_site_is_examined() -> Result<()> {
    if Engine::Chromium.alone("has tools that drop a text") {
        return Ok(());
    }
    let browser = browser().await?;
    browser.grant(CI).await?;
    browser.watch(&ci()).await?;
    let page = browser.open(&format!("https://{CI}/fleet/shop/variables")).await?;
    let place =
        "const box = document.querySelector('#row-1').getBoundingClientRect(); return [box.left + 20, box.top + 8];";
    let place = page.run(place).await?;
    for kind in ["dragEnter", "dragOver", "drop"] {
        let data = json!({ "items": [{ "mimeType": "text/plain", "data": SANDBOX_SECRET }], "dragOperationsMask": 1 });
        let event = json!({ "type": kind, "x": place[0], "y": place[1], "data": data });
        page.devtools("Input.dispatchDragEvent", event).await?;
    }
    page.warned(SANDBOX_KEY).await?;
    ensure!(page.value("#row-1").await? == SANDBOX_SECRET);
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_browser_fills_in_on_a_watched_site_is_examined() -> Result<()> {
    let browser = browser().await?;
    browser.grant(CI).await?;
    browser.watch(&ci()).await?;
    let page = ci_page(&browser).await?;
    // The browser fills in only complete payment forms; this is the smallest one.
    let form = "const form = document.createElement('form');
        form.setAttribute('aria-label', 'Billing in production');
        for (const [id, kind] of [['holder', 'cc-name'], ['number', 'cc-number'], ['month', 'cc-exp-month'], ['year', 'cc-exp-year']]) {
          const field = document.createElement('input');
          field.id = id;
          field.autocomplete = kind;
          form.append(field);
        }
        document.querySelector('h1').after(form);
        document.querySelector('#number').focus();";
    page.run(form).await?;
    let root = page.devtools("DOM.getDocument", json!({})).await?;
    let query = json!({ "nodeId": root["root"]["nodeId"], "selector": "#number" });
    let field = page.devtools("DOM.querySelector", query).await?;
    let described = page.devtools("DOM.describeNode", json!({ "nodeId": field["nodeId"] })).await?;
    let card = json!({ "number": "4111111111111111", "name": SANDBOX_SECRET, "expiryMonth": "12", "expiryYear": "2035", "cvc": "123" });
    let fill = json!({ "fieldId": described["node"]["backendNodeId"], "card": card });
    eventually("the browser knows the form", async || page.devtools("Autofill.trigger", fill.clone()).await, |_| true)
        .await?;
    page.warned(SANDBOX_KEY).await?;
    ensure!(page.value("#holder").await? == SANDBOX_SECRET);
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_strict_setting_holds_pastes_on_watched_sites_too() -> Result<()> {
    let browser = browser().await?;
    browser.grant(CI).await?;
    browser.strict_paste(true).await?;
    browser.watch(&ci()).await?;
    browser.keeps_scripts_of(&[&ci()]).await?;
    let page = browser.open(&format!("https://{CI}/fleet/shop/variables")).await?;
    browser.paste_text(&page, "#row-1", SANDBOX_SECRET).await?;
    page.warned(SANDBOX_KEY).await?;
    ensure!(page.value("#row-1").await?.is_empty(), "it was not held");
    page.press_warning("Don’t paste").await?;
    // A chip holds nothing back.
    browser.paste_text(&page, "#row-2", SANDBOX_SECRET).await?;
    page.chip_with(&["“CI”"]).await?;
    ensure!(page.value("#row-2").await? == SANDBOX_SECRET);
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn access_that_is_missing_is_waited_for_and_access_that_is_withdrawn_is_obeyed() -> Result<()> {
    let browser = browser().await?;
    browser.watch(&ci()).await?;
    let page = ci_page(&browser).await?;
    ensure!(!browser.may_enter(CI).await?);
    is_left_alone(&browser, &page).await?;
    for dead in [false, true] {
        // The page was open the whole time, and isn't reloaded.
        browser.grant(CI).await?;
        is_watched(&browser, &page).await?;
        browser.keeps_scripts_of(&[&ci()]).await?;
        browser.paste_text(&page, VALUE, SANDBOX_SECRET).await?;
        page.chip_with(&["“CI”"]).await?;
        if dead {
            browser.kill_worker().await?;
        }
        browser.withdraw(CI).await?;
        eventually("nothing is drawn", async || page.additions().await, |count| *count == 0).await?;
        is_left_alone(&browser, &page).await?;
        // The site stays in the list, so that the user can grant access again.
        ensure!(browser.watched().await? == [ci()] && !browser.may_enter(CI).await?);
        browser.keeps_scripts_of(&[&ci()]).await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_is_watched_no_longer_leaves_no_script_no_access_and_no_data() -> Result<()> {
    let browser = browser().await?;
    let (team, other) = (site(&format!("{CI}/fleet"), Some(Sandbox)), site(&format!("{CI}/staging"), None));
    browser.grant(CI).await?;
    browser.watch(&team).await?;
    browser.watch(&other).await?;
    let page = ci_page(&browser).await?;
    page.badge_when("marked", |badge| badge.tone == "sandbox").await?;
    let title = page.title().await?;
    browser.keeps_scripts_of(&[&team, &other]).await?;

    browser.unwatch(&team).await?;
    eventually("nothing is drawn", async || page.additions().await, |count| *count == 0).await?;
    eventually("its own title", async || page.title().await, |shown| *shown == title.replace("SBX · ", "")).await?;
    eventually("an idle button", async || page.toolbar().await, |toolbar| toolbar.badge.is_empty()).await?;
    is_left_alone(&browser, &page).await?;
    browser.keeps_scripts_of(&[&other]).await?;
    ensure!(browser.may_enter(CI).await?, "the other path needs the access");

    browser.unwatch(&other).await?;
    browser.keeps_scripts_of(&[]).await?;
    eventually("the access goes back", async || browser.may_enter(CI).await, |may| !may).await?;
    ensure!(browser.watched().await?.is_empty());
    let left = async || browser.stored().await;
    eventually("no data", left, |stored| !stored.contains(CI) && !stored.contains("fleet")).await?;
    // The result is the same without the worker that did it.
    browser.kill_worker().await?;
    browser.keeps_scripts_of(&[]).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_and_a_restart_keep_the_scripts_of_the_state_and_no_others() -> Result<()> {
    let folder = tempfile::tempdir()?;
    copy_folder(&built_extension(), folder.path())?;
    let options = Options { extension: Some(folder.path().to_owned()), restore_tabs: false, ..Options::default() };
    let browser = Browser::start_with(options.clone()).await?;
    know_the_keys(&browser).await?;
    let sites = [ci(), Watched { learning: true, ..site(WIKI, Some(Production)) }];
    for watched in &sites {
        browser.grant(watched.scope.host()).await?;
        browser.watch(watched).await?;
    }
    let watched: Vec<&Watched> = sites.iter().collect();
    browser.keeps_scripts_of(&watched).await?;
    let page = ci_page(&browser).await?;
    is_watched(&browser, &page).await?;

    // A script that an earlier version registered under another ID is removed.
    browser.ask(&format!("await browser.scripting.registerContentScripts([{{ id: 'of-before', matches: ['https://{CI}/*'], js: ['content/frame.js'] }}]);")).await?;
    browser.reload_extension().await?;
    browser.keeps_scripts_of(&watched).await?;
    ensure!(browser.may_enter(CI).await?, "the update lost the access");
    is_watched(&browser, &page).await.context("after the update")?;

    let browser = browser.restart(options).await?;
    browser.keeps_scripts_of(&watched).await?;
    ensure!(browser.may_enter(CI).await?, "the restart lost the access");
    ensure!(browser.watched().await?.len() == 2);
    let page = ci_page(&browser).await?;
    is_watched(&browser, &page).await?;
    let wiki = browser.open(&format!("https://{WIKI}/pages/runbook/edit")).await?;
    wiki.badge_when("marked", |badge| badge.tone == "production").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_asks_for_one_site_and_the_answer_counts() -> Result<()> {
    if Engine::Firefox.alone("has its question where tests can read and answer it") {
        return Ok(());
    }
    let browser = browser().await?;
    firefox::ask_for_access(browser.driver()?).await?;
    browser.watch(&ci()).await?;
    let page = ci_page(&browser).await?;
    let asking = browser.asking_page(CI).await?;
    for allow in [false, true] {
        asking.press("#ask").await?;
        let question = async || firefox::access_question(browser.driver()?).await;
        let question = eventually("the question", question, Option::is_some).await?.context("a question")?;
        ensure!(question.contains(CI), "{question}");
        firefox::answer_access_question(browser.driver()?, allow).await?;
        eventually("the answer", async || asking.run("return window.answer;").await, |answer| *answer == allow).await?;
        ensure!(browser.may_enter(CI).await? == allow && !browser.may_enter(WIKI).await?);
        if !allow {
            is_left_alone(&browser, &page).await?;
            ensure!(browser.watched().await? == [ci()]);
            asking.run("window.answer = 'none yet';").await?;
            asking.show().await?;
        }
    }
    is_watched(&browser, &page).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_asks_for_one_site_and_the_answer_counts() -> Result<()> {
    if Engine::Chromium.alone("asks in a window that takes the keys of a desktop") {
        return Ok(());
    }
    let desktop = Desktop::start(1200, 800).await?;
    let screen = Screen::Display(Some(desktop.display().to_owned()));
    let browser = Browser::start_with(Options { screen, ..Options::default() }).await?;
    know_the_keys(&browser).await?;
    browser.watch(&ci()).await?;
    let page = ci_page(&browser).await?;
    let asking = browser.asking_page(CI).await?;
    let place = "const box = document.querySelector('#ask').getBoundingClientRect();
         return [box.left + 20 + screenX, box.top + 20 + screenY + outerHeight - innerHeight];";
    for allow in [false, true] {
        asking.show().await?;
        let place = asking.run(place).await?;
        #[allow(clippy::cast_possible_truncation, reason = "whole pixels within a window")]
        let at = |index: usize| u16::try_from(place[index].as_f64().unwrap_or_default() as i64);
        let place = (at(0)?, at(1)?);
        desktop.shows(&asking, place).await?;
        desktop.click(place, 1)?;
        // The question's first button, which denies, has the focus and this color.
        let first = async || Ok(desktop.picture()?.count([0x0d, 0x50, 0xbb], 2) > 1000);
        eventually("the question", first, |asked| *asked).await?;
        // The browser ignores keys until the question has been open for a moment without any.
        let mut respite = Respite::default();
        if allow {
            let first = async || {
                if first().await? && respite.is_over() {
                    desktop.press(&[key::TAB])?;
                }
                first().await
            };
            eventually("the other button has the focus", first, |first| !first).await?;
        }
        let mut respite = Respite::default();
        let answered = async || {
            if respite.is_over() {
                desktop.press(&[key::ENTER])?;
            }
            asking.run("return window.answer;").await
        };
        eventually("the answer", answered, |answer| *answer == allow).await?;
        ensure!(browser.may_enter(CI).await? == allow && !browser.may_enter(WIKI).await?);
        if !allow {
            is_left_alone(&browser, &page).await?;
            ensure!(browser.watched().await? == [ci()]);
            asking.run("window.answer = 'none yet';").await?;
        }
    }
    is_watched(&browser, &page).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_two_nested_sites_belongs_to_the_inner_one() -> Result<()> {
    let browser = browser().await?;
    browser.grant(CI).await?;
    let (inner, outer) = (site(&format!("{CI}/staging"), Some(Sandbox)), site(CI, Some(Production)));
    for order in [[&inner, &outer], [&outer, &inner]] {
        for watched in order {
            browser.watch(watched).await?;
        }
        browser.keeps_scripts_of(&order).await?;
        for (path, tone, wrong, heading) in [
            ("/staging/shop/secrets", "sandbox", PRODUCTION_SECRET, PRODUCTION_KEY),
            (SECRETS, "production", SANDBOX_SECRET, SANDBOX_KEY),
        ] {
            let page = browser.open(&format!("https://{CI}{path}")).await?;
            page.badge_when(tone, |badge| badge.tone == tone).await?;
            browser.paste_text(&page, VALUE, wrong).await?;
            page.warned(heading).await?;
            ensure!(page.open_warnings().await? == 1 && page.additions().await? == 2, "drawn twice on {path}");
            page.close().await?;
        }
        for watched in order {
            browser.unwatch(watched).await?;
        }
        eventually("the access goes back", async || browser.may_enter(CI).await, |may| !may).await?;
        browser.grant(CI).await?;
    }
    browser.end().await
}
