//! The selected language applies everywhere, whatever the browser's language is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::Path;

use anyhow::{Context, Result};
use browser_tests::{Browser, eventually};
use sandbar::catalogue::Environment::{Production, Sandbox};
use sandbar::settings::Language;
use serde_json::{Value, json};

/// The text in a language's file.
fn message(language: Language, key: &str) -> Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../extension/_locales").join(language.code());
    let messages: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("messages.json"))?)?;
    Ok(messages[key]["message"].as_str().context("a message")?.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn extension_pages_badge_and_toolbar_use_the_chosen_language() -> Result<()> {
    let browser = Browser::start().await?;
    for language in Language::ALL {
        browser.choose("language", json!(language.code())).await?;
        let page = browser.open("https://commercedeveloper-sandbox.adobe.com/extensions/").await?;
        let popup = browser.popup_of(&page).await?;
        popup.says("#check-heading", &message(language, "checkHeading")?).await?;
        popup.says("#lane-production", &message(language, "laneUnknown")?).await?;
        assert_eq!(popup.run("return document.documentElement.lang;").await?, language.code());
        for width in [360, 400, 480] {
            popup.resize(width, 700, 1.0).await?;
            let over = popup.run("return document.documentElement.scrollWidth - innerWidth;").await?;
            assert!(over.as_i64() <= Some(0), "{}: at {width} px {over} px too wide", language.code());
        }
        let fold = message(language, "badgeFold")?;
        eventually(&fold, async || page.says_anywhere_in_names(&fold).await, |says| *says).await?;
        let title = message(language, "toolbarSandbox")?.replace("$HOST$", "commercedeveloper-sandbox.adobe.com");
        eventually(&title, async || page.toolbar().await, |toolbar| toolbar.title.starts_with(&title)).await?;
        popup.close().await?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_page_speaks_another_language_as_soon_as_it_is_chosen() -> Result<()> {
    let browser = Browser::start().await?;
    let ended = browser.sign_in(Production, "/extensions/").await?;
    let page = browser.sign_in(Sandbox, "/extensions/").await?;
    page.go("https://commercedeveloper-sandbox.adobe.com/account/logout").await?;
    ended.ended("Sandbox was signed out when Sandbar looked at ").await?;
    for choice in [Some(Language::De), Some(Language::Nl), None] {
        let language = choice.unwrap_or(Language::En);
        browser.choose("language", choice.map_or(Value::Null, |language| json!(language.code()))).await?;
        let fold = message(language, "badgeFold")?;
        eventually(&fold, async || page.says_anywhere_in_names(&fold).await, |says| *says).await?;
        let state = message(language, "sessionSignedOut")?;
        eventually(&state, async || page.says_anywhere(&state).await, |says| *says).await?;
        let notice = message(language, "noticeWhatToDo")?;
        eventually(&notice, async || ended.says_anywhere(&notice).await, |says| *says).await?;
        let state = message(language, "sessionEndedWithSandbox")?;
        eventually(&state, async || ended.says_anywhere(&state).await, |says| *says).await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_choice_it_is_the_browsers() -> Result<()> {
    let browser = Browser::start().await?;
    browser.choose("language", json!("nl")).await?;
    browser.choose("language", Value::Null).await?;
    let page = browser.open("https://commercedeveloper-sandbox.adobe.com/").await?;
    let popup = browser.popup_of(&page).await?;
    popup.says("#check-heading", &message(Language::En, "checkHeading")?).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_options_speak_another_language_as_soon_as_it_is_chosen() -> Result<()> {
    let browser = Browser::start().await?;
    let options = browser.panel("pages/options.html").await?;
    for language in [Language::De, Language::Fr] {
        options.press(&format!("label:has([name=language][value={}])", language.code())).await?;
        options.says("h1", &message(language, "optionsHeading")?).await?;
        let spoken = async || options.run("return document.querySelector('[name=language]:checked')?.value;").await;
        eventually("the choice stands", spoken, |spoken| spoken == language.code()).await?;
    }
    options.run("document.querySelector('[name=language][value=fr]').focus();").await?;
    options.key("ArrowDown", 0).await?;
    options.says("h1", &message(Language::Es, "optionsHeading")?).await?;
    browser.end().await
}
