//! What the user typed but didn't submit: counted in every kind of field, and copied with a click.

use anyhow::{Context as _, Result, ensure};
use browser_tests::session::{Card, ENDED};
use browser_tests::{Browser, Engine, Page, eventually};
use sandbar::catalogue::Environment::{Production, Sandbox};
use serde_json::json;

const LINK: &str = "a[href='/account/logout']";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_copied_on_a_click_and_stored_nowhere() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/demo/form30").await?;
    let mut wanted = Vec::new();
    for (id, label) in FORM {
        let field = format!("#{id}");
        let kind = page
            .run(&format!("const field = document.querySelector({field:?}); return field.type ?? 'editable';"))
            .await?;
        match kind.as_str().unwrap_or_default() {
            "checkbox" | "radio" => page.press(&field).await?,
            "select-one" | "select-multiple" => {
                page.run(&format!("document.querySelector({field:?}).focus();")).await?;
                page.key("ArrowDown", 0).await?;
            }
            "number" => page.type_into(&field, "12").await?,
            "date" => page.type_into(&field, "01022026").await?,
            "password" => page.type_into(&field, "hunter-two").await?,
            _ => page.type_into(&field, &format!("typed {id}")).await?,
        }
        let shown = page
            .run(&format!(
                "const field = document.querySelector({field:?});
                 return field.selectedOptions ? [...field.selectedOptions].map((one) => one.text).join(', ') : field.value ?? field.innerText;"
            ))
            .await?;
        wanted.push((
            id,
            label,
            kind.as_str().unwrap_or_default().to_owned(),
            shown.as_str().unwrap_or_default().to_owned(),
        ));
    }
    let sandbox = browser.sign_in(Sandbox, "/?menu=open").await?;
    sandbox.press_sign_out("a[href='/account/logout']").await?;
    sandbox.warned("Signing out of Sandbox signs you out of Production too").await?;
    sandbox.press_warning("Sign out of both").await?;
    let card = page.ended("You signed out of Sandbox at ").await?;
    let apart = if Engine::chosen() == Engine::Firefox {
        "Open Sandbox in its own container"
    } else {
        "Open Sandbox in a private window"
    };
    ensure!(card.controls == ["Hide", "Sign in again", "Copy what I typed", apart], "{card:?}");
    page.show().await?;
    page.press_card(&card.name, "Copy what I typed").await?;
    page.ended("Copied ").await?;
    let copied = browser.clipboard().await?;
    let mut count = 0;
    for (id, label, kind, shown) in &wanted {
        let line = match kind.as_str() {
            "checkbox" => format!("{label}: yes"),
            // For a group, the option that was selected last.
            "radio" if *id == "f17" => format!("{label}: selected"),
            "radio" | "password" => continue,
            _ if *id == "f30" => continue,
            _ => format!("{label}: {shown}"),
        };
        ensure!(!line.ends_with(": "), "{label} was not edited");
        ensure!(copied.lines().any(|copied| copied == line), "{line}:\n{copied}");
        count += 1;
    }
    let card = page.ended(&format!("Copied {count} fields.")).await?;
    ensure!(!copied.contains("hunter-two") && !copied.contains("DemoDemo"), "a secret was copied:\n{copied}");
    ensure!(copied.contains("API token") && card.text.contains("API token"), "what is left out is named: {copied}");
    let stored = browser.stored().await?;
    let typed = wanted.iter().map(|(.., shown)| shown.as_str()).filter(|shown| shown.starts_with("typed "));
    for text in typed.chain(["hunter-two", "DemoDemo"]) {
        ensure!(!stored.contains(text), "{text} is stored");
    }
    browser.end().await
}

/// The edited fields of the demo form, by ID and label. Hidden ones can't be edited.
const FORM: [(&str, &str); 28] = [
    ("f1", "Name"),
    ("f2", "Subtitle"),
    ("f3", "Version"),
    ("f4", "Vendor"),
    ("f5", "Composer package"),
    ("f6", "Short description"),
    ("f7", "Long description"),
    ("f8", "Release notes"),
    ("f9", "Licence text"),
    ("f10", "Category"),
    ("f11", "Edition"),
    ("f12", "Platforms"),
    ("f13", "Works with the cloud"),
    ("f14", "Has a demo"),
    ("f15", "Licence: MIT"),
    ("f16", "Licence: Apache 2.0"),
    ("f17", "Licence: other"),
    ("f18", "Support e-mail"),
    ("f19", "Price"),
    ("f20", "Installation price"),
    ("f21", "Release date"),
    ("f22", "Documentation"),
    ("f23", "Demo address"),
    ("f24", "Telephone"),
    ("f25", "Search words"),
    ("f26", "Feature list"),
    ("f27", "Demo password"),
    ("f30", "API token"),
];

/// Signs out of Sandbox elsewhere. Returns the question's text about unsaved input, and the notice
/// on this Production page.
async fn ended_from_sandbox(browser: &Browser, page: &Page<'_>) -> Result<(String, Card)> {
    let sandbox = browser.sign_in(Sandbox, "/?menu=open").await?;
    sandbox.press_sign_out(LINK).await?;
    let question = sandbox.warned("Signing out of Sandbox signs you out of Production too").await?;
    sandbox.press_warning("Sign out of both").await?;
    let card = page.ended("You signed out of Sandbox at ").await?;
    sandbox.close().await?;
    page.show().await?;
    Ok((question.description, card))
}

/// Fields where a page may hide them: the script that creates and focuses each, and its name.
const HIDDEN: [(&str, &str); 7] = [
    ("document.querySelector('#frame').contentDocument.querySelector('#inner').focus();", "Text in the frame"),
    ("document.querySelector('#shadow-host').shadowRoot.querySelector('#shadowed').focus();", "Text in the shadow"),
    (
        "const root = part('div').attachShadow({ mode: 'closed' });
         const inner = document.createElement('div');
         root.append(inner);
         const field = document.createElement('input');
         field.ariaLabel = 'Closed twice';
         inner.attachShadow({ mode: 'closed' }).append(field);
         field.focus();",
        "Closed twice",
    ),
    (
        "const frame = part('iframe');
         frame.contentDocument.designMode = 'on';
         frame.contentDocument.body.ariaLabel = 'Rich text';
         frame.focus();
         frame.contentDocument.body.focus();",
        "Rich text",
    ),
    (
        "const frame = part('iframe');
         frame.contentDocument.open();
         frame.contentDocument.write('<textarea aria-label=\"Written\"></textarea>');
         frame.contentDocument.close();
         frame.contentDocument.querySelector('textarea').focus();",
        "Written",
    ),
    (
        "const frame = document.createElement('iframe');
         frame.srcdoc = '<select aria-label=\"From source\"><option>a<option>b</select>';
         window.ready = 'not yet';
         frame.onload = () => {
           frame.contentDocument.querySelector('select').focus();
           window.ready = 'From source';
         };
         document.querySelector('main').prepend(frame);",
        "From source",
    ),
    (
        "const frame = document.createElement('iframe');
         part('div').attachShadow({ mode: 'closed' }).append(frame);
         const field = frame.contentDocument.createElement('textarea');
         field.ariaLabel = 'Framed in a closed root';
         frame.contentDocument.body.append(field);
         frame.focus();
         field.focus();",
        "Framed in a closed root",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn edits_in_frames_and_shadow_roots_are_counted_and_copied() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/demo/fields").await?;
    page.key("Tab", 0).await?;
    for (script, name) in HIDDEN {
        let part = "const part = (name) => { const made = document.createElement(name); document.querySelector('main').prepend(made); return made; };";
        page.run(&format!("{part} {script} window.ready ??= {name:?};")).await?;
        let ready = async || page.run("return window.ready;").await;
        eventually(name, ready, |ready| *ready == name).await?;
        page.run("window.ready = undefined;").await?;
        page.type_text("b").await?;
    }
    let (question, card) = ended_from_sandbox(&browser, &page).await?;
    ensure!(question.contains("7 unsaved fields"), "{question}");
    page.press_card(&card.name, "Copy what I typed").await?;
    page.ended("Copied 7 fields.").await?;
    let copied = browser.clipboard().await?;
    for (_, name) in HIDDEN {
        ensure!(copied.contains(&format!("{name}: b")), "{name}:\n{copied}");
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_in_a_frame_that_was_there_before_the_extension_count() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/demo/fields").await?;
    page.run("window.before = document.documentElement.lastElementChild;").await?;
    browser.reload_extension().await?;
    // The badge of the old scripts shows the same as that of the new ones.
    let replaced = async || page.run("return document.documentElement.lastElementChild !== window.before;").await;
    eventually("the new scripts have come", replaced, |replaced| *replaced == true).await?;
    page.session_when(Production, "signed in").await?;
    page.run("document.querySelector('#frame').contentDocument.querySelector('#inner').focus();").await?;
    page.type_text("b").await?;
    browser.unsaved_reported(1).await?;
    let sandbox = browser.sign_in(Sandbox, "/?menu=open").await?;
    sandbox.press_sign_out(LINK).await?;
    let question = sandbox.warned("Signing out of Sandbox signs you out of Production too").await?;
    ensure!(question.description.contains("1 unsaved field"), "{question:?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_a_text_that_the_page_draws_itself_is_unsaved_input() -> Result<()> {
    if Engine::Chromium.alone("has EditContext") {
        return Ok(());
    }
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/demo/fields").await?;
    page.run(
        "const canvas = document.createElement('canvas');
         canvas.tabIndex = 0;
         canvas.editContext = new EditContext();
         document.querySelector('main').prepend(canvas);
         canvas.focus();",
    )
    .await?;
    page.type_text("b").await?;
    browser.unsaved_reported(1).await?;
    let sandbox = browser.sign_in(Sandbox, "/?menu=open").await?;
    sandbox.press_sign_out(LINK).await?;
    let question = sandbox.warned("Signing out of Sandbox signs you out of Production too").await?;
    ensure!(question.description.contains("1 unsaved field"), "{question:?}");
    browser.end().await
}

/// The page reports this number of fields with unsaved input.
async fn unsaved_when(page: &Page<'_>, fields: u32) -> Result<()> {
    let name = format!("page:{}", page.tab_id()?);
    let script = format!("return (await browser.storage.session.get('{name}'))['{name}']?.unsaved ?? 0;");
    let unsaved = async || page.browser().ask(&script).await;
    eventually(&format!("{fields} unsaved"), unsaved, |unsaved| *unsaved == fields).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_whose_value_is_again_what_it_was_is_not_unsaved() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/demo/form30").await?;
    page.type_into("#f1", "a").await?;
    unsaved_when(&page, 1).await?;
    page.type_into("#f4", "b").await?;
    unsaved_when(&page, 2).await?;
    page.undo().await?;
    unsaved_when(&page, 1).await?;
    page.press("#f13").await?;
    unsaved_when(&page, 2).await?;
    page.press("#f13").await?;
    unsaved_when(&page, 1).await?;
    page.run("document.querySelector('#f10').focus();").await?;
    page.key("ArrowDown", 0).await?;
    unsaved_when(&page, 2).await?;
    page.key("ArrowUp", 0).await?;
    unsaved_when(&page, 1).await?;
    page.run("document.querySelector('#f1').focus();").await?;
    page.undo().await?;
    unsaved_when(&page, 0).await?;
    browser.end().await
}

/// Some editors draw their text, and empty the field that receives the input.
#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_the_page_empties_stays_unsaved() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/demo/form30").await?;
    page.run(
        "document.querySelector('#f6').addEventListener('input', ({ target }) => (target.value = ''), { once: true });",
    )
    .await?;
    page.type_into("#f6", "a").await?;
    unsaved_when(&page, 1).await?;
    ensure!(page.value("#f6").await?.is_empty(), "the page empties it");
    page.type_text("b").await?;
    page.undo().await?;
    ensure!(page.value("#f6").await?.is_empty(), "the user did the same");
    page.type_into("#f1", "a").await?;
    unsaved_when(&page, 2).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_refuses_to_submit_is_still_unsaved() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/demo/fields").await?;
    page.run(
        "const form = document.createElement('form');
         form.noValidate = true;
         form.innerHTML = '<input id=one><input id=two type=email><button id=send>Save</button>';
         form.addEventListener('submit', (event) => {
           event.preventDefault();
           if (window.refuses === 'marks') document.querySelector('#two').setAttribute('aria-invalid', 'true');
           if (window.refuses === 'asks') form.checkValidity();
         });
         form.addEventListener('input', () => document.querySelector('#two').removeAttribute('aria-invalid'));
         document.querySelector('main').prepend(form);",
    )
    .await?;
    browser
        .ask("window.heard = []; browser.runtime.onMessage.addListener(({ session }) => void (session?.edited && heard.push(session.edited.unsaved)));")
        .await?;
    // The next report after an action.
    let reported = async |fields: u32, what: &str| {
        let heard =
            eventually("a report", async || browser.ask("return heard;").await, |heard| heard != &json!([])).await?;
        ensure!(heard.as_array().is_some_and(|heard| heard.last() == Some(&json!(fields))), "{what}: {heard}");
        browser.ask("heard.length = 0;").await.map(drop)
    };
    page.type_into("#one", "a").await?;
    reported(1, "edited").await?;
    page.type_into("#two", "b").await?;
    reported(2, "edited").await?;
    for how in ["marks", "asks"] {
        page.run(&format!("window.refuses = '{how}';")).await?;
        page.press("#send").await?;
        reported(2, how).await?;
        page.type_into("#one", "c").await?;
        reported(2, "corrected").await?;
    }
    page.run("window.refuses = '';").await?;
    for what in ["sent", "sent again"] {
        page.press("#send").await?;
        reported(0, what).await?;
    }
    // The server refuses it, and then doesn't. The page is read again because its text changes.
    for (mark, fields) in [("true", 2), ("false", 0)] {
        page.run(&format!(
            "document.querySelector('#two').setAttribute('aria-invalid', '{mark}'); document.querySelector('form').append('{mark}');"
        ))
        .await?;
        unsaved_when(&page, fields).await?;
    }
    page.type_into("#one", "d").await?;
    reported(1, "edited again").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_the_page_shows_stays_one() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/demo/form30").await?;
    page.type_into("#f1", "Order Exporter").await?;
    page.type_into("#f27", "hunter-two").await?;
    page.run("document.querySelector('#f27').type = 'text'; document.querySelector('label[for=f27]').textContent = 'Phrase';")
        .await?;
    let (question, card) = ended_from_sandbox(&browser, &page).await?;
    ensure!(question.contains("1 unsaved field"), "{question}");
    page.press_card(&card.name, "Copy what I typed").await?;
    page.ended("Copied 1 field.").await?;
    let copied = browser.clipboard().await?;
    ensure!(copied.contains("Name: Order Exporter") && !copied.contains("hunter-two"), "{copied}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_clipboard_is_refused_the_text_is_there_to_be_copied_by_hand() -> Result<()> {
    if Engine::Chromium.alone("lets a site be refused the clipboard") {
        return Ok(());
    }
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/demo/form30").await?;
    page.type_into("#f1", "Order Exporter").await?;
    page.refuse_clipboard().await?;
    ended_from_sandbox(&browser, &page).await?;
    page.press_card(ENDED, "Copy what I typed").await?;
    page.ended("selected below for you to copy").await?;
    eventually(
        "the text has the focus",
        async || page.focused().await,
        |focused| focused.starts_with("This page blocks"),
    )
    .await?;
    page.copy().await?;
    ensure!(browser.clipboard().await?.contains("Name: Order Exporter"));
    browser.end().await
}

/// Editors that render only the visible lines.
const VIRTUAL: [&str; 5] = ["codemirror", "codemirror5", "monaco", "monaco#edit-context", "ace"];

/// The same without line numbers.
const NO_NUMBERS: [&str; 4] =
    ["codemirror#no-numbers", "codemirror5#no-numbers", "monaco#no-numbers", "ace#no-numbers"];
/// Editors that render all of their text. One of them is in a frame.
const WHOLE: [&str; 9] =
    ["react", "prosemirror", "tiptap", "slate", "quill", "ckeditor", "lexical", "tinymce", "tinymce#inline"];

/// A text of this many lines, some of which are empty, indented, or equal to others.
fn lines(count: usize) -> String {
    let line = |number: usize| match number % 10 {
        3 => String::new(),
        5 => "  the same each time".to_owned(),
        _ => format!("Line {number}: what was changed, and why"),
    };
    (1..=count).map(line).collect::<Vec<_>>().join("\n")
}

/// A page with this editor, with a pasted text and a typed letter.
async fn written<'b>(browser: &'b Browser, editor: &str, text: &str) -> Result<Page<'b>> {
    let page = browser.sign_in(Production, "/demo/fields?policy=none").await?;
    page.put_editor(editor).await?;
    page.show().await?;
    browser.put_on_clipboard(text).await?;
    page.run("globalThis.focusEditor();").await?;
    page.paste().await?;
    eventually("pasted", async || page.model().await, |model| model.trim_end() == text).await?;
    page.type_text("x").await?;
    eventually("typed", async || page.model().await, |model| *model == format!("{text}x")).await?;
    browser.unsaved_reported(1).await?;
    Ok(page)
}

/// The position and the text of the editor's first visible line.
async fn in_sight(page: &Page<'_>) -> Result<(f64, String)> {
    let rows = "const rows = [...document.querySelectorAll('.cm-line, .CodeMirror-line, .view-line, .ace_line')];
        const placed = rows.map((row) => [row.getBoundingClientRect().top, row.textContent]);
        return placed.filter(([top]) => top >= 0).sort(([one], [other]) => one - other)[0];";
    Ok(serde_json::from_value(page.run(rows).await?)?)
}

/// Copies with a click after the session has ended. Returns the card's text, and the text on the
/// clipboard.
async fn copied(browser: &Browser, page: &Page<'_>, says: &str) -> Result<(String, String)> {
    ended_from_sandbox(browser, page).await?;
    page.press_card(ENDED, "Copy what I typed").await?;
    let card = page.ended(says).await?;
    Ok((card.text, browser.clipboard().await?))
}

/// The popup offers to sign in again first, and the same copy as the notice.
#[tokio::test(flavor = "multi_thread")]
async fn the_popup_offers_to_sign_in_again_and_copies_what_was_typed() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/demo/form30").await?;
    page.type_into("#f1", "Order Exporter").await?;
    ended_from_sandbox(&browser, &page).await?;
    let popup = browser.popup_of(&page).await?;
    let offered =
        "return [...document.querySelectorAll('#here .notice :is(a, button)')].map((one) => one.textContent);";
    let offered = popup.run(offered).await?;
    ensure!(offered == serde_json::json!(["Sign in again", "Copy what I typed"]), "{offered}");
    popup.show().await?;
    popup.press("#noticeCopy").await?;
    popup.says("#typed-said", "Copied 1 field.").await?;
    let copied = browser.clipboard().await?;
    ensure!(copied.ends_with(": Order Exporter"), "{copied}");

    // Another page in that tab has nothing to copy.
    page.go(&format!("{}/", browser_tests::session::origin(Production))).await?;
    let popup = browser.popup_of(&page).await?;
    ensure!(!popup.text_of("#here").await?.contains("Copy what I typed"));
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn all_of_a_long_text_is_copied_from_an_editor_that_draws_a_part_of_it() -> Result<()> {
    for editor in VIRTUAL {
        if editor.ends_with("edit-context") && Engine::Chromium.alone("has EditContext") {
            continue;
        }
        let browser = Browser::start().await?;
        let text = lines(400);
        let page = written(&browser, editor, &text).await?;
        let before = in_sight(&page).await?;
        let (_, copied) = copied(&browser, &page, "Copied 1 field.").await?;
        let copied = copied.replace("\r\n", "\n");
        ensure!(copied.contains(&format!(":\n{text}x")), "{editor}: {} of {} bytes", copied.len(), text.len());
        let is_back = |(top, line): &(f64, String)| *line == before.1 && (top - before.0).abs() < 3.0;
        eventually(&format!("{editor} at {before:?} again"), async || in_sight(&page).await, is_back).await?;
        ensure!(page.model().await? == format!("{text}x"), "{editor}: the text was changed");
        browser.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_text_is_copied_from_an_editor_that_draws_all_of_it() -> Result<()> {
    for editor in VIRTUAL.into_iter().chain(NO_NUMBERS) {
        if editor.ends_with("edit-context") && Engine::Chromium.alone("has EditContext") {
            continue;
        }
        let browser = Browser::start().await?;
        let text = lines(7);
        let page = written(&browser, editor, &text).await?;
        let (_, copied) = copied(&browser, &page, "Copied 1 field.").await?;
        ensure!(copied.replace("\r\n", "\n").contains(&format!(":\n{text}x")), "{editor}:\n{copied}");
        browser.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_in_an_editor_is_copied() -> Result<()> {
    for editor in WHOLE {
        let browser = Browser::start().await?;
        let page = browser.sign_in(Production, "/demo/fields?policy=none").await?;
        page.put_editor(editor).await?;
        page.show().await?;
        page.run("globalThis.focusEditor();").await?;
        page.type_text("First line").await?;
        page.key("Enter", 0).await?;
        page.type_text("second line").await?;
        let typed = |model: &String| {
            let first = model.find("First line");
            first.is_some_and(|first| model.get(first..).is_some_and(|rest| rest.contains("second line")))
        };
        eventually(&format!("typed in {editor}"), async || page.model().await, typed).await?;
        browser.unsaved_reported(1).await.with_context(|| editor.to_owned())?;
        let (_, copied) = copied(&browser, &page, "Copied 1 field.").await.with_context(|| editor.to_owned())?;
        ensure!(typed(&copied), "{editor}:\n{copied}");
        ensure!(copied.matches("First line").count() == 1, "{editor}:\n{copied}");
        browser.end().await?;
    }
    Ok(())
}

/// Without line numbers, the number of lines is unknown.
#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_text_is_called_a_part() -> Result<()> {
    for editor in NO_NUMBERS {
        let browser = Browser::start().await?;
        let text = lines(400);
        let page = written(&browser, editor, &text).await?;
        let (said, copied) = copied(&browser, &page, "Only the visible part of ").await?;
        ensure!(!said.contains("Copied"), "{editor}: {said}");
        ensure!(copied.contains("Only the visible part of ") && copied.contains("Line 399"), "{editor}:\n{copied}");
        browser.end().await?;
    }
    Ok(())
}

/// Folded lines aren't rendered anywhere.
#[tokio::test(flavor = "multi_thread")]
async fn lines_that_are_folded_away_are_missed() -> Result<()> {
    let browser = Browser::start().await?;
    let page = written(&browser, "monaco", "one\n  two\n  three\nfour\nfive").await?;
    page.run("await globalThis.foldAll();").await?;
    let rows = async || page.run("return document.querySelectorAll('.view-line').length;").await;
    eventually("folded", rows, |rows| *rows == 3).await?;
    let (said, copied) = copied(&browser, &page, "Only part of ").await?;
    ensure!(said.contains("3 of 5 lines") && !said.contains("Copied"), "{said}");
    ensure!(copied.contains("3 of 5 lines") && !copied.contains("two") && copied.contains("fivex"), "{copied}");
    browser.end().await
}
