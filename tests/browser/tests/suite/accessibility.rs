//! axe-core finds nothing wrong, in light and in dark.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use anyhow::Result;
use browser_tests::session::ENDED;
use browser_tests::watched::site;
use browser_tests::{Browser, Engine, Page, eventually};
use sandbar::catalogue::Environment::{Production, Sandbox};
use serde_json::json;

const PAIR: &str = "App Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db";

/// Checks that an extension page has no violation.
async fn sound(page: &Page<'_>, what: &str) -> Result<()> {
    for scheme in ["light", "dark"] {
        page.colors(scheme, false).await?;
        assert_eq!(page.violations().await?, [""; 0], "{what}, {scheme}");
    }
    Ok(())
}

/// Checks that Sandbar's elements on this page have no violation.
async fn drawn_sound(browser: &Browser, page: &Page<'_>, what: &str) -> Result<()> {
    // Before the page loses the focus.
    let drawn = page.drawn().await?;
    let copy = browser.open("https://example.org/").await?;
    for scheme in ["light", "dark"] {
        copy.colors(scheme, false).await?;
        assert_eq!(copy.violations_of(&drawn).await?, [""; 0], "{what}, {scheme}");
    }
    copy.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_popup_in_every_state() -> Result<()> {
    let browser = Browser::start().await?;
    sound(&browser.popup_of(&browser.open("https://example.org/").await?).await?, "elsewhere").await?;
    sound(&browser.popup_of(&browser.open("https://account.magento.com/").await?).await?, "account site").await?;
    let page = browser.sign_in(Sandbox, "/extensions/").await?;
    let popup = browser.popup_of(&page).await?;
    sound(&popup, "sandbox").await?;
    popup.press("#checkExample").await?;
    popup.says("#checked", "Which environment is this key for?").await?;
    sound(&popup, "unknown key").await?;
    popup.press("#rememberProduction").await?;
    popup.says("#checked", "This is a Production key").await?;
    sound(&popup, "wrong key").await?;
    popup.press("#rememberSandbox").await?;
    popup.says("#checked", "The keys match the hosts").await?;
    sound(&popup, "fitting key").await?;
    popup.press("#checkClear").await?;
    popup.press("#pause").await?;
    popup.says("#here", "Paused on this site").await?;
    sound(&popup, "paused").await?;
    for part in ["#history", "#page-check"] {
        popup.press(&format!("{part} summary")).await?;
        sound(&popup, part).await?;
    }
    popup.press("#page-check summary").await?;
    let other = browser.sign_in(Production, "/").await?;
    other.go("https://commercedeveloper.adobe.com/account/logout").await?;
    popup.says("#lane-sandbox", "Signed out with Production").await?;
    sound(&popup, "ended").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn watching_a_site_in_popup_and_options() -> Result<()> {
    let browser = Browser::start().await?;
    browser.grant("ci.harbour.example").await?;
    let page = browser.open("https://ci.harbour.example/fleet/shop/secrets").await?;
    let popup = browser.popup_of(&page).await?;
    popup.says("#watch", "Watch this site").await?;
    sound(&popup, "a site to watch").await?;
    popup.press("#watch-more summary").await?;
    popup.press("input[name=watch-scope][value=path]").await?;
    popup.press("input[name=watch-environment][value=sandbox]").await?;
    popup.type_into("#watch-path", "*").await?;
    popup.press("#watchNow").await?;
    popup.says("#watch-said", "can’t contain").await?;
    sound(&popup, "a path that will not do").await?;
    browser.watch(&site("ci.harbour.example", Some(Sandbox))).await?;
    popup.says("#here", "checks what you paste here as on a Sandbox page").await?;
    sound(&popup, "watched").await?;
    popup.press("#watchChange").await?;
    sound(&popup, "changing").await?;
    sound(&browser.popup_of(&browser.open("https://example.org/").await?).await?, "a hidden address").await?;

    let options = browser.panel("pages/options.html").await?;
    options.says("#watched", "Access allowed").await?;
    sound(&options, "a site with access").await?;
    browser.watch(&site("wiki.harbour.example", None)).await?;
    options.says("#watched", "No access").await?;
    sound(&options, "a site without access").await?;
    options.press("[data-key=\"wiki.harbour.example\"] [data-action=menu]").await?;
    sound(&options, "a menu").await?;
    options.press("[data-key=\"wiki.harbour.example\"] [data-action=remove]").await?;
    options.says("#watched-undo-bar", "Site removed").await?;
    options.press("#siteAdd").await?;
    options.says("#watched-said", "Enter a site address").await?;
    sound(&options, "undo, and no address").await?;
    options.resize(400, 800, 1.0).await?;
    sound(&options, "narrow").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_welcome_page() -> Result<()> {
    let browser = Browser::start().await?;
    let welcome = browser.panel("pages/welcome.html").await?;
    sound(&welcome, "nothing done").await?;
    browser.ask_core(&json!({ "remember": { "text": PAIR, "environment": "sandbox" } })).await?;
    welcome.says("#learned-sandbox", "1 Sandbox key learned").await?;
    browser.watch(&site("github.com", None)).await?;
    welcome.says("#places", "No access").await?;
    welcome.press("#placeAdd").await?;
    welcome.says("#place-said", "Enter a site address").await?;
    welcome.press("#tryNow").await?;
    welcome.says("#tried", "This is a Production key").await?;
    welcome.press("#about summary").await?;
    sound(&welcome, "keys, a place without access, the example and the details").await?;
    for width in [400, 320] {
        welcome.resize(width, 800, 1.0).await?;
        let wide = welcome.run("return document.documentElement.scrollWidth - innerWidth;").await?;
        assert!(wide.as_i64() <= Some(0), "{width} px: {wide} px too wide");
    }
    sound(&welcome, "narrow").await?;
    browser.allow_access(false).await?;
    welcome.says("#access", "needs your permission").await?;
    sound(&welcome, "no access").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_about_learned_keys() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Sandbox, "/account/apikeys").await?;
    let card = async || page.card("Sandbar learned 2 Sandbox keys").await;
    eventually("the card", card, Option::is_some).await?;
    drawn_sound(&browser, &page, "learned keys").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_options_with_and_without_keys() -> Result<()> {
    let browser = Browser::start().await?;
    let options = browser.panel("pages/options.html").await?;
    options.says("#keyring-status", "No keys yet").await?;
    sound(&options, "empty").await?;
    let text = json!({ "remember": { "text": PAIR, "environment": "sandbox" } });
    browser.ask_core(&text).await?;
    options.says("#keyring-count", "1 key").await?;
    sound(&options, "one key").await?;
    for part in ["#export-part", "#import-part", "#report"] {
        options.press(&format!("{part} > summary")).await?;
        sound(&options, part).await?;
    }
    options.press("#keyring [data-action=menu]").await?;
    sound(&options, "a key's menu").await?;
    options.press("[data-action=rename]").await?;
    sound(&options, "renaming").await?;
    options.key("Escape", 0).await?;
    options.press("#keyring [data-action=menu]").await?;
    options.press("#keyring [data-action=forget]").await?;
    options.says("#undo-bar", "forgotten").await?;
    sound(&options, "undo").await?;
    options.resize(400, 800, 1.0).await?;
    sound(&options, "narrow").await?;
    browser.ask("await browser.storage.local.set({ 'key:damaged': 5 });").await?;
    browser.kill_worker().await?;
    let options = browser.panel("pages/options.html").await?;
    options.says("#problems", "Some keys were damaged").await?;
    sound(&options, "problem").await?;
    let popup = browser.popup_of(&browser.open("https://example.org/").await?).await?;
    popup.says("#problems", "See Options").await?;
    sound(&popup, "popup, problem").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn badges() -> Result<()> {
    let browser = Browser::start().await?;
    for (url, tone) in [
        ("https://commercedeveloper.adobe.com/", "production"),
        ("https://commercedeveloper-sandbox.adobe.com/", "sandbox"),
        ("https://developer.magento.com/?banner=misplaced", "check"),
    ] {
        let page = browser.open(url).await?;
        page.badge_when(tone, |badge| badge.tone == tone).await?;
        drawn_sound(&browser, &page, tone).await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_warning_beside_a_field() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open("https://commercedeveloper.adobe.com/demo/fields").await?;
    browser.paste_text(&page, "#text", PAIR).await?;
    page.warned("Which environment is this key for?").await?;
    drawn_sound(&browser, &page, "question").await?;
    page.press_warning("Sandbox").await?;
    page.warned("This is a Sandbox key").await?;
    drawn_sound(&browser, &page, "alarm").await?;
    page.run("document.querySelector('#text').form.requestSubmit();").await?;
    page.warned("Submit with this key?").await?;
    drawn_sound(&browser, &page, "asked once more").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_before_what_cannot_be_undone() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/account/apikeys?confirm=dialog").await?;
    page.ready_to_stop().await?;
    let mark = "const one = [...document.querySelectorAll('main a, main button')].find((one) => one.textContent.trim() === 'Delete');
         if (one) one.id = 'pressed'; return !!one;";
    eventually("a key", async || page.run(mark).await, |found| *found == true).await?;
    page.press("#pressed").await?;
    page.warned("“Delete” in Production?").await?;
    drawn_sound(&browser, &page, "before what cannot be undone").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_the_notice_and_the_reminder() -> Result<()> {
    let browser = Browser::start().await?;
    let form = browser.sign_in(Sandbox, "/demo/form30").await?;
    drawn_sound(&browser, &form, "reminder").await?;
    form.run("document.querySelector('#f1').focus();").await?;
    form.type_text("Order Exporter").await?;
    let page = browser.sign_in(Production, "/?menu=open").await?;
    eventually("Sandbar would ask about the click", async || page.holds_presses().await, |holds| *holds).await?;
    let sign_out = "a[href='/account/logout']";
    page.point_at(sign_out).await?;
    page.press(sign_out).await?;
    page.warned("Signing out of Production signs you out of Sandbox too").await?;
    drawn_sound(&browser, &page, "question").await?;
    // The page closes its menu in the meantime.
    page.run(&format!("document.querySelector({sign_out:?}).hidden = true; window.kept = document.querySelector({sign_out:?}); kept.remove();")).await?;
    page.press_warning("Sign out of both").await?;
    eventually("the hint to click again", async || page.says_anywhere("Click Sign Out again").await, |says| *says)
        .await?;
    drawn_sound(&browser, &page, "click again").await?;
    page.run("kept.hidden = false; document.querySelector('main').prepend(kept);").await?;
    page.show().await?;
    page.press(sign_out).await?;
    form.ended("You signed out of Production").await?;
    drawn_sound(&browser, &form, "notice").await?;
    form.press_card(ENDED, "Copy what I typed").await?;
    form.ended("Copied 1 field.").await?;
    drawn_sound(&browser, &form, "rescue").await?;
    if Engine::chosen() == Engine::Chromium {
        form.refuse_clipboard().await?;
        form.show().await?;
        form.press_card(ENDED, "Copy what I typed").await?;
        form.ended("selected below for you to copy").await?;
        drawn_sound(&browser, &form, "rescue by hand").await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_warning_in_a_dialog_in_a_small_frame_and_where_nothing_was_removed() -> Result<()> {
    use demo_portals::sites::DESK;
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    browser.grant(DESK).await?;
    browser.watch(&site(DESK, Some(Production))).await?;
    browser.put_on_clipboard("7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c").await?;
    let focus_in_frame =
        "const frame = document.querySelector('#narrow'); frame.style.cssText = 'width: 260px; height: 90px';
        frame.focus(); frame.contentWindow.focus(); frame.contentDocument.querySelector('#secret').focus();";
    let focus = "document.querySelector('#secret').focus();";
    for (path, focus) in
        [("/dialog", focus), ("/small", focus_in_frame), ("/fields", "document.querySelector('#stubborn').focus();")]
    {
        let page = browser.open(&format!("https://{DESK}{path}")).await?;
        eventually("the page is watched", async || page.badge().await, Option::is_some).await?;
        page.run(focus).await?;
        page.paste().await?;
        page.warning_when(path, |_| true).await?;
        if path == "/fields" {
            page.press_warning("Remove it").await?;
            eventually("it says so", async || page.warning_text().await, |text| text.contains("still in the text"))
                .await?;
        }
        for scheme in ["light", "dark"] {
            page.colors(scheme, false).await?;
            if let Some(folder) = std::env::var_os("SANDBAR_PICTURES") {
                let file = format!("warning{}-{scheme}.png", path.replace('/', "-"));
                std::fs::write(std::path::Path::new(&folder).join(file), page.picture().await?)?;
            }
        }
        drawn_sound(&browser, &page, path).await?;
        page.close().await?;
    }
    browser.end().await
}

/// A page of the test site as one of Production.
async fn desk<'b>(browser: &'b Browser, path: &str) -> Result<Page<'b>> {
    let page = browser.open(&format!("https://{}{path}", demo_portals::sites::DESK)).await?;
    eventually("the page is watched", async || page.badge().await, Option::is_some).await?;
    Ok(page)
}

const SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";

/// A browser that knows the key on its clipboard and watches the test site.
async fn knowing() -> Result<Browser> {
    use demo_portals::sites::DESK;
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    browser.grant(DESK).await?;
    browser.watch(&site(DESK, Some(Production))).await?;
    browser.put_on_clipboard(SECRET).await?;
    Ok(browser)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chip_that_says_where_a_key_is_from() -> Result<()> {
    use demo_portals::sites::CI;
    let browser = knowing().await?;
    browser.grant(CI).await?;
    browser.watch(&site(CI, None)).await?;
    let page = browser.open(&format!("https://{CI}/fleet/shop/secrets")).await?;
    eventually("the page is entered", async || page.entered().await, |entered| !entered.is_empty()).await?;
    browser.paste_text(&page, "#secret_value", SECRET).await?;
    page.chip_with(&["Sandbox"]).await?;
    drawn_sound(&browser, &page, "chip").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_warnings_about_files() -> Result<()> {
    if Engine::Chromium.alone("has tools that choose files") {
        return Ok(());
    }
    let browser = knowing().await?;
    let folder = tempfile::tempdir()?;
    let small = folder.path().join(".env");
    std::fs::write(&small, format!("ADOBE_APP_SECRET={SECRET}\n"))?;
    let large = folder.path().join("backup.json");
    std::fs::write(&large, "{}".repeat(700_000))?;
    let page = desk(&browser, "/upload").await?;
    // The code that reads files is loaded at the user's first action.
    page.paste_into("#secret").await?;
    page.warning_when("a warning", |_| true).await?;
    page.key("Escape", 0).await?;
    page.warning_gone().await?;
    for (file, heading) in [(&small, "This is a Sandbox key"), (&large, "This file wasn’t checked")] {
        page.run("document.querySelector('#file').focus();").await?;
        let root = page.devtools("DOM.getDocument", json!({})).await?;
        let field = json!({ "nodeId": root["root"]["nodeId"], "selector": "#file" });
        let field = page.devtools("DOM.querySelector", field).await?;
        page.devtools("DOM.setFileInputFiles", json!({ "nodeId": field["nodeId"], "files": [file] })).await?;
        page.warned(heading).await?;
        drawn_sound(&browser, &page, heading).await?;
        page.press_warning("Remove the file").await?;
        page.warning_gone().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_warning_in_a_full_screen_element() -> Result<()> {
    let browser = knowing().await?;
    let page = desk(&browser, "/fullscreen").await?;
    page.press("#enter").await?;
    let is_full = "return document.fullscreenElement?.id ?? '';";
    eventually("full screen", async || page.run(is_full).await, |id| *id == "layer").await?;
    page.run("document.querySelector('#secret').focus();").await?;
    page.paste().await?;
    page.warning_when("a warning", |_| true).await?;
    drawn_sound(&browser, &page, "full screen").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_offer_to_ask_before_a_submission() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/extensions/submit").await?;
    page.ready_to_stop().await?;
    page.run(
        "document.querySelector('#name').value = 'Gift Notes'; document.querySelector('#version').value = '2.2.0';",
    )
    .await?;
    page.press("main form button").await?;
    let offer = async || page.card("Ask before you submit in Production?").await;
    eventually("the offer", offer, Option::is_some).await?;
    drawn_sound(&browser, &page, "offer").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_says_that_nothing_was_checked() -> Result<()> {
    use demo_portals::sites::CI;
    let browser = knowing().await?;
    browser.grant(CI).await?;
    browser.watch(&site(CI, None)).await?;
    let copy = browser.open("https://example.org/").await?;
    // On a page with a badge, and on one without.
    let page = desk(&browser, "/fields").await?;
    let bare = browser.open(&format!("https://{CI}/fleet/shop/secrets")).await?;
    eventually("the page is entered", async || bare.entered().await, |entered| !entered.is_empty()).await?;
    let standstill = browser.stand_still().await?;
    page.paste_into("#secret").await?;
    page.badge_when("the badge says so", |badge| badge.tone == "check").await?;
    bare.paste_into("#secret_value").await?;
    let told = async || bare.says_anywhere("Sandbar · Not checking").await;
    eventually("the page says so", told, |told| *told).await?;
    for scheme in ["light", "dark"] {
        copy.colors(scheme, false).await?;
        assert_eq!(copy.violations_of(&page.drawn().await?).await?, [""; 0], "badge, {scheme}");
        assert_eq!(copy.violations_of(&bare.drawn().await?).await?, [""; 0], "note, {scheme}");
    }
    drop(standstill);
    // Where the warning is there, it says so itself.
    page.warning_when("the late answer", |_| true).await?;
    page.key("Escape", 0).await?;
    page.warning_gone().await?;
    let standstill = browser.stand_still().await?;
    page.paste_into("#secret").await?;
    page.warned("This text wasn’t checked").await?;
    assert_eq!(copy.violations_of(&page.drawn().await?).await?, [""; 0], "warning");
    drop(standstill);
    browser.end().await
}

/// axe doesn't check placeholders. WCAG 2.2, 1.4.3: 4.5 to 1.
#[tokio::test(flavor = "multi_thread")]
async fn placeholders_are_readable() -> Result<()> {
    const CONTRASTS: &str = "const luminance = (color) => {
         const [red, green, blue] = color.match(/[\\d.]+/g).slice(0, 3)
           .map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
         return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
       };
       return [...document.querySelectorAll('[placeholder]')].map((field) => {
         const { color, opacity } = getComputedStyle(field, '::placeholder');
         const [a, b] = [color, getComputedStyle(field).backgroundColor].map(luminance);
         return [field.id, opacity === '1' ? (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) : 0];
       });";
    let browser = Browser::start().await?;
    browser.watch(&site("ci.harbour.example", Some(Production))).await?;
    let page = browser.open("https://example.org/").await?;
    for panel in [browser.panel("pages/options.html").await?, browser.popup_of(&page).await?] {
        for scheme in ["light", "dark"] {
            panel.colors(scheme, false).await?;
            let contrasts: Vec<(String, f64)> = serde_json::from_value(panel.run(CONTRASTS).await?)?;
            assert!(!contrasts.is_empty(), "no placeholder");
            let faint: Vec<_> = contrasts.iter().filter(|(_, contrast)| *contrast < 4.5).collect();
            assert!(faint.is_empty(), "{scheme}: {faint:?}");
        }
    }
    browser.end().await
}
