//! Watching a site, in the popup and in the options, by mouse and only by keyboard, with access
//! granted, refused and withdrawn.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use anyhow::{Result, ensure};
use browser_tests::engine::firefox;
use browser_tests::watched::site;
use browser_tests::{Browser, Engine, Page, eventually};
use sandbar::catalogue::Environment::{Production, Sandbox};
use sandbar::catalogue::watched::Watched;
use serde_json::{Value, json};

use crate::options::{Hand, PASSPHRASE, export, import};

const CI: &str = "ci.harbour.example";
const SECRETS: &str = "https://ci.harbour.example/fleet/shop/secrets";
const WIKI: &str = "wiki.harbour.example";
/// A secret of a known Sandbox key.
const SANDBOX_SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";

/// Exactly these sites are watched, and only their scripts are registered.
async fn watches(browser: &Browser, sites: &[&Watched]) -> Result<()> {
    let list = async || browser.watched().await;
    let wanted: Vec<Watched> = sites.iter().map(|&site| site.clone()).collect();
    eventually(&format!("{wanted:?} are watched"), list, |seen| *seen == wanted).await?;
    browser.keeps_scripts_of(sites).await
}

async fn value_of(page: &Page<'_>, name: &str) -> Result<Value> {
    page.run(&format!("return document.querySelector('input[name={name}]:checked')?.value;")).await
}

/// Replaces the text in a field.
async fn write(hand: Hand, page: &Page<'_>, selector: &str, text: &str) -> Result<()> {
    hand.enter(page, selector).await?;
    page.run(&format!("document.querySelector({selector:?}).select();")).await?;
    page.type_text(text).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_is_watched_changed_and_left_in_the_popup() -> Result<()> {
    for hand in Hand::BOTH {
        let browser = Browser::start().await?;
        browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
        browser.grant(CI).await?;
        let page = browser.open(SECRETS).await?;
        let popup = browser.popup_of(&page).await?;
        popup.says("#watch", "Do you paste keys here?").await?;
        popup.says("#watch", "Watch this site").await?;
        assert_eq!(value_of(&popup, "watch-scope").await?, "host");
        assert_eq!(value_of(&popup, "watch-environment").await?, "none");
        ensure!(popup.text_of("#watch-learning-row").await?.is_empty(), "learning needs an environment");

        hand.press(&popup, "#watchNow").await?;
        popup.says("#here", "Watched site").await?;
        popup.says("#here", "Used for both environments").await?;
        watches(&browser, &[&site(CI, None)]).await?;
        ensure!(popup.text_of("#watch").await?.is_empty(), "the form is still there");

        hand.press(&popup, "#watchChange").await?;
        popup.says("#watch", "Change how this site is watched").await?;
        hand.choose(&popup, "watch-scope", "path").await?;
        write(hand, &popup, "#watch-path", "/fleet").await?;
        hand.choose(&popup, "watch-environment", "production").await?;
        hand.press(&popup, "#watch-learning").await?;
        hand.press(&popup, "#watchNow").await?;
        popup.says("#here", "checks what you paste here as on a Production page").await?;
        popup.says("#here", "learns the keys shown here").await?;
        popup.says("#here", "ci.harbour.example/fleet").await?;
        watches(&browser, &[&Watched { learning: true, ..site("ci.harbour.example/fleet", Some(Production)) }]).await?;
        ensure!(browser.may_enter(CI).await?, "the access went with the old path");
        page.badge_when("the badge", |badge| badge.tone == "production").await?;

        hand.press(&popup, "#pause").await?;
        popup.says("#here", "Paused on this site until").await?;
        eventually("no badge", async || page.badge().await, Option::is_none).await?;
        hand.press(&popup, "#pauseEnd").await?;
        page.badge_when("the badge is back", |badge| badge.tone == "production").await?;

        hand.press(&popup, "#watchStop").await?;
        popup.says("#here", "Not a Developer Portal page").await?;
        watches(&browser, &[]).await?;
        let back = async || browser.may_enter(CI).await;
        eventually("the access is given back", back, |may| !may).await?;
        eventually("nothing is left in the page", async || page.additions().await, |count| *count == 0).await?;
        browser.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_own_path_is_offered_and_a_wrong_one_is_reported() -> Result<()> {
    for hand in Hand::BOTH {
        let browser = Browser::start().await?;
        browser.grant(CI).await?;
        let page = browser.open(&format!("{SECRETS}?tab=1")).await?;
        let popup = browser.popup_of(&page).await?;
        popup.says("#watch", "Watch this site").await?;
        hand.press(&popup, "#watch-more summary").await?;
        hand.choose(&popup, "watch-scope", "path").await?;
        assert_eq!(popup.value("#watch-path").await?, "/fleet/shop/secrets");
        popup.says("#watch", "Path on ci.harbour.example").await?;
        for (path, why) in [("/other", "isn’t under that path"), ("/fleet/*", "can’t contain *")] {
            write(hand, &popup, "#watch-path", path).await?;
            hand.press(&popup, "#watchNow").await?;
            popup.says("#watch-said", why).await?;
            let focused = popup.run("return document.activeElement.id;").await?;
            assert_eq!(focused, "watch-path", "the person is taken to what is wrong");
        }
        watches(&browser, &[]).await?;
        write(hand, &popup, "#watch-path", "fleet/shop/").await?;
        popup.key("Enter", 0).await?;
        popup.says("#here", "ci.harbour.example/fleet/shop").await?;
        watches(&browser, &[&site("ci.harbour.example/fleet/shop", None)]).await?;
        browser.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_browser_hides_the_address_the_popup_says_what_helps() -> Result<()> {
    let browser = Browser::start().await?;
    let popup = browser.popup_of(&browser.open(SECRETS).await?).await?;
    popup.says("#watch", "can’t run on this page").await?;
    ensure!(popup.text_of("#watch-form").await?.is_empty(), "there is nothing to watch");
    let popup = browser.popup_of(&browser.open("https://account.magento.com/").await?).await?;
    popup.says("#here", "Account site").await?;
    ensure!(popup.text_of("#watch").await?.is_empty(), "Sandbar works there already");
    browser.end().await
}

/// The popup of a page, with browser answers about access that the test controls: refused until
/// `window.answer` changes. `window.requests` contains the requests.
async fn with_access_refused<'b>(browser: &'b Browser, page: &Page<'_>) -> Result<Page<'b>> {
    let source = "window.granted = window.answer = false; window.requests = [];
         const access = (globalThis.browser ?? chrome).permissions;
         access.contains = async () => granted;
         access.request = async ({ origins }) => { requests.push(...origins); return (granted = answer); };";
    let popup = browser.new_tab().await?;
    popup.devtools("Page.enable", json!({})).await?;
    popup.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
    popup.go(&browser.page_url(&format!("pages/popup.html?tabId={}", page.tab_id()?))?).await?;
    popup.panel_ready().await?;
    Ok(popup)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_to_which_access_is_refused_stays_watched_and_is_asked_for_again_from_a_click() -> Result<()> {
    if Engine::Chromium.alone("lets a test answer for it in a page") {
        return Ok(());
    }
    for hand in Hand::BOTH {
        let browser = Browser::start().await?;
        browser.grant(CI).await?;
        let page = browser.open(SECRETS).await?;
        let popup = with_access_refused(&browser, &page).await?;
        popup.says("#watch", "Watch this site").await?;
        hand.press(&popup, "#watchNow").await?;
        popup.says("#here", "Sandbar doesn’t have access to ci.harbour.example").await?;
        assert_eq!(popup.run("return requests;").await?, json!(["https://ci.harbour.example/*"]));
        watches(&browser, &[&site(CI, None)]).await?;
        popup.run("window.answer = true;").await?;
        hand.press(&popup, "#siteAccessAllow").await?;
        eventually("nothing is missing", async || popup.text_of("#watch-access").await, String::is_empty).await?;
        assert_eq!(popup.run("return requests.length;").await?, 2);
        browser.end().await?;
    }
    Ok(())
}

/// The selector of a control in the row of a watched site.
fn of(address: &str, control: &str) -> String {
    format!("[data-key=\"{address}\"] [data-action={control}]")
}

/// Uses a control in the menu of a site.
async fn press_in_menu(hand: Hand, page: &Page<'_>, address: &str, control: &str) -> Result<()> {
    hand.press(page, &of(address, "menu")).await?;
    page.sees(&of(address, control)).await?;
    hand.press(page, &of(address, control)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_in_the_options_adds_changes_removes_and_takes_back() -> Result<()> {
    for hand in Hand::BOTH {
        let browser = Browser::start().await?;
        browser.grant(CI).await?;
        browser.grant(WIKI).await?;
        let page = browser.panel("pages/options.html").await?;
        page.says("#watched-empty", "No watched sites yet").await?;

        for (address, why) in [
            ("http://ci.harbour.example", "begins with https"),
            ("no host at all", "Enter a site address"),
            ("developer.magento.com", "already works on this site"),
            ("ci.harbour.example/*/secrets", "can’t contain *"),
        ] {
            write(hand, &page, "#watched-address", address).await?;
            hand.press(&page, "#siteAdd").await?;
            page.says("#watched-said", why).await?;
        }
        watches(&browser, &[]).await?;

        write(hand, &page, "#watched-address", "https://CI.harbour.example/fleet/?x=1").await?;
        page.key("Enter", 0).await?;
        page.says("#watched", "ci.harbour.example/fleet").await?;
        page.says("#watched", "Access allowed").await?;
        let ci = site("ci.harbour.example/fleet", None);
        watches(&browser, &[&ci]).await?;
        write(hand, &page, "#watched-address", "ci.harbour.example/fleet/").await?;
        hand.press(&page, "#siteAdd").await?;
        page.says("#watched-said", "already in the list").await?;

        write(hand, &page, "#watched-address", WIKI).await?;
        hand.choose(&page, "watched-environment", "sandbox").await?;
        hand.press(&page, "#watched-learning").await?;
        hand.press(&page, "#siteAdd").await?;
        let wiki = Watched { learning: true, ..site(WIKI, Some(Sandbox)) };
        watches(&browser, &[&ci, &wiki]).await?;
        page.says("#watched", WIKI).await?;

        hand.press(&page, &of("ci.harbour.example/fleet", "production")).await?;
        let changed = site("ci.harbour.example/fleet", Some(Production));
        watches(&browser, &[&changed, &wiki]).await?;
        press_in_menu(hand, &page, WIKI, "learning").await?;
        watches(&browser, &[&changed, &site(WIKI, Some(Sandbox))]).await?;
        page.key("Escape", 0).await?;

        press_in_menu(hand, &page, "ci.harbour.example/fleet", "remove").await?;
        page.says("#watched-undo-bar", "Site removed").await?;
        watches(&browser, &[&site(WIKI, Some(Sandbox))]).await?;
        eventually("the access is given back", async || browser.may_enter(CI).await, |may| !may).await?;
        hand.press(&page, "#undo").await?;
        page.says("#watched-undo-bar", "Undone").await?;
        watches(&browser, &[&changed, &site(WIKI, Some(Sandbox))]).await?;
        eventually("the access is back", async || browser.may_enter(CI).await, |may| *may).await?;
        let list = async || page.text_of("#watched").await;
        eventually("the list says so", list, |text| !text.contains("No access")).await?;

        for address in ["ci.harbour.example/fleet", WIKI] {
            press_in_menu(hand, &page, address, "remove").await?;
            // The rows below move up.
            eventually("its row is gone", list, |text| !text.contains(address)).await?;
        }
        page.says("#watched-empty", "No watched sites yet").await?;
        watches(&browser, &[]).await?;
        browser.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_follows_what_changes_elsewhere_and_access_that_comes_and_goes() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.panel("pages/options.html").await?;
    page.says("#watched-empty", "No watched sites yet").await?;
    browser.watch(&site(CI, None)).await?;
    page.says("#watched", "No access: Sandbar can’t check keys there").await?;
    browser.grant(CI).await?;
    page.says("#watched", "Access allowed").await?;
    browser.withdraw(CI).await?;
    page.says("#watched", "No access: Sandbar can’t check keys there").await?;
    watches(&browser, &[&site(CI, None)]).await?;
    browser.unwatch(&site(CI, None)).await?;
    page.says("#watched-empty", "No watched sites yet").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_asks_for_the_one_host_and_a_refusal_keeps_the_site() -> Result<()> {
    if Engine::Firefox.alone("asks in a panel that can be answered") {
        return Ok(());
    }
    let browser = Browser::start().await?;
    firefox::ask_for_access(browser.driver()?).await?;
    let page = browser.panel("pages/options.html").await?;
    let question = async || firefox::access_question(browser.driver()?).await;
    write(Hand::Keyboard, &page, "#watched-address", CI).await?;
    page.key("Enter", 0).await?;
    let said = eventually("the browser asks", question, Option::is_some).await?.unwrap();
    ensure!(said.contains(CI), "{said}");
    // The site is saved before the answer.
    watches(&browser, &[&site(CI, None)]).await?;
    firefox::answer_access_question(browser.driver()?, false).await?;
    page.says("#watched", "No access: Sandbar can’t check keys there").await?;
    watches(&browser, &[&site(CI, None)]).await?;
    page.press(&of(CI, "allow")).await?;
    eventually("the browser asks again", question, Option::is_some).await?;
    firefox::answer_access_question(browser.driver()?, true).await?;
    page.says("#watched", "Access allowed").await?;
    ensure!(browser.may_enter(CI).await?);
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn watched_sites_travel_in_the_file_and_those_that_are_there_stay() -> Result<()> {
    if Engine::Chromium.alone("has its downloads answered") {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let first = Browser::start().await?;
    first.fingerprinter().await?;
    first.watch(&site(CI, Some(Production))).await?;
    first.watch(&Watched { learning: true, ..site("wiki.harbour.example/pages", Some(Sandbox)) }).await?;
    let options = first.panel("pages/options.html").await?;
    options.says("#watched", "wiki.harbour.example/pages").await?;
    // There is no key, but the list of sites can be exported too.
    let file = export(Hand::Keyboard, &options, folder.path()).await?;
    first.end().await?;

    let second = Browser::start().await?;
    second.watch(&site(CI, None)).await?;
    let options = second.panel("pages/options.html").await?;
    options.says("#watched", CI).await?;
    import(Hand::Mouse, &options, &file, PASSPHRASE).await?;
    options.says("#import-said", "1 watched site is new").await?;
    options.says("#watched", "wiki.harbour.example/pages").await?;
    let wiki = Watched { learning: true, ..site("wiki.harbour.example/pages", Some(Sandbox)) };
    watches(&second, &[&site(CI, None), &wiki]).await?;
    import(Hand::Mouse, &options, &file, PASSPHRASE).await?;
    options.says("#import-said", "already have every key").await?;
    second.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_of_an_administrator_is_shown_as_such_and_offers_no_change() -> Result<()> {
    if Engine::Chromium.alone("lets a test answer for the background in a page") {
        return Ok(());
    }
    let browser = Browser::start().await?;
    let site = json!({ "address": CI, "environment": "sandbox", "learning": true });
    let preset = json!({ "site": site, "by-policy": true });
    let source = format!(
        "const send = chrome.runtime.sendMessage.bind(chrome.runtime);
         chrome.runtime.sendMessage = async (message) => {{
           const answer = await send(message);
           return message === 'watched' ? [{preset}] : message?.popup ? {{ ...answer, watched: {preset} }} : answer;
         }};"
    );
    let page = browser.open("https://example.org/").await?;
    for (file, part) in
        [("pages/options.html".to_owned(), "#watched"), (format!("pages/popup.html?tabId={}", page.tab_id()?), "#here")]
    {
        let panel = browser.new_tab().await?;
        panel.devtools("Page.enable", json!({})).await?;
        panel.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
        panel.go(&browser.page_url(&file)?).await?;
        panel.panel_ready().await?;
        let said = panel.says(part, "our organization").await?.to_lowercase();
        ensure!(said.contains("sandbox") && said.contains("learns"), "{said}");
        let controls = format!(
            "return [...document.querySelectorAll('{part} :is(button, select, input)')].map((one) => one.textContent);"
        );
        assert_eq!(panel.run(&controls).await?, json!(["Allow access"]), "{file}");
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_pasted_on_a_site_that_the_popup_watched_is_identified() -> Result<()> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    browser.grant(CI).await?;
    // The page is open before its site is watched, and isn't reloaded.
    let page = browser.open(SECRETS).await?;
    let popup = browser.popup_of(&page).await?;
    popup.says("#watch", "Watch this site").await?;
    popup.press("#watch-more summary").await?;
    Hand::Mouse.choose(&popup, "watch-environment", "production").await?;
    popup.press("#watchNow").await?;
    popup.says("#here", "checks what you paste here as on a Production page").await?;
    page.badge_when("the badge", |badge| badge.tone == "production").await?;
    let field = "#secret_value";
    browser.paste_text(&page, field, SANDBOX_SECRET).await?;
    page.warned("This is a Sandbox key").await?;
    browser.end().await
}
