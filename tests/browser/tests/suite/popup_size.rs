//! The popup is never higher than browsers allow, in any state and language.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::cell::Cell;

use anyhow::{Context, Result, ensure};
use browser_tests::panel::POPUP_WIDTH;
use browser_tests::watched::site;
use browser_tests::{Browser, Page, eventually};
use sandbar::catalogue::Environment::{Production, Sandbox};
use sandbar::protocol::{CatchFields, CatchLine, Choice};
use sandbar::settings::Language;
use sandbar::time::Timestamp;
use serde_json::{Value, json};

/// The height in CSS pixels at which browsers clip a popup.
const HIGHEST: u64 = 600;

/// A site where keys are pasted.
const CI: &str = "ci.harbour.example";

/// The portal of a vendor that can be turned on.
const STRIPE: &str = "dashboard.stripe.com";

/// Stores the maximum number of last warnings, with long names.
async fn with_catches(browser: &Browser) -> Result<()> {
    let line = |hour: u64| {
        CatchLine::of(&CatchFields {
            at: Timestamp::from_millis(1_780_000_000_000 + hour * 3_600_000),
            host: "commercedeveloper-sandbox.adobe.com",
            from: "production",
            what: ["routeKeyProduction", ""],
            to: ["routePageSandbox", ""],
            name: "Release pipeline of the extension team",
            choice: Choice::Opened.name(),
        })
    };
    let lines: Vec<CatchLine> = (0..10).map(line).collect();
    browser.ask(&format!("await browser.storage.session.set({{ catches: {} }});", json!(lines))).await?;
    // The next worker reads them.
    browser.kill_worker().await
}

/// The heights of the popup in each state.
#[derive(Default)]
struct Heights(Vec<(String, u64)>);

impl Heights {
    /// Records the height of this popup.
    async fn note(&mut self, popup: &Page<'_>, state: &str, language: Language) -> Result<()> {
        popup.resize(POPUP_WIDTH, 400, 1.0).await?;
        // The popup counts the keys last.
        let counted = "return document.querySelector('#next').childElementCount > 0;";
        eventually("the keys are counted", async || popup.run(counted).await, |counted| *counted == true).await?;
        let height = popup.run("return Math.ceil(document.body.getBoundingClientRect().height);").await?;
        let what = format!("{state}, {}", language.code());
        self.0.push((what, height.as_u64().unwrap()));
        Ok(())
    }

    /// Records the height of the popup on this page, in each language.
    async fn of(&mut self, page: &Page<'_>, state: &str) -> Result<()> {
        self.after(page, state, async |_| Ok(())).await
    }

    /// The same, after an action in the popup.
    async fn after(&mut self, page: &Page<'_>, state: &str, done: impl AsyncFn(&Page<'_>) -> Result<()>) -> Result<()> {
        for language in Language::ALL {
            page.browser().choose("language", json!(language.code())).await?;
            let popup = page.browser().popup_of(page).await?;
            done(&popup).await?;
            self.note(&popup, state, language).await?;
            popup.close().await?;
        }
        page.browser().choose("language", Value::Null).await
    }

    fn all_fit(&self) -> Result<()> {
        let too_high: Vec<_> = self.0.iter().filter(|(_, height)| *height > HIGHEST).collect();
        ensure!(too_high.is_empty(), "higher than {HIGHEST} px: {too_high:?}");
        Ok(())
    }
}

/// Opens a part of the popup.
async fn open(popup: &Page<'_>, part: &str) -> Result<()> {
    popup.press(&format!("{part} summary")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_popup_fits_on_every_kind_of_site() -> Result<()> {
    let browser = Browser::start().await?;
    let mut heights = Heights::default();
    heights.of(&browser.open("https://example.org/").await?, "elsewhere").await?;
    heights.of(&browser.open("https://account.magento.com/").await?, "account").await?;

    // A vendor that is off, one whose address doesn't show the environment, and one that is on.
    browser.grant(STRIPE).await?;
    let page = browser.open(&format!("https://{STRIPE}/test/orders")).await?;
    heights.after(&page, "vendor-offer", async |popup| popup.says("#vendor", "Stripe").await.map(drop)).await?;
    browser.ask_core(&json!({ "turn-vendor": { "id": "stripe", "on": true } })).await?;
    heights.of(&page, "vendor").await?;
    page.run("history.pushState(null, '', '/orders');").await?;
    page.badge_when("the vendor's question", |badge| badge.tone == "neutral").await?;
    heights.of(&page, "vendor-open").await?;
    page.close().await?;

    browser.grant(CI).await?;
    let page = browser.open(&format!("https://{CI}/fleet/shop/secrets")).await?;
    heights.of(&page, "places").await?;
    heights
        .after(&page, "watch", async |popup| {
            open(popup, "#watch-more").await?;
            popup.press("input[name=watch-scope][value=path]").await?;
            popup.press("input[name=watch-environment][value=sandbox]").await
        })
        .await?;
    browser.watch(&site(CI, Some(Sandbox))).await?;
    heights.of(&page, "watched").await?;
    browser.watch(&site(CI, None)).await?;
    heights.of(&page, "watched-mixed").await?;
    heights
        .after(&page, "change", async |popup| {
            popup.press("#watchChange").await?;
            popup.press("input[name=watch-scope][value=path]").await
        })
        .await?;
    heights.all_fit()?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_popup_fits_in_every_state_of_a_portal() -> Result<()> {
    let browser = Browser::start().await?;
    let mut heights = Heights::default();
    let production = browser.sign_in(Production, "/extensions/?menu=open").await?;
    production.session_when(Production, "signed in").await?;
    let sandbox = browser.sign_in(Sandbox, "/account/apikeys").await?;
    sandbox.session_when(Sandbox, "signed in").await?;
    heights.of(&production, "production").await?;
    heights.of(&sandbox, "sandbox").await?;
    for part in ["#history", "#page-check"] {
        heights.after(&sandbox, &part[1..], async |popup| open(popup, part).await).await?;
    }
    heights
        .after(&sandbox, "unknown", async |popup| {
            popup.press("#checkExample").await?;
            popup.says("#checked", "50XD").await.map(drop)
        })
        .await?;
    let next = Cell::new(1);
    heights
        .after(&sandbox, "wrong", async |popup| {
            // A key that was remembered in one language isn't offered in the next.
            let id = format!("AR28PM5{}XD", next.replace(next.get() + 1));
            let hint = id.get(6..).context("a hint")?;
            popup.press("#checkExample").await?;
            popup.says("#checked", "50XD").await?;
            popup
                .run(&format!(
                    "const field = document.querySelector('#check-text');
                     field.value = field.value.replaceAll('AR28PM50XD', '{id}');"
                ))
                .await?;
            popup.press("#checkNow").await?;
            popup.says("#checked", hint).await?;
            popup.press("#rememberProduction").await?;
            popup.says("#checked .alarm", hint).await.map(drop)
        })
        .await?;
    for (path, topic) in [
        ("/extensions/", "submissions"),
        ("/reports", "reports"),
        ("/account/profile", "profile"),
        ("/account/keys", "composer"),
    ] {
        for (page, environment) in [(&production, Production), (&sandbox, Sandbox)] {
            page.go(&format!("{}{path}", browser_tests::session::origin(environment))).await?;
            heights.of(page, &format!("{topic}-{environment:?}")).await?;
        }
    }
    browser.ask_core(&json!({ "pause": { "host": "commercedeveloper-sandbox.adobe.com", "on": true } })).await?;
    heights.of(&sandbox, "paused").await?;
    browser.ask_core(&json!({ "pause": { "host": "commercedeveloper-sandbox.adobe.com", "on": false } })).await?;
    with_catches(&browser).await?;
    heights.of(&sandbox, "catches-collapsed").await?;
    heights
        .after(&sandbox, "catches", async |popup| {
            open(popup, "#catches").await?;
            let rows = async || popup.run("return document.querySelectorAll('#catches-list li').length;").await;
            eventually("all of them", rows, |rows| *rows == 10).await.map(drop)
        })
        .await?;
    let turn = |off: bool| json!({ "turn-off": { "host": "commercedeveloper-sandbox.adobe.com", "off": off } });
    browser.ask_core(&turn(true)).await?;
    heights.of(&sandbox, "off").await?;
    browser.ask_core(&turn(false)).await?;
    sandbox.go("https://commercedeveloper-sandbox.adobe.com/demo/form30").await?;
    sandbox.session_when(Sandbox, "signed in").await?;
    sandbox.type_into("#f1", "Order Exporter").await?;
    browser.unsaved_reported(1).await?;

    production.go("https://commercedeveloper.adobe.com/extensions/?menu=open").await?;
    production.press_sign_out("a[href='/account/logout']").await?;
    production.warned("Signing out of Production signs you out of Sandbox too").await?;
    production.press_warning("Sign out of both").await?;
    sandbox.ended("You signed out of Production").await?;
    heights.of(&sandbox, "ended").await?;
    heights
        .after(&sandbox, "ended-copied", async |popup| {
            popup.show().await?;
            popup.press("#noticeCopy").await?;
            let said = async || popup.text_of("#typed-said").await;
            eventually("it is copied", said, |text| !text.is_empty()).await.map(drop)
        })
        .await?;
    let misplaced = browser.open("https://commercedeveloper.adobe.com/extensions/?banner=misplaced").await?;
    misplaced.badge_when("the doubt", |badge| badge.tone == "check").await?;
    heights.of(&misplaced, "disagreement").await?;
    heights.all_fit()?;
    browser.end().await
}
