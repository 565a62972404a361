//! Notes on pages: documented differences, shown where they matter until the user hides them.

#![allow(clippy::indexing_slicing)]

use anyhow::{Context as _, Result, ensure};
use browser_tests::session::{Card, PROFILE, origin};
use browser_tests::{Browser, Options, Page, eventually};
use sandbar::catalogue::Environment::{self, Production, Sandbox};

const HEADING: &str = "About this page";
const REVIEWS: &str = "Sandbox reviews are automated";
const PRACTICE: &str = "Practice here changes nothing in Production";
const HIDE: &str = "Don’t show this again";

/// Waits until the card has this text.
async fn says(page: &Page<'_>, text: &str) -> Result<Card> {
    let card = async || page.card(HEADING).await;
    let has = |card: &Option<Card>| card.as_ref().is_some_and(|card| card.text.contains(text));
    eventually(text, card, has).await?.context("a card")
}

/// Goes to a path on the same portal, signed in, and waits until the session is known.
async fn go(page: &Page<'_>, environment: Environment, path: &str) -> Result<()> {
    page.go(&format!("{}{path}", origin(environment))).await?;
    page.session_when(environment, "signed in").await
}

/// Clicks the portal's first control with this label.
async fn press_control(page: &Page<'_>, label: &str) -> Result<()> {
    page.run(&format!(
        "const is_it = (one) => one.textContent.trim() === '{label}' && one.checkVisibility();
         [...document.querySelectorAll('main a, main button')].find(is_it).dataset.pressed = '';"
    ))
    .await?;
    page.press("[data-pressed]").await
}

/// A page of a portal, signed in, without the profile reminder, which would come before notes.
async fn signed_in<'b>(browser: &'b Browser, environment: Environment, path: &str) -> Result<Page<'b>> {
    let page = browser.sign_in(environment, "/support/").await?;
    if environment == Sandbox {
        eventually("the reminder", async || page.card(PROFILE).await, Option::is_some).await?;
        page.press_card(PROFILE, "Mark as done").await?;
        eventually("it is done", async || page.card(PROFILE).await, Option::is_none).await?;
    }
    go(&page, environment, path).await?;
    Ok(page)
}

/// Checks that the card has no accessibility violation.
async fn is_sound(browser: &Browser, page: &Page<'_>) -> Result<()> {
    let drawn = page.drawn().await?;
    let copy = browser.open("https://example.org/").await?;
    for scheme in ["light", "dark"] {
        copy.colors(scheme, false).await?;
        let found = copy.violations_of(&drawn).await?;
        ensure!(found.is_empty(), "{scheme}: {found:?}");
    }
    copy.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_submission_says_who_reviews_it_until_that_is_hidden_for_good() -> Result<()> {
    let browser = Browser::start().await?;
    let path = "/extensions/versions/gift-notes";
    let page = signed_in(&browser, Sandbox, path).await?;
    let card = says(&page, REVIEWS).await?;
    ensure!(card.text.contains(PRACTICE), "{card:?}");
    ensure!(card.links.len() == 2 && card.links.iter().all(|link| link.starts_with("https://developer.adobe.com/")));
    is_sound(&browser, &page).await?;

    page.press_card(HEADING, HIDE).await?;
    let practice = |card: &Option<Card>| card.as_ref().is_some_and(|card| !card.text.contains(REVIEWS));
    let card = eventually("one is left", async || page.card(HEADING).await, practice).await?.context("a card")?;
    ensure!(card.text.contains(PRACTICE), "{card:?}");
    page.press_card(HEADING, HIDE).await?;
    eventually("the card is gone", async || page.card(HEADING).await, Option::is_none).await?;

    // Permanently: on another page, and after the browser was restarted.
    go(&page, Sandbox, "/extensions/").await?;
    ensure!(page.card(HEADING).await?.is_none(), "it is back");
    let browser = browser.restart(Options::default()).await?;
    let page = browser.sign_in(Sandbox, path).await?;
    ensure!(page.card(HEADING).await?.is_none(), "it is back after a restart");
    let other = browser.sign_in(Sandbox, "/reports/sales").await?;
    says(&other, "report endpoints usually return empty sets").await?;

    let options = browser.panel("pages/options.html").await?;
    options.says("#exceptions-list", REVIEWS).await?;
    ensure!(options.violations().await?.is_empty(), "{:?}", options.violations().await?);
    options
        .run(&format!(
            "const is_it = (row) => row.textContent.includes('{REVIEWS}');
             [...document.querySelectorAll('#exceptions-list li')].find(is_it).querySelector('button').dataset.pressed = '';"
        ))
        .await?;
    options.press("[data-pressed]").await?;
    let card = says(&page, REVIEWS).await?;
    ensure!(!card.text.contains(PRACTICE), "{card:?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_are_on_their_own_pages_and_nowhere_else() -> Result<()> {
    let browser = Browser::start().await?;
    let production = signed_in(&browser, Production, "/extensions/").await?;
    says(&production, "What you submit is real").await?;
    let sandbox = signed_in(&browser, Sandbox, "/account/profile").await?;
    says(&sandbox, "Sandbox needs its own profile").await?;
    for (page, environment) in [(&production, Production), (&sandbox, Sandbox)] {
        for path in ["/", "/support/", "/resources/?x=/extensions/", "/account/apikeys", "/account/keys"] {
            go(page, environment, path).await?;
            page.settled().await?;
            ensure!(page.card(HEADING).await?.is_none(), "{environment:?} {path}");
        }
    }
    // An error page at the address of a submission.
    production.go(&format!("{}/extensions/versions/no-such-extension", origin(Production))).await?;
    production.settled().await?;
    ensure!(production.card(HEADING).await?.is_none(), "on an error page");
    go(&production, Production, "/reports/sales").await?;
    ensure!(production.card(HEADING).await?.is_none(), "there is a store behind Production");
    // A page that changes its address without loading.
    go(&sandbox, Sandbox, "/extensions/?spa=1").await?;
    says(&sandbox, PRACTICE).await?;
    sandbox.run("document.querySelector('a[href=\"/support/\"]').click();").await?;
    eventually("the card is gone", async || sandbox.card(HEADING).await, Option::is_none).await?;
    sandbox.run("document.querySelector('a[href=\"/extensions/\"]').click();").await?;
    says(&sandbox, PRACTICE).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_host_leads_to_the_same_page_at_the_current_one() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open("https://developer.magento.com/signin?as=ada&next=/resources/%3Fa%3D1").await?;
    let card = says(&page, "an old address").await?;
    ensure!(card.links == ["https://commercedeveloper.adobe.com/resources/?a=1"], "{card:?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn regenerate_and_disable_bring_a_note_about_their_consequences() -> Result<()> {
    let browser = Browser::start().await?;
    for (environment, path, control, text) in [
        (Sandbox, "/account/apikeys?confirm=page", "Regenerate", "can’t get new session tokens"),
        (Sandbox, "/account/keys", "Disable", "You can turn a disabled access key on again"),
        (Production, "/account/keys", "Disable", "You can turn a disabled access key on again"),
    ] {
        let page = match path {
            "/account/apikeys?confirm=page" => signed_in(&browser, environment, path).await?,
            _ => browser.sign_in(environment, path).await?,
        };
        let learned =
            format!("return (await browser.storage.session.get('tab:{0}'))['tab:{0}']?.['keys-read'];", page.tab_id()?);
        eventually("the keys are read", async || browser.ask(&learned).await, |read| read.as_u64() > Some(0)).await?;
        ensure!(page.card(HEADING).await?.is_none(), "before");
        press_control(&page, control).await?;
        says(&page, text).await.with_context(|| format!("{environment:?} {control}"))?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_with_all_keys_says_so() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/account/apikeys/create").await?;
    page.run(
        "document.querySelector('#key-name').value = 'Third'; document.querySelector('form.fields').requestSubmit();",
    )
    .await?;
    // The learned keys come first, with the question about where keys are pasted.
    let learned = "Sandbar learned 3 Production keys";
    eventually("the keys are learned", async || page.card(learned).await, Option::is_some).await?;
    page.press_card(learned, "Hide").await?;
    let card = says(&page, "3 of 3 API keys").await?;
    ensure!(card.links.len() == 1, "{card:?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_private_window_a_note_is_hidden_on_its_page_alone() -> Result<()> {
    let browser = Browser::start().await?;
    browser.allow_private_windows().await?;
    let page = browser.private_tab().await?;
    page.go(&format!("{}/signin?as=ada&next=/extensions/", origin(Production))).await?;
    says(&page, "What you submit is real").await?;
    page.press_card(HEADING, HIDE).await?;
    eventually("the card is gone", async || page.card(HEADING).await, Option::is_none).await?;
    let stored = browser.ask("return (await browser.storage.local.get('never-asked'))['never-asked'] ?? null;").await?;
    ensure!(stored.is_null(), "{stored}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_says_why_reports_are_empty_and_when_a_token_expires() -> Result<()> {
    const ASKS: &str = "curl https://commercedeveloper-sandbox-api.adobe.com/rest/v1/reports/sales";
    const ANSWER: &str = r#"{"ust":"sH4jK8mN1bV6cX3zL9qW5eR2tY7uI0oP.Gd6Fs3Ha9Jk1","expires_in":7200}"#;
    let browser = Browser::start().await?;
    let popup = browser.popup_of(&browser.open("https://example.org/").await?).await?;
    for (text, said) in [(ASKS, "report endpoints usually return empty sets"), (ANSWER, "expires no later than")] {
        popup.type_into("#check-text", text).await?;
        popup.press("#checkNow").await?;
        popup.says("#checked", said).await?;
        popup.press("#checkClear").await?;
    }
    browser.end().await
}
