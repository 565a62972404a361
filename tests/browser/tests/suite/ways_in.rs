//! The ways in which a text gets into a field, besides an ordinary paste.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use anyhow::{Result, ensure};
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::watched::site;
use browser_tests::{Browser, Engine, Page, eventually};
use demo_portals::sites::DESK;
use sandbar::catalogue::Environment::Production;
use serde_json::json;

const SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
const REMOVE: &str = "Remove it";

async fn browser() -> Result<Browser> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    browser.grant(DESK).await?;
    browser.watch(&site(DESK, Some(Production))).await?;
    browser.put_on_clipboard(SECRET).await?;
    Ok(browser)
}

async fn desk<'b>(browser: &'b Browser, path: &str) -> Result<Page<'b>> {
    let page = browser.open(&format!("https://{DESK}{path}")).await?;
    eventually("the page is watched", async || page.badge().await, Option::is_some).await?;
    Ok(page)
}

/// Pastes at the focus, and removes the text with the mouse.
async fn warned_and_removed(page: &Page<'_>, what: &str, value: &str) -> Result<()> {
    page.paste().await?;
    page.warned(SANDBOX_KEY).await.map_err(|error| error.context(what.to_owned()))?;
    ensure!(page.run(value).await? == SECRET, "{what}: {}", page.run(value).await?);
    page.press_warning(REMOVE).await?;
    page.warning_gone().await.map_err(|error| error.context(what.to_owned()))?;
    eventually(what, async || page.run(value).await, |left| *left == "").await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_in_closed_shadow_roots_and_dialogs_in_open_ones() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/roots").await?;
    page.run("window.inClosedRoot.focus();").await?;
    warned_and_removed(&page, "a closed root", "return window.inClosedRoot.value;").await?;
    page.run("window.openDialog();").await?;
    warned_and_removed(&page, "a dialog in a root", "return window.inDialog.value;").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_that_have_no_address_of_their_own() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/frames").await?;
    for (frame, field, value) in [
        ("srcdoc", "input", "value"),
        ("blank", "input", "value"),
        ("blob", "input", "value"),
        ("design", "body", "innerText"),
    ] {
        let document = format!("document.querySelector('#{frame}').contentDocument");
        let there = format!("return !!{document}?.querySelector('{field}');");
        eventually(frame, async || page.run(&there).await, |there| *there == true).await?;
        let focus = format!(
            "const frame = document.querySelector('#{frame}'); frame.scrollIntoView(); frame.focus(); frame.contentWindow.focus(); {document}.querySelector('{field}').focus();"
        );
        page.run(&focus).await?;
        let value = format!("return {document}.querySelector('{field}').{value}.trim();");
        warned_and_removed(&page, frame, &value).await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_a_script_set_is_checked_when_the_user_leaves_the_field() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/fields").await?;
    // A blank text is in any value.
    browser.paste_text(&page, "#formatted", " ").await?;
    page.run(&format!("window.clipboard = '{SECRET}';")).await?;
    page.press("#set").await?;
    page.press("#secret").await?;
    ensure!(page.value("#secret").await? == SECRET);
    page.key("Tab", 0).await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning(REMOVE).await?;
    page.warning_gone().await?;
    eventually("removed", async || page.value("#secret").await, String::is_empty).await?;
    browser.end().await
}

/// Adds a form with two fields in a shadow root. The page keeps it in `window.inner`.
async fn form_in_root(page: &Page<'_>, mode: &str) -> Result<()> {
    let script = format!(
        "const host = document.createElement('div');
         document.body.prepend(host);
         const root = host.attachShadow({{ mode: '{mode}' }});
         root.innerHTML = '<form><label>Secret <input name=secret></label> <label>Other <input name=other></label> <button>Send</button></form>';
         window.inner = root.querySelector('form');
         inner.onsubmit = (event) => {{ event.preventDefault(); window.sent = true; }};"
    );
    page.run(&script).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_in_shadow_roots_are_checked_when_a_field_is_left_or_the_form_is_submitted() -> Result<()> {
    let browser = browser().await?;
    for mode in ["open", "closed"] {
        let page = desk(&browser, "/fields").await?;
        // The code for this is loaded at the user's first action.
        browser.put_on_clipboard("9f3a6c81e7b04d25f8c1e6a3907b5d42c8f0e1a7").await?;
        page.paste_into("#formatted").await?;
        page.warning_when("a warning", |_| true).await?;
        page.key("Escape", 0).await?;
        page.warning_gone().await?;
        form_in_root(&page, mode).await?;
        page.run("inner.secret.focus();").await?;
        page.run(&format!("inner.secret.value = 'secret: {SECRET}'; inner.other.focus();")).await?;
        page.warned(SANDBOX_KEY).await.map_err(|error| error.context(format!("{mode}: the field is left")))?;
        page.run("inner.requestSubmit();").await?;
        page.warned("Submit with this key?").await.map_err(|error| error.context(mode))?;
        ensure!(page.run("return window.sent ?? false;").await? == false, "{mode}: it was submitted unasked");
        page.press_warning("Submit anyway").await?;
        eventually("submitted", async || page.run("return window.sent ?? false;").await, |sent| *sent == true).await?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paste_that_is_held_gets_into_its_own_field_of_a_shadow_root() -> Result<()> {
    let browser = browser().await?;
    browser.strict_paste(true).await?;
    for mode in ["open", "closed"] {
        let page = desk(&browser, "/fields").await?;
        form_in_root(&page, mode).await?;
        page.run("inner.secret.focus();").await?;
        page.paste().await?;
        page.warned(SANDBOX_KEY).await?;
        page.run("inner.other.focus();").await?;
        page.press_warning("Paste anyway").await?;
        page.warning_gone().await?;
        let values = async || page.run("return [inner.secret.value, inner.other.value];").await;
        eventually(mode, values, |values| *values == json!([SECRET, ""])).await?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_inserted_at_once_is_checked() -> Result<()> {
    if Engine::Chromium.alone("has tools that insert a text as a keyboard does") {
        return Ok(());
    }
    let browser = browser().await?;
    let page = desk(&browser, "/fields").await?;
    // The code for this is loaded at the user's first action.
    browser.put_on_clipboard("9f3a6c81e7b04d25f8c1e6a3907b5d42c8f0e1a7").await?;
    page.paste_into("#formatted").await?;
    page.warning_when("a warning", |_| true).await?;
    page.key("Escape", 0).await?;
    page.warning_gone().await?;
    page.run("document.querySelector('#secret').focus();").await?;
    page.devtools("Input.insertText", json!({ "text": SECRET })).await?;
    page.warned(SANDBOX_KEY).await?;
    ensure!(page.open_warnings().await? == 1);
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_chosen_or_dropped_are_read_or_reported() -> Result<()> {
    if Engine::Chromium.alone("has tools that choose and drop files") {
        return Ok(());
    }
    let browser = browser().await?;
    let folder = tempfile::tempdir()?;
    let small = folder.path().join(".env");
    std::fs::write(&small, format!("ADOBE_APP_SECRET={SECRET}\n"))?;
    let large = folder.path().join("backup.json");
    std::fs::write(&large, "{}".repeat(700_000))?;
    let page = desk(&browser, "/upload").await?;
    // The code that reads files is loaded at the user's first action.
    page.paste_into("#secret").await?;
    page.warned(SANDBOX_KEY).await?;
    page.key("Escape", 0).await?;
    page.warning_gone().await?;
    let choose_all = async |files: &[&std::path::Path]| -> Result<()> {
        page.run("const field = document.querySelector('#file'); field.multiple = true; field.focus();").await?;
        let root = page.devtools("DOM.getDocument", json!({})).await?;
        let field = json!({ "nodeId": root["root"]["nodeId"], "selector": "#file" });
        let field = page.devtools("DOM.querySelector", field).await?;
        page.devtools("DOM.setFileInputFiles", json!({ "nodeId": field["nodeId"], "files": files })).await.map(drop)
    };
    let choose = async |file: &std::path::Path| choose_all(&[file]).await;
    choose(&small).await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning("Remove the file").await?;
    page.warning_gone().await?;
    ensure!(page.run("return document.querySelector('#file').files.length;").await? == 0);
    choose(&large).await?;
    let unread = page.warned("This file wasn’t checked").await?;
    ensure!(unread.description.contains("backup.json"), "{unread:?}");
    page.press_warning("Remove the file").await?;
    page.warning_gone().await?;

    // Names without a known type, and what some Windows tools write.
    let backup = folder.path().join("auth.json.bak");
    std::fs::write(&backup, format!(r#"{{"http-basic":{{"repo.magento.com":{{"password":"{SECRET}"}}}}}}"#))?;
    let wide = folder.path().join("settings.env");
    let text = format!("\u{feff}ADOBE_APP_SECRET={SECRET}\r\n");
    std::fs::write(&wide, text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>())?;
    // Browsers take this for a video.
    let script = folder.path().join("config.ts");
    std::fs::write(&script, format!("export const secret = \"{SECRET}\";\n"))?;
    for file in [&backup, &wide, &script] {
        choose(file).await?;
        page.warned(SANDBOX_KEY).await.map_err(|error| error.context(file.display().to_string()))?;
        page.press_warning("Remove the file").await?;
        page.warning_gone().await?;
    }

    // Of two files, each has its own warning.
    choose_all(&[&large, &small]).await?;
    page.warned(SANDBOX_KEY).await?;
    eventually("two warnings", async || page.open_warnings().await, |count| *count == 2).await?;
    page.key("Escape", 0).await?;
    page.warned("This file wasn’t checked").await?;
    page.press_warning("Remove the file").await?;
    page.warning_gone().await?;

    let place = page
        .run("const box = document.querySelector('#dropzone').getBoundingClientRect(); return [box.left + 20, box.top + 8];")
        .await?;
    page.run("addEventListener('dragover', (event) => event.preventDefault()); addEventListener('drop', (event) => { event.preventDefault(); document.querySelector('#dropzone').remove(); });").await?;
    for kind in ["dragEnter", "dragOver", "drop"] {
        let data = json!({ "items": [], "files": [small], "dragOperationsMask": 1 });
        let event = json!({ "type": kind, "x": place[0], "y": place[1], "data": data });
        page.devtools("Input.dispatchDragEvent", event).await?;
    }
    let dropped = page.warned(SANDBOX_KEY).await?;
    ensure!(!dropped.buttons.iter().any(|button| button.starts_with("Remove")), "{dropped:?}");
    // It stays, although the page has removed the place.
    page.press_warning("Hide").await?;
    page.warning_gone().await?;
    browser.end().await
}

/// The message if the core doesn't answer.
const UNCHECKED: &str = "This text wasn’t checked";

#[tokio::test(flavor = "multi_thread")]
async fn a_paste_that_is_held_is_not_let_through_unchecked() -> Result<()> {
    let browser = browser().await?;
    browser.strict_paste(true).await?;
    let page = desk(&browser, "/fields").await?;
    page.paste_into("#secret").await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning("Don’t paste").await?;
    page.warning_gone().await?;
    for decided in [false, true] {
        let standstill = browser.stand_still().await?;
        page.paste().await?;
        page.warned(UNCHECKED).await?;
        ensure!(page.value("#secret").await?.is_empty(), "it was let through");
        if decided {
            page.press_warning("Paste anyway").await?;
            page.warning_gone().await?;
            eventually("pasted once", async || page.value("#secret").await, |value| value == SECRET).await?;
        }
        drop(standstill);
        if decided {
            // The user didn't know this yet.
            page.warned(SANDBOX_KEY).await?;
        }
        if !decided {
            // The late answer replaces the question.
            page.warned(SANDBOX_KEY).await?;
            ensure!(page.value("#secret").await?.is_empty(), "it was let through");
            page.press_warning("Don’t paste").await?;
            page.warning_gone().await?;
        }
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paste_that_is_held_replaces_nothing_typed_since_and_is_not_lost() -> Result<()> {
    const OTHER: &str = "9f3a6c81e7b04d25f8c1e6a3907b5d42c8f0e1a7";
    let browser = browser().await?;
    browser.strict_paste(true).await?;
    let page = desk(&browser, "/fields").await?;
    let has =
        async |value: &str| eventually(value, async || page.value("#secret").await, |now| now == value).await.map(drop);
    page.run("const field = document.querySelector('#secret'); field.value = 'old'; field.focus(); field.select();")
        .await?;
    page.paste().await?;
    page.warned(SANDBOX_KEY).await?;
    page.type_text("typed").await?;
    page.press_warning("Paste anyway").await?;
    page.warning_gone().await?;
    has(&format!("typed{SECRET}")).await?;

    // Two texts are held, and each is answered.
    page.paste().await?;
    page.warning_when("the first", |warning| warning.description.contains("…1e3c")).await?;
    browser.put_on_clipboard(OTHER).await?;
    page.paste().await?;
    page.warning_when("the second", |warning| warning.description.contains("…e1a7")).await?;
    page.press_warning("Don’t paste").await?;
    page.warning_when("the first again", |warning| warning.description.contains("…1e3c")).await?;
    // The page replaces the field.
    page.run(
        "const old = document.querySelector('#secret');
         const next = old.cloneNode();
         next.value = 'new ';
         old.replaceWith(next);
         next.focus();",
    )
    .await?;
    page.press_warning("Paste anyway").await?;
    page.warning_gone().await?;
    has(&format!("new {SECRET}")).await?;

    page.paste().await?;
    page.warned(SANDBOX_KEY).await?;
    page.run("document.querySelector('#secret').remove();").await?;
    page.warned("The text wasn’t pasted, because its field is gone. Paste it again.").await?;
    page.press_warning("Hide").await?;
    page.warning_gone().await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_could_not_be_checked_is_reported() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/fields").await?;
    let standstill = browser.stand_still().await?;
    page.paste_into("#secret").await?;
    // Nothing else can be drawn yet, so the badge shows it.
    page.badge_when("the badge says so", |badge| badge.tone == "check" && badge.text.contains("Not checking")).await?;
    ensure!(page.value("#secret").await? == SECRET);
    drop(standstill);
    page.warned(SANDBOX_KEY).await?;
    page.badge_when("the badge is back", |badge| badge.tone == "production").await?;
    browser.end().await
}
