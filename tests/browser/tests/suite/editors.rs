//! Real editors with their own models: a key gets a warning, is removed from the model, stays
//! removed, and is inserted only once if pastes are held.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use anyhow::{Context as _, Result, ensure};
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::watched::site;
use browser_tests::{Browser, Engine, Page, eventually};
use demo_portals::sites::DESK;
use sandbar::catalogue::Environment::Production;

const SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
const FITTING: &str = "c1d94b7e02f6a8835bb07d1e94f2a36580c7e9d1";
const REMOVE: &str = "Remove it";

async fn browser() -> Result<Browser> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    browser.grant(DESK).await?;
    browser.watch(&site(DESK, Some(Production))).await?;
    Ok(browser)
}

async fn focus(page: &Page<'_>) -> Result<()> {
    page.show().await?;
    page.run("globalThis.focusEditor();").await.map(drop)
}

/// Waits until the model contains this text this many times.
async fn holds(page: &Page<'_>, text: &str, times: usize) -> Result<()> {
    let count = |model: &String| model.matches(text).count() == times;
    eventually(&format!("{text} {times} times in the model"), async || page.model().await, count).await.map(drop)
}

/// A key gets a warning, is removed from the page and the model, and isn't restored.
async fn removed(browser: &Browser, name: &str) -> Result<()> {
    let page = browser.editor(DESK, name).await?;
    browser.put_on_clipboard(SECRET).await?;
    focus(&page).await?;
    page.type_text("mine ").await?;
    holds(&page, "mine", 1).await?;
    page.paste().await?;
    holds(&page, SECRET, 1).await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning(REMOVE).await?;
    page.warning_gone().await?;
    holds(&page, SECRET, 0).await.context("removed")?;
    holds(&page, "mine", 1).await.context("the rest is kept")?;
    for _ in 0..3 {
        page.undo().await?;
        holds(&page, SECRET, 0).await.context("after undo")?;
    }
    focus(&page).await?;
    page.type_text("x").await?;
    holds(&page, SECRET, 0).await.context("after typing")?;
    page.close().await
}

/// This editor shows an undo a moment later. Even repeated undo by the user isn't a page that
/// restores a text by itself.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_removed_stays_out_however_often_it_is_undone() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(&format!("https://{DESK}/fields")).await?;
    page.run(
        "const field = document.createElement('textarea');
        field.id = 'undone';
        document.body.prepend(field);
        window.undone = 0;
        field.addEventListener('keydown', (event) => {
            if (event.key !== 'z' || !event.ctrlKey) return;
            event.preventDefault();
            setTimeout(() => { field.value = '7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c'; window.undone++; }, 150);
        });
        field.focus();",
    )
    .await?;
    browser.put_on_clipboard(SECRET).await?;
    page.paste().await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning(REMOVE).await?;
    page.warning_gone().await?;
    let value = async || page.value("#undone").await;
    eventually("removed", value, String::is_empty).await?;
    for times in 1..=4 {
        page.undo().await?;
        eventually("undone", async || page.run("return window.undone;").await, |undone| *undone == times).await?;
        eventually("taken out again", value, String::is_empty).await?;
    }
    page.warning_gone().await?;
    browser.end().await
}

/// A held paste is inserted once, at its original place.
async fn inserted(browser: &Browser, name: &str) -> Result<()> {
    let page = inserted_once(browser, name).await?;
    eventually(
        "the focus is where the user went",
        async || page.run("return document.activeElement.id;").await,
        |id| *id == "after",
    )
    .await?;
    page.close().await
}

/// The same, wherever the focus is then.
async fn inserted_once<'b>(browser: &'b Browser, name: &str) -> Result<Page<'b>> {
    let page = browser.editor(DESK, name).await?;
    focus(&page).await?;
    page.type_text("mine ").await?;
    browser.put_on_clipboard(SECRET).await?;
    page.paste().await?;
    page.warned(SANDBOX_KEY).await?;
    holds(&page, SECRET, 0).await?;
    page.press_warning("Paste anyway").await?;
    page.warning_gone().await?;
    holds(&page, SECRET, 1).await?;
    // Immediately, and even if the user has moved on to another field.
    browser.put_on_clipboard(FITTING).await?;
    focus(&page).await?;
    page.paste().await?;
    page.run("document.querySelector('#after').focus();").await?;
    holds(&page, FITTING, 1).await.context("after going on")?;
    holds(&page, SECRET, 1).await?;
    ensure!(page.value("#after").await?.is_empty(), "it went to the other field");
    Ok(page)
}

macro_rules! editors {
    ($($test:ident: $name:literal,)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $test() -> Result<()> {
            let browser = browser().await?;
            removed(&browser, $name).await?;
            browser.strict_paste(true).await?;
            inserted(&browser, $name).await?;
            browser.end().await
        }
    )*};
}

editors! {
    a_controlled_field_of_react: "react",
    codemirror: "codemirror",
    prosemirror: "prosemirror",
    tiptap: "tiptap",
    slate: "slate",
    quill: "quill",
    monaco_with_a_text_area: "monaco",
    monaco_with_edit_context: "monaco#edit-context",
    ckeditor: "ckeditor",
    lexical: "lexical",
}

/// This editor draws its border over its frame, in an element that is transparent to clicks.
#[tokio::test(flavor = "multi_thread")]
async fn tinymce_in_its_frame() -> Result<()> {
    let browser = browser().await?;
    removed(&browser, "tinymce").await?;
    if Engine::Chromium.alone("knows what is painted over an element") {
        return browser.end().await;
    }
    let page = browser.editor(DESK, "tinymce").await?;
    browser.put_on_clipboard(SECRET).await?;
    focus(&page).await?;
    page.paste().await?;
    page.warned(SANDBOX_KEY).await?;
    // A button for something the page can't do itself accepts no click there, explains why, and
    // accepts the keyboard.
    page.press_warning("Wrong?").await?;
    let (x, y) = page.place_in_warning("Sandbox").await?;
    let told = async || {
        page.click(x, y).await?;
        page.warning_text().await
    };
    eventually("it says what to do", told, |text| text.contains("covers this button")).await?;
    for button in [REMOVE, "Keep it anyway", "Wrong?", "Production"] {
        page.key("Tab", 0).await?;
        page.warning_when(button, |warning| warning.focused.as_deref() == Some(button)).await?;
    }
    // The explanation moved the buttons, which accept clicks only after half a second in place.
    let marked = async || {
        page.key("Enter", 0).await?;
        page.warning_text().await
    };
    eventually("it is marked", marked, |text| text.contains("Marked as a Production key")).await?;
    holds(&page, SECRET, 1).await?;
    browser.end().await
}

/// After a held paste, this editor may take the focus back. That it doesn't isn't promised.
#[tokio::test(flavor = "multi_thread")]
async fn tinymce_in_the_page() -> Result<()> {
    let browser = browser().await?;
    removed(&browser, "tinymce#inline").await?;
    browser.end().await
}
