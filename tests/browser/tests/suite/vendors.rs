//! Vendors that the user turns on and off. If a vendor is off, Sandbar does nothing on its pages.
//! If it is on, its pages are marked and keys are checked.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use anyhow::{Context as _, Result, ensure};
use browser_tests::engine::firefox;
use browser_tests::watched::site;
use browser_tests::{Browser, Engine, Page, eventually};
use demo_portals::learned_key;
use demo_portals::sites::{DESK, SHOP};
use sandbar::catalogue::Environment;
use sandbar::catalogue::vendors::OFFERED;
use sandbar::view::theme::toolbar_text;
use serde_json::{Value, json};

const LIVE: &str = "https://vendors.paddle.com/orders";
const SANDBOX: &str = "https://sandbox-vendors.paddle.com/orders";
const TOGGLE: &str = "https://dashboard.stripe.com/orders";
const PATH: &str = "https://dashboard.stripe.com/test/orders";
const ACCOUNT_PATH: &str = "https://dashboard.stripe.com/acct_1a2b3c/test/orders";
const BELOW: &str = "https://shop--uat.sandbox.my.salesforce.com/orders";
const PADDLE_SANDBOX: &str = "pdl_sdbx_apikey_01k7e3w5q9t2v4x6z8b1d3f5h7_Ab7eGh2JkLmNpQrStUvWx3_YzA";
const PADDLE_LIVE: &str = "pdl_live_apikey_01k7e3w5q9t2v4x6z8b1d3f5h7_Ab7eGh2JkLmNpQrStUvWx3_YzA";
const STRIPE_TEST: &str = "sk_test_51H7ePq3LmZxV8nRtK2wYcB9sDfG4hJ";

/// Turns a vendor on or off as the extension's pages do, with access to its hosts.
async fn turn(browser: &Browser, id: &str, on: bool, hosts: &[&str]) -> Result<()> {
    for host in hosts {
        browser.grant(host).await?;
    }
    browser.ask_core(&json!({ "turn-vendor": { "id": id, "on": on } })).await.map(drop)
}

const PADDLE: &[&str] = &["vendors.paddle.com", "sandbox-vendors.paddle.com"];
const STRIPE: &[&str] = &["dashboard.stripe.com"];

/// Checks that the page's badge has this look and text, and the button this text.
async fn is_marked(page: &Page<'_>, tone: &str, word: &str, mark: &str) -> Result<()> {
    page.badge_when(word, |badge| badge.tone == tone && badge.text.contains(word)).await?;
    eventually(mark, async || page.toolbar().await, |toolbar| toolbar.badge == toolbar_text(mark)).await.map(drop)
}

/// Nothing of the extension is in the page.
async fn is_left_alone(page: &Page<'_>) -> Result<()> {
    ensure!(page.entered().await? == Vec::<String>::new(), "{:?}", page.entered().await?);
    ensure!(page.additions().await? == 0 && page.toolbar().await?.badge.is_empty(), "{:?}", page.toolbar().await?);
    ensure!(page.title().await? == "Dashboard", "{}", page.title().await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_vendor_that_is_off_costs_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    for host in PADDLE.iter().chain(STRIPE) {
        browser.grant(host).await?;
    }
    for url in [LIVE, SANDBOX, TOGGLE, PATH] {
        let page = browser.open(url).await?;
        browser.paste_text(&page, "#production_key", PADDLE_SANDBOX).await?;
        is_left_alone(&page).await?;
    }
    let kept = browser.ask("return browser.scripting.getRegisteredContentScripts();").await?;
    ensure!(kept == json!([]), "{kept}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_of_hosts_is_marked_when_it_is_turned_on_and_left_when_it_is_turned_off() -> Result<()> {
    let browser = Browser::start().await?;
    let open = browser.open(LIVE).await?;
    turn(&browser, "paddle", true, PADDLE).await?;
    // A page that was already open, and one that opens.
    is_marked(&open, "production", "Live", "LIVE").await?;
    let sandbox = browser.open(SANDBOX).await?;
    is_marked(&sandbox, "sandbox", "Sandbox", "SBX").await?;
    eventually("its title", async || sandbox.title().await, |title| title == "SBX · Dashboard").await?;
    eventually("its title", async || open.title().await, |title| title == "LIVE · Dashboard").await?;
    let look_alike = browser.open("https://vendors.paddle.com.harbour.example/orders").await?;
    ensure!(look_alike.entered().await?.is_empty());

    turn(&browser, "paddle", false, &[]).await?;
    for page in [&open, &sandbox] {
        eventually("nothing is drawn", async || page.additions().await, |additions| *additions == 0).await?;
        eventually("its own title", async || page.title().await, |title| title == "Dashboard").await?;
    }
    eventually("the access is given back", async || browser.may_enter(PADDLE[0]).await, |may| !may).await?;
    let again = browser.open(SANDBOX).await?;
    is_left_alone(&again).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_tells_and_without_one_the_badge_asks() -> Result<()> {
    let browser = Browser::start().await?;
    turn(&browser, "stripe", true, STRIPE).await?;
    for url in [PATH, ACCOUNT_PATH] {
        let page = browser.open(url).await?;
        is_marked(&page, "sandbox", "Test", "TEST").await?;
        page.close().await?;
    }
    let page = browser.open(TOGGLE).await?;
    is_marked(&page, "neutral", "Stripe: Live or Test?", "?").await?;
    // A switch on the page has no effect.
    page.press("#mode").await?;
    // The address changes without loading, there and back.
    for (path, tone, word, mark, title) in [
        ("/test/orders", "sandbox", "Test", "TEST", "TEST · Dashboard"),
        ("/tests", "neutral", "Stripe: Live or Test?", "?", "Dashboard"),
        ("/acct_9/test", "sandbox", "Test", "TEST", "TEST · Dashboard"),
        ("/settings", "neutral", "Stripe: Live or Test?", "?", "Dashboard"),
    ] {
        page.run(&format!("history.pushState(null, '', '{path}');")).await?;
        is_marked(&page, tone, word, mark).await?;
        eventually(title, async || page.title().await, |shown| shown == title).await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_with_a_customers_name_are_marked_by_what_they_are_below() -> Result<()> {
    let browser = Browser::start().await?;
    turn(&browser, "salesforce", true, &["*.my.salesforce.com", "*.sandbox.my.salesforce.com"]).await?;
    is_marked(&browser.open(BELOW).await?, "sandbox", "Sandbox", "SBX").await?;
    let page = browser.open("https://shop.my.salesforce.com/orders").await?;
    is_marked(&page, "neutral", "Salesforce: Production or Sandbox?", "?").await?;
    for outside in [
        "https://my.salesforce.com/",
        "https://xmy.salesforce.com/",
        "https://a.sandbox.my.salesforce.com.harbour.example/",
    ] {
        let page = browser.open(outside).await?;
        ensure!(page.additions().await? == 0, "{outside}");
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_the_other_side_is_caught_on_the_vendors_own_pages() -> Result<()> {
    let browser = Browser::start().await?;
    turn(&browser, "paddle", true, PADDLE).await?;
    turn(&browser, "stripe", true, STRIPE).await?;
    for (url, field, key, heading) in [
        (LIVE, "#note", PADDLE_SANDBOX, "This is a Sandbox key"),
        (SANDBOX, "#note", PADDLE_LIVE, "This is a Live key"),
        (TOGGLE, "#production_key", STRIPE_TEST, "This is a Test key"),
    ] {
        let page = browser.open(url).await?;
        page.badge_when("the page is entered", |_| true).await?;
        browser.paste_text(&page, field, key).await?;
        page.warned(heading).await?;
        page.close().await?;
    }
    // A key in its own environment, and another vendor's key: no warning. The last answer comes
    // after both.
    let page = browser.open(LIVE).await?;
    page.badge_when("the page is entered", |_| true).await?;
    for key in [PADDLE_LIVE, STRIPE_TEST, PADDLE_SANDBOX] {
        page.run("document.querySelector('#note').value = '';").await?;
        browser.paste_text(&page, "#note", key).await?;
    }
    page.warned("This is a Sandbox key").await?;
    ensure!(page.open_warnings().await? == 1, "one warning");
    browser.end().await
}

/// Clicks a button that makes the browser ask for access. Chromium asks in a window that no page's
/// tools can reach, so there access is given in advance.
async fn click(browser: &Browser, page: &Page<'_>, selector: &str, hosts: &[&str]) -> Result<()> {
    if Engine::chosen() == Engine::Chromium {
        for host in hosts {
            browser.grant(host).await?;
        }
    }
    page.press(selector).await?;
    if Engine::chosen() == Engine::Firefox {
        let driver = browser.driver()?;
        let question = async || firefox::access_question(driver).await;
        let question = eventually("the browser asks", question, Option::is_some).await?.context("a question")?;
        ensure!(question.contains(hosts[0]), "{question}");
        firefox::answer_access_question(driver, true).await?;
    }
    Ok(())
}

async fn chosen(browser: &Browser) -> Result<Value> {
    Ok(browser.ask_core(&json!("settings")).await?["vendors"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_options_and_the_welcome_page_turn_vendors_on_and_off() -> Result<()> {
    let browser = Browser::start().await?;
    if Engine::chosen() == Engine::Firefox {
        firefox::ask_for_access(browser.driver()?).await?;
    }
    let page = browser.open(LIVE).await?;
    for panel in ["pages/options.html", "pages/welcome.html"] {
        let panel = browser.panel(panel).await?;
        panel.run("for (const details of document.querySelectorAll('#offered details')) details.open = true;").await?;
        let row = "#vendors [data-key=\"paddle\"]";
        panel.says(row, "sandbox-vendors.paddle.com").await?;
        click(&browser, &panel, &format!("{row} [data-action=add]"), PADDLE).await?;
        panel.says(row, "Turn off").await?;
        is_marked(&page, "production", "Live", "LIVE").await?;
        ensure!(chosen(&browser).await? == json!(["paddle"]));
        // If access is withdrawn later, the page shows that, and it can be requested again.
        browser.withdraw(PADDLE[1]).await?;
        panel.says(row, "No access").await?;
        panel.press(&format!("{row} [data-action=remove]")).await?;
        eventually("off", async || chosen(&browser).await, |vendors| *vendors == json!([])).await?;
        eventually("nothing is drawn", async || page.additions().await, |additions| *additions == 0).await?;
        panel.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_popup_offers_a_vendor_on_its_page_and_says_which_side_it_is() -> Result<()> {
    let browser = Browser::start().await?;
    if Engine::chosen() == Engine::Firefox {
        firefox::ask_for_access(browser.driver()?).await?;
    }
    // In a separate tab, the popup sees only the address of a page that Sandbar has access to.
    browser.grant(STRIPE[0]).await?;
    let page = browser.open(PATH).await?;
    let popup = browser.popup_of(&page).await?;
    popup.says("#vendor", "Do you use Stripe?").await?;
    ensure!(popup.run("return document.querySelector('#watch').hidden;").await? == true);
    popup.press("#vendorTurnOn").await?;
    popup.says("#here h1", "Test").await?;
    popup.says("#here", "dashboard.stripe.com").await?;
    is_marked(&page, "sandbox", "Test", "TEST").await?;
    page.run("history.pushState(null, '', '/orders');").await?;
    is_marked(&page, "neutral", "Stripe: Live or Test?", "?").await?;
    popup.says("#here h1", "Stripe: Live or Test?").await?;
    popup.press("#vendorTurnOff").await?;
    eventually("nothing is drawn", async || page.additions().await, |additions| *additions == 0).await?;
    browser.end().await
}

const AUTHORIZE: &[&str] = &["account.authorize.net", "sandbox.authorize.net"];

/// The number of known keys.
async fn known(browser: &Browser) -> Result<usize> {
    Ok(browser.ask_core(&json!("keyring")).await?.as_array().map_or(0, Vec::len))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_learned_where_its_page_shows_it_and_kept_or_forgotten_with_its_vendor() -> Result<()> {
    let browser = Browser::start().await?;
    turn(&browser, "authorize-net", true, AUTHORIZE).await?;
    browser.grant(SHOP).await?;
    browser.watch(&site(SHOP, None)).await?;
    let vendor = OFFERED.iter().find(|vendor| vendor.id == "authorize-net").context("the row")?;
    let [live, sandbox] = Environment::ALL.map(|environment| learned_key(&vendor.sighted[0], environment));
    // Other pages teach nothing: the answer comes after that of the first page.
    browser.open("https://sandbox.authorize.net/orders").await?;
    let page = browser.open("https://sandbox.authorize.net/keys").await?;
    eventually("the key is learned", async || known(&browser).await, |known| *known == 1).await?;
    let stored = browser.ask("return JSON.stringify(await browser.storage.local.get());").await?;
    ensure!(!stored.to_string().contains(&sandbox), "the key is stored");

    let shop = browser.open(&format!("https://{SHOP}/settings/cards")).await?;
    browser.paste_text(&shop, "#cards_secret_key", &live).await?;
    browser.paste_text(&shop, "#cards_test_secret_key", &sandbox).await?;
    browser.paste_text(&shop, "#cards_publishable_key", &sandbox).await?;
    shop.warned("This is a Sandbox key").await?;
    ensure!(shop.open_warnings().await? == 1, "one warning");
    shop.close().await?;
    // On the vendor's own page in the other environment.
    let other = browser.open("https://account.authorize.net/orders").await?;
    other.badge_when("the page is entered", |_| true).await?;
    browser.paste_text(&other, "#note", &sandbox).await?;
    other.warned("This is a Sandbox key").await?;

    // When the vendor is turned off, its keys are kept, or removed if the user wants that.
    let options = browser.panel("pages/options.html").await?;
    options.run("for (const details of document.querySelectorAll('#offered details')) details.open = true;").await?;
    let row = "#vendors [data-key=\"authorize-net\"]";
    options.says(row, "learns the keys").await?;
    options.press(&format!("{row} [data-action=remove]")).await?;
    eventually("off", async || chosen(&browser).await, |vendors| *vendors == json!([])).await?;
    ensure!(known(&browser).await? == 1, "kept");
    turn(&browser, "authorize-net", true, AUTHORIZE).await?;
    options.press(&format!("{row} [data-action=forget]")).await?;
    eventually("forgotten", async || known(&browser).await, |known| *known == 0).await?;
    ensure!(chosen(&browser).await? == json!([]));
    eventually("nothing is drawn", async || page.additions().await, |additions| *additions == 0).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_is_called_what_the_user_calls_it() -> Result<()> {
    let browser = Browser::start().await?;
    browser.grant(DESK).await?;
    browser.watch(&site(DESK, Some(Environment::Sandbox))).await?;
    let address = format!("https://{DESK}/fields");
    let page = browser.open(&address).await?;
    let other = browser.open("https://commercedeveloper.adobe.com/orders").await?;
    page.badge_when("the page is marked", |badge| badge.tone == "sandbox").await?;
    let popup = browser.popup_of(&page).await?;
    popup.says("#label", "Name of this sandbox").await?;
    popup.press("#label > summary").await?;
    popup.run("document.querySelector('#label-name').value = 'uat';").await?;
    popup.press("#label button").await?;
    page.badge_when("Sandbox: uat", |badge| badge.text.contains("Sandbox: uat")).await?;
    eventually("its title", async || page.title().await, |title| title.starts_with("SBX uat · ")).await?;
    let title = async || page.toolbar().await.map(|toolbar| toolbar.title);
    eventually("its tooltip", title, |title| title.contains("Sandbox: uat")).await?;
    popup.says("#here h1", "Sandbox: uat").await?;
    // A page that opens now has the name, but the other environment doesn't.
    let again = browser.open(&address).await?;
    again.badge_when("Sandbox: uat", |badge| badge.text.contains("Sandbox: uat")).await?;
    ensure!(other.badge().await?.is_some_and(|badge| !badge.text.contains("uat")));
    let popup = browser.popup_of(&other).await?;
    popup.says("#here h1", "Production").await?;
    ensure!(popup.run("return document.querySelector('#label').hidden;").await? == true);
    browser.end().await
}
