//! Texts that go into fields: where they are examined, and when there is no warning.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use anyhow::{Context as _, Result, ensure};
use browser_tests::demo::{PRODUCTION_KEY, SANDBOX_KEY};
use browser_tests::{Browser, Engine, Page, eventually};
use sandbar::catalogue::Environment;
use sandbar::credential::fingerprint::{Fingerprinter, InstallationKey};
use serde_json::json;

const PRODUCTION: &str = "https://commercedeveloper.adobe.com/demo/fields";
const SANDBOX: &str = "https://commercedeveloper-sandbox.adobe.com/demo/fields";
/// A secret of a known Sandbox key, and of a known Production key.
const SANDBOX_SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
const PRODUCTION_SECRET: &str = "c1d94b7e02f6a8835bb07d1e94f2a36580c7e9d1";
/// The message about a text whose middle wasn't examined.
const ENDS_ONLY: &str = "Long text: only the first and last megabyte were checked.";

/// A browser whose extension knows the keys of `fixtures/keyring.json`.
async fn browser() -> Result<Browser> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    Ok(browser)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_caught_in_every_kind_of_field() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    browser.put_on_clipboard(SANDBOX_SECRET).await?;
    for field in ["#text", "#password", "#search", "#url", "#area", "#app-secret", "#editable"] {
        page.paste_into(field).await?;
        page.warned(SANDBOX_KEY).await.map_err(|error| error.context(field))?;
        ensure!(page.value(field).await?.contains(SANDBOX_SECRET), "{field} did not get the text");
        page.key("Escape", 0).await?;
        page.warning_gone().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_the_page_hide_neither_the_badge_nor_a_wrong_key() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open("https://commercedeveloper.adobe.com/demo/names").await?;
    page.badge_when("the page is marked", |badge| badge.tone == "production").await?;
    browser.put_on_clipboard(SANDBOX_SECRET).await?;
    page.paste_into("#value").await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning("Remove it").await?;
    eventually("removed", async || page.value("#value").await, String::is_empty).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_caught_in_an_open_shadow_root() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    browser.put_on_clipboard(SANDBOX_SECRET).await?;
    page.run("document.querySelector('#shadow-host').shadowRoot.querySelector('#shadowed').focus();").await?;
    page.paste().await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning("Remove it").await?;
    let value = "return document.querySelector('#shadow-host').shadowRoot.querySelector('#shadowed').value;";
    eventually("removed", async || page.run(value).await, |value| *value == "").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_caught_in_a_frame_of_the_site() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    browser.put_on_clipboard(SANDBOX_SECRET).await?;
    page.run("document.querySelector('#frame').scrollIntoView();").await?;
    page.run("const frame = document.querySelector('#frame'); frame.focus(); frame.contentDocument.querySelector('#inner').focus();").await?;
    page.paste().await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning("Remove it").await?;
    let value = "return document.querySelector('#frame').contentDocument.querySelector('#inner').value;";
    eventually("removed", async || page.run(value).await, |value| *value == "").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_fits_and_a_field_that_cannot_be_written_get_no_warning() -> Result<()> {
    let browser = browser().await?;
    for (url, fits, wrong) in
        [(PRODUCTION, PRODUCTION_SECRET, SANDBOX_SECRET), (SANDBOX, SANDBOX_SECRET, PRODUCTION_SECRET)]
    {
        let page = browser.open(url).await?;
        browser.paste_text(&page, "#text", fits).await?;
        browser.paste_text(&page, "#readonly", wrong).await?;
        browser.nothing_but(&page, 0, wrong).await?;
        ensure!(page.value("#text").await? == fits);
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_that_another_installation_knew_is_caught_and_a_damaged_import_set_aside() -> Result<()> {
    let browser = Browser::start().await?;
    browser.fingerprinter().await?;
    let other = InstallationKey::from_random([77; 32]);
    let stored = json!([other.reveal_for_storage(), "damaged"]);
    browser.ask(&format!("await browser.storage.local.set({{ 'imported-keys': {stored} }});")).await?;
    browser.know(&crate::common::known_to(&Fingerprinter::new(&other))).await?;
    let page = browser.open(PRODUCTION).await?;
    browser.put_on_clipboard(SANDBOX_SECRET).await?;
    page.paste_into("#text").await?;
    page.warned(SANDBOX_KEY).await?;
    let kept = "const all = await browser.storage.local.get();
         const aside = Object.keys(all).filter((name) => name.startsWith('unreadable:imported-keys:'));
         return [all['imported-keys'], ...aside.map((name) => all[name])];";
    let kept = browser.ask(kept).await?;
    ensure!(kept == json!([[other.reveal_for_storage()], stored]), "{kept}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_that_is_dropped_is_caught() -> Result<()> {
    if Engine::Chromium.alone("has tools that drop a text") {
        return Ok(());
    }
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    let place = page
        .run(
            "const box = document.querySelector('#text').getBoundingClientRect(); return [box.left + 20, box.top + 8];",
        )
        .await?;
    for kind in ["dragEnter", "dragOver", "drop"] {
        let items = json!([{ "mimeType": "text/plain", "data": SANDBOX_SECRET }]);
        let data = json!({ "items": items, "dragOperationsMask": 1 });
        let event = json!({ "type": kind, "x": place[0], "y": place[1], "data": data });
        page.devtools("Input.dispatchDragEvent", event).await?;
    }
    page.warned(SANDBOX_KEY).await?;
    ensure!(page.value("#text").await? == SANDBOX_SECRET);
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_browser_fills_in_is_examined() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    // The browser fills in only complete payment forms; this is the smallest one.
    let form = "document.querySelector('h1').insertAdjacentHTML('afterend',
        `<form><input id=holder autocomplete=cc-name><input id=number autocomplete=cc-number>
         <input id=month autocomplete=cc-exp-month><input id=year autocomplete=cc-exp-year></form>`);
        document.querySelector('#number').focus();";
    page.run(form).await?;
    let root = page.devtools("DOM.getDocument", json!({})).await?;
    let field =
        page.devtools("DOM.querySelector", json!({ "nodeId": root["root"]["nodeId"], "selector": "#number" })).await?;
    let described = page.devtools("DOM.describeNode", json!({ "nodeId": field["nodeId"] })).await?;
    let card = json!({ "number": "4111111111111111", "name": SANDBOX_SECRET, "expiryMonth": "12", "expiryYear": "2035", "cvc": "123" });
    let fill = json!({ "fieldId": described["node"]["backendNodeId"], "card": card });
    eventually("the browser knows the form", async || page.devtools("Autofill.trigger", fill.clone()).await, |_| true)
        .await?;
    eventually("filled in", async || page.value("#holder").await, |value| value == SANDBOX_SECRET).await?;
    page.warned(SANDBOX_KEY).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_in_another_field_that_disagrees_with_the_page_decides_nothing() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    page.paste_into("#request-url").await?;
    let other = "document.querySelector('#request-url').value = 'https://commercedeveloper-sandbox-api.adobe.com/rest/v1/products';";
    page.run(other).await?;
    browser.paste_text(&page, "#authorization", PRODUCTION_SECRET).await?;
    browser.nothing_but(&page, 0, SANDBOX_SECRET).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_in_the_text_counts_before_the_page() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(SANDBOX).await?;
    let text = format!(
        "curl -u SB3M8ZT61H:{SANDBOX_SECRET} https://commercedeveloper-api.adobe.com/rest/v1/app/session/token"
    );
    browser.paste_text(&page, "#area", &text).await?;
    page.warned(SANDBOX_KEY).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sleeping_worker_changes_no_warning() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    let mut warnings = Vec::new();
    for asleep in [false, true, true] {
        browser.put_on_clipboard(SANDBOX_SECRET).await?;
        if asleep {
            browser.kill_worker().await?;
        }
        page.run("document.querySelector('#text').value = '';").await?;
        page.paste_into("#text").await?;
        warnings.push(page.warned(SANDBOX_KEY).await?);
        page.key("Escape", 0).await?;
        page.warning_gone().await?;
    }
    ensure!(warnings[0] == warnings[1] && warnings[1] == warnings[2], "{warnings:#?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_right_after_the_paste_changes_no_warning() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    browser.put_on_clipboard(SANDBOX_SECRET).await?;
    for _ in 0..5 {
        page.run("document.querySelector('#text').value = '';").await?;
        page.paste_into("#text").await?;
        browser.strike_worker().await?;
        page.warned(SANDBOX_KEY).await?;
        page.key("Escape", 0).await?;
        page.warning_gone().await?;
    }
    browser.end().await
}

/// Ten fields in a row, f0 to f9, so that no warning covers another field.
async fn ten_fields(page: &Page<'_>) -> Result<()> {
    let add = "const form = document.createElement('div'); form.style.display = 'flex';
        for (let at = 0; at < 10; at++) { const field = document.createElement('input'); field.id = `f${at}`; field.style.width = '9%'; form.append(field); }
        document.querySelector('h1').after(form);";
    page.run(add).await.map(drop)
}

/// These tests run alone.
mod timed {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn ten_pastes_in_a_row_are_answered_rightly_and_in_order() -> Result<()> {
        if Engine::Chromium.alone("has tools that drop a text") {
            return Ok(());
        }
        let browser = browser().await?;
        let page = browser.open(PRODUCTION).await?;
        ten_fields(&page).await?;
        // A burst that is faster than the clipboard can be filled: each drop is a separate text.
        let [wrong, fits, gone] = [SANDBOX_SECRET, PRODUCTION_SECRET, "9f3a6c81e7b04d25f8c1e6a3907b5d42c8f0e1a7"];
        let texts = [wrong, gone, fits, wrong, wrong, fits, gone, fits, fits, wrong];
        let places = page
            .run("return [...Array(10).keys()].map((at) => { const box = document.getElementById(`f${at}`).getBoundingClientRect(); return [box.left + 9, box.top + 9]; });")
            .await?;
        let begun = std::time::Instant::now();
        for (at, text) in texts.iter().enumerate() {
            for kind in ["dragEnter", "drop"] {
                let data = json!({ "items": [{ "mimeType": "text/plain", "data": text }], "dragOperationsMask": 1 });
                let event = json!({ "type": kind, "x": places[at][0], "y": places[at][1], "data": data });
                page.devtools("Input.dispatchDragEvent", event).await?;
            }
        }
        let took = begun.elapsed();
        ensure!(took.as_millis() < 1500, "ten drops took {took:?}");
        // The warning about the last wrong text is visible. The others appear when their fields get
        // the focus.
        page.warned(SANDBOX_KEY).await?;
        eventually("six warnings", async || page.open_warnings().await, |count| *count == 6).await?;
        for (at, text) in texts.iter().enumerate() {
            ensure!(page.value(&format!("#f{at}")).await? == *text);
            page.run(&format!("document.getElementById('f{at}').focus();")).await?;
            let seen = page.warning().await?.map(|warning| (warning.name, warning.description));
            match seen {
                Some((name, said)) if *text != fits => {
                    let hint = if *text == wrong { "…1e3c" } else { "…e1a7" };
                    ensure!(name == SANDBOX_KEY && said.contains(hint), "{at}: {name} {said}");
                    page.key("Escape", 0).await?;
                }
                seen => ensure!(*text == fits, "{at}: {seen:?}"),
            }
        }
        browser.end().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_pastes_into_one_field_end_in_the_last_ones_answer() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(SANDBOX).await?;
    browser.put_on_clipboard(&format!("{PRODUCTION_SECRET}\n")).await?;
    for _ in 0..10 {
        page.paste_into("#area").await?;
    }
    page.warned(PRODUCTION_KEY).await?;
    browser.nothing_but(&page, 1, PRODUCTION_SECRET).await?;
    ensure!(page.value("#area").await?.matches(PRODUCTION_SECRET).count() == 10);
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn events_faked_by_page_script_are_neither_learned_nor_warned_about() -> Result<()> {
    let browser = browser().await?;
    let before = browser.entries().await?;
    let page = browser.open("https://commercedeveloper.adobe.com/demo/synthetic").await?;
    page.run(&format!("document.querySelector('#payload').value = '{SANDBOX_SECRET}';")).await?;
    for pretence in ["synthetic-paste", "synthetic-copy", "synthetic-click"] {
        page.run(&format!("document.getElementById('{pretence}').click();")).await?;
        let did = format!("Done: {pretence}");
        eventually(pretence, async || page.value("#did").await, |said| *said == did).await?;
    }
    // A real paste afterwards is answered after all of that, and has the only warning.
    page.run("document.querySelector('#payload').value = '';").await?;
    browser.paste_text(&page, "#payload", SANDBOX_SECRET).await?;
    page.warned(SANDBOX_KEY).await?;
    ensure!(page.open_warnings().await? == 1, "a pretended paste was warned of");
    ensure!(browser.entries().await? == before, "something was learned");
    browser.end().await
}

/// Pastes a text. Returns for how many milliseconds the page's script couldn't run.
async fn standstill(browser: &Browser, page: &Page<'_>, field: &str, text: &str) -> Result<f64> {
    let watch = "window.longest = 0; let last = performance.now();
        const tick = () => { const now = performance.now(); longest = Math.max(longest, now - last); last = now; setTimeout(tick, 5); }; tick();";
    page.run(watch).await?;
    browser.paste_text(page, field, text).await?;
    let length = format!("return document.querySelector({field:?}).value.length;");
    eventually("pasted", async || page.run(&length).await, |length| length.as_u64() >= Some(text.len() as u64)).await?;
    page.run("return longest;").await?.as_f64().context("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_megabyte_counts_in_bytes() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    // 780,000 characters, most of which have two bytes.
    let filler = "строка журнала, которая молчит\n".repeat(25_000);
    browser.paste_text(&page, "#area", &format!("{filler}App Secret: {SANDBOX_SECRET}\n")).await?;
    let warning = page.warned(SANDBOX_KEY).await?;
    ensure!(!warning.description.contains("megabyte"), "all of it was examined: {warning:?}");
    browser.end().await
}

/// A text with this many lines of 1,441 bytes. The lines are long because the harness reads each
/// line of a field as an element.
fn long_lines(count: usize) -> String {
    format!("{}\n", "part of a log that says nothing ".repeat(45)).repeat(count)
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_a_megabyte_is_examined_at_both_ends_and_removed_as_a_whole() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    let filler = long_lines(900);
    let text = format!("App Secret: {SANDBOX_SECRET}\n{filler}");
    // The browser itself takes a while to lay out a megabyte, so measure it without the extension
    // too.
    let elsewhere = browser.open("https://example.org/").await?;
    let alone = standstill(&browser, &elsewhere, "#note", &text).await?;
    elsewhere.close().await?;
    let longest = standstill(&browser, &page, "#area", &text).await?;
    let warning = page.warned(SANDBOX_KEY).await?;
    ensure!(!warning.description.contains("megabyte"), "all of it was examined: {warning:?}");
    println!("a megabyte pasted: the page stood still for {longest} ms, without the extension {alone} ms");
    page.key("Escape", 0).await?;
    page.warning_gone().await?;

    page.run("document.querySelector('#area').value = '';").await?;
    browser.paste_text(&page, "#area", &format!("{filler}App Secret: {SANDBOX_SECRET}\n")).await?;
    page.warned(SANDBOX_KEY).await?;
    // What the user says is about the part with the key.
    page.press_warning("Wrong?").await?;
    page.press_warning("Production").await?;
    page.warning_when("marked", |warning| warning.name.starts_with("Marked as")).await?;
    let secret = browser.fingerprint(SANDBOX_SECRET).await?;
    let entries = browser.entries().await?;
    let marked = entries.iter().find(|entry| entry.fingerprint == secret).context("the key")?;
    ensure!(marked.environment == Environment::Production.into(), "{marked:?}");
    page.press_warning("Undo").await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning("Remove it").await?;
    page.warning_gone().await?;
    eventually("all of it is removed", async || page.value("#area").await, String::is_empty).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_between_the_ends_of_a_very_long_text_is_said_to_be_unchecked() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    let filler = long_lines(1000);
    for (text, heading) in [
        (format!("{filler}App Secret: {SANDBOX_SECRET}\n{filler}"), ENDS_ONLY),
        (format!("App Secret: {SANDBOX_SECRET}\n{filler}{filler}"), SANDBOX_KEY),
    ] {
        ensure!(text.len() > 2 << 20);
        browser.paste_text(&page, "#area", &text).await?;
        let warning = page.warned(heading).await?;
        let all = format!("{} {}", warning.name, warning.description);
        ensure!(all.contains(ENDS_ONLY), "{warning:?}");
        page.press_warning("Remove it").await?;
        page.warning_gone().await?;
        eventually("all of it is removed", async || page.value("#area").await, String::is_empty).await?;
    }
    browser.end().await
}
