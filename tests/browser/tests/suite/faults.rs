//! A core that hangs, and a store that refuses, delays and loses data, in a real browser.
//! `tests/store/` tests the same at every step, without a browser.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::watched::site;
use browser_tests::{Browser, eventually};
use sandbar::catalogue::Environment;
use serde_json::{Value, json};

const PRODUCTION: &str = "https://commercedeveloper.adobe.com/demo/fields";
const SANDBOX_SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
const UNCHECKED: &str = "This text wasn’t checked";

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_a_hanging_core_did_not_check_is_reported_and_checked_by_the_next_core() -> Result<()> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    let page = browser.open(PRODUCTION).await?;
    page.badge_when("the page is marked", |badge| badge.tone == "production").await?;
    // The code that draws warnings is loaded before the core hangs.
    browser.paste_text(&page, "#search", SANDBOX_SECRET).await?;
    page.warned(SANDBOX_KEY).await?;
    page.key("Escape", 0).await?;
    page.warning_gone().await?;
    browser.in_background("scope.wasm_bindgen.handle = () => new Promise(() => {});").await?;
    page.paste_into("#text").await?;
    page.warned(UNCHECKED).await?;
    // An event has twenty seconds. After that, the core is loaded again, and the page asks once
    // more.
    page.warned(SANDBOX_KEY).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paste_that_is_held_is_not_let_through_while_the_core_hangs() -> Result<()> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    browser.strict_paste(true).await?;
    let page = browser.open(PRODUCTION).await?;
    page.badge_when("the page is marked", |badge| badge.tone == "production").await?;
    browser.paste_text(&page, "#search", SANDBOX_SECRET).await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning("Don’t paste").await?;
    page.warning_gone().await?;
    browser.in_background("scope.wasm_bindgen.handle = () => new Promise(() => {});").await?;
    page.paste_into("#text").await?;
    let unchecked = page.warned(UNCHECKED).await?;
    ensure!(unchecked.buttons.first().is_some_and(|first| first == "Don’t paste"), "{unchecked:?}");
    ensure!(page.value("#text").await?.is_empty(), "it was pasted unchecked");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_the_browser_refuses_costs_that_entry_alone() -> Result<()> {
    let browser = Browser::start().await?;
    let good = site("ci.example.com", Some(Environment::Production));
    browser.grant("ci.example.com").await?;
    browser.watch(&good).await?;
    browser.keeps_scripts_of(&[&good]).await?;
    // As an earlier version stored it, or another computer sent it.
    for address in ["10.0.0.300", "build.corp.1", "a..b"] {
        let stored = format!(
            "const {{ watched }} = await browser.storage.local.get('watched');
             const bad = {{ ...watched[0], address: {address:?} }};
             await browser.storage.local.set({{ watched: [bad, watched[0]] }});"
        );
        browser.ask(&stored).await?;
        browser.kill_worker().await?;
        let watched = browser.watched().await?;
        ensure!(watched.len() == 1 && watched[0].scope == good.scope, "{address}: {watched:?}");
        browser.keeps_scripts_of(&[&good]).await.context(address)?;
    }
    let page = browser.open("https://ci.example.com/").await?;
    page.badge_when("the good one is marked", |badge| badge.tone == "production").await?;
    browser.end().await
}

/// The fault of the next writes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    None,
    Refused,
    Delayed,
    /// The worker ends before the write takes effect.
    Lost,
    /// The worker ends after the write, but before it is confirmed.
    Unheard,
}

impl Fault {
    const ALL: [Self; 5] = [Self::None, Self::Refused, Self::Delayed, Self::Lost, Self::Unheard];

    /// Installs the fault in the background's calls.
    const fn script(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Refused => "area.set = async () => { throw new Error('refused'); };",
            Self::Delayed => {
                "area.set = async (items) => { await new Promise((done) => setTimeout(done, 400)); return set(items); };"
            }
            Self::Lost => "area.set = () => new Promise(() => {});",
            Self::Unheard => "area.set = (items) => set(items).then(() => new Promise(() => {}));",
        }
    }

    const fn ends_worker(self) -> bool {
        matches!(self, Self::Lost | Self::Unheard)
    }
}

/// The stored entries of the keyring, by name.
async fn stored(browser: &Browser) -> Result<BTreeMap<String, Value>> {
    let read = "const all = Object.entries(await browser.storage.local.get());
        return Object.fromEntries(all.filter(([name, value]) => name.startsWith('key:') && value !== null));";
    Ok(serde_json::from_value(browser.ask(read).await?)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn completed_changes_are_stored_and_refused_ones_are_not_believed() -> Result<()> {
    let browser = Browser::start().await?;
    browser.fingerprinter().await?;
    let mut dice = crate::common::Numbers::new(18);
    let mut counts = BTreeMap::<String, usize>::new();
    for round in 0..30 {
        let fault = Fault::ALL[dice.below(Fault::ALL.len())];
        let (id, secret) = (dice.text("ABCDEFGHJK23456789", 10), dice.text("0123456789abcdef", 40));
        let pair = format!("App Id: {id} App Secret: {secret}");
        let before = stored(&browser).await?;
        // This makes sure that the worker runs, and knows what is stored.
        let known = browser.ask_core(&json!("keyring")).await?;
        ensure!(known.as_array().is_some_and(|known| known.len() == before.len()), "{round}: {known}");
        let install =
            format!("const area = scope.browser.storage.local; const set = area.set.bind(area); {}", fault.script());
        browser.in_background(&install).await?;
        let message = match before.values().next().filter(|_| dice.below(3) == 0) {
            Some(entry) => json!({ "rename": { "key": entry["fingerprint"], "name": format!("name {round}") } }),
            None => json!({ "remember": { "text": pair, "environment": "sandbox" } }),
        };
        browser.ask(&format!("window.answer = null; browser.runtime.sendMessage({message}).then((answer) => (window.answer = {{ answer }}), () => (window.answer = {{ answer: {{ failed: true }} }}));")).await?;
        if fault.ends_worker() {
            // The write has reached the point where it is lost.
            if fault == Fault::Unheard {
                eventually("it is written", async || stored(&browser).await, |now| *now != before).await?;
            }
            browser.kill_worker().await?;
        } else {
            eventually("an answer", async || browser.ask("return window.answer;").await, |answer| !answer.is_null())
                .await?;
            let answer = browser.ask("return window.answer.answer;").await?;
            let failed = answer.get("failed").is_some();
            ensure!(failed == (fault == Fault::Refused), "{round}: {fault:?}: {answer}");
            // Not a worker with memory: the next one reads what is stored.
            browser.kill_worker().await?;
            ensure!((stored(&browser).await? == before) == failed, "{round}: {fault:?}");
        }
        let after = stored(&browser).await?;
        let new = after.len() - before.len();
        ensure!(new == 0 || new == 2, "{round}: {fault:?}: {new} entries of a pair");
        *counts.entry(format!("{fault:?}")).or_default() += 1;
    }
    println!("rounds by fault: {counts:?}");
    ensure!(counts.len() == Fault::ALL.len(), "{counts:?}");
    browser.end().await
}
