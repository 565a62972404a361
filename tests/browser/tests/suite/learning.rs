//! Keys are learned where a portal shows them, and retired where it ends them.

#![allow(clippy::indexing_slicing)]

use anyhow::{Context as _, Result, ensure};
use browser_tests::{Browser, Engine, Page, eventually};
use demo_portals::Person;
use sandbar::catalogue::Environment::{self, Production, Sandbox};
use sandbar::credential::fingerprint::Fingerprint;
use sandbar::detect::keys_page::labelled_value;
use sandbar::keyring::{Belonging, KeyState, SightingKind};

const fn portal(environment: Environment) -> &'static str {
    match environment {
        Production => "https://commercedeveloper.adobe.com",
        Sandbox => "https://commercedeveloper-sandbox.adobe.com",
    }
}

/// Opens a page of a portal, signed in.
async fn signed_in<'b>(browser: &'b Browser, environment: Environment, user: &str) -> Result<Page<'b>> {
    let page = browser.open(&format!("{}/signin?as={user}&next=/resources/", portal(environment))).await?;
    eventually("signed in", async || page.run("return location.pathname;").await, |path| *path == "/resources/")
        .await?;
    Ok(page)
}

/// Opens a page in a new tab and waits until all that it reports by itself
/// is taken: what it says of its banner, told last, once it has stopped changing.
async fn settled<'b>(browser: &'b Browser, environment: Environment, path: &str) -> Result<Page<'b>> {
    let joint = if path.contains('?') { '&' } else { '?' };
    let page = browser.open(&format!("{}{path}{joint}banner=missing", portal(environment))).await?;
    settle(browser, &page).await?;
    Ok(page)
}

async fn settle(browser: &Browser, page: &Page<'_>) -> Result<()> {
    let banner = format!("return (await browser.storage.session.get('tab:{0}'))['tab:{0}']?.banner;", page.tab_id()?);
    eventually("the page stands still", async || browser.ask(&banner).await, |banner| *banner == "missing")
        .await
        .map(drop)
}

/// A key as the keyring should hold it: name, and both fingerprints.
type Held = (String, Fingerprint, Fingerprint);

async fn api_keys(browser: &Browser, environment: Environment, person: Person) -> Result<Vec<Held>> {
    let mut held = Vec::new();
    for key in browser.portals().api_keys(environment, person) {
        held.push((key.name, browser.fingerprint(&key.id).await?, browser.fingerprint(&key.secret).await?));
    }
    Ok(held)
}

/// The keyring holds these keys of this account and nothing else.
async fn holds(browser: &Browser, environment: Environment, keys: &[Held], account: &str) -> Result<()> {
    let entries =
        eventually("the keys are learned", async || browser.entries().await, |entries| entries.len() >= 2 * keys.len())
            .await?;
    ensure!(entries.len() == 2 * keys.len(), "{entries:#?}");
    let account = browser.fingerprinter().await?.of_name(&format!("adobe-commerce {account}"));
    for (name, first, second) in keys {
        for (one, other) in [(first, second), (second, first)] {
            let entry =
                entries.iter().find(|entry| entry.fingerprint == *one).with_context(|| format!("{name} is held"))?;
            ensure!(entry.partner == Some(*other), "{name}: no pair");
            ensure!(entry.label.as_ref().map(|label| label.text()) == Some(name), "{name}: {:?}", entry.label);
            ensure!(entry.account == Some(account), "{name}: the account");
            ensure!(entry.environment == Belonging::from(environment), "{name}: {:?}", entry.environment);
            ensure!(entry.state == KeyState::Active && entry.first.how == SightingKind::KeysPage, "{name}: {entry:?}");
        }
    }
    Ok(())
}

async fn learns_from(markup: &str) -> Result<()> {
    let browser = Browser::start().await?;
    for environment in Environment::ALL {
        signed_in(&browser, environment, "ada").await?.close().await?;
        let keys = api_keys(&browser, environment, Person::Ada).await?;
        for late in ["", "&late=1500"] {
            let address = format!("{}/account/apikeys?markup={markup}{late}", portal(environment));
            let page = browser.open(&address).await?;
            holds(&browser, environment, &keys, "Ada Sample")
                .await
                .with_context(|| format!("{markup}{late} {environment:?}"))?;
            // A page that is gone reports nothing more.
            page.close().await?;
            browser.forget_keys().await?;
        }
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_script_in_a_page_can_read_what_is_stored() -> Result<()> {
    if Engine::Chromium.alone("can keep what is stored from an extension's own page scripts") {
        return Ok(());
    }
    let browser = Browser::start().await?;
    let page = settled(&browser, Sandbox, "/").await?;
    let script = format!(
        "const [{{ result }}] = await browser.scripting.executeScript({{ target: {{ tabId: {} }}, func: async () => {{
           try {{ return Object.keys(await chrome.storage.local.get()); }} catch (error) {{ return error.message; }} }} }});
         return result;",
        page.tab_id()?
    );
    let read = browser.ask(&script).await?;
    ensure!(read.as_str().is_some_and(|refused| refused.contains("not allowed")), "{read}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_learned_from_a_table() -> Result<()> {
    learns_from("table").await
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_learned_from_a_list() -> Result<()> {
    learns_from("list").await
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_learned_from_a_definition_list() -> Result<()> {
    learns_from("dl").await
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_learned_from_read_only_fields() -> Result<()> {
    learns_from("inputs").await
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_learned_from_cards() -> Result<()> {
    learns_from("cards").await
}

#[tokio::test(flavor = "multi_thread")]
async fn composer_keys_are_learned_too() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ben").await?.close().await?;
    let mut keys = Vec::new();
    for key in browser.portals().composer_keys(Sandbox, Person::Ben) {
        keys.push((key.name, browser.fingerprint(&key.public).await?, browser.fingerprint(&key.private).await?));
    }
    ensure!(!keys.is_empty());
    for markup in ["table", "list", "dl", "inputs", "cards"] {
        let page = browser.open(&format!("{}/account/keys?markup={markup}", portal(Sandbox))).await?;
        holds(&browser, Sandbox, &keys, "Ben Sample").await.context(markup)?;
        page.close().await?;
        browser.forget_keys().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn seeing_known_keys_again_writes_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Production, "ada").await?;
    browser.count_changes().await?;
    settled(&browser, Production, "/account/apikeys").await?;
    let first = browser.changes().await?;
    ensure!(first.len() == 4, "one write for each part of two keys: {first:?}");
    for markup in ["table", "cards", "inputs"] {
        settled(&browser, Production, &format!("/account/apikeys?markup={markup}&late=300")).await?;
    }
    ensure!(browser.changes().await? == first, "{:?}", browser.changes().await?);
    browser.end().await
}

/// What a "Copy" control tells the core.
async fn copy_teaches(markup: &str, kind: &str) -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?;
    let page = settled(&browser, Sandbox, &format!("/account/apikeys?markup={markup}&policy=none")).await?;
    page.devtools(
        "Browser.grantPermissions",
        serde_json::json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] }),
    )
    .await?;
    // What the page tells the core; what the core learns of it is tested beside it.
    let listen = "window.told = []; browser.runtime.onMessage.addListener(({ keys }) => {
        if (keys?.copied ?? keys?.['copy-pressed']) told.push(keys.copied ?? keys['copy-pressed']); });";
    browser.ask(listen).await?;
    let key = browser.portals().api_keys(Sandbox, Person::Ada)[0].clone();
    page.press(&format!("[data-copy={kind}]")).await?;
    eventually("copied", async || page.value("#copied").await, |said| said == "Copied.").await?;
    let wanted = if kind == "selection" { 2 } else { 1 };
    let told = eventually(
        "told",
        async || browser.ask("return told;").await,
        |told| told.as_array().is_some_and(|told| told.len() == wanted),
    )
    .await?;
    for near in told.as_array().into_iter().flatten().filter_map(|told| told["near"].as_str()) {
        let value = labelled_value(near).context("one value with its label")?;
        let copied = browser.fingerprinter().await?.of(&value.secret);
        let both = [browser.fingerprint(&key.id).await?, browser.fingerprint(&key.secret).await?];
        ensure!(both.contains(&copied), "another value");
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn copying_by_selection_teaches() -> Result<()> {
    for markup in ["table", "list", "dl", "inputs", "cards"] {
        copy_teaches(markup, "selection").await.context(markup)?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn copying_without_an_event_teaches() -> Result<()> {
    for markup in ["table", "list", "dl", "inputs", "cards"] {
        copy_teaches(markup, "clipboard").await.context(markup)?;
    }
    Ok(())
}

/// Presses what says this in the page; the first of several.
async fn press(page: &Page<'_>, label: &str, within: &str) -> Result<()> {
    page.run("document.querySelectorAll('[data-pressed]').forEach((one) => delete one.dataset.pressed);").await?;
    let mark = format!(
        "const one = [...document.querySelectorAll('{within} a, {within} button')].find((one) => one.textContent.trim() === '{label}' && one.checkVisibility());
         if (one) one.dataset.pressed = ''; return !!one;"
    );
    eventually(label, async || page.run(&mark).await, |found| *found == true).await?;
    page.press("[data-pressed]").await
}

/// Ends Ada's first API key in this environment.
async fn end(browser: &Browser, environment: Environment, act: &str, confirm: &str, answer: &str) -> Result<()> {
    let page = settled(browser, environment, &format!("/account/apikeys?confirm={confirm}")).await?;
    press(&page, act, "main").await?;
    if confirm == "page" {
        let path = "return location.pathname;";
        eventually(
            "the question",
            async || page.run(path).await,
            |path| path.as_str().is_some_and(|path| path.ends_with(&act.to_lowercase())),
        )
        .await?;
        press(&page, if answer == "Continue" { act } else { answer }, "main").await?;
    } else {
        press(&page, answer, "dialog").await?;
    }
    Ok(())
}

async fn state_of(browser: &Browser, fingerprint: Fingerprint) -> Result<Option<KeyState>> {
    Ok(browser.entries().await?.into_iter().find(|entry| entry.fingerprint == fingerprint).map(|entry| entry.state))
}

async fn ending_retires(act: &str, confirm: &str) -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Production, "ada").await?;
    let old = browser.portals().api_keys(Production, Person::Ada);
    end(&browser, Production, act, confirm, "Continue").await?;
    let part = browser.fingerprint(&old[0].secret).await?;
    eventually("retired", async || state_of(&browser, part).await, |state| *state == Some(KeyState::Retired)).await?;
    let kept = browser.fingerprint(&old[1].secret).await?;
    ensure!(state_of(&browser, kept).await? == Some(KeyState::Active), "the other key");
    let page = browser.open(&format!("{}/demo/fields", portal(Production))).await?;
    browser.paste_text(&page, "#area", &format!("{}:{}", old[0].id, old[0].secret)).await?;
    page.warned("This key was regenerated or deleted").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_regenerated_after_a_page_asked_is_retired() -> Result<()> {
    ending_retires("Regenerate", "page").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_regenerated_after_a_dialog_asked_is_retired() -> Result<()> {
    ending_retires("Regenerate", "dialog").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_deleted_after_a_page_asked_is_retired() -> Result<()> {
    ending_retires("Delete", "page").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_deleted_after_a_dialog_asked_is_retired() -> Result<()> {
    ending_retires("Delete", "dialog").await
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_that_is_cancelled_retires_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?;
    for confirm in ["page", "dialog"] {
        end(&browser, Sandbox, "Delete", confirm, "Cancel").await?;
        settled(&browser, Sandbox, "/account/apikeys?markup=cards").await?;
        let entries = browser.entries().await?;
        ensure!(
            entries.len() == 4 && entries.iter().all(|entry| entry.state == KeyState::Active),
            "{confirm}: {entries:#?}"
        );
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_another_account_retires_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Production, "ada").await?;
    settled(&browser, Production, "/account/apikeys").await?;
    ensure!(browser.entries().await?.len() == 4);
    signed_in(&browser, Production, "ben").await?;
    settled(&browser, Production, "/account/apikeys").await?;
    let entries = browser.entries().await?;
    ensure!(entries.len() == 6 && entries.iter().all(|entry| entry.state == KeyState::Active), "{entries:#?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_of_another_account_retires_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?;
    settled(&browser, Sandbox, "/account/apikeys").await?;
    signed_in(&browser, Sandbox, "ben").await?;
    let page = settled(&browser, Sandbox, "/account/apikeys").await?;
    ensure!(page.value("main").await?.contains("You do not have any API keys"));
    let entries = browser.entries().await?;
    ensure!(entries.len() == 4 && entries.iter().all(|entry| entry.state == KeyState::Active), "{entries:#?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn learning_one_key_among_ten_thousand_writes_its_parts_alone() -> Result<()> {
    let browser = Browser::start().await?;
    let fingerprinter = browser.fingerprinter().await?;
    let mut ring = sandbar::keyring::Keyring::default();
    for number in 0..5000_u32 {
        let part = |name: &str| fingerprinter.of_name(&format!("{name} {number}"));
        let key = sandbar::keyring::Key::of(sandbar::credential::Kind::ApiKey, &[part("id"), part("secret")]);
        let account = Some(fingerprinter.of_name("Somebody Else"));
        let seen =
            sandbar::keyring::Seen { key, environment: Sandbox, name: None, account, how: SightingKind::KeysPage };
        ring.learn(&seen, sandbar::time::Timestamp::from_millis(1_700_000_000_000));
    }
    browser.know(&ring).await?;
    signed_in(&browser, Production, "ben").await?;
    browser.count_changes().await?;
    settled(&browser, Production, "/account/apikeys").await?;
    let mut wanted = Vec::new();
    for (_, first, second) in api_keys(&browser, Production, Person::Ben).await? {
        wanted.extend([first, second].map(|part| format!("key:{}", part.to_text())));
    }
    let mut changed = browser.changes().await?;
    wanted.sort();
    changed.sort();
    ensure!(wanted.len() == 2 && changed == wanted, "{changed:?}");
    ensure!(browser.entries().await?.len() == 10_002);
    browser.end().await
}
