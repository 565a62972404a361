//! A core that hangs, and a store that refuses, delays and loses data, in a real browser.
//! `tests/store/` tests the same at every step, without a browser.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::watched::site;
use browser_tests::{Browser, Toolbar, eventually};
use demo_portals::sites::DESK;
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

/// A frame and a page without a badge have no place for it while nothing can be injected.
#[tokio::test(flavor = "multi_thread")]
async fn the_toolbar_button_says_that_a_text_was_not_checked() -> Result<()> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    browser.grant(DESK).await?;
    browser.watch(&site(DESK, None)).await?;
    browser.put_on_clipboard(SANDBOX_SECRET).await?;
    let focus_in_frame = "const frame = document.querySelector('#narrow'); frame.focus();
        frame.contentWindow.focus(); frame.contentDocument.querySelector('#secret').focus();";
    for (path, focus) in [("/fields", "document.querySelector('#secret').focus();"), ("/small", focus_in_frame)] {
        let page = browser.open(&format!("https://{DESK}{path}")).await?;
        eventually("the page is entered", async || page.entered().await, |entered| !entered.is_empty()).await?;
        let before = page.toolbar().await?;
        browser.in_background("scope.wasm_bindgen.handle = () => new Promise(() => {});").await?;
        page.run(focus).await?;
        page.paste().await?;
        let says = |toolbar: &Toolbar| toolbar.badge == "?" && toolbar.title.contains("isn’t responding");
        eventually("the button says so", async || page.toolbar().await, says).await.context(path)?;
        if path == "/fields" {
            let told = async || page.says_anywhere("Sandbar · Not checking").await;
            eventually("the page says so", told, |told| *told).await?;
        }
        // The next core checks the text, and nothing remains.
        let is_back = |toolbar: &Toolbar| *toolbar == before;
        eventually("the button is back", async || page.toolbar().await, is_back).await.context(path)?;
        let told = async || page.says_anywhere("Sandbar · Not checking").await;
        eventually("the note is gone", told, |told| !told).await?;
        page.close().await?;
    }
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

/// A page may open at any time, also while the refused address is looked for.
#[tokio::test(flavor = "multi_thread")]
async fn while_an_address_is_refused_the_others_stay_registered() -> Result<()> {
    let browser = Browser::start().await?;
    let good = site("ci.example.com", Some(Environment::Production));
    let refused = site("refused.example.com", Some(Environment::Production));
    for site in [&good, &refused] {
        browser.grant(site.scope.host()).await?;
    }
    browser.watch(&good).await?;
    browser.keeps_scripts_of(&[&good]).await?;
    let install = "const api = scope.browser.scripting;
        scope.unregistered = [];
        const unregister = api.unregisterContentScripts.bind(api);
        api.unregisterContentScripts = async (filter) => { scope.unregistered.push(filter?.ids ?? ['all']); return unregister(filter); };
        for (const name of ['registerContentScripts', 'updateContentScripts']) {
          const call = api[name].bind(api);
          api[name] = async (scripts) => {
            if (scripts.some(({ matches }) => matches.join().includes('refused.'))) throw new Error('refused');
            return call(scripts);
          };
        }";
    browser.in_background(install).await?;
    browser.watch(&refused).await.ok();
    let page = browser.open("https://ci.example.com/").await?;
    page.badge_when("the good one is marked", |badge| badge.tone == "production").await?;
    browser.keeps_scripts_of(&[&good]).await?;
    let unregistered = browser.in_background("return scope.unregistered;").await?;
    let mut ids = unregistered.as_array().into_iter().flatten().flat_map(|ids| ids.as_array().into_iter().flatten());
    ensure!(ids.all(|id| id.as_str().is_some_and(|id| id.contains("refused."))), "{unregistered}");
    browser.end().await
}

/// A page repeats what it had to say until it is heard.
#[tokio::test(flavor = "multi_thread")]
async fn keys_that_could_not_be_stored_at_first_are_learned() -> Result<()> {
    let browser = Browser::start().await?;
    browser.fingerprinter().await?;
    let page = browser.sign_in(Environment::Sandbox, "/resources/").await?;
    let install = "const area = scope.browser.storage.local; const set = area.set.bind(area); scope.refused = 0;
        area.set = async (items) => {
          if (scope.refused >= 8 || !Object.keys(items).some((name) => name.startsWith('key:'))) return set(items);
          scope.refused++;
          throw new Error('refused');
        };";
    browser.in_background(install).await?;
    page.go("https://commercedeveloper-sandbox.adobe.com/account/apikeys").await?;
    eventually("the keys are learned", async || browser.entries().await, |entries| entries.len() > 1).await?;
    let refused = browser.in_background("return scope.refused;").await?;
    ensure!(refused == 8, "refused {refused} times");
    browser.end().await
}

/// What happens to a call of the store.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    None,
    Refused,
    Delayed,
    /// The worker ends before the call takes effect.
    Lost,
    /// The worker ends after the call, but before it is confirmed.
    Unheard,
}

impl Fault {
    const ALL: [Self; 5] = [Self::None, Self::Refused, Self::Delayed, Self::Lost, Self::Unheard];

    /// A function that replaces a call named `call`.
    const fn script(self) -> &'static str {
        match self {
            Self::None => "call",
            Self::Refused => "async () => { throw new Error('refused'); }",
            Self::Delayed => {
                "async (given) => { await new Promise((done) => setTimeout(done, 400)); return call(given); }"
            }
            Self::Lost => "() => new Promise(() => {})",
            Self::Unheard => "(given) => call(given).then(() => new Promise(() => {}))",
        }
    }

    const fn ends_worker(self) -> bool {
        matches!(self, Self::Lost | Self::Unheard)
    }
}

/// Gives each later call of this area a fault, and counts these calls in `scope.met`.
async fn install(browser: &Browser, area: &str, name: &str, fault: Fault) -> Result<()> {
    let script = format!(
        "const area = scope.browser.storage.{area};
         const call = area.{name}.bind(area);
         const faulty = {};
         scope.met = 0;
         area.{name} = (given) => {{ scope.met += 1; return faulty(given); }};",
        fault.script()
    );
    browser.in_background(&script).await.map(drop)
}

/// The stored entries of the keyring, by name.
async fn stored(browser: &Browser) -> Result<BTreeMap<String, Value>> {
    let read = "const all = Object.entries(await browser.storage.local.get());
        return Object.fromEntries(all.filter(([name, value]) => name.startsWith('key:') && value !== null));";
    Ok(serde_json::from_value(browser.ask(read).await?)?)
}

/// Sends a message to the background without waiting for the answer.
async fn send(browser: &Browser, message: &Value) -> Result<()> {
    let send = format!(
        "window.answer = null;
         browser.runtime.sendMessage({message}).then(
           (answer) => (window.answer = {{ answer }}),
           () => (window.answer = {{ answer: {{ failed: true }} }}));"
    );
    browser.ask(&send).await.map(drop)
}

async fn answer(browser: &Browser) -> Result<Value> {
    eventually("an answer", async || browser.ask("return window.answer;").await, |answer| !answer.is_null()).await?;
    browser.ask("return window.answer.answer;").await
}

/// A message that stores a new pair.
fn remember(dice: &mut crate::common::Numbers) -> Value {
    let (id, secret) = (dice.text("ABCDEFGHJK23456789", 10), dice.text("0123456789abcdef", 40));
    json!({ "remember": { "text": format!("App Id: {id} App Secret: {secret}"), "environment": "sandbox" } })
}

#[tokio::test(flavor = "multi_thread")]
async fn completed_changes_are_stored_and_refused_ones_are_not_believed() -> Result<()> {
    let browser = Browser::start().await?;
    browser.fingerprinter().await?;
    let mut dice = crate::common::Numbers::new(18);
    let mut counts = BTreeMap::<String, usize>::new();
    for round in 0..30 {
        let fault = Fault::ALL[dice.below(Fault::ALL.len())];
        let before = stored(&browser).await?;
        // This makes sure that the worker runs, and knows what is stored.
        let known = browser.ask_core(&json!("keyring")).await?;
        ensure!(known.as_array().is_some_and(|known| known.len() == before.len()), "{round}: {known}");
        install(&browser, "local", "set", fault).await?;
        let new = remember(&mut dice);
        let message = match before.values().next().filter(|_| dice.below(3) == 0) {
            Some(entry) => json!({ "rename": { "key": entry["fingerprint"], "name": format!("name {round}") } }),
            None => new,
        };
        send(&browser, &message).await?;
        if fault.ends_worker() {
            // The write has reached the point where it is lost.
            if fault == Fault::Unheard {
                eventually("it is written", async || stored(&browser).await, |now| *now != before).await?;
            }
            browser.kill_worker().await?;
        } else {
            let answer = answer(&browser).await?;
            let failed = answer.get("failed").is_some();
            ensure!(failed == (fault == Fault::Refused), "{round}: {fault:?}: {answer}");
            ensure!(answer["unsure"] != true, "{round}: {answer}");
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

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_reads_removals_and_the_other_areas_lose_nothing_that_was_confirmed() -> Result<()> {
    let browser = Browser::start().await?;
    browser.fingerprinter().await?;
    let mut dice = crate::common::Numbers::new(19);
    for name in ["sync", "sync-keyring"] {
        browser.choose(name, true.into()).await?;
    }
    let calls = [("local", "get"), ("local", "remove"), ("session", "set"), ("sync", "get"), ("sync", "set")];
    let mut met = BTreeMap::<String, u64>::new();
    for (area, name) in calls {
        for fault in [Fault::Refused, Fault::Delayed, Fault::Lost, Fault::Unheard] {
            let about = format!("{area}.{name} {fault:?}");
            browser.ask_core(&remember(&mut dice)).await?;
            let before = stored(&browser).await?;
            browser.kill_worker().await?;
            // This worker has read no keys and nothing from the sync area.
            browser.ask_core(&json!("settings")).await?;
            install(&browser, area, name, fault).await?;
            let forgotten = &before.values().next().context("an entry")?["fingerprint"];
            let message = match (area, name) {
                ("session", _) => {
                    json!({ "pause": { "host": "commercedeveloper.adobe.com", "on": dice.below(2) == 0 } })
                }
                (_, "remove") => json!({ "forget": { "key": forgotten } }),
                _ if dice.below(2) == 0 => json!({ "forget": { "key": forgotten } }),
                _ => remember(&mut dice),
            };
            send(&browser, &message).await?;
            let answered = if fault.ends_worker() {
                // A call that hangs gives no answer.
                eventually(
                    "the call, or an answer without it",
                    async || {
                        let met = browser.in_background("return scope.met;").await?;
                        Ok((met, browser.ask("return window.answer;").await?))
                    },
                    |(met, answer)| met.as_u64().is_some_and(|met| met > 0) || !answer.is_null(),
                )
                .await?;
                browser.ask("return window.answer?.answer ?? null;").await?
            } else {
                answer(&browser).await?
            };
            *met.entry(about.clone()).or_default() +=
                browser.in_background("return scope.met;").await?.as_u64().unwrap_or_default();
            browser.kill_worker().await?;
            let after = stored(&browser).await?;
            let known = browser.ask_core(&json!("keyring")).await?;
            ensure!(known.as_array().is_some_and(|known| known.len() == after.len()), "{about}: {known}");
            let changed = area == "session" || after != before;
            if answered.get("failed").is_some() {
                ensure!(after == before || answered["unsure"] == true, "{about}: refused, but stored");
            } else if !answered.is_null() {
                ensure!(changed, "{about}: confirmed, but not stored: {answered}");
            }
            ensure!(before.len().abs_diff(after.len()) != 1, "{about}: half a pair");
        }
    }
    println!("calls that met their fault: {met:?}");
    ensure!(met.values().filter(|count| **count > 0).count() > calls.len() * 2, "{met:?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_takes_longer_than_an_event_may_is_not_said_to_have_changed_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    browser.fingerprinter().await?;
    let before = stored(&browser).await?;
    browser.ask_core(&json!("keyring")).await?;
    let slow = "const area = scope.browser.storage.local;
        const set = area.set.bind(area);
        area.set = (items) => new Promise((done) => (scope.write = () => set(items).then(done)));";
    browser.in_background(slow).await?;
    let mut dice = crate::common::Numbers::new(20);
    send(&browser, &remember(&mut dice)).await?;
    let answer = answer(&browser).await?;
    ensure!(answer["unsure"] == true, "{answer}");
    ensure!(stored(&browser).await? == before, "it was not written yet");
    browser.in_background("scope.browser.storage.local.set = scope.browser.storage.local.constructor.prototype.set; await scope.write();").await?;
    let after = eventually("it is written", async || stored(&browser).await, |now| *now != before).await?;
    let known = browser.ask_core(&json!("keyring")).await?;
    ensure!(known.as_array().is_some_and(|known| known.len() == after.len()), "{known}");
    browser.end().await
}
