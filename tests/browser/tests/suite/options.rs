//! The options page: every control by mouse and only by keyboard, and its effects.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::{Browser, Engine, Options, Page, copy_folder, eventually};
use sandbar::catalogue::Environment::{Production, Sandbox};
use sandbar::credential::Part;
use sandbar::credential::secret::Secret;
use sandbar::keyring::{Key, Keyring, Seen, SightingKind};
use sandbar::time::Timestamp;
use serde_json::{Value, json};

const PRODUCTION: &str = "https://commercedeveloper.adobe.com";
const SANDBOX: &str = "https://commercedeveloper-sandbox.adobe.com";
/// A secret of a known Sandbox key.
const SANDBOX_SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
pub(crate) const PASSPHRASE: &str = "gr\u{fc}nes Pferd";
/// The same, as another system may encode it: the umlaut is two characters.
const PASSPHRASE_ELSEWHERE: &str = "gru\u{308}nes Pferd";

/// The user's input device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hand {
    Mouse,
    Keyboard,
}

impl Hand {
    pub(crate) const BOTH: [Self; 2] = [Self::Mouse, Self::Keyboard];

    /// Follows a link.
    pub(crate) async fn follow(self, page: &Page<'_>, selector: &str) -> Result<()> {
        match self {
            Self::Mouse => page.press(selector).await,
            Self::Keyboard => {
                tab_to(page, selector).await?;
                page.key("Enter", 0).await
            }
        }
    }

    /// Clicks a button, or turns a switch.
    pub(crate) async fn press(self, page: &Page<'_>, selector: &str) -> Result<()> {
        match self {
            Self::Mouse => page.press(selector).await,
            Self::Keyboard => {
                tab_to(page, selector).await?;
                page.key(" ", 0).await
            }
        }
    }

    /// Selects one of several values; by keyboard with the arrow keys, starting from the selected
    /// one.
    pub async fn choose(self, page: &Page<'_>, name: &str, value: &str) -> Result<()> {
        if self == Self::Mouse {
            return page.press(&format!("input[name={name}][value={value}]")).await;
        }
        tab_to(page, &format!("input[name={name}]:checked")).await?;
        for _ in 0..4 {
            if page.run("return document.activeElement.value;").await? == value {
                return Ok(());
            }
            page.key("ArrowDown", 0).await?;
        }
        anyhow::bail!("the arrows do not reach {value}")
    }

    /// Focuses a field.
    pub async fn enter(self, page: &Page<'_>, selector: &str) -> Result<()> {
        match self {
            Self::Mouse => page.press(selector).await,
            Self::Keyboard => tab_to(page, selector).await,
        }
    }
}

/// Presses Tab until the element has the focus, around the whole page if necessary.
pub(crate) async fn tab_to(page: &Page<'_>, selector: &str) -> Result<()> {
    let is_there = format!("return document.activeElement?.matches({selector:?}) ?? false;");
    for _ in 0..120 {
        if page.run(&is_there).await? == true {
            return Ok(());
        }
        page.key("Tab", 0).await?;
    }
    anyhow::bail!("the Tab key does not reach {selector}")
}

/// The options page of a browser that knows the keys of `fixtures/keyring.json`.
pub(crate) async fn knowing(browser: &Browser) -> Result<Page<'_>> {
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    let page = browser.panel("pages/options.html").await?;
    page.says("#keyring-count", "10 keys").await?;
    Ok(page)
}

/// The selector of a control in the row of the key with this name.
async fn in_row(page: &Page<'_>, name: &str, action: &str) -> Result<String> {
    let find = format!(
        "const names = [...document.querySelectorAll('#keyring .name')];
         return names.find((one) => one.textContent === {name:?})?.closest('[data-key]').dataset.key ?? '';"
    );
    let key = eventually(name, async || page.run(&find).await, |key| *key != "").await?;
    Ok(format!("[data-key={key}] [data-action={action}]"))
}

/// Uses a control of a row, by keyboard or by mouse.
async fn press_in_row(hand: Hand, page: &Page<'_>, name: &str, action: &str) -> Result<()> {
    let selector = in_row(page, name, action).await?;
    if hand == Hand::Keyboard {
        // Tab into the table, then down to the row: Tab stays within a row.
        tab_to(page, "#keyring-rows button").await?;
        page.key("Home", 0).await?;
        let row = selector.split(' ').next().context("a row")?.to_owned();
        let there = format!("return document.activeElement?.closest({row:?}) != null;");
        for _ in 0..20 {
            if page.run(&there).await? == true {
                break;
            }
            page.key("ArrowDown", 0).await?;
        }
    }
    if RARE.contains(&action) {
        hand.press(page, &in_row(page, name, "menu").await?).await?;
        page.sees(&selector).await?;
    }
    hand.press(page, &selector).await
}

/// The actions in a key's menu.
const RARE: [&str; 2] = ["rename", "forget"];

/// Expands a collapsed part of the page.
pub(crate) async fn expand(hand: Hand, page: &Page<'_>, part: &str) -> Result<()> {
    if page.run(&format!("return document.querySelector({part:?}).open;")).await? == false {
        hand.press(page, &format!("{part} > summary")).await?;
    }
    Ok(())
}

/// Everything in the durable store.
async fn stored(browser: &Browser) -> Result<Value> {
    browser.ask("return await browser.storage.local.get();").await
}

/// The stored keyring.
async fn kept(browser: &Browser) -> Result<Value> {
    Ok(json!(browser.entries().await?))
}

async fn kept_again(browser: &Browser, wanted: &Value) -> Result<()> {
    eventually("the keyring is as it was", async || kept(browser).await, |now| now == wanted).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_badge_follows_what_is_chosen_for_its_environment_and_no_other() -> Result<()> {
    for hand in Hand::BOTH {
        let browser = Browser::start().await?;
        for side in [("sandbox", SANDBOX, PRODUCTION), ("production", PRODUCTION, SANDBOX)] {
            the_badge_follows(&browser, hand, side).await?;
        }
        browser.end().await?;
    }
    Ok(())
}

/// A question that the page asked before a control was changed may be answered after it.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_turns_no_control_back() -> Result<()> {
    if Engine::Chromium.alone("lets a test stand between a page and its background") {
        return Ok(());
    }
    // Holds the next answer of this kind until it is released.
    const HOLD: &str = "const send = browser.runtime.sendMessage.bind(browser.runtime);
         window.held = 0;
         const released = new Promise((release) => { window.release = release; });
         const spy = async (message) => {
           const answer = await send(message);
           if (message === 'settings' && ++held === 1) await released;
           return answer;
         };
         window.browser = { ...browser, runtime: Object.create(browser.runtime, { sendMessage: { value: spy } }) };";
    let browser = Browser::start().await?;
    let options = browser.panel("pages/options.html").await?;
    options.run(HOLD).await?;
    let large = "return document.querySelector('[name=sandbox-size][value=large]').checked;";
    // The page notices this, and reads the settings.
    browser.choose("learning", json!(false)).await?;
    eventually("an answer is held", async || options.run("return held;").await, |held| held.as_u64() > Some(0)).await?;
    Hand::Mouse.press(&options, "[name=sandbox-size][value=large]").await?;
    let kept = async || Ok(browser.ask_core(&json!("settings")).await?["sandbox"]["size"].clone());
    eventually("it is kept", kept, |size| size == "large").await?;
    options.run("release(); for (let at = 0; at < 2; at++) await new Promise(requestAnimationFrame);").await?;
    ensure!(options.run(large).await? == true, "an older answer turned it back");
    eventually(
        "what else changed is shown",
        async || options.run("return document.querySelector('[name=learning]').checked;").await,
        |on| *on == false,
    )
    .await?;
    ensure!(options.run(large).await? == true, "it was turned back");
    browser.end().await
}

/// Changes the badge of one environment, identified by its name and its host, but not of the other.
async fn the_badge_follows(browser: &Browser, hand: Hand, side: (&str, &str, &str)) -> Result<()> {
    let (name, there, other) = side;
    let page = browser.open(&format!("{there}/extensions/?policy=none")).await?;
    let beside = browser.open(&format!("{other}/extensions/?policy=none")).await?;
    let before = page.badge_when("the badge", |badge| badge.tone == name).await?;
    let untouched = beside.badge_when("the badge", |badge| badge.name.contains(", ")).await?;
    let title = beside.title().await?;
    let options = browser.panel("pages/options.html").await?;

    for corner in ["top-left", "top-right", "bottom-left", "bottom-right"] {
        hand.choose(&options, &format!("{name}-corner"), corner).await?;
        let moved = async || {
            let badge = page.badge().await?.context("a badge")?;
            page.corner_of(&badge).await
        };
        eventually(corner, moved, |at| *at == corner.replace('-', " ")).await?;
    }
    let height = |[_, top, _, bottom]: [f64; 4]| bottom - top;
    hand.choose(&options, &format!("{name}-size"), "small").await?;
    page.badge_when("a smaller badge", |badge| height(badge.rect) < height(before.rect) - 1.0).await?;
    hand.choose(&options, &format!("{name}-size"), "large").await?;
    page.badge_when("a larger badge", |badge| height(badge.rect) > height(before.rect) + 1.0).await?;
    hand.press(&options, &format!("[name={name}-folded]")).await?;
    page.badge_when("a short badge", |badge| badge.fold == "folded").await?;

    let mark = if name == "sandbox" { "SBX" } else { "PROD" };
    ensure!(page.title().await?.starts_with(mark), "{}", page.title().await?);
    hand.press(&options, &format!("[name={name}-title]")).await?;
    eventually("the title is the page's own", async || page.title().await, |title| !title.starts_with(mark)).await?;
    let is_marked = |icon: &String| icon.starts_with("data:");
    eventually("the icon is marked", async || page.icon().await, is_marked).await?;
    hand.press(&options, &format!("[name={name}-favicon]")).await?;
    eventually("the icon is the page's own", async || page.icon().await, |icon| !is_marked(icon)).await?;

    let still = beside.badge_when("the other's badge", |badge| badge.tone != name).await?;
    let place =
        async |badge| Ok::<_, anyhow::Error>((beside.corner_of(badge).await?, height(badge.rect), badge.fold.clone()));
    ensure!(place(&still).await? == place(&untouched).await?, "{still:?}");
    ensure!(beside.title().await? == title, "{}", beside.title().await?);
    for tab in [page, beside, options] {
        tab.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn learning_can_be_turned_off_and_on() -> Result<()> {
    for hand in Hand::BOTH {
        let browser = Browser::start().await?;
        let options = browser.panel("pages/options.html").await?;
        options.says("#keyring-status", "No keys yet").await?;
        let turn = async |on: bool| {
            hand.press(&options, "[name=learning]").await?;
            let stored = async || Ok(stored(&browser).await?["settings"]["learning"].clone());
            eventually("the choice is kept", stored, |kept| *kept == on).await
        };
        turn(false).await?;
        let page = browser.sign_in(Sandbox, "/account/apikeys").await?;
        // The page reports its session and its banner after its keys.
        let looked =
            format!("return (await browser.storage.session.get('tab:{0}'))['tab:{0}']?.banner;", page.tab_id()?);
        eventually("looked at", async || browser.ask(&looked).await, |banner| banner.is_string()).await?;
        page.go(&format!("{SANDBOX}/account/apikeys?banner=missing")).await?;
        eventually("looked at again", async || browser.ask(&looked).await, |banner| *banner == "missing").await?;
        ensure!(browser.entries().await?.is_empty());
        turn(true).await?;
        page.go(&format!("{SANDBOX}/account/apikeys")).await?;
        // The open options page shows what is learned.
        options.says("#keyring-rows", "seen on a key page").await?;
        browser.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn strict_paste_counts_for_the_next_page_and_the_question_before_a_sign_out_for_open_ones() -> Result<()> {
    for hand in Hand::BOTH {
        let browser = Browser::start().await?;
        let options = knowing(&browser).await?;
        hand.press(&options, "[name=strict-paste]").await?;
        let registered = "return (await browser.scripting.getRegisteredContentScripts()).map((one) => one.id).join();";
        let is_strict = |ids: &Value| ids.as_str().is_some_and(|ids| ids.contains("strict"));
        eventually("strict", async || browser.ask(registered).await, is_strict).await?;
        let page = browser.open(&format!("{PRODUCTION}/demo/fields")).await?;
        browser.paste_text(&page, "#text", SANDBOX_SECRET).await?;
        page.warned(SANDBOX_KEY).await?;
        ensure!(page.value("#text").await?.is_empty(), "the paste was not held");

        let production = browser.sign_in(Production, "/extensions/").await?;
        let _sandbox = browser.sign_in(Sandbox, "/extensions/").await?;
        eventually("asks", async || production.holds_presses().await, |holds| *holds).await?;
        hand.press(&options, "[name=ask-before-sign-out]").await?;
        eventually("does not ask", async || production.holds_presses().await, |holds| !holds).await?;
        browser.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_elsewhere_is_shown_and_what_is_being_typed_stays() -> Result<()> {
    let browser = Browser::start().await?;
    let options = knowing(&browser).await?;
    press_in_row(Hand::Mouse, &options, "CI", "rename").await?;
    options.type_text("New").await?;
    browser.choose("strict-paste", true.into()).await?;
    let on = async || options.run("return document.querySelector('[name=strict-paste]').checked;").await;
    eventually("the switch is on", on, |on| *on == true).await?;
    let text = Secret::new("AQ00000001");
    let key = Key::one(Part::ApplicationId, browser.fingerprinter().await?.of(&text));
    let mut one = Keyring::default();
    let seen = Seen { key, environment: Sandbox, name: Some("Later".into()), account: None, how: SightingKind::Copied };
    one.learn(&seen, Timestamp::from_millis(5));
    browser.know(&one).await?;
    options.says("#keyring-count", "11 keys").await?;
    options.type_text(" name").await?;
    ensure!(options.value("#keyring input").await? == "New name");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_renamed_in_its_row_and_gets_its_name_back() -> Result<()> {
    for hand in Hand::BOTH {
        let browser = Browser::start().await?;
        let page = knowing(&browser).await?;
        let before = kept(&browser).await?;

        press_in_row(hand, &page, "CI", "rename").await?;
        page.type_text("Nobody").await?;
        match hand {
            Hand::Mouse => page.press("[data-action=cancel]").await?,
            Hand::Keyboard => page.key("Escape", 0).await?,
        }
        in_row(&page, "CI", "rename").await?;
        ensure!(kept(&browser).await? == before, "a name that was not saved is kept");

        press_in_row(hand, &page, "CI", "rename").await?;
        page.type_text("Build server").await?;
        match hand {
            Hand::Mouse => page.press("[data-action=save]").await?,
            Hand::Keyboard => page.key("Enter", 0).await?,
        }
        in_row(&page, "Build server", "rename").await?;
        page.says("#undo-bar", "renamed").await?;
        ensure!(kept(&browser).await? != before);
        hand.press(&page, "#undo").await?;
        kept_again(&browser, &before).await?;
        in_row(&page, "CI", "rename").await?;
        browser.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_moved_to_the_other_environment_and_back() -> Result<()> {
    for hand in Hand::BOTH {
        let browser = Browser::start().await?;
        let page = knowing(&browser).await?;
        let before = kept(&browser).await?;
        for (name, action, said) in [
            ("CI", "move-production", "Key moved to Production"),
            ("Release", "move-sandbox", "Key moved to Sandbox"),
            ("Both", "move-sandbox", "Key moved to Sandbox"),
            ("Both", "move-production", "Key moved to Production"),
        ] {
            press_in_row(hand, &page, name, action).await?;
            page.says("#undo-bar", said).await?;
            ensure!(kept(&browser).await? != before, "{name} was not moved");
            hand.press(&page, "#undo").await?;
            kept_again(&browser, &before).await?;
            page.says("#undo-bar", "Undone").await?;
        }
        browser.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_and_all_keys_are_forgotten_and_come_back() -> Result<()> {
    for hand in Hand::BOTH {
        let browser = Browser::start().await?;
        let page = knowing(&browser).await?;
        let before = kept(&browser).await?;
        press_in_row(hand, &page, "CI", "forget").await?;
        page.says("#keyring-count", "9 keys").await?;
        ensure!(browser.entries().await?.len() == before.as_array().map_or(0, Vec::len) - 2);
        hand.press(&page, "#undo").await?;
        kept_again(&browser, &before).await?;
        page.says("#keyring-count", "10 keys").await?;

        hand.press(&page, "#forget-all").await?;
        hand.press(&page, "#forget-keep").await?;
        let open = async || page.run("return document.querySelector('#forget-dialog').open;").await;
        eventually("the question is gone", open, |open| *open == false).await?;
        ensure!(kept(&browser).await? == before, "keys were forgotten that were to be kept");
        hand.press(&page, "#forget-all").await?;
        hand.press(&page, "#forget-go").await?;
        page.says("#keyring-status", "No keys yet").await?;
        eventually("all are gone", async || browser.entries().await, |entries| entries.is_empty()).await?;
        hand.press(&page, "#undo").await?;
        kept_again(&browser, &before).await?;
        page.says("#keyring-count", "10 keys").await?;
        browser.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_by_name_kind_environment_and_state() -> Result<()> {
    let browser = Browser::start().await?;
    let page = knowing(&browser).await?;
    for hand in Hand::BOTH {
        for (text, found) in [
            ("composer", "2 of 10"),
            ("api sandbox", "3 of 10"),
            ("regenerated", "2 of 10"),
            ("nightly", "1 of 10"),
            ("no such key", "0 of 10"),
        ] {
            hand.enter(&page, "#search").await?;
            page.run("document.querySelector('#search').select();").await?;
            page.type_text(text).await?;
            page.says("#keyring-count", found).await?;
        }
        page.says("#keyring-status", "No matching keys").await?;
        page.key("Escape", 0).await?;
        page.says("#keyring-count", "10 keys").await?;
    }
    browser.end().await
}

/// This many tokens, newest first.
fn many(browser_key: &sandbar::credential::fingerprint::Fingerprinter, count: u64) -> Keyring {
    let mut keyring = Keyring::default();
    for number in 0..count {
        let key = Key::one(Part::Token, browser_key.of(&Secret::new(&format!("token {number}"))));
        let environment = if number % 2 == 0 { Production } else { Sandbox };
        let seen =
            Seen { key, environment, name: Some(format!("Key {number}")), account: None, how: SightingKind::KeysPage };
        keyring.learn(&seen, Timestamp::from_millis(1_700_000_000_000 + number));
    }
    keyring
}

/// These tests run alone.
mod timed {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn only_the_visible_rows_of_ten_thousand_keys_exist() -> Result<()> {
        let browser = Browser::start().await?;
        browser.know(&many(&browser.fingerprinter().await?, 10_000)).await?;
        let begun = Instant::now();
        let page = browser.panel("pages/options.html").await?;
        println!("the page is there after {:?}", begun.elapsed());
        page.says("#keyring-count", "10000 keys").await?;
        println!("10000 keys are there after {:?}", begun.elapsed());
        page.says("#keyring-rows", "Key 9999").await?;

        // Each step is one frame. The frame's cost is what its scrolling rendered.
        let scroll = "return new Promise((done) => {
            const box = document.querySelector('#keyring-box'), rows = document.querySelector('#keyring-rows');
            const seen = { most: 0, blank: 0, times: [] };
            const step = () => {
              const begun = performance.now();
              box.scrollTop += box.scrollHeight / 200;
              box.dispatchEvent(new Event('scroll'));
              const { top, bottom } = box.getBoundingClientRect();
              const drawn = [...rows.children].map((row) => row.getBoundingClientRect());
              seen.times.push(performance.now() - begun);
              seen.most = Math.max(seen.most, drawn.length);
              const covers = (y) => drawn.some((row) => row.top <= y && y <= row.bottom);
              if (!covers(top + 2) || !covers(bottom - 2)) seen.blank += 1;
              if (box.scrollTop + box.clientHeight < box.scrollHeight - 1) requestAnimationFrame(step);
              else done(seen);
            };
            step(); });";
        page.show().await?;
        let seen = page.run(scroll).await?;
        let mut times: Vec<f64> = serde_json::from_value(seen["times"].clone())?;
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        println!(
            "a screenful is drawn in {:.1} ms, the slowest of {} in {:.1} ms",
            median,
            times.len(),
            times[times.len() - 1]
        );
        ensure!(median <= 16.0, "a screenful takes longer than a frame: {median} ms");
        ensure!(
            seen["most"].as_u64() <= Some(30) && seen["blank"] == 0,
            "{} rows, {} blank",
            seen["most"],
            seen["blank"]
        );
        page.says("#keyring-rows", "Key 0\n").await?;

        // The keyboard reaches both ends, and leaves the table again.
        tab_to(&page, "#keyring-rows button").await?;
        page.key("Home", 0).await?;
        let focused = async || {
            page.run("return document.activeElement.closest('[role=row]')?.getAttribute('aria-rowindex');").await
        };
        eventually("the first key", focused, |row| *row == "2").await?;
        page.key("End", 0).await?;
        eventually("the last key", focused, |row| *row == "10001").await?;
        tab_to(&page, "#forget-all").await?;

        page.press("#search").await?;
        page.type_text("key 77").await?;
        page.says("#keyring-count", "280 of 10000").await?;
        page.says("#keyring-rows", "Key 9977").await?;
        ensure!(page.run("return document.querySelectorAll('#keyring-rows > *').length;").await?.as_u64() <= Some(30));
        browser.end().await
    }
}

/// Fills in the passphrase twice and saves. Returns the file once it exists.
pub(crate) async fn export(hand: Hand, page: &Page<'_>, folder: &Path) -> Result<PathBuf> {
    let download = json!({ "behavior": "allow", "downloadPath": folder });
    page.devtools("Browser.setDownloadBehavior", download).await?;
    expand(hand, page, "#export-part").await?;
    for field in ["#export-first", "#export-again"] {
        hand.enter(page, field).await?;
        page.type_text(PASSPHRASE).await?;
    }
    hand.press(page, "#export-save").await?;
    page.says("#export-said", "Saved as sandbar-keyring.json").await?;
    let file = folder.join("sandbar-keyring.json");
    eventually("the file", async || Ok(std::fs::read_to_string(&file)?), |text| text.ends_with('}')).await?;
    Ok(file)
}

/// Selects a file and tries to import it.
pub(crate) async fn import(hand: Hand, page: &Page<'_>, file: &Path, passphrase: &str) -> Result<()> {
    expand(hand, page, "#import-part").await?;
    // The browser's own file dialog isn't part of the extension, so answer it for the user.
    let document = page.devtools("DOM.getDocument", json!({})).await?;
    let node = json!({ "nodeId": document["root"]["nodeId"], "selector": "#import-file" });
    let field = page.devtools("DOM.querySelector", node).await?;
    page.devtools("DOM.setFileInputFiles", json!({ "files": [file], "nodeId": field["nodeId"] })).await?;
    hand.enter(page, "#import-passphrase").await?;
    page.run("document.querySelector('#import-passphrase').value = '';").await?;
    page.type_text(passphrase).await?;
    match hand {
        Hand::Mouse => page.press("#import-take").await,
        Hand::Keyboard => page.key("Enter", 0).await,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_learned_in_one_browser_is_warned_of_in_another_that_took_the_file_in() -> Result<()> {
    for hand in Hand::BOTH {
        let folder = tempfile::tempdir()?;
        let first = Browser::start().await?;
        let file = export(hand, &knowing(&first).await?, folder.path()).await?;
        let text = std::fs::read_to_string(&file)?;
        ensure!(!text.contains("Nightly") && !text.contains(&first.fingerprint(SANDBOX_SECRET).await?.to_text()));
        first.end().await?;

        let second = Browser::start().await?;
        let options = second.panel("pages/options.html").await?;
        options.says("#keyring-status", "No keys yet").await?;
        let begun = Instant::now();
        import(hand, &options, &file, PASSPHRASE_ELSEWHERE).await?;
        options.says("#import-said", "10 keys are new or changed").await?;
        println!("taken in after {:?}", begun.elapsed());
        options.says("#keyring-count", "10 keys").await?;

        // The import can be undone, whether or not its worker is still alive.
        options.says("#undo-bar", "Keys imported").await?;
        second.kill_worker().await?;
        hand.press(&options, "#undo").await?;
        options.says("#undo-bar", "Undone").await?;
        options.says("#keyring-status", "No keys yet").await?;
        ensure!(options.text_of("#import-said").await?.is_empty());
        ensure!(second.entries().await?.is_empty());
        ensure!(stored(&second).await?["imported-keys"] == json!([]), "keys of the file are left");
        import(hand, &options, &file, PASSPHRASE).await?;
        options.says("#keyring-count", "10 keys").await?;
        let page = second.open(&format!("{PRODUCTION}/demo/fields")).await?;
        second.paste_text(&page, "#text", SANDBOX_SECRET).await?;
        page.warned(SANDBOX_KEY).await?;

        import(hand, &options, &file, PASSPHRASE).await?;
        options.says("#import-said", "You already have every key in this file").await?;
        second.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_taken_in_changes_nothing_and_says_why() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let first = Browser::start().await?;
    let file = export(Hand::Mouse, &knowing(&first).await?, folder.path()).await?;
    let text = std::fs::read_to_string(&file)?;
    first.end().await?;

    let write = |name: &str, text: &str| -> Result<PathBuf> {
        let path = folder.path().join(name);
        std::fs::write(&path, text)?;
        Ok(path)
    };
    let data = text.find("\"data\":\"").context("the data")? + 20;
    let other = if &text[data..=data] == "A" { "B" } else { "A" };
    let changed = write("changed.json", &format!("{}{other}{}", &text[..data], &text[data + 1..]))?;
    let cut = write("cut.json", &text[..text.len() / 2])?;
    let foreign = write("foreign.json", "{\"format\":\"something-else\"}")?;
    let picture = write("picture.json", "\u{89}PNG")?;
    let empty = write("empty.json", "")?;
    let newer = write("newer.json", &text.replace("\"version\":1", "\"version\":2"))?;

    let second = Browser::start().await?;
    let options = second.panel("pages/options.html").await?;
    options.says("#keyring-status", "No keys yet").await?;
    let before = stored(&second).await?;
    for (file, passphrase, why) in [
        (&file, "wrong horse", "The passphrase is wrong"),
        (&file, "", "Enter the file’s passphrase"),
        (&changed, PASSPHRASE, "or the file is damaged"),
        (&cut, PASSPHRASE, "This file is damaged"),
        (&foreign, PASSPHRASE, "isn’t a Sandbar export file"),
        (&picture, PASSPHRASE, "isn’t a Sandbar export file"),
        (&empty, PASSPHRASE, "isn’t a Sandbar export file"),
        (&newer, PASSPHRASE, "A newer version of Sandbar wrote this file"),
    ] {
        import(Hand::Mouse, &options, file, passphrase).await?;
        let said = options.says("#import-said", why).await.with_context(|| format!("{}", file.display()))?;
        ensure!(said.ends_with("Nothing was changed."), "{said}");
        ensure!(stored(&second).await? == before, "{} changed something", file.display());
    }
    // The right one is imported after all those.
    import(Hand::Mouse, &options, &file, PASSPHRASE).await?;
    options.says("#import-said", "10 keys").await?;
    second.end().await
}

/// Only extension pages may see the plain contents of a keyring file.
#[tokio::test(flavor = "multi_thread")]
async fn a_content_script_can_neither_export_nor_import_a_keyring() -> Result<()> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    let page = browser.open(&format!("{SANDBOX}/extensions/")).await?;
    let contents = browser.ask_core(&json!("export")).await?;
    ensure!(contents["entries"].as_array().is_some_and(|entries| !entries.is_empty()), "an extension page gets them");
    browser.ask_core(&json!("forget-all")).await?;
    for message in [json!("export"), json!({ "import": contents })] {
        let send = format!(
            "const func = (message) => (globalThis.browser ?? chrome).runtime.sendMessage(message);
             const target = {{ tabId: {} }};
             const [{{ result }}] = await browser.scripting.executeScript({{ target, func, args: [{message}] }});
             return result ?? null;",
            page.tab_id()?
        );
        let answer = browser.ask(&send).await?;
        // A forbidden message is rejected, without any data.
        let keys: Vec<&String> = answer.as_object().into_iter().flat_map(|answer| answer.keys()).collect();
        ensure!(keys == ["failed", "unsure"] && answer["unsure"] == false, "{answer}");
    }
    ensure!(browser.entries().await?.is_empty(), "a content script imported keys");
    // An extension page imports the same contents.
    browser.ask_core(&json!({ "import": contents })).await?;
    ensure!(!browser.entries().await?.is_empty());
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passphrase_that_will_not_do_saves_nothing_and_says_why() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.panel("pages/options.html").await?;
    page.says("#keyring-status", "No keys yet").await?;
    expand(Hand::Mouse, &page, "#export-part").await?;
    page.press("#export-save").await?;
    page.says("#export-said", "no keys and no watched sites").await?;
    let page = knowing(&browser).await?;
    expand(Hand::Mouse, &page, "#export-part").await?;
    for (first, again, why) in [
        ("", "", "Use at least 8 characters"),
        ("seven77", "seven77", "Use at least 8 characters"),
        ("long enough", "long enouhg", "don’t match"),
    ] {
        page.run("document.querySelector('#export').reset();").await?;
        for (field, text) in [("#export-first", first), ("#export-again", again)] {
            page.press(field).await?;
            page.type_text(text).await?;
        }
        page.key("Enter", 0).await?;
        page.says("#export-said", why).await?;
    }
    expand(Hand::Mouse, &page, "#import-part").await?;
    page.press("#import-take").await?;
    page.says("#import-said", "Choose a file first").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_read_is_reported_and_can_be_removed() -> Result<()> {
    for hand in Hand::BOTH {
        let browser = Browser::start().await?;
        browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
        browser.ask("await browser.storage.local.set({ 'key:damaged': 5, 'key:too': {}, settings: 'x' });").await?;
        browser.kill_worker().await?;
        let page = browser.panel("pages/options.html").await?;
        page.says("#problems", "Some keys were damaged").await?;
        page.says("#problems", "Your settings were damaged").await?;
        page.says("#keyring-count", "10 keys").await?;
        let aside = async || {
            let names = browser.ask("return Object.keys(await browser.storage.local.get());").await?;
            let names = names.as_array().context("names")?.iter().filter_map(Value::as_str);
            Ok(names.filter(|name| name.starts_with("unreadable:")).count())
        };
        eventually("set aside", aside, |&count| count == 3).await?;
        for left in ["Some keys", "Your settings"] {
            page.says("#problems", left).await?;
        }
        hand.press(&page, "#problems button").await?;
        eventually("one sort is removed", aside, |&count| count < 3).await?;
        let buttons = async || page.run("return document.querySelectorAll('#problems button').length;").await;
        eventually("one is left", buttons, |count| *count == 1).await?;
        hand.press(&page, "#problems button").await?;
        eventually("all are removed", aside, |&count| count == 0).await?;
        let hidden = async || page.run("return document.querySelector('#problems').hidden;").await;
        eventually("no problem is shown", hidden, |hidden| *hidden == true).await?;
        browser.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn data_of_a_newer_version_is_reported_and_left_untouched() -> Result<()> {
    let browser = Browser::start().await?;
    browser.fingerprinter().await?;
    browser.ask("await browser.storage.local.set({ schema: 99 });").await?;
    browser.kill_worker().await?;
    let before = stored(&browser).await?;
    let page = browser.panel("pages/options.html").await?;
    page.says("#problems", "A newer version of Sandbar was used here").await?;
    page.press("[name=strict-paste]").await?;
    page.says("#trouble", "Something went wrong").await?;
    ensure!(stored(&browser).await? == before);
    browser.end().await
}

/// Opens the options page with a keyring answer that the test controls.
async fn with_keyring_answered_by<'b>(browser: &'b Browser, answer: &str) -> Result<Page<'b>> {
    let page = browser.new_tab().await?;
    let source = format!(
        "const {{ runtime }} = globalThis.browser ?? chrome;
         const send = runtime.sendMessage.bind(runtime);
         runtime.sendMessage = (message) => message === 'keyring' ? ({answer})(message, send) : send(message);"
    );
    page.devtools("Page.enable", json!({})).await?;
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
    page.go(&browser.page_url("pages/options.html")?).await?;
    page.panel_ready().await?;
    Ok(page)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_that_it_looks_for_keys_and_that_it_could_not() -> Result<()> {
    let browser = Browser::start().await?;
    let slow = "(message, send) => new Promise((go) => { window.go = () => go(send(message)); })";
    let page = with_keyring_answered_by(&browser, slow).await?;
    page.says("#keyring-status", "Loading keys").await?;
    let asked = async || page.run("return typeof go === 'function';").await;
    eventually("the keyring is asked for", asked, |asked| *asked == true).await?;
    page.run("go();").await?;
    page.says("#keyring-status", "No keys yet").await?;

    let failing = "(message, send) => window.works ? send(message) : Promise.resolve({ failed: 'no' })";
    let page = with_keyring_answered_by(&browser, failing).await?;
    page.says("#keyring-status", "couldn’t be loaded").await?;
    page.says("#trouble", "Something went wrong").await?;
    page.run("window.works = true;").await?;
    Hand::Keyboard.press(&page, "#tryAgain").await?;
    page.says("#keyring-status", "No keys yet").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_core_that_does_not_start_is_reported() -> Result<()> {
    let folder = tempfile::tempdir()?;
    copy_folder(&browser_tests::browser::built_extension(), folder.path())?;
    std::fs::remove_file(folder.path().join("core/pages.wasm"))?;
    let options = Options { extension: Some(folder.path().to_owned()), welcome: true, ..Options::default() };
    let browser = Browser::start_with(options).await?;
    let page = browser.open(&browser.page_url("pages/options.html")?).await?;
    let said = page.says("body", "Sandbar couldn’t start").await?;
    ensure!(!said.contains("Keys"), "{said}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_control_has_a_name_and_nothing_is_wider_than_a_narrow_window() -> Result<()> {
    let browser = Browser::start().await?;
    let page = knowing(&browser).await?;
    for (width, scale) in [(360, 1.0), (400, 1.0), (640, 2.0), (1200, 1.0)] {
        page.resize(width, 800, scale).await?;
        let wide = page.run("return document.documentElement.scrollWidth - innerWidth;").await?;
        ensure!(wide.as_i64() <= Some(0), "{width} px: {wide} px too wide");
    }
    let tree = page.devtools("Accessibility.getFullAXTree", json!({})).await?;
    let controls = ["button", "checkbox", "radio", "textbox", "searchbox", "grid", "radiogroup"];
    let nodes = tree["nodes"].as_array().context("nodes")?.iter();
    let controls: Vec<&Value> =
        nodes.filter(|node| controls.iter().any(|role| node["role"]["value"] == *role)).collect();
    ensure!(controls.len() > 30, "only {} controls", controls.len());
    for control in controls {
        ensure!(control["name"]["value"].as_str().is_some_and(|name| !name.is_empty()), "{control}");
    }
    browser.end().await
}
