//! Keys are learned where a portal shows them, and retired when they end there.

#![allow(clippy::indexing_slicing)]

use anyhow::{Context as _, Result, ensure};
use browser_tests::{Browser, Engine, Page, eventually};
use demo_portals::Person;
use sandbar::catalogue::Environment::{self, Production, Sandbox};
use sandbar::credential::fingerprint::Fingerprint;
use sandbar::keyring::{Belonging, KeyState, SightingKind};
use serde_json::json;

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

/// Opens a page in a new tab, and waits until all of its reports were processed. The banner is
/// reported last, once the page has stopped changing.
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

/// A key in the keyring: its name and both fingerprints.
type Held = (String, Fingerprint, Fingerprint);

async fn api_keys(browser: &Browser, environment: Environment, person: Person) -> Result<Vec<Held>> {
    let mut held = Vec::new();
    for key in browser.portals().api_keys(environment, person) {
        held.push((key.name, browser.fingerprint(&key.id).await?, browser.fingerprint(&key.secret).await?));
    }
    Ok(held)
}

/// The keyring contains exactly these keys of this account.
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
            // A closed page doesn't report anymore.
            page.close().await?;
            browser.forget_keys().await?;
        }
    }
    browser.end().await
}

/// Its lines are texts of one element, and each looks like a value.
#[tokio::test(flavor = "multi_thread")]
async fn keys_are_learned_next_to_a_long_log() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Production, "ada").await?.close().await?;
    let keys = api_keys(&browser, Production, Person::Ada).await?;
    let page = browser.open(&format!("{}/account/apikeys?markup=table&late=3000", portal(Production))).await?;
    page.run(
        "const log = document.createElement('pre');
         for (let line = 0; line < 2500; line++) {
           const hash = [...crypto.getRandomValues(new Uint8Array(20))].map((byte) => byte.toString(16).padStart(2, '0'));
           log.append(hash.join('') + ' ', document.createElement('span'));
         }
         document.body.append(log);",
    )
    .await?;
    holds(&browser, Production, &keys, "Ada Sample").await?;
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
    let one_write_for_each_part = |changes: &Vec<String>| changes.len() == 4;
    let first = eventually("learned", async || browser.changes().await, one_write_for_each_part).await?;
    for markup in ["table", "cards", "inputs"] {
        settled(&browser, Production, &format!("/account/apikeys?markup={markup}&late=300")).await?;
    }
    ensure!(browser.changes().await? == first, "{:?}", browser.changes().await?);
    browser.end().await
}

/// The fingerprints of this API key's parts.
async fn parts(browser: &Browser, key: &demo_portals::ApiKey) -> Result<[Fingerprint; 2]> {
    Ok([browser.fingerprint(&key.id).await?, browser.fingerprint(&key.secret).await?])
}

/// Ada's Sandbox API keys are learned as pairs with their names.
async fn learns_pairs(browser: &Browser, what: &str) -> Result<()> {
    let keys = api_keys(browser, Sandbox, Person::Ada).await?;
    let entries = eventually(what, async || browser.entries().await, |entries| entries.len() == 2 * keys.len()).await?;
    for (name, first, second) in &keys {
        let entry = |part| entries.iter().find(|entry| entry.fingerprint == part).context("both parts are known");
        ensure!(entry(*first)?.partner == Some(*second), "{what}, {name}: no pair: {entries:#?}");
        let label = entry(*second)?.label.as_ref().map(|label| label.text().to_owned());
        ensure!(label.as_deref() == Some(name), "{what}, {name}: {label:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_learned_from_markup_of_many_kinds() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?.close().await?;
    for markup in ["nested", "components", "translated", "framed", "lines"] {
        let page = browser.open(&format!("{}/account/apikeys?markup={markup}", portal(Sandbox))).await?;
        learns_pairs(&browser, markup).await?;
        page.close().await?;
        browser.forget_keys().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_read_when_a_class_opens_it() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?.close().await?;
    let page = settled(&browser, Sandbox, "/account/apikeys?markup=modal").await?;
    ensure!(browser.entries().await?.is_empty(), "what is closed is not read");
    let key = browser.portals().api_keys(Sandbox, Person::Ada)[0].clone();
    page.press("[data-opens]").await?;
    let entries = eventually("one key", async || browser.entries().await, |entries| entries.len() == 2).await?;
    let [first, second] = parts(&browser, &key).await?;
    ensure!(entries.iter().any(|entry| entry.fingerprint == first && entry.partner == Some(second)), "{entries:#?}");
    browser.end().await
}

/// Panels: how each is closed, a way to open it without a click, and its key.
const PANELS: [(&str, &str, &str, &str); 3] = [
    (
        "a class: a tab",
        "panel.className = 'closed'; panel.role = 'tabpanel';",
        "panel.classList.replace('closed', 'active');",
        "QD71LM40RA",
    ),
    ("an attribute: an accordion", "panel.hidden = true;", "panel.hidden = false;", "QD72LM40RB"),
    ("a style", "panel.style.display = 'none';", "panel.style.removeProperty('display');", "QD73LM40RC"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_is_read_when_a_class_an_attribute_or_a_style_opens_it() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?.close().await?;
    for (kind, close, open, id) in PANELS {
        let page = settled(&browser, Sandbox, "/extensions/").await?;
        let secret = format!("{}9f", "5d2e81c47a".repeat(4).split_at(38).0);
        page.run(&format!(
            "const style = new CSSStyleSheet();
             style.replaceSync('.closed {{ display: none }}');
             document.adoptedStyleSheets = [style];
             const panel = document.createElement('section');
             panel.id = 'panel';
             for (const [tag, textContent] of [['h2', 'Manage API Keys'], ['p', 'App Id: {id}'], ['p', 'App Secret: {secret}']])
               panel.append(Object.assign(document.createElement(tag), {{ textContent }}));
             {close}
             document.querySelector('main').prepend(panel);"
        ))
        .await?;
        is_read(&browser, &page).await?;
        let part = browser.fingerprint(id).await?;
        ensure!(state_of(&browser, part).await?.is_none(), "{kind}: what is closed is not read");
        page.run(&format!("const panel = document.querySelector('#panel'); {open}")).await?;
        eventually(kind, async || state_of(&browser, part).await, |state| *state == Some(KeyState::Active)).await?;
        page.close().await?;
        browser.forget_keys().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_is_learned_while_its_secret_is_masked_and_the_secret_when_it_is_shown() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?.close().await?;
    let page = settled(&browser, Sandbox, "/account/apikeys?markup=grid").await?;
    let key = browser.portals().api_keys(Sandbox, Person::Ada)[0].clone();
    let [first, second] = parts(&browser, &key).await?;
    let masked = eventually("the IDs", async || browser.entries().await, |entries| entries.len() == 2).await?;
    ensure!(masked.iter().any(|entry| entry.fingerprint == first && entry.partner.is_none()), "{masked:#?}");
    page.press("[data-reveal]").await?;
    let shown = eventually("the secret", async || browser.entries().await, |entries| entries.len() == 3).await?;
    ensure!(shown.iter().any(|entry| entry.fingerprint == second && entry.partner == Some(first)), "{shown:#?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_is_copied_unseen_is_learned() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?.close().await?;
    let page = settled(&browser, Sandbox, "/account/apikeys?markup=grid").await?;
    let key = browser.portals().api_keys(Sandbox, Person::Ada)[0].clone();
    let [_, second] = parts(&browser, &key).await?;
    page.press("[data-copies]").await?;
    let entries = eventually("the secret", async || browser.entries().await, |entries| entries.len() == 3).await?;
    ensure!(
        entries.iter().any(|entry| entry.fingerprint == second && entry.first.how == SightingKind::Copied),
        "{entries:#?}"
    );
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_learned_from_pages_that_are_no_lists_of_keys() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?.close().await?;
    for kind in ["ticket", "notes", "guide", "reference", "downloads", "commits", "unseen", "draft"] {
        let page = settled(&browser, Sandbox, &format!("/demo/look-alikes/{kind}")).await?;
        is_read(&browser, &page).await.context(kind)?;
        let entries = browser.entries().await?;
        ensure!(entries.len() == 2, "{kind}: {entries:#?}");
        page.close().await?;
        browser.forget_keys().await?;
    }
    browser.end().await
}

/// Adds a list with one key to a page and waits until it is learned. By then, everything else on
/// the page was read too.
async fn is_read(browser: &Browser, page: &Page<'_>) -> Result<()> {
    const ID: &str = "ZK28PM50XD";
    let list = format!(
        "const list = document.createElement('section');
         const lines = [['h2', 'Manage API Keys'], ['p', 'App Id: {ID}'], ['p', 'App Secret: 11d1d0a725e76fa34ea8771387f31fa3ae84f3db']];
         for (const [tag, textContent] of lines) list.append(Object.assign(document.createElement(tag), {{ textContent }}));
         document.querySelector('main').prepend(list);"
    );
    page.run(&list).await?;
    let part = browser.fingerprint(ID).await?;
    eventually("the added key", async || state_of(browser, part).await, |state| *state == Some(KeyState::Active))
        .await
        .map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_learned_from_odd_markup() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?.close().await?;
    let keys = api_keys(&browser, Sandbox, Person::Ada).await?;
    for kind in [
        "areas",
        "floats",
        "labels",
        "references",
        "right-to-left",
        "sticky",
        "zoomed",
        "columns",
        "shortened",
        "buttons",
        "broken",
        "generated",
    ] {
        let page = browser.open(&format!("{}/demo/odd-keys/{kind}", portal(Sandbox))).await?;
        let entries = eventually(kind, async || browser.entries().await, |entries| entries.len() == 4).await?;
        for (name, first, second) in &keys {
            let entry = entries.iter().find(|entry| entry.fingerprint == *first);
            ensure!(entry.is_some_and(|entry| entry.partner == Some(*second)), "{kind}, {name}: {entries:#?}");
        }
        page.close().await?;
        browser.forget_keys().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn choosing_another_owner_of_a_list_retires_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?.close().await?;
    let page = settled(&browser, Sandbox, "/demo/shared-keys").await?;
    let own = browser.portals().composer_keys(Sandbox, Person::Ada).len();
    eventually("the user's own", async || browser.entries().await, |entries| entries.len() == 2 * own).await?;
    let choose = "const owner = document.querySelector('#owner'); owner.selectedIndex = 1; owner.dispatchEvent(new Event('change'));";
    page.run(choose).await?;
    let all = own + browser.portals().composer_keys(Sandbox, Person::Ben).len();
    let entries =
        eventually("the others too", async || browser.entries().await, |entries| entries.len() == 2 * all).await?;
    settle(&browser, &page).await?;
    ensure!(entries.iter().all(|entry| entry.state == KeyState::Active), "{entries:#?}");
    browser.end().await
}

/// Clicks Delete on the first Composer key, in a list without notices, and answers its question.
async fn remove_row(browser: &Browser, answer: &str) -> Result<()> {
    let page = settled(browser, Sandbox, "/demo/shared-keys").await?;
    eventually("the keys", async || browser.entries().await, |entries| entries.len() == 4).await?;
    press(&page, "Delete", "main").await?;
    press(&page, answer, "#remove").await?;
    if answer == "Cancel" {
        let choose = "const owner = document.querySelector('#owner'); owner.selectedIndex = 1; owner.dispatchEvent(new Event('change'));";
        page.run(choose).await?;
        eventually("the others", async || browser.entries().await, |entries| entries.len() == 6).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_whose_row_is_gone_after_its_deletion_was_confirmed_is_retired() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?.close().await?;
    let keys = browser.portals().composer_keys(Sandbox, Person::Ada);
    remove_row(&browser, "Delete").await?;
    let part = browser.fingerprint(&keys[0].private).await?;
    eventually("retired", async || state_of(&browser, part).await, |state| *state == Some(KeyState::Retired)).await?;
    let kept = browser.fingerprint(&keys[1].private).await?;
    ensure!(state_of(&browser, kept).await? == Some(KeyState::Active), "the other key");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_whose_row_is_gone_after_its_deletion_was_cancelled_is_active() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?.close().await?;
    remove_row(&browser, "Cancel").await?;
    let entries = browser.entries().await?;
    ensure!(entries.iter().all(|entry| entry.state == KeyState::Active), "{entries:#?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_disappears_after_its_question_was_declined_is_active() -> Result<()> {
    for answer in ["Don't delete", "Nicht löschen", "Never mind"] {
        let browser = Browser::start().await?;
        signed_in(&browser, Sandbox, "ada").await?.close().await?;
        let page = settled(&browser, Sandbox, "/demo/shared-keys").await?;
        eventually("the keys", async || browser.entries().await, |entries| entries.len() == 4).await?;
        press(&page, "Delete", "main").await?;
        let rename = "const cancel = [...document.querySelectorAll('#remove button')].find((one) => one.textContent.trim() === 'Cancel');";
        page.run(&format!("{rename} cancel.textContent = {};", json!(answer))).await?;
        press(&page, &answer.replace('\'', "\\'"), "#remove").await?;
        // The page filters its list.
        page.run("[...document.querySelectorAll('main button')].find((one) => one.textContent.trim() === 'Delete').closest('tr, li, article, section, div').remove();").await?;
        let read =
            format!("return (await browser.storage.session.get('tab:{0}'))['tab:{0}']?.['keys-read'];", page.tab_id()?);
        eventually("the shorter list", async || browser.ask(&read).await, |count| *count == 1).await?;
        let entries = browser.entries().await?;
        ensure!(entries.iter().all(|entry| entry.state == KeyState::Active), "{answer}: {entries:#?}");
        browser.end().await?;
    }
    Ok(())
}

/// Renames the controls of the question on `/demo/shared-keys`.
async fn reword(page: &Page<'_>, was: &str, now: &str) -> Result<()> {
    let one = format!(
        "[...document.querySelectorAll('#remove button')].find((one) => one.textContent.trim() === {})",
        json!(was)
    );
    page.run(&format!("{one}.textContent = {};", json!(now))).await.map(drop)
}

/// The words of the question are in none of the known languages.
#[tokio::test(flavor = "multi_thread")]
async fn after_an_answer_in_an_unknown_word_the_list_decides() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?.close().await?;
    let keys = browser.portals().composer_keys(Sandbox, Person::Ada);
    let page = settled(&browser, Sandbox, "/demo/shared-keys").await?;
    eventually("the keys", async || browser.entries().await, |entries| entries.len() == 4).await?;
    let pending =
        format!("return (await browser.storage.session.get('tab:{0}'))['tab:{0}']?.end ?? null;", page.tab_id()?);
    // The row stays: it was not deleted, whatever a later page shows.
    press(&page, "Delete", "main").await?;
    reword(&page, "Cancel", "Behold").await?;
    eventually("pending", async || browser.ask(&pending).await, |end| !end.is_null()).await?;
    press(&page, "Behold", "#remove").await?;
    eventually("no longer pending", async || browser.ask(&pending).await, serde_json::Value::is_null).await?;
    let entries = browser.entries().await?;
    ensure!(entries.iter().all(|entry| entry.state == KeyState::Active), "{entries:#?}");
    // The row alone leaves the list: it was deleted.
    press(&page, "Delete", "main").await?;
    reword(&page, "Delete", "Slet").await?;
    press(&page, "Slet", "#remove").await?;
    let part = browser.fingerprint(&keys[0].private).await?;
    eventually("retired", async || state_of(&browser, part).await, |state| *state == Some(KeyState::Retired)).await?;
    let kept = browser.fingerprint(&keys[1].private).await?;
    ensure!(state_of(&browser, kept).await? == Some(KeyState::Active), "the other key");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_learned_from_a_page_whose_layout_has_a_chat() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?.close().await?;
    let page = settled(&browser, Sandbox, "/demo/fields").await?;
    page.run("document.body.innerHTML = '<div id=app class=\"layout has-chat chat-enabled thread-view\"><main></main></div>';").await?;
    is_read(&browser, &page).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_disabled_is_retired() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ben").await?;
    let key = browser.portals().composer_keys(Sandbox, Person::Ben)[0].clone();
    let page = settled(&browser, Sandbox, "/account/keys").await?;
    let part = browser.fingerprint(&key.private).await?;
    eventually("learned", async || state_of(&browser, part).await, |state| *state == Some(KeyState::Active)).await?;
    press(&page, "Disable", "main").await?;
    eventually("retired", async || state_of(&browser, part).await, |state| *state == Some(KeyState::Retired)).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_key_is_retired_when_it_is_deleted() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Production, "ben").await?;
    let key = browser.portals().api_keys(Production, Person::Ben)[0].clone();
    end(&browser, Production, "Delete", "dialog", "Continue").await?;
    let part = browser.fingerprint(&key.id).await?;
    eventually("retired", async || state_of(&browser, part).await, |state| *state == Some(KeyState::Retired)).await?;
    browser.end().await
}

/// Clicks the first control with this label in the page.
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
    eventually("the keys", async || browser.entries().await, |entries| !entries.is_empty()).await?;
    press(&page, act, "main").await?;
    if environment == Production {
        page.warned(&format!("“{act}” in Production?")).await?;
        page.press_warning("Continue").await?;
    }
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
    eventually("her keys", async || browser.entries().await, |entries| entries.len() == 4).await?;
    signed_in(&browser, Production, "ben").await?;
    settled(&browser, Production, "/account/apikeys").await?;
    let entries = eventually("his too", async || browser.entries().await, |entries| entries.len() == 6).await?;
    ensure!(entries.iter().all(|entry| entry.state == KeyState::Active), "{entries:#?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_of_another_account_retires_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    signed_in(&browser, Sandbox, "ada").await?;
    settled(&browser, Sandbox, "/account/apikeys").await?;
    eventually("her keys", async || browser.entries().await, |entries| entries.len() == 4).await?;
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
    eventually("learned", async || browser.changes().await, |changes: &Vec<String>| changes.len() >= 2).await?;
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
