//! An update finds the data of the previous version.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use browser_tests::browser::built_extension;
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::watched::site;
use browser_tests::{Browser, Options, copy_folder, eventually};
use demo_portals::Person;
use demo_portals::sites::DESK;
use sandbar::catalogue::Environment::{Production, Sandbox};
use serde_json::{Value, json};

/// The storage of a build from before the extension pages existed: it had learned Ada's Sandbox
/// keys from their page, seen her sign in to both environments and out of one, and its badge was
/// moved and collapsed.
const KEPT: &str = include_str!("../../../fixtures/stored-before-the-panels.json");

#[tokio::test(flavor = "multi_thread")]
async fn keyring_ledger_and_settings_of_an_earlier_version_count() -> Result<()> {
    let browser = Browser::start().await?;
    let kept: Value = serde_json::from_str(KEPT)?;
    let fill = async || {
        browser.kill_worker().await?;
        browser.ask(&format!("await browser.storage.local.clear(); await browser.storage.local.set({kept});")).await?;
        browser.worker_runs().await
    };
    eventually("the store is as the earlier version left it, while no worker runs", fill, |ran| !ran).await?;
    let page = browser.open("https://example.org/").await?;
    browser.reload_extension().await?;

    let pair = browser.portals().api_keys(Sandbox, Person::Ada).first().context("a key")?.clone();
    page.go("https://commercedeveloper.adobe.com/demo/fields").await?;
    let badge = page.badge_when("the badge stands where it was moved to", |badge| badge.fold == "folded").await?;
    ensure!(page.corner_of(&badge).await? != "bottom right", "{badge:?}");
    browser.paste_text(&page, "#text", &pair.secret).await?;
    let warning = page.warned(SANDBOX_KEY).await?;
    ensure!(warning.description.contains(&format!("“{}”", pair.name)), "{warning:?}");

    let popup = browser.popup_of(&page).await?;
    popup.says("#lane-production", "Signed out (noticed at").await?;
    let entries = browser.entries().await?.len();
    ensure!(entries == kept.as_object().unwrap().keys().filter(|key| key.starts_with("key:")).count(), "{entries}");
    // Nothing was set aside, and no stored item is gone.
    let now: Value = serde_json::from_str(&browser.stored().await?)?;
    ensure!(now[0]["installation-key"].is_string() && now[0]["unreadable"].is_null(), "{now}");
    for key in ["installation-key", "settings", "schema"] {
        let (before, now) =
            (&kept[key], &browser.ask(&format!("return (await browser.storage.local.get('{key}'))['{key}'];")).await?);
        ensure!(contains(now, before), "{key}: {before} became {now}");
    }
    browser.end().await
}

/// Whether every member of `part` is in `whole`.
fn contains(whole: &Value, part: &Value) -> bool {
    match part.as_object() {
        Some(members) => members.iter().all(|(name, member)| contains(&whole[name], member)),
        None => whole == part,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_serves_open_pages_and_welcomes_nobody_again() -> Result<()> {
    let folder = tempfile::tempdir()?;
    copy_folder(&built_extension(), folder.path())?;
    let manifest = folder.path().join("manifest.json");
    let newest = fs::read_to_string(&manifest)?;
    set_version(&manifest, "0.0.1")?;
    let options = Options { extension: Some(folder.path().to_owned()), ..Options::default() };
    let browser = Browser::start_with(options).await?;
    let page = browser.sign_in(Sandbox, "/extensions/").await?;
    browser.choose("ask-before-sign-out", json!(false)).await?;
    page.run("window.before = document.documentElement.lastElementChild;").await?;

    fs::write(&manifest, newest)?;
    browser.reload_extension().await?;
    let version = "return browser.runtime.getManifest().version;";
    let updated = async || browser.ask(version).await;
    eventually("the new version runs", updated, |version| *version == env!("CARGO_PKG_VERSION")).await?;
    let replaced = async || page.run("return document.documentElement.lastElementChild !== window.before;").await;
    eventually("the new scripts have come", replaced, |replaced| *replaced == true).await?;
    // The page wasn't reloaded, but now follows the settings.
    page.session_when(Sandbox, "signed in").await?;
    page.press_badge("fold").await?;
    page.badge_when("the new scripts answer", |badge| badge.fold == "folded").await?;
    let chosen = "return (await browser.storage.local.get('settings')).settings['ask-before-sign-out'];";
    ensure!(browser.ask(chosen).await? == false, "the setting is lost");
    // The record of the old session still counts.
    let popup = browser.popup_of(&page).await?;
    popup.says("#lane-sandbox", "Signed in since").await?;
    ensure!(browser.panel_tabs("pages/welcome.html").await?.is_empty(), "welcomed again");
    let other = browser.sign_in(Production, "/").await?;
    other.badge_when("pages opened later are served too", |badge| badge.tone == "production").await?;
    browser.end().await
}

/// After an update, the elements of the previous version are dead. They may be in a dialog.
#[tokio::test(flavor = "multi_thread")]
async fn dead_elements_of_the_previous_version_are_removed_from_dialogs_too() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("https://{DESK}/dialog")).await?;
    page.run(
        "const dead = document.createElement('div');
         dead.attachShadow({ mode: 'closed' }).append(new Comment('sandbar'), 'A dead warning');
         const inside = document.createElement('div');
         inside.id = 'inside';
         inside.attachShadow({ mode: 'open' }).append(dead);
         document.querySelector('#layer').append(inside);
         window.dead = dead;",
    )
    .await?;
    browser.grant(DESK).await?;
    browser.watch(&site(DESK, Some(Production))).await?;
    page.badge_when("the page is entered", |badge| badge.tone == "production").await?;
    ensure!(page.run("return window.dead.isConnected;").await? == false, "it is still there");
    browser.end().await
}

fn set_version(manifest: &Path, version: &str) -> Result<()> {
    let mut changed: Value = serde_json::from_str(&fs::read_to_string(manifest)?)?;
    changed["version"] = json!(version);
    Ok(fs::write(manifest, changed.to_string())?)
}
