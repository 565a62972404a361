//! Malicious pages and stored data, and a core that stops.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::watched::site;
use browser_tests::{Browser, Engine};
use demo_portals::sites::CI;
use serde_json::json;

const PRODUCTION: &str = "https://commercedeveloper.adobe.com/demo/fields";
const SANDBOX_SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";

/// A browser whose extension knows the keys of `fixtures/keyring.json`.
async fn browser() -> Result<Browser> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    Ok(browser)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_core_that_trapped_is_loaded_again_and_the_text_is_checked() -> Result<()> {
    if Engine::Chromium.alone("has tools that reach the worker") {
        return Ok(());
    }
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    page.badge_when("the page is marked", |badge| badge.tone == "production").await?;
    browser.put_on_clipboard(SANDBOX_SECRET).await?;
    // What a trap looks like from outside: the promise stays pending, and nobody catches the error.
    let trap = "wasm_bindgen.handle = () => new Promise(() => queueMicrotask(() => {
        throw new WebAssembly.RuntimeError('unreachable');
    }));";
    browser.worker_devtools("Runtime.evaluate", json!({ "expression": trap })).await?;
    page.paste_into("#text").await?;
    page.warned(SANDBOX_KEY).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_cookies_keeps_no_paste_waiting() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    browser.put_on_clipboard(SANDBOX_SECRET).await?;
    page.run(
        "window.flood = setInterval(() => {
            for (let count = 0; count < 200; count++) {
              document.cookie = `flood${count % 7}=1; path=/`;
              document.cookie = `flood${count % 7}=; path=/; max-age=0`;
            }
         }, 50);",
    )
    .await?;
    for field in ["#text", "#search", "#url"] {
        page.paste_into(field).await?;
        page.warned(SANDBOX_KEY).await.map_err(|error| error.context(field))?;
        page.key("Escape", 0).await?;
        page.warning_gone().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_array_is_not_taken_for_settings_that_are_all_left_out() -> Result<()> {
    let browser = Browser::start().await?;
    browser.fingerprinter().await?;
    browser.ask("await browser.storage.local.set({ settings: [true] });").await?;
    browser.kill_worker().await?;
    let page = browser.panel("pages/options.html").await?;
    page.says("#problems", "Your settings were damaged").await?;
    browser.end().await
}

/// All words in the sources of the content scripts, which include every member name that they use.
fn names_in_scripts() -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../extension/content")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "ts") {
                let text = fs::read_to_string(&path)?;
                let words = text.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
                names.extend(words.filter(|word| word.starts_with(char::is_alphabetic)).map(str::to_owned));
            }
        }
    }
    Ok(names)
}

/// A page with an element of each of these names in a form, in the document and in the window.
fn clobbered(names: &BTreeSet<String>) -> String {
    let inputs: String = names.iter().map(|name| format!("<input name='{name}' hidden>")).collect();
    let images: String = names.iter().map(|name| format!("<img name='{name}' id='{name}'>")).collect();
    format!(
        "<!doctype html><title>Names</title>{images}<form id='sandbar' name='sandbar'>{inputs}
         <label>Secret <input class='goal'></label><button>Send</button></form>"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_elements_hide_nothing_that_a_content_script_uses() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    page.badge_when("the page is marked", |badge| badge.tone == "production").await?;
    let names = names_in_scripts()?;
    ensure!(["parentElement", "matches", "querySelectorAll", "sendMessage"].iter().all(|name| names.contains(*name)));
    let html = json!(clobbered(&names));
    page.run(&format!("const {{ open, write, close }} = Document.prototype; open.call(document); write.call(document, {html}); close.call(document);")).await?;
    const GOAL: &str = "const goal = Document.prototype.querySelector.call(document, '.goal');";
    ensure!(page.run("return typeof document.querySelector !== 'function';").await? == true, "nothing is clobbered");
    // The existing scripts continue, and those of a new version start in such a page.
    for late in [false, true] {
        if late {
            browser.reload_extension().await?;
        }
        page.badge_when("the page is marked", |badge| badge.tone == "production").await?;
        browser.put_on_clipboard(SANDBOX_SECRET).await?;
        page.show().await?;
        page.run(&format!("{GOAL} goal.focus();")).await?;
        page.paste().await?;
        page.warned(SANDBOX_KEY).await.with_context(|| format!("late: {late}"))?;
        page.press_warning("Remove it").await?;
        page.warning_gone().await?;
        ensure!(page.run(&format!("{GOAL} return goal.value;")).await? == "", "it is still there");
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_event_that_a_page_makes_up_counts() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    // Texts that nobody pasted, dropped or typed.
    page.run(&format!(
        "const field = document.querySelector('#text');
         const data = new DataTransfer();
         data.setData('text/plain', '{SANDBOX_SECRET}');
         const init = {{ bubbles: true, composed: true, cancelable: true, clipboardData: data, dataTransfer: data, data: '{SANDBOX_SECRET}' }};
         field.dispatchEvent(new ClipboardEvent('paste', init));
         field.dispatchEvent(new DragEvent('drop', init));
         field.dispatchEvent(new InputEvent('input', {{ ...init, inputType: 'insertFromPaste' }}));"
    ))
    .await?;
    browser.nothing_but(&page, 0, SANDBOX_SECRET).await?;
    browser.paste_text(&page, "#text", SANDBOX_SECRET).await?;
    page.warned(SANDBOX_KEY).await?;
    let (x, y) = page.place_in_warning("Keep it anyway").await?;
    page.run(&format!(
        "const field = document.querySelector('#text');
         const hosts = [...document.documentElement.children].filter((child) => !/^(head|body)$/i.test(child.localName));
         for (const target of [field, document.body, document, window, ...hosts]) {{
           for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
             target.dispatchEvent(new MouseEvent(type, {{ bubbles: true, composed: true, clientX: {x}, clientY: {y} }}));
           for (const key of ['Escape', 'Tab', 'Enter', ' '])
             for (const type of ['keydown', 'keyup'])
               target.dispatchEvent(new KeyboardEvent(type, {{ key, bubbles: true, composed: true }}));
           target.dispatchEvent(new Event('sandbar', {{ bubbles: true }}));
         }}
         for (const host of hosts)
           host.dispatchEvent(new SubmitEvent('submit', {{ bubbles: true, composed: true, cancelable: true }}));
         for (const host of hosts) host.click();"
    ))
    .await?;
    let warning = page.warning().await?.context("the warning was closed")?;
    ensure!(warning.focused.is_none(), "{warning:?}");
    page.press_warning("Keep it anyway").await?;
    page.warning_gone().await?;
    browser.end().await
}

/// These tests run alone.
mod timed {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_huge_document_delays_no_paste() -> Result<()> {
        let browser = browser().await?;
        browser.grant(CI).await?;
        browser.watch(&site(CI, None)).await?;
        let page = browser.open(&format!("https://{CI}/fleet/shop/variables")).await?;
        // Without a form, the whole page is searched for what is next to the field.
        page.run(
            "const many = document.createDocumentFragment();
             for (let count = 0; count < 20000; count++) many.append(Object.assign(document.createElement('input'), { name: `n${count}`, value: 'x.y' }));
             const goal = Object.assign(document.createElement('input'), { id: 'goal' });
             many.insertBefore(goal, many.childNodes[10000]);
             document.body.append(many);
             goal.addEventListener('paste', ({ timeStamp }) => (window.delayed = performance.now() - timeStamp));",
        )
        .await?;
        browser.paste_text(&page, "#goal", SANDBOX_SECRET).await?;
        page.chip_with(&["Sandbox", "“CI”"]).await?;
        let delayed = page.run("return window.delayed;").await?.as_f64().context("a time")?;
        println!("a paste among 20,000 fields reaches its page after {delayed:.0} ms");
        ensure!(delayed < 250.0, "delayed by {delayed} ms");
        browser.end().await
    }
}
