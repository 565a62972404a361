//! The question before an irreversible action in Production, which then happens exactly once.

use anyhow::{Context as _, Result, ensure};
use browser_tests::session::origin;
use browser_tests::watched::site;
use browser_tests::{Browser, Page, eventually};
use demo_portals::sites::CI;
use sandbar::catalogue::Environment::{self, Production, Sandbox};
use sandbar::catalogue::watched::Watched;

const QUESTION: &str = "“Delete” in Production?";
const KEYS: &str = "/account/apikeys";

/// The controls, each with an ID under which it counts its action. The page's policy forbids inline
/// handlers.
const CONTROLS: &str = "
    window.done = {};
    const main = document.querySelector('main');
    const put = (html) => { const box = document.createElement('div'); box.innerHTML = html; main.prepend(box); return box.firstElementChild; };
    const count = (id) => { done[id] = (done[id] ?? 0) + 1; };
    put('<a id=link href=#deleted>Delete</a>').addEventListener('click', () => count('link'));
    put('<button id=button>Delete</button>').addEventListener('click', (event) => { count('button'); event.target.dataset.did = ''; });
    const form = put('<form id=form><input id=field><button id=submit>Delete</button></form>');
    form.addEventListener('submit', (event) => { event.preventDefault(); count('form'); });
    put('<div id=framework role=button tabindex=0 style=\"display:inline-block\"><span>Delete</span></div>');
    document.addEventListener('click', (event) => { if (event.target.closest('#framework')) { count('framework'); main.dataset.did = ''; } });
    document.addEventListener('keydown', (event) => {
      if (event.target.id === 'framework' && /^(Enter| )$/.test(event.key)) { event.preventDefault(); count('framework'); main.dataset.did = ''; }
    });
    const trusted = put('<button id=trusted>Delete</button>');
    trusted.addEventListener('click', (event) => { if (event.isTrusted) { count('trusted'); event.target.dataset.did = ''; } });
    put('<button id=icon aria-label=\"Delete key CI\"><svg width=16 height=16></svg></button>').addEventListener('click', (event) => { count('icon'); event.target.dataset.did = ''; });
    put('<p id=prose>If you delete a key, everything that you delete is gone. <b>Delete</b></p>');
    put('<input id=typed tabindex=0 value=Delete>');
    put('<button id=save>Save</button>').addEventListener('click', () => count('save'));";

/// A page with these controls.
async fn with_controls<'b>(browser: &'b Browser, environment: Environment) -> Result<Page<'b>> {
    let page = browser.sign_in(environment, KEYS).await?;
    page.run(CONTROLS).await?;
    if environment == Production {
        page.ready_to_stop().await?;
    }
    Ok(page)
}

async fn done(page: &Page<'_>, id: &str) -> Result<u64> {
    let count = page.run(&format!("return window.done?.[{id:?}] ?? 0;")).await?;
    count.as_u64().context("a count")
}

/// Waits until the action has happened, and checks that it happened only once.
async fn happened_once(page: &Page<'_>, id: &str) -> Result<()> {
    eventually(&format!("{id} did it"), async || done(page, id).await, |count| *count > 0).await?;
    page.warning_gone().await?;
    ensure!(done(page, id).await? == 1, "{id} did it more than once");
    page.run("window.done = {}; delete document.querySelector('main').dataset.did;").await.map(drop)
}

/// A click or key there causes one question. "Cancel" does nothing, and "Continue" performs the
/// action.
async fn asks(page: &Page<'_>, id: &str, act: impl AsyncFn() -> Result<()>) -> Result<()> {
    act().await?;
    let heading = if id == "icon" { "“Delete key CI” in Production?" } else { QUESTION };
    let question = page.warned(heading).await.with_context(|| id.to_owned())?;
    let what = "This deletes the key for good. Nothing can get new session tokens with it.";
    ensure!(question.description.contains(what), "{question:?}");
    ensure!(question.description.contains("commercedeveloper.adobe.com/account/apikeys"), "{question:?}");
    page.press_warning("Cancel").await?;
    page.warning_gone().await?;
    ensure!(done(page, id).await? == 0, "{id}: it was to do nothing");
    act().await?;
    page.warned(heading).await?;
    page.press_warning("Continue").await?;
    happened_once(page, id).await
}

async fn key_on(page: &Page<'_>, selector: &str, key: &str) -> Result<()> {
    page.show().await?;
    page.run(&format!("document.querySelector({selector:?}).focus();")).await?;
    page.key(key, 0).await
}

/// An action that went through may be repeated for a minute without a question, so each kind has
/// its own page.
#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_control_is_asked_about_by_mouse() -> Result<()> {
    let browser = Browser::start().await?;
    for id in ["link", "button", "submit", "framework", "icon"] {
        let page = with_controls(&browser, Production).await?;
        let does = if id == "submit" { "form" } else { id };
        asks(&page, does, async || page.press(&format!("#{id}")).await).await?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_control_is_asked_about_by_keyboard() -> Result<()> {
    let browser = Browser::start().await?;
    for (id, key) in [
        ("link", "Enter"),
        ("button", "Enter"),
        ("button", " "),
        ("submit", "Enter"),
        ("field", "Enter"),
        ("framework", "Enter"),
        ("framework", " "),
    ] {
        let page = with_controls(&browser, Production).await?;
        let does = if ["submit", "field"].contains(&id) { "form" } else { id };
        asks(&page, does, async || key_on(&page, &format!("#{id}"), key).await)
            .await
            .with_context(|| format!("{id} {key:?}"))?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_click_goes_through_where_a_script_cannot_repeat_it() -> Result<()> {
    let browser = Browser::start().await?;
    let page = with_controls(&browser, Production).await?;
    page.press("#trusted").await?;
    page.warned(QUESTION).await?;
    page.press_warning("Continue").await?;
    let told = async || page.says_anywhere("If nothing happens, click “Delete” again").await;
    eventually("told to click again", told, |told| *told).await?;
    ensure!(done(&page, "trusted").await? == 0, "a script did it");
    page.press("#trusted").await?;
    happened_once(&page, "trusted").await?;
    ensure!(!page.says_anywhere("If nothing happens").await?, "what it said is over");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_that_closes_is_opened_again_and_its_item_goes_through() -> Result<()> {
    let browser = Browser::start().await?;
    let page = with_controls(&browser, Production).await?;
    page.run(
        "window.openMenu = () => {
           const menu = document.createElement('div');
           menu.innerHTML = '<div role=menuitem id=item tabindex=0>Delete</div>';
           menu.id = 'menu';
           menu.firstElementChild.addEventListener('click', () => { done.item = (done.item ?? 0) + 1; menu.remove(); });
           document.querySelector('#link').after(menu);
         };
         openMenu();",
    )
    .await?;
    page.press("#item").await?;
    page.warned(QUESTION).await?;
    page.run("document.querySelector('#menu').remove();").await?;
    page.press_warning("Continue").await?;
    let told = async || page.says_anywhere("If nothing happens, click “Delete” again").await;
    eventually("told to click again", told, |told| *told).await?;
    ensure!(done(&page, "item").await? == 0, "its control was gone");
    page.run("openMenu();").await?;
    page.press("#item").await?;
    happened_once(&page, "item").await?;
    browser.end().await
}

/// A page with these controls, which count clicks on them under their IDs and change the page. Those
/// with `data-trusted` ignore clicks by script.
async fn with<'b>(browser: &'b Browser, controls: &str) -> Result<Page<'b>> {
    let page = browser.sign_in(Production, KEYS).await?;
    page.run(&format!(
        "window.done = {{}};
         const box = document.createElement('div');
         box.innerHTML = {controls:?};
         document.querySelector('main').prepend(box);
         for (const control of box.querySelectorAll('[id]'))
           control.addEventListener('click', (event) => {{
             if (control.dataset.trusted !== undefined && !event.isTrusted) return;
             done[control.id] = (done[control.id] ?? 0) + 1;
             control.dataset.did = '';
           }});"
    ))
    .await?;
    page.ready_to_stop().await?;
    Ok(page)
}

async fn is_told_to_click_again(page: &Page<'_>) -> Result<()> {
    let told = async || page.says_anywhere("If nothing happens, click “").await;
    eventually("told to click again", told, |told| *told).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_name_of_a_control_counts_and_an_icon_does_not_hide_it() -> Result<()> {
    let browser = Browser::start().await?;
    let icon = "style='display:inline-block; width:20px; height:20px'";
    for (controls, selector, label) in [
        ("<button id=named aria-label='Delete CI server'>Delete</button>".to_owned(), "#named", "Delete"),
        (
            "<p><span>CI</span> <code>••••••••</code> <button id=row aria-label='Delete CI'>×</button></p>".to_owned(),
            "#row",
            "Delete CI",
        ),
        (
            format!("<button aria-label='Delete key'><mat-icon {icon}>delete_forever</mat-icon></button>"),
            "mat-icon",
            "Delete key",
        ),
        (
            format!("<button>Delete<sp-icon-delete aria-label=Trash {icon}></sp-icon-delete></button>"),
            "sp-icon-delete",
            "Delete",
        ),
    ] {
        let page = with(&browser, &controls).await?;
        page.press(selector).await?;
        page.warned(&format!("“{label}” in Production?")).await.with_context(|| selector.to_owned())?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_that_clears_a_field_or_a_filter_asks_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    let controls = "<p><input type=search> <button id=clear aria-label=Effacer>×</button></p>
         <p><span>CI</span> <button id=chip aria-label='Remove filter'>×</button></p>
         <p><button id=back>Zurück</button></p>";
    let page = with(&browser, controls).await?;
    for id in ["clear", "chip", "back"] {
        page.press(&format!("#{id}")).await?;
        happened_once(&page, id).await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_user_is_told_to_click_again_wherever_a_script_did_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    for control in [
        "<a id=trusted data-trusted href='#'>Delete</a>",
        "<form><button id=trusted data-trusted type=button>Delete</button></form>",
        // A clock is no reaction.
        "<button id=trusted data-trusted>Delete</button> <span id=clock></span>",
    ] {
        let page = with(&browser, control).await?;
        page.run(
            // As long as an ID, and never the same.
            "const clock = document.querySelector('#clock');
             if (clock) setInterval(() => { clock.textContent = Date.now(); }, 50);",
        )
        .await?;
        page.press("#trusted").await?;
        page.warned(QUESTION).await?;
        page.press_warning("Continue").await?;
        is_told_to_click_again(&page).await.with_context(|| control.to_owned())?;
        page.press("#trusted").await?;
        happened_once(&page, "trusted").await?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_asked_the_user_itself_has_reacted() -> Result<()> {
    let browser = Browser::start().await?;
    let page = with(&browser, "<button>Delete</button>").await?;
    // Like a dialog of the browser, it blocks the page, which then shows nothing.
    page.run(
        "document.querySelector('main button').addEventListener('click', () => {
           const end = performance.now() + 300;
           while (performance.now() < end);
           done.asked = 1;
           setTimeout(() => { done.waited = 1; }, 2000);
         });",
    )
    .await?;
    page.press("main button").await?;
    page.warned(QUESTION).await?;
    page.press_warning("Continue").await?;
    eventually("time has passed", async || done(&page, "waited").await, |waited| *waited == 1).await?;
    ensure!(!page.says_anywhere("If nothing happens").await?, "the page has reacted");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_may_ask_once_about_the_same_action_and_anything_else_asks_again() -> Result<()> {
    let browser = Browser::start().await?;
    let page = with(&browser, "<button id=first>Delete</button> <button id=other>Regenerate</button>").await?;
    page.run(
        "window.add = (html) => {
           const box = document.createElement('div');
           box.innerHTML = html;
           box.firstElementChild.addEventListener('click', () => { done.sure = (done.sure ?? 0) + 1; box.remove(); });
           document.querySelector('main').prepend(box);
         };
         document.querySelector('#first').addEventListener('click', () => add('<button id=sure>Delete</button>'));",
    )
    .await?;
    page.press("#first").await?;
    page.warned(QUESTION).await?;
    page.press_warning("Continue").await?;
    eventually(
        "the page asks",
        async || page.run("return !!document.querySelector('#sure');").await,
        |asks| *asks == true,
    )
    .await?;
    page.press("#sure").await?;
    eventually("unasked", async || done(&page, "sure").await, |count| *count == 1).await?;
    page.press("#other").await?;
    page.warned("“Regenerate” in Production?").await?;
    page.press_warning("Cancel").await?;
    page.warning_gone().await?;
    // Another key's dialog.
    page.run("add('<button id=sure>Delete</button>');").await?;
    page.press("#sure").await?;
    page.warned(QUESTION).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_action_is_asked_about_after_a_menu_closed() -> Result<()> {
    let browser = Browser::start().await?;
    let page =
        with(&browser, "<div id=menu role=menuitem tabindex=0>Delete</div> <button id=other>Regenerate</button>")
            .await?;
    key_on(&page, "#menu", "Enter").await?;
    page.warned(QUESTION).await?;
    page.run("document.querySelector('#menu').remove();").await?;
    page.press_warning("Continue").await?;
    is_told_to_click_again(&page).await?;
    page.press("#other").await?;
    page.warned("“Regenerate” in Production?").await?;
    browser.end().await
}

/// What was asked about one key says nothing about another, even in the same menu.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_item_in_the_menu_of_another_key_is_asked_about() -> Result<()> {
    for is_reused in [true, false] {
        let browser = Browser::start().await?;
        let page =
            with(&browser, "<p>CI server <button id=first>⋮</button></p> <p>Laptop <button id=second>⋮</button></p>")
                .await?;
        page.run(&format!(
            "let menu = null;
             window.openMenu = () => {{
               if (!menu || !{is_reused}) {{
                 menu = document.createElement('div');
                 menu.innerHTML = '<div role=menu><div role=menuitem id=item tabindex=0>Delete</div></div>';
                 menu.querySelector('#item').addEventListener('click', (event) => {{
                   menu.remove();
                   if (event.isTrusted) done.item = (done.item ?? 0) + 1;
                 }});
               }}
               document.querySelector('main').append(menu);
             }};
             for (const id of ['first', 'second']) document.getElementById(id).addEventListener('click', openMenu);"
        ))
        .await?;
        page.press("#first").await?;
        page.press("#item").await?;
        page.warned(QUESTION).await?;
        // The page closes its menu in the meantime.
        page.run("document.querySelector('#item').closest('div:has([role=menu])').remove();").await?;
        page.press_warning("Continue").await?;
        is_told_to_click_again(&page).await?;
        page.press("#second").await?;
        page.press("#item").await?;
        page.warned(QUESTION).await?;
        page.press_warning("Cancel").await?;
        page.warning_gone().await?;
        ensure!(done(&page, "item").await? == 0, "{is_reused}: it went through");
        // The key that was asked about.
        page.press("#first").await?;
        page.press("#item").await?;
        happened_once(&page, "item").await?;
        browser.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_is_asked_about_where_the_worker_ended() -> Result<()> {
    let browser = Browser::start().await?;
    let page = with(&browser, "<button id=button>Delete</button>").await?;
    browser.kill_worker().await?;
    page.point_at("#button").await?;
    eventually("its question can be drawn", async || page.draws_cards().await, |draws| *draws).await?;
    page.press("#button").await?;
    page.warned(QUESTION).await?;
    page.press_warning("Continue").await?;
    happened_once(&page, "button").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_in_sandbox() -> Result<()> {
    let browser = Browser::start().await?;
    let page = with_controls(&browser, Sandbox).await?;
    for id in ["button", "framework", "link", "icon"] {
        page.press(&format!("#{id}")).await?;
        happened_once(&page, id).await?;
    }
    key_on(&page, "#field", "Enter").await?;
    happened_once(&page, "form").await?;
    ensure!(!page.holds_stops().await?, "a page of Sandbox has what holds clicks");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_full_of_the_word_asks_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    let page = with_controls(&browser, Production).await?;
    page.run("const prose = document.querySelector('#prose'); for (let n = 0; n < 300; n++) prose.after(prose.cloneNode(true));")
        .await?;
    page.press("#prose").await?;
    page.press("#prose b").await?;
    page.press("#typed").await?;
    page.key("Enter", 0).await?;
    page.press("#save").await?;
    happened_once(&page, "save").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn for_a_quarter_of_an_hour_nothing_is_asked_on_that_site() -> Result<()> {
    let browser = Browser::start().await?;
    let page = with_controls(&browser, Production).await?;
    page.press("#button").await?;
    page.warned(QUESTION).await?;
    page.press_warning("Continue, don’t ask for 15 minutes").await?;
    happened_once(&page, "button").await?;
    for page in [page, with_controls(&browser, Production).await?] {
        page.press("#icon").await?;
        happened_once(&page, "icon").await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_answered_with_never_is_not_asked_again() -> Result<()> {
    let browser = Browser::start().await?;
    let page = with_controls(&browser, Production).await?;
    page.press("#button").await?;
    page.warned(QUESTION).await?;
    page.press_warning("Continue, never ask about this here").await?;
    happened_once(&page, "button").await?;
    // Nor on another control of the same page.
    page.press("#framework").await?;
    happened_once(&page, "framework").await?;
    page.close().await?;
    browser.kill_worker().await?;
    let page = with_controls(&browser, Production).await?;
    page.press("#icon").await?;
    happened_once(&page, "icon").await?;
    // A different action is.
    page.run("document.querySelector('#button').textContent = 'Regenerate';").await?;
    page.point_at("#button").await?;
    eventually("its question can be drawn", async || page.draws_cards().await, |draws| *draws).await?;
    page.press("#button").await?;
    page.warned("“Regenerate” in Production?").await?;
    browser.end().await
}

const OFFER: &str = "Ask before you submit in Production?";

/// Fills in the form that submits an extension, and submits it with a click.
async fn submit(page: &Page<'_>) -> Result<()> {
    page.go(&format!("{}/extensions/submit", origin(Production))).await?;
    page.ready_to_stop().await?;
    page.run(
        "document.querySelector('#name').value = 'Gift Notes'; document.querySelector('#version').value = '2.2.0';",
    )
    .await?;
    page.press("main form button").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_submission_offers_to_ask_before_the_next_one() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/extensions/").await?;
    submit(&page).await?;
    let offer = async || page.card(OFFER).await;
    eventually("the offer", offer, Option::is_some).await?;
    ensure!(page.run("return location.pathname;").await? == "/extensions/", "the submission went through");
    page.press_card(OFFER, "Ask first").await?;
    eventually("accepted", offer, Option::is_none).await?;
    submit(&page).await?;
    page.warned("“Submit” in Production?").await?;
    page.press_warning("Continue").await?;
    let back = async || page.run("return location.pathname;").await;
    eventually("submitted", back, |path| *path == "/extensions/").await?;
    ensure!(page.card(OFFER).await?.is_none(), "it was offered once");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_offer_is_never_made_again() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/extensions/").await?;
    submit(&page).await?;
    let offer = async || page.card(OFFER).await;
    eventually("the offer", offer, Option::is_some).await?;
    page.press_card(OFFER, "No, thanks").await?;
    eventually("declined", offer, Option::is_none).await?;
    browser.kill_worker().await?;
    submit(&page).await?;
    let back = async || page.run("return location.pathname;").await;
    eventually("submitted", back, |path| *path == "/extensions/").await?;
    page.session_when(Production, "signed in").await?;
    ensure!(page.card(OFFER).await?.is_none(), "it was declined");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watched_site_asks_before_the_buttons_that_the_user_named() -> Result<()> {
    let browser = Browser::start().await?;
    browser.grant(CI).await?;
    browser.watch(&site(CI, Some(Production))).await?;
    let options = browser.panel("pages/options.html").await?;
    options.press("#watched [data-action=menu]").await?;
    options.press("#watched [data-action=words]").await?;
    options.type_text("Deploy now, Roll back").await?;
    options.key("Tab", 0).await?;
    let kept = async || browser.watched().await;
    eventually("kept", kept, |sites| sites.iter().any(|site| site.words == ["Deploy now", "Roll back"])).await?;
    options.close().await?;
    let page = browser.open(&format!("https://{CI}/fleet/shop/secrets")).await?;
    page.run(
        "window.done = {};
         for (const [id, label] of [['deploy', 'Deploy now'], ['other', 'Delete']]) {
           const button = document.createElement('button');
           button.id = id;
           button.textContent = label;
           button.addEventListener('click', () => { done[id] = (done[id] ?? 0) + 1; button.dataset.did = ''; });
           document.body.prepend(button);
         }",
    )
    .await?;
    page.ready_to_stop().await?;
    page.press("#deploy").await?;
    let question = page.warned("“Deploy now” in Production?").await?;
    ensure!(question.description.contains(CI), "{question:?}");
    page.press_warning("Cancel").await?;
    page.warning_gone().await?;
    ensure!(done(&page, "deploy").await? == 0, "it was to do nothing");
    page.press("#deploy").await?;
    page.warned("“Deploy now” in Production?").await?;
    page.press_warning("Continue").await?;
    eventually("it did it", async || done(&page, "deploy").await, |count| *count == 1).await?;
    page.press("#other").await?;
    eventually("unasked", async || done(&page, "other").await, |count| *count == 1).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn never_ask_can_be_undone_in_the_options() -> Result<()> {
    let browser = Browser::start().await?;
    let page = with_controls(&browser, Production).await?;
    page.press("#button").await?;
    page.warned(QUESTION).await?;
    page.press_warning("Continue, never ask about this here").await?;
    happened_once(&page, "button").await?;
    page.close().await?;
    let options = browser.panel("pages/options.html").await?;
    let row = options.says("#never-asked-list", "commercedeveloper.adobe.com").await?;
    ensure!(row.contains("Deleting a key") && !row.contains("for good"), "{row}");
    options.press("#stoppingAskAgain").await?;
    let listed = async || options.run("return document.querySelector('#never-asked').hidden;").await;
    eventually("taken back", listed, |hidden| *hidden == true).await?;
    options.close().await?;
    let page = with_controls(&browser, Production).await?;
    page.press("#button").await?;
    page.warned(QUESTION).await?;
    browser.end().await
}

/// These tests run alone.
mod timed {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_click_goes_through_once_where_the_core_does_not_answer() -> Result<()> {
        let browser = Browser::start().await?;
        let page = with_controls(&browser, Production).await?;
        let (x, y) = page.place_of("#button").await?;
        let standstill = browser.stand_still().await?;
        page.click(x, y).await?;
        eventually("it did it", async || done(&page, "button").await, |count| *count > 0).await?;
        drop(standstill);
        happened_once(&page, "button").await?;
        browser.end().await
    }

    /// The core can't bring the note that says to click again, so the badge says it.
    #[tokio::test(flavor = "multi_thread")]
    async fn where_a_script_cannot_repeat_a_click_and_the_core_is_silent_the_user_is_told() -> Result<()> {
        let browser = Browser::start().await?;
        browser.grant(CI).await?;
        browser.watch(&Watched { words: vec!["Delete".to_owned()], ..site(CI, Some(Production)) }).await?;
        let page = browser.open(&format!("https://{CI}/fleet/shop/secrets")).await?;
        page.run(
            "window.done = {};
             const button = document.createElement('button');
             button.id = 'trusted';
             button.textContent = 'Delete';
             button.addEventListener('click', ({ isTrusted }) => {
               if (isTrusted) done.trusted = (done.trusted ?? 0) + 1;
             });
             document.body.prepend(button);",
        )
        .await?;
        page.ready_to_stop().await?;
        let (x, y) = page.place_of("#trusted").await?;
        let standstill = browser.stand_still().await?;
        page.click(x, y).await?;
        let says = |badge: &browser_tests::Badge| badge.text.contains("click “Delete” again");
        page.badge_when("the badge says so", says).await?;
        ensure!(done(&page, "trusted").await? == 0, "a script did it");
        page.click(x, y).await?;
        eventually("it did it", async || done(&page, "trusted").await, |count| *count == 1).await?;
        drop(standstill);
        page.badge_when("the badge is back", |badge| !says(badge) && badge.tone == "production").await?;
        browser.end().await
    }
}
