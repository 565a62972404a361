//! What the user can do about a warning, and how it is submitted.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use anyhow::{Result, ensure};
use browser_tests::demo::{PRODUCTION_KEY, SANDBOX_KEY};
use browser_tests::{Browser, Engine, Options, Page, eventually};
use serde_json::json;

const PRODUCTION: &str = "https://commercedeveloper.adobe.com/demo/fields";
const SANDBOX: &str = "https://commercedeveloper-sandbox.adobe.com/demo/fields";
const SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
const FITTING: &str = "c1d94b7e02f6a8835bb07d1e94f2a36580c7e9d1";

async fn browser() -> Result<Browser> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    Ok(browser)
}

async fn holds(page: &Page<'_>, field: &str, wanted: &str) -> Result<()> {
    eventually(field, async || page.value(field).await, |value| value.replace('\u{a0}', " ").trim() == wanted)
        .await
        .map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_takes_the_pasted_text_alone() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    browser.put_on_clipboard(SECRET).await?;
    for field in ["#text", "#password", "#area", "#editable"] {
        let empty = format!(
            "const field = document.querySelector('{field}'); field.focus(); if (!('value' in field)) getSelection().selectAllChildren(field);"
        );
        page.run(&empty).await?;
        page.type_text("mine ").await?;
        page.paste().await?;
        page.warned(SANDBOX_KEY).await?;
        page.type_text(" too").await?;
        holds(&page, field, &format!("mine {SECRET} too")).await?;
        page.press_warning("Remove it").await?;
        page.warning_gone().await?;
        let left = async || Ok(page.value(field).await?.replace('\u{a0}', " ").trim().to_owned());
        eventually("the rest is kept", left, |left| left == "mine  too").await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn keeping_leaves_the_text_and_ends_the_warning() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    browser.paste_text(&page, "#text", SECRET).await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning("Keep it anyway").await?;
    page.warning_gone().await?;
    holds(&page, "#text", SECRET).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_users_statement_on_a_key_counts_from_then_on() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(PRODUCTION).await?;
    let new = "App Id: QX7K2M9P4Z App Secret: d7a1f3209b5c4e86a1f07c93be5248d1f60a3b97";
    browser.paste_text(&page, "#area", new).await?;
    page.warned("Which environment is this key for?").await?;
    page.press_warning("Production").await?;
    page.warned("Marked as a Production key").await?;
    page.press_warning("Hide").await?;
    page.warning_gone().await?;
    ensure!(browser.entries().await?.len() == 2);
    let sandbox = browser.open(SANDBOX).await?;
    browser.paste_text(&sandbox, "#area", new).await?;
    sandbox.warned(PRODUCTION_KEY).await?;
    browser.paste_text(&page, "#text", new).await?;
    // The fitting paste is answered before the unknown key that follows it.
    browser
        .paste_text(&page, "#search", "App Id: WX3N8T5K2V App Secret: 6c0e94b1d58f27a3e10b7d4c92f6a853017ed4b9")
        .await?;
    page.warned("Which environment is this key for?").await?;
    ensure!(page.open_warnings().await? == 1, "a key that fits was warned of");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_reaches_everything() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    let in_field = "return document.activeElement.id;";
    browser.paste_text(&page, "#text", SECRET).await?;
    ensure!(page.warned(SANDBOX_KEY).await?.focused.is_none() && page.run(in_field).await? == "text");
    page.key("Tab", 0).await?;
    page.warning_when("into the warning", |seen| seen.focused.as_deref() == Some("Remove it")).await?;
    page.key("Tab", 8).await?;
    eventually("back to the field", async || page.run(in_field).await, |id| *id == "text").await?;
    page.key("Tab", 0).await?;
    for next in ["Open this page in Sandbox", "Keep it anyway", "Wrong?"] {
        page.key("Tab", 0).await?;
        page.warning_when("the next control", |seen| seen.focused.as_deref() == Some(next)).await?;
    }
    page.key("Escape", 0).await?;
    page.warning_gone().await?;
    holds(&page, "#text", SECRET).await?;
    eventually("the focus is back", async || page.run(in_field).await, |id| *id == "text").await?;
    page.run("document.querySelector('#text').value = '';").await?;
    page.paste().await?;
    page.warned(SANDBOX_KEY).await?;
    page.key("Tab", 0).await?;
    page.enter().await?;
    page.warning_gone().await?;
    holds(&page, "#text", "").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_a_form_with_an_open_warning_asks_once_more() -> Result<()> {
    let browser = browser().await?;
    for (url, form, field, send) in
        [(PRODUCTION, "main form", "#text", "#send"), (PRODUCTION, "#posting", "#posted", "#post")]
    {
        let page = browser.open(url).await?;
        ensure!(page.run(&format!("return !!document.querySelector('{form}');")).await? == true);
        browser.paste_text(&page, field, SECRET).await?;
        page.warned(SANDBOX_KEY).await?;
        page.run(&format!("document.querySelector('{send}').click();")).await?;
        page.warned("Submit with this key?").await?;
        ensure!(page.run("return location.pathname;").await? == "/demo/fields", "it was sent unasked");
        page.press_warning("Submit anyway").await?;
        eventually("sent", async || page.run("return location.pathname;").await, |path| *path == "/demo/submitted")
            .await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_whose_key_was_removed_is_sent_unasked() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(PRODUCTION).await?;
    browser.paste_text(&page, "#text", SECRET).await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning("Remove it").await?;
    page.warning_gone().await?;
    page.run("document.querySelector('#send').click();").await?;
    eventually("sent", async || page.run("return location.pathname;").await, |path| *path == "/demo/submitted").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_strict_setting_holds_a_wrong_paste_until_it_is_confirmed() -> Result<()> {
    let browser = browser().await?;
    browser.strict_paste(true).await?;
    let page = browser.open(PRODUCTION).await?;
    for field in ["#text", "#area", "#editable"] {
        let before = page.value(field).await?;
        browser.paste_text(&page, field, SECRET).await?;
        page.warned(SANDBOX_KEY).await?;
        ensure!(page.value(field).await? == before, "{field} was not held");
        page.press_warning("Don’t paste").await?;
        page.warning_gone().await?;
        ensure!(page.value(field).await? == before);
        page.paste_into(field).await?;
        page.warned(SANDBOX_KEY).await?;
        page.press_warning("Paste anyway").await?;
        eventually(field, async || page.value(field).await, |value| value.contains(SECRET)).await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_strict_setting_lets_a_fitting_paste_in() -> Result<()> {
    let browser = browser().await?;
    browser.strict_paste(true).await?;
    let page = browser.open(PRODUCTION).await?;
    browser.paste_text(&page, "#text", FITTING).await?;
    holds(&page, "#text", FITTING).await?;
    browser.nothing_but(&page, 0, SECRET).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_is_an_alert_dialog_that_names_both_environments() -> Result<()> {
    let browser = browser().await?;
    for (url, secret) in [(PRODUCTION, SECRET), (SANDBOX, FITTING)] {
        let page = browser.open(url).await?;
        browser.paste_text(&page, "#text", secret).await?;
        let warning = page.warning_when("a warning", |_| true).await?;
        let said = format!("{} {}", warning.name, warning.description);
        ensure!(
            warning.role == "alertdialog" && said.contains("Production") && said.contains("Sandbox"),
            "{warning:?}"
        );
        ensure!(!said.contains(secret) && !said.contains(&secret[30..]), "{warning:?}");
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_lies_within_small_and_magnified_windows() -> Result<()> {
    let browser = browser().await?;
    for (name, width, height, scale) in [("narrow", 360, 640, 1), ("magnified", 600, 400, 2), ("both", 320, 480, 2)] {
        for (scheme, forced) in [("light", "none"), ("dark", "none"), ("light", "active")] {
            let page = browser.open(PRODUCTION).await?;
            let size = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
            page.devtools("Emulation.setDeviceMetricsOverride", size).await?;
            let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }, { "name": "forced-colors", "value": forced }] });
            page.devtools("Emulation.setEmulatedMedia", media).await?;
            browser.put_on_clipboard(&format!("App Id: SB3M8ZT61H App Secret: {SECRET}")).await?;
            for field in ["#text", "#area", "#posted"] {
                page.run(&format!("document.querySelector('{field}').scrollIntoView({{ block: 'end' }});")).await?;
                page.paste_into(field).await?;
                let [left, top, right, bottom] = page.warned(SANDBOX_KEY).await?.rect;
                let width =
                    page.run("return document.documentElement.clientWidth;").await?.as_f64().unwrap_or_default();
                ensure!(
                    left >= 0.0 && top >= 0.0 && right <= width && bottom <= f64::from(height),
                    "{name} {field}: {left} {top} {right} {bottom}"
                );
                if let (Some(folder), "#text") = (std::env::var_os("SANDBAR_PICTURES"), field) {
                    let file = format!("warning-{name}-{scheme}-{forced}.png");
                    std::fs::write(std::path::Path::new(&folder).join(file), page.picture().await?)?;
                }
                page.key("Escape", 0).await?;
                page.warning_gone().await?;
            }
            page.close().await?;
        }
    }
    browser.end().await
}

/// All forms in which a file could contain a value.
fn forms(value: &str) -> Vec<Vec<u8>> {
    use base64::Engine as _;
    let raw = value.as_bytes().to_vec();
    let wide: Vec<u8> = value.encode_utf16().flat_map(u16::to_le_bytes).collect();
    // The base64 form of a value depends on its offset. The characters that depend on its neighbors
    // are cut off.
    let aligned = (0..3_usize).map(|shift| {
        let mut bytes = vec![0; shift];
        bytes.extend_from_slice(&raw);
        let text = base64::engine::general_purpose::STANDARD_NO_PAD.encode(bytes).into_bytes();
        text[(shift * 8).div_ceil(6)..text.len() - 2].to_vec()
    });
    [raw.clone(), wide].into_iter().chain(aligned).collect()
}

/// The names of files in a folder that contain one of these values, without digits.
fn files_with(folder: &std::path::Path, values: &[String]) -> Result<std::collections::BTreeSet<String>> {
    let mut found = std::collections::BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    let forms: Vec<Vec<u8>> = values.iter().flat_map(|value| forms(value)).collect();
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next)? {
            let (path, kind) = {
                let entry = entry?;
                (entry.path(), entry.file_type()?)
            };
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                let bytes = std::fs::read(&path)?;
                if forms.iter().any(|form| bytes.windows(form.len()).any(|window| window == form)) {
                    let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
                    found.insert(name.chars().filter(|letter| !letter.is_ascii_digit()).collect());
                }
            }
        }
    }
    Ok(found)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_left_behind() -> Result<()> {
    use demo_portals::Person;
    use sandbar::catalogue::Environment::Production;
    let mut left = Vec::new();
    for extension in [None, Options::default().extension] {
        let has_it = extension.is_some();
        let browser = Browser::start_with(Options { extension, ..Options::default() }).await?;
        let portals = browser.portals();
        let shown = portals.api_keys(Production, Person::Ada).into_iter().flat_map(|key| [key.id, key.secret]);
        let mut values: Vec<String> = shown.collect();
        values.extend([SECRET.into(), "d7a1f3209b5c4e86a1f07c93be5248d1f60a3b97".into()]);
        let page = browser.open("https://commercedeveloper.adobe.com/signin?as=ada&next=/account/apikeys").await?;
        eventually("the keys", async || page.value("main").await, |text| text.contains(&values[0])).await?;
        if has_it {
            eventually("learned", async || browser.entries().await, |entries| entries.len() == 4).await?;
        }
        page.go(SANDBOX).await?;
        let texts = [
            values[1].clone(),
            format!("{}:{}", values[0], values[1]),
            "App Id: QX7K2M9P4Z App Secret: d7a1f3209b5c4e86a1f07c93be5248d1f60a3b97".into(),
        ];
        for text in &texts {
            // Type the value, because there is no extension to copy it from. The field's content is
            // the same.
            page.run("const area = document.querySelector('#area'); area.focus(); area.select();").await?;
            if has_it {
                browser.put_on_clipboard(text).await?;
                page.paste_into("#area").await?;
                page.warning_when("a warning", |_| true).await?;
                let new =
                    page.warning().await?.is_some_and(|warning| warning.name == "Which environment is this key for?");
                page.press_warning(if new { "Production" } else { "Remove it" }).await?;
                if new {
                    page.warned(PRODUCTION_KEY).await?;
                }
            } else {
                page.devtools("Input.insertText", json!({ "text": text })).await?;
            }
        }
        if !has_it {
            // The browser itself saves field contents, some time after they were entered.
            let noted = async || files_with(browser.profile(), &values);
            let session = match Engine::chosen() {
                Engine::Chromium => "Default/Sessions/Session_",
                Engine::Firefox => "sessionstore-backups/recovery.jsonlz",
            };
            let has_session = |found: &std::collections::BTreeSet<String>| found.contains(session);
            eventually("the browser has noted the field", noted, has_session).await?;
        }
        if has_it {
            let kept = browser
                .ask("return [await browser.storage.local.get(), await browser.storage.session.get()];")
                .await?
                .to_string();
            for value in &values {
                for form in forms(value) {
                    ensure!(!kept.contains(&*String::from_utf8_lossy(&form)), "a secret is stored: {kept}");
                }
            }
        }
        let profile = browser.leave().await?;
        left.push(files_with(profile.path(), &values)?);
    }
    let more: Vec<_> = left[1].difference(&left[0]).collect();
    ensure!(more.is_empty(), "only with the extension: {more:?}; also without: {:?}", left[0]);
    Ok(())
}
