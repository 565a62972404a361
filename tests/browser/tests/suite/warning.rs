//! The warning on pages that interfere with it: it can be seen, clicked and reached by keyboard,
//! and the page doesn't notice.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use anyhow::{Context as _, Result, ensure};
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::watched::site;
use browser_tests::{Browser, Desktop, Engine, Options, Page, Screen, eventually};
use demo_portals::sites::DESK;
use sandbar::catalogue::Environment::Production;
use serde_json::json;

const SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
const REMOVE: &str = "Remove it";
const KEEP: &str = "Keep it anyway";

/// A browser that watches the help desk as a Production site and knows the keys.
async fn browser() -> Result<Browser> {
    browser_with(Options::default()).await
}

async fn browser_with(options: Options) -> Result<Browser> {
    let browser = Browser::start_with(options).await?;
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

/// Pastes the key into the field and waits for the warning.
async fn warned(page: &Page<'_>) -> Result<()> {
    page.paste_into("#secret").await?;
    page.warned(SANDBOX_KEY).await.map(drop)
}

async fn empty(page: &Page<'_>) -> Result<()> {
    eventually("removed", async || page.value("#secret").await, String::is_empty).await.map(drop)
}

async fn focused(page: &Page<'_>, id: &str) -> Result<()> {
    let active = "return document.activeElement.id;";
    eventually(&format!("{id} has the focus"), async || page.run(active).await, |active| *active == id).await.map(drop)
}

/// The warning works by mouse and by keyboard for the page's only field.
async fn works(page: &Page<'_>) -> Result<()> {
    warned(page).await?;
    page.press_warning(REMOVE).await?;
    page.warning_gone().await?;
    empty(page).await?;
    warned(page).await?;
    page.key("Tab", 0).await?;
    page.warning_when("Tab leads into it", |warning| warning.focused.as_deref() == Some(REMOVE)).await?;
    page.enter().await?;
    page.warning_gone().await?;
    empty(page).await?;
    focused(page, "secret").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_warning_works_in_the_modal_dialog_of_its_field() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/dialog").await?;
    works(&page).await?;
    // The first Escape belongs to the warning, the second to the dialog.
    warned(&page).await?;
    let is_open = async || page.run("return document.querySelector('#layer').open;").await;
    page.key("Escape", 0).await?;
    page.warning_gone().await?;
    ensure!(is_open().await? == true, "the dialog was closed with the warning");
    page.key("Escape", 0).await?;
    eventually("the dialog is closed", is_open, |open| *open == false).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_in_a_dialog_is_submitted_after_one_more_question() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/dialog").await?;
    warned(&page).await?;
    page.key("Enter", 0).await?;
    page.warned("Submit with this key?").await?;
    ensure!(page.run("return location.pathname;").await? == "/dialog", "it was sent unasked");
    page.press_warning("Submit anyway").await?;
    eventually("sent", async || page.run("return location.pathname;").await, |path| *path == "/sent").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_warning_works_in_a_popover_and_leaves_it_open() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/popover").await?;
    page.press("#opener").await?;
    let is_open = "return document.querySelector('#layer').matches(':popover-open');";
    eventually("the popover", async || page.run(is_open).await, |open| *open == true).await?;
    works(&page).await?;
    ensure!(page.run(is_open).await? == true, "the popover was closed");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_warning_works_in_a_full_screen_element() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/fullscreen").await?;
    page.press("#enter").await?;
    let is_full = "return document.fullscreenElement?.id ?? '';";
    eventually("full screen", async || page.run(is_full).await, |id| *id == "layer").await?;
    works(&page).await?;
    ensure!(page.run(is_full).await? == "layer", "full screen has ended");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_warning_works_in_a_form_whose_fields_are_named_like_members() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/clobbered").await?;
    works(&page).await?;
    warned(&page).await?;
    page.run("document.querySelector('#send').click();").await?;
    page.warned("Submit with this key?").await?;
    page.press_warning("Submit anyway").await?;
    eventually("sent", async || page.run("return location.pathname;").await, |path| *path == "/sent").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn ordinary_text_arrives_where_pastes_are_held() -> Result<()> {
    let browser = browser().await?;
    browser.strict_paste(true).await?;
    for path in ["/clobbered", "/dialog", "/menu"] {
        let page = desk(&browser, path).await?;
        browser.paste_text(&page, "#secret", "Please call back").await?;
        eventually(path, async || page.value("#secret").await, |value| value == "Please call back").await?;
        ensure!(page.open_warnings().await? == 0, "{path}: a warning");
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_hears_nothing_of_the_warning() -> Result<()> {
    let browser = browser().await?;
    for path in ["/menu", "/trap", "/effects"] {
        let page = desk(&browser, path).await?;
        let is_there = "return !!document.querySelector('#layer');";
        for button in [REMOVE, KEEP] {
            warned(&page).await.map_err(|error| error.context(path))?;
            page.run("window.heard.length = 0;").await?;
            page.press_warning(button).await?;
            page.warning_gone().await.map_err(|error| error.context(path))?;
            let heard = page.run("return [window.heard, !!window.left];").await?;
            ensure!(heard[0].as_array().is_some_and(Vec::is_empty) && heard[1] == false, "{path}: {button}: {heard}");
            ensure!(page.run(is_there).await? == true, "{path}: {button} closed the menu");
            focused(&page, "secret").await?;
            page.run("document.querySelector('#secret').value = '';").await?;
        }
        // By keyboard: the focus moves into the warning and back, and the page notices neither.
        warned(&page).await?;
        page.key("Tab", 0).await?;
        page.warning_when("Tab leads into it", |warning| warning.focused.as_deref() == Some(REMOVE)).await?;
        page.key("Tab", 0).await?;
        page.warning_when("the next button", |warning| warning.focused.as_deref() == Some(KEEP)).await?;
        page.enter().await?;
        page.warning_gone().await?;
        ensure!(page.run(is_there).await? == true, "{path}: the menu was closed");
        focused(&page, "secret").await?;
        // A click elsewhere belongs to the page.
        page.run("window.heard.length = 0;").await?;
        if path == "/menu" {
            page.press("#outside").await?;
            eventually("the menu is closed", async || page.run(is_there).await, |there| *there == false).await?;
        }
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_warning_disappears_with_its_field_or_its_text() -> Result<()> {
    let browser = browser().await?;
    let ways = [
        ("the field is removed", "document.querySelector('#secret').remove();"),
        ("its form is removed", "document.querySelector('#layer').remove();"),
        ("its form is hidden", "document.querySelector('#layer').style.display = 'none';"),
        (
            "its form is folded away",
            "Object.assign(document.querySelector('#layer').style, { overflow: 'hidden', height: 0, padding: 0, border: 0, minHeight: 0 });",
        ),
        ("it is made invisible", "document.querySelector('#secret').style.visibility = 'hidden';"),
        ("it is emptied", "document.querySelector('#secret').value = '';"),
        ("its text is replaced", "document.querySelector('#secret').value = 'something else';"),
        (
            "the field is replaced",
            "const old = document.querySelector('#secret'); const next = old.cloneNode(); next.value = ''; old.replaceWith(next);",
        ),
    ];
    let page = desk(&browser, "/fields").await?;
    for (way, script) in ways {
        page.reload().await?;
        eventually("the page is watched", async || page.badge().await, Option::is_some).await?;
        warned(&page).await?;
        page.run(script).await?;
        let begun = std::time::Instant::now();
        page.warning_gone().await.map_err(|error| error.context(way))?;
        println!("{way}: gone after {:?}", begun.elapsed());
        ensure!(page.open_warnings().await? == 0, "{way}");
        if way.starts_with("its form is") {
            continue;
        }
        // No event is swallowed for a warning that is gone.
        page.run("document.querySelector('#send').click();").await?;
        eventually(way, async || page.run("return location.pathname;").await, |path| *path == "/sent").await?;
        page.go(&format!("https://{DESK}/fields")).await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_is_replaced_with_its_text_keeps_its_warning() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/fields").await?;
    warned(&page).await?;
    let replace = "const old = document.querySelector('#secret'); const next = old.cloneNode(); next.value = old.value; old.replaceWith(next);";
    page.run(replace).await?;
    page.press_warning(REMOVE).await?;
    page.warning_gone().await?;
    empty(&page).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_finds_a_text_that_the_page_formatted_or_divided() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/fields").await?;
    page.paste_into("#formatted").await?;
    page.warned(SANDBOX_KEY).await?;
    ensure!(page.value("#formatted").await?.starts_with("7AE0-5F33"));
    page.press_warning(REMOVE).await?;
    page.warning_gone().await?;
    ensure!(page.value("#formatted").await?.is_empty());
    // Values that look like a part of the key.
    page.run(
        "document.querySelector('#parts').insertAdjacentHTML('beforeend',
           '<input class=own type=checkbox value=7ae0><input class=own type=hidden value=05f3><input class=own value=c8>');",
    )
    .await?;
    page.paste_into("#parts input").await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning(REMOVE).await?;
    page.warning_gone().await?;
    let parts = "return [...document.querySelectorAll('#parts input')].map((part) => part.value).join('');";
    ensure!(page.run(parts).await? == "7ae005f3c8", "{}", page.run(parts).await?);
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_cannot_be_removed_keeps_its_warning_and_says_so() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/fields").await?;
    page.paste_into("#stubborn").await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning(REMOVE).await?;
    eventually("it says so", async || page.warning_text().await, |text| text.contains("still in the text")).await?;
    ensure!(page.warning().await?.is_some_and(|warning| warning.name == SANDBOX_KEY));
    ensure!(page.value("#stubborn").await? == SECRET);
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_key_does_not_come_back_by_undo() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/fields").await?;
    page.type_into("#secret", "mine ").await?;
    warned(&page).await?;
    page.press_warning(REMOVE).await?;
    page.warning_gone().await?;
    for _ in 0..3 {
        page.undo().await?;
        let value = async || page.value("#secret").await;
        eventually("it stays out", value, |value| !value.contains(SECRET)).await?;
    }
    page.type_text("x").await?;
    ensure!(!page.value("#secret").await?.contains(SECRET));
    browser.end().await
}

/// Another wrong key of the same environment.
const OTHER: &str = "9f3a6c81e7b04d25f8c1e6a3907b5d42c8f0e1a7";

#[tokio::test(flavor = "multi_thread")]
async fn a_second_warning_on_a_field_leaves_the_first_open() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/fields").await?;
    let about = async |page: &Page<'_>, hint: &str| {
        page.warning_when(hint, |warning| warning.name == SANDBOX_KEY && warning.description.contains(hint)).await
    };
    warned(&page).await?;
    browser.paste_text(&page, "#secret", OTHER).await?;
    about(&page, "…e1a7").await?;
    ensure!(page.open_warnings().await? == 2, "the first is gone");
    page.key("Escape", 0).await?;
    about(&page, "…1e3c").await?;
    // A warning about the same text replaces the first.
    browser.paste_text(&page, "#secret", SECRET).await?;
    browser.paste_text(&page, "#formatted", OTHER).await?;
    about(&page, "…e1a7").await?;
    ensure!(page.open_warnings().await? == 2);
    page.run("document.querySelector('#send').click();").await?;
    let asked = page.warned("Submit with this key?").await?;
    ensure!(asked.description.contains("…1e3c"), "{asked:?}");
    ensure!(page.run("return location.pathname;").await? == "/fields", "it was sent unasked");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_was_kept_at_last_is_not_taken_out() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/fields").await?;
    warned(&page).await?;
    page.press_warning(REMOVE).await?;
    page.warning_gone().await?;
    empty(&page).await?;
    // The page's own button for pasting.
    page.run(&format!("window.clipboard = '{SECRET}';")).await?;
    page.press("#set").await?;
    page.press("#secret").await?;
    page.key("Tab", 0).await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning(KEEP).await?;
    page.warning_gone().await?;
    page.press("#secret").await?;
    page.copy().await?;
    // Meanwhile, the text could have been taken out.
    browser.paste_text(&page, "#formatted", OTHER).await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning(KEEP).await?;
    page.warning_gone().await?;
    ensure!(page.value("#secret").await? == SECRET);
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn scrolling_elsewhere_keeps_no_warning_and_scrolling_an_editor_does() -> Result<()> {
    let browser = browser().await?;
    let page = desk(&browser, "/fields").await?;
    page.run(
        "const add = (parent, where, name, id, style) => {
           const made = Object.assign(document.createElement(name), { id });
           Object.assign(made.style, style);
           parent.insertAdjacentElement(where, made);
           return made;
         };
         const editor = add(document.body, 'afterbegin', 'div', 'editor', { height: '60px', overflow: 'auto' });
         editor.contentEditable = true;
         const log = add(document.body, 'afterbegin', 'div', 'log', { height: '40px', overflow: 'auto' });
         add(log, 'beforeend', 'p', '', { height: '400px' });
         setInterval(() => { log.scrollTop = (log.scrollTop + 7) % 300; }, 20);
         window.fill = () => add(editor, 'beforeend', 'p', '', { height: '400px' });",
    )
    .await?;
    page.paste_into("#editor").await?;
    page.warned(SANDBOX_KEY).await?;
    page.run("document.querySelector('#editor').textContent = '';").await?;
    page.warning_gone().await?;

    // This editor removes the lines that are out of view.
    page.paste_into("#editor").await?;
    page.warned(SANDBOX_KEY).await?;
    page.run(
        "const editor = document.querySelector('#editor');
         fill();
         editor.onscroll = () => {
           editor.textContent = '';
           fill();
           window.scrolled = true;
         };
         editor.scrollTop = 300;",
    )
    .await?;
    eventually("scrolled", async || page.run("return window.scrolled;").await, |done| *done == true).await?;
    // Another warning disappears only after both were looked at.
    page.paste_into("#secret").await?;
    eventually("two warnings", async || page.open_warnings().await, |count| *count == 2).await?;
    page.run("document.querySelector('#secret').value = '';").await?;
    page.warning_gone().await?;
    // The first appears again with its field.
    page.run("document.querySelector('#editor').focus();").await?;
    page.warned(SANDBOX_KEY).await?;
    browser.end().await
}

/// On Linux, the middle mouse button pastes what was selected last. Removing a key selects it for a
/// moment.
#[tokio::test(flavor = "multi_thread")]
async fn the_middle_mouse_button_does_not_bring_a_removed_key_back() -> Result<()> {
    if Engine::Chromium.alone("is clicked on its desktop") {
        return Ok(());
    }
    const WINDOW: (u32, u32) = (1200, 800);
    let desktop = Desktop::start(WINDOW.0, WINDOW.1).await?;
    let screen = Screen::Display(Some(desktop.display().to_owned()));
    let browser = browser_with(Options { screen, window: WINDOW, ..Options::default() }).await?;
    let page = desk(&browser, "/fields").await?;
    page.run(&format!(
        "for (const [id, text] of [['key', '{SECRET}'], ['word', 'harmless']]) {{
           const made = document.createElement('b');
           Object.assign(made, {{ id, textContent: text }}).style.display = 'table';
           document.body.prepend(made);
         }}"
    ))
    .await?;
    let click = async |selector: &str, button: u8, times: u8| -> Result<()> {
        let (x, y) = page.place_of(selector).await?;
        let top = page.run("return outerHeight - innerHeight;").await?.as_f64().unwrap_or_default();
        // Coordinates on the desktop are small whole numbers.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let place = (x as u16, (y + top) as u16);
        desktop.shows(&page, place).await?;
        // Two clicks count as a double click only right after each other.
        (0..times).try_for_each(|_| desktop.click(place, button))
    };
    let selects = async |selector: &str, text: &str| -> Result<()> {
        let selected = async || {
            click(selector, 1, 2).await?;
            page.run("return getSelection().toString().trim();").await
        };
        eventually("selected", selected, |selected| *selected == text).await.map(drop)
    };
    // Something else was selected last.
    selects("#word", "harmless").await?;
    warned(&page).await?;
    page.press_warning(REMOVE).await?;
    page.warning_gone().await?;
    empty(&page).await?;
    click("#secret", 2, 1).await?;
    let value = eventually("pasted", async || page.value("#secret").await, |value| !value.is_empty()).await?;
    ensure!(value == "harmless", "{value}");
    // A key that the user selected is checked like any paste.
    page.run("document.querySelector('#secret').value = '';").await?;
    selects("#key", SECRET).await?;
    click("#secret", 2, 1).await?;
    page.warned(SANDBOX_KEY).await?;
    page.press_warning(REMOVE).await?;
    page.warning_gone().await?;
    empty(&page).await?;
    browser.end().await
}

/// These tests run alone.
mod timed {
    use super::*;

    /// The time that the page's thread has worked, in seconds.
    async fn worked(page: &Page<'_>) -> Result<f64> {
        let metrics = page.devtools("Performance.getMetrics", json!({})).await?;
        let metrics = metrics["metrics"].as_array().context("metrics")?;
        let found = metrics.iter().find(|metric| metric["name"] == "TaskDuration").context("the duration")?;
        found["value"].as_f64().context("a number")
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_open_warning_does_not_keep_a_large_page_busy() -> Result<()> {
        if Engine::Chromium.alone("measures its threads") {
            return Ok(());
        }
        let browser = browser().await?;
        let page = desk(&browser, "/fields").await?;
        page.run(
            "document.querySelector('#layer').insertAdjacentHTML('beforeend', '<input value=something>'.repeat(20000));
             // It shows nothing of the text.
             const field = document.querySelector('#secret');
             field.addEventListener('paste', (event) => event.preventDefault());",
        )
        .await?;
        warned(&page).await?;
        page.devtools("Performance.enable", json!({ "timeDomain": "threadTicks" })).await?;
        page.warning_is_steady().await?;
        let before = worked(&page).await?;
        page.run("return new Promise((done) => setTimeout(done, 3000));").await?;
        let share = (worked(&page).await? - before) / 3.0;
        println!("an open warning on a large page takes {:.1} % of its thread", share * 100.0);
        ensure!(share < 0.1, "{share}");
        page.warned(SANDBOX_KEY).await?;
        browser.end().await
    }
}
