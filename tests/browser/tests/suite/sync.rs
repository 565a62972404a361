//! Syncing: what is written to the browser's sync area, and what is read from it. Without an
//! account, that area exists only in this browser, so a test writes to it what another computer
//! would.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::{Browser, Page, eventually};
use sandbar::catalogue::Environment;
use sandbar::credential::Kind;
use sandbar::credential::fingerprint::{Fingerprinter, InstallationKey};
use sandbar::credential::secret::Secret;
use sandbar::keyring::file::Json;
use sandbar::keyring::{Key, Keyring, Seen, SightingKind};
use sandbar::settings::fields::SettingValue;
use sandbar::sync::{ItemName, ItemValue, MOST_BYTES, MOST_ITEMS, Machine, Stamp, installation_names, print};
use sandbar::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

const PRODUCTION: &str = "https://commercedeveloper.adobe.com/demo/fields";
/// A secret of a known Sandbox key.
const SANDBOX_SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
const PAIR: [&str; 2] = ["ZR4T8W2K6M", "5be1c09d7a34f2860e9d1b7c4a6f835d20c7e94b"];

struct Serde;

impl Json for Serde {
    fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
        serde_json::from_str(text).ok()
    }

    fn print<T: Serialize>(value: &T) -> Option<String> {
        serde_json::to_string(value).ok()
    }
}

/// The content of the sync area.
async fn area(browser: &Browser) -> Result<Map<String, Value>> {
    let area = browser.ask("return await browser.storage.sync.get();").await?;
    area.as_object().cloned().context("the area has items")
}

/// Waits until the content of the area meets this condition.
async fn area_when(
    browser: &Browser,
    what: &str,
    wanted: impl Fn(&Map<String, Value>) -> bool,
) -> Result<Map<String, Value>> {
    eventually(what, async || area(browser).await, wanted).await
}

fn begin(area: &Map<String, Value>, beginning: &str) -> usize {
    area.keys().filter(|name| name.starts_with(beginning)).count()
}

/// Turns a switch on the options page.
async fn turn(options: &Page<'_>, name: &str) -> Result<()> {
    let is_enabled = format!("return !document.querySelector('[name={name}]').disabled;");
    eventually(name, async || options.run(&is_enabled).await, |enabled| *enabled == true).await?;
    options.press(&format!("[name={name}]")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn synced_data_follows_the_switches_and_holds_no_secret() -> Result<()> {
    let browser = Browser::start().await?;
    let options = browser.panel("pages/options.html").await?;
    let text = format!("App Id: {}\nApp Secret: {}", PAIR[0], PAIR[1]);
    browser.ask_core(&json!({ "remember": { "text": text, "environment": "sandbox" } })).await?;
    // The table above the switches grows, and an earlier click would miss them.
    options.says("#keyring-count", "1 key").await?;
    ensure!(area(&browser).await?.is_empty(), "it is off until it is turned on");

    turn(&options, "sync").await?;
    let settings = area_when(&browser, "the settings", |area| begin(area, "setting:") == 8).await?;
    ensure!(begin(&settings, "key:") + begin(&settings, "installation:") == 0, "{settings:?}");
    options.says("#sync-said", "Everything is synced.").await?;

    turn(&options, "sync-keyring").await?;
    let all = area_when(&browser, "the keys", |area| begin(area, "key:") == 2).await?;
    ensure!(begin(&all, "installation:") == 1);
    let written = Value::Object(all).to_string();
    ensure!(PAIR.iter().all(|part| !written.contains(part)), "{written}");
    ensure!(!written.contains("language"), "{written}");

    // Keys that are removed here are removed there.
    browser.ask_core(&json!("forget-all")).await?;
    let gone = |area: &Map<String, Value>| area.values().filter(|item| item["gone"] == true).count() == 2;
    area_when(&browser, "that they are gone", gone).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_known_on_another_computer_is_caught_here_until_it_is_forgotten_there() -> Result<()> {
    let browser = Browser::start().await?;
    browser.fingerprinter().await?;
    browser.choose("sync", true.into()).await?;
    browser.choose("sync-keyring", true.into()).await?;
    area_when(&browser, "this computer's key", |area| begin(area, "installation:") == 1).await?;

    let key = InstallationKey::from_random([77; 32]);
    let other = Fingerprinter::new(&key);
    // Newer than the settings here, but less than a day ahead, because other versions are refused.
    let hour = Duration::from_secs(3600);
    let later = u64::try_from((SystemTime::now() + hour).duration_since(UNIX_EPOCH)?.as_millis())?;
    let stamp = |at| Stamp { at: Timestamp::from_millis(at), by: Machine::of(&other) };
    let known = crate::common::known_to(&other);
    let item = |name: ItemName, at: u64, said: ItemValue<'_>| {
        let text = print::<Serde>(&stamp(at), said).unwrap();
        (name.to_text(), serde_json::from_str::<Value>(&text).unwrap())
    };
    let mut told: Map<String, Value> =
        known.entries().map(|entry| item(ItemName::Key(entry.fingerprint), later, ItemValue::Entry(entry))).collect();
    told.extend(installation_names(&other).map(|name| item(name, 0, ItemValue::Installation(&key))));
    let strict = ItemName::from_text("setting:strict-paste").context("a setting")?;
    told.extend([item(strict, later, ItemValue::Setting(SettingValue::Switch(true)))]);
    browser.ask(&format!("await browser.storage.sync.set({});", json!(told))).await?;

    let settings = async || browser.ask_core(&json!("settings")).await;
    eventually("the other's setting", settings, |settings| settings["strict-paste"] == true).await?;
    browser.choose("strict-paste", false.into()).await?;
    let page = browser.open(PRODUCTION).await?;
    browser.put_on_clipboard(SANDBOX_SECRET).await?;
    page.paste_into("#text").await?;
    page.warned(SANDBOX_KEY).await?;
    ensure!(browser.entries().await?.len() == known.len());

    let gone: Map<String, Value> =
        known.entries().map(|entry| item(ItemName::Key(entry.fingerprint), later + 1, ItemValue::Gone)).collect();
    browser.ask(&format!("await browser.storage.sync.set({});", json!(gone))).await?;
    eventually("they are forgotten", async || browser.entries().await, Vec::is_empty).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn data_that_does_not_fit_is_reported_and_kept_here_and_sync_can_be_ended_everywhere() -> Result<()> {
    let browser = Browser::start().await?;
    let own = browser.fingerprinter().await?;
    let mut many = Keyring::default();
    for number in 0..200_u16 {
        let parts = ["id", "secret"].map(|part| own.of(&Secret::new(&format!("{part} {number}"))));
        let (key, name) = (Key::of(Kind::ApiKey, &parts), Some(format!("Key {number}")));
        let seen = Seen { key, environment: Environment::Sandbox, name, account: None, how: SightingKind::Declared };
        many.learn(&seen, Timestamp::from_millis(u64::from(number)));
    }
    browser.know(&many).await?;
    let options = browser.panel("pages/options.html").await?;
    // The table above the switches grows, and an earlier click would miss them.
    options.says("#keyring-count", "200 keys").await?;
    turn(&options, "sync").await?;
    turn(&options, "sync-keyring").await?;
    options.says("#sync-said", "entries don’t fit").await?;

    let full = area_when(&browser, "many keys", |area| begin(area, "key:") > 200).await?;
    let bytes = browser.ask("return await browser.storage.sync.getBytesInUse();").await?;
    ensure!(bytes.as_u64().is_some_and(|bytes| bytes <= MOST_BYTES as u64 && bytes > 100_000), "{bytes}");
    ensure!(full.len() < MOST_ITEMS && browser.entries().await?.len() == 400);
    let said = options.text_of("#sync-said").await?;
    let left = (400 - begin(&full, "key:")).div_ceil(2);
    ensure!(said.starts_with(&format!("{left} entries")), "{left} of them: {said}");

    options.press("#sync-remove").await?;
    area_when(&browser, "nothing but the word that it was removed", |area| area.keys().eq(["cleared"])).await?;
    options.says("#sync-said", "Removed. Sync is off.").await?;
    let settings = browser.ask_core(&json!("settings")).await?;
    ensure!(settings["sync"] == false && settings["sync-keyring"] == false, "{settings}");
    ensure!(browser.entries().await?.len() == 400);
    browser.end().await
}
