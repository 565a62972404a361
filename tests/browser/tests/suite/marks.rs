//! Stronger marks: a bar, a frame, a label and a color, and what the pointer does near the badge.
#![allow(clippy::indexing_slicing, reason = "JSON indexed by a name answers null; a wrong index is a failed test")]

use anyhow::{Context as _, Result, ensure};
use browser_tests::marks::Marks;
use browser_tests::{Browser, Page, Picture, eventually, picture};
use sandbar::catalogue::Environment::{Production, Sandbox};
use sandbar::view::theme::{Tone, color};
use serde_json::{Value, json};

use crate::badges::{Frame, first_frames};

const PRODUCTION: &str = "https://commercedeveloper.adobe.com";
const SANDBOX: &str = "https://commercedeveloper-sandbox.adobe.com";
const BOTH: [(&str, &str); 2] = [(PRODUCTION, "production"), (SANDBOX, "sandbox")];
const STRONGER: [&str; 2] = ["bar", "frame"];

/// Marks the pages of both environments like this.
async fn mark(browser: &Browser, kind: &str) -> Result<()> {
    for (_, environment) in BOTH {
        set(browser, environment, "mark", json!(kind)).await?;
    }
    Ok(())
}

async fn set(browser: &Browser, environment: &str, part: &str, value: Value) -> Result<()> {
    let mut placement = browser.ask_core(&json!("settings")).await?[environment].clone();
    placement[part] = value;
    browser.choose(environment, placement).await
}

/// Gives Production a label and a color.
async fn call_it_live(browser: &Browser) -> Result<()> {
    browser.choose("looks", json!({ "production": { "label": "LIVE – careful", "color": "#0a7d2c" } })).await
}

async fn room(page: &Page<'_>) -> Result<[f64; 2]> {
    let size = page.run("const { clientWidth } = document.documentElement; return [clientWidth, innerHeight];").await?;
    Ok(serde_json::from_value(size)?)
}

/// Whether the bar or the frame is where it belongs.
fn is_in_place(Marks { kind, edge: [left, top, right, bottom], .. }: &Marks, [width, height]: [f64; 2]) -> bool {
    let is_wide = *left <= 0.0 && *top <= 0.0 && *right >= width - 0.5;
    match kind.as_str() {
        "bar" => is_wide && (4.0..12.0).contains(bottom),
        "frame" => is_wide && *bottom >= height - 0.5,
        _ => right - left < 1.0 || bottom - top < 1.0,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mark_is_in_the_first_painted_frame_and_stays() -> Result<()> {
    let browser = Browser::start().await?;
    call_it_live(&browser).await?;
    for kind in ["pill", "bar", "frame"] {
        mark(&browser, kind).await?;
        for (url, environment) in BOTH {
            browser.kill_worker().await?;
            let page = browser.new_tab().await?;
            let frames = first_frames(&page, &format!("{url}/?policy=strict")).await?;
            // The badge grows when the state of the session arrives, and a corner of it stays.
            let first = &frames[0];
            let keeps = |edge: fn(&Frame) -> f64| frames.iter().all(|frame| (edge(frame) - edge(first)).abs() < 0.01);
            let stays = (keeps(|frame| frame.left) || keeps(|frame| frame.right))
                && (keeps(|frame| frame.top) || keeps(|frame| frame.bottom));
            ensure!(stays && frames.iter().all(|frame| frame.area > 0.0), "{kind}, {environment}: {frames:?}");
            ensure!(kind != "bar" || first.top.abs() < 0.5, "the badge doesn't hang from the bar: {frames:?}");
            let room = room(&page).await?;
            let marks = page.marks_when(kind, |marks| marks.kind == kind && is_in_place(marks, room)).await?;
            let label = if environment == "production" { "LIVE – careful" } else { "Sandbox" };
            ensure!(marks.label == label, "{marks:?}");
            page.close().await?;
        }
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_its_label_and_its_color_need_no_answer_of_the_core() -> Result<()> {
    let browser = Browser::start().await?;
    call_it_live(&browser).await?;
    mark(&browser, "bar").await?;
    let page = browser.new_tab().await?;
    let standstill = browser.stand_still().await?;
    page.go(&format!("{PRODUCTION}/")).await?;
    let first = page.marks_when("drawn", |marks| marks.kind == "bar").await?;
    ensure!(first.label == "LIVE – careful", "{first:?}");
    ensure!(first.fill.contains("rgb(10, 125, 44)") && first.ink == "rgb(255, 255, 255)", "{first:?}");
    drop(standstill);
    page.badge_when("the answer", |badge| badge.text.contains("Not signed in") || badge.name.contains(", ")).await?;
    let after = page.marks().await?.context("marks")?;
    ensure!(after == first, "{first:?} became {after:?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_page_follows_every_choice() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{PRODUCTION}/")).await?;
    page.marks_when("a pill", |marks| marks.kind == "pill").await?;
    for kind in ["bar", "frame", "bar", "pill"] {
        mark(&browser, kind).await?;
        let room = room(&page).await?;
        page.marks_when(kind, |marks| marks.kind == kind && is_in_place(marks, room)).await?;
    }
    call_it_live(&browser).await?;
    page.marks_when("the label", |marks| marks.label == "LIVE – careful" && marks.fill.contains("rgb(10, 125, 44)"))
        .await?;
    // The tab and the popup keep the environment's name.
    ensure!(page.title().await?.starts_with("PROD · "), "{}", page.title().await?);
    ensure!(page.toolbar().await?.title.starts_with("Sandbar: Production"), "{:?}", page.toolbar().await?);
    browser.popup_of(&page).await?.says("#here", "Production").await?;
    page.show().await?;
    page.press_badge("fold").await?;
    page.badge_when("a short text", |badge| badge.text.starts_with("PROD") && badge.name.starts_with("LIVE")).await?;
    browser.choose("looks", json!({})).await?;
    page.badge_when("Sandbar's own look", |badge| badge.name.starts_with("Production")).await?;
    browser.end().await
}

/// An open page gets the script of a chosen mark and the view that names it at the same time.
#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_mark_is_drawn_when_its_script_comes_after_the_view() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{PRODUCTION}/")).await?;
    page.session_when(Production, "signed out").await?;
    page.settled().await?;
    let hold = "const api = scope.browser.scripting;
        const inject = api.executeScript.bind(api);
        const released = new Promise((release) => { scope.release = release; });
        api.executeScript = async (injection) => {
          if (injection.files?.some((file) => file.includes('mark-'))) await released;
          return inject(injection);
        };";
    browser.in_background(hold).await?;
    mark(&browser, "frame").await?;
    let room = room(&page).await?;
    let held = page.marks_when("the view", |marks| marks.kind == "frame").await?;
    ensure!(!is_in_place(&held, room), "its script was not held: {held:?}");
    browser.in_background("scope.release();").await?;
    page.marks_when("a frame around the page", |marks| is_in_place(marks, room)).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contradiction_keeps_its_own_look() -> Result<()> {
    let browser = Browser::start().await?;
    call_it_live(&browser).await?;
    for kind in STRONGER {
        mark(&browser, kind).await?;
        let page = browser.open(&format!("{PRODUCTION}/?banner=misplaced")).await?;
        page.badge_when("a contradiction", |badge| badge.tone == "check").await?;
        page.marks_when("in its own words", |marks| marks.kind == kind && marks.label == "Check the environment")
            .await?;
        let red = async || Ok(Picture::from_png(&page.picture().await?)?.count(picture::color(color(Tone::Check))?, 2));
        eventually(&format!("a red {kind}"), red, |count| *count > 4000).await?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stronger_mark_takes_no_click_and_moves_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    let plain = browser.open(&format!("{PRODUCTION}/")).await?;
    let layout = "const { top, left, width } = document.querySelector('h1').getBoundingClientRect();
        return [top, left, width, document.documentElement.scrollWidth];";
    let before = plain.run(layout).await?;
    for kind in STRONGER {
        mark(&browser, kind).await?;
        for (url, environment) in BOTH {
            let page = browser.open(&format!("{url}/")).await?;
            page.marks_when(kind, |marks| marks.kind == kind).await?;
            let under = "return [[3, 3], [innerWidth / 2, 2], [2, innerHeight / 2], [innerWidth / 2, innerHeight - 3]]
                .every(([x, y]) => !document.elementFromPoint(x, y)?.matches('html > :not(head, body)'));";
            ensure!(page.run(under).await? == true, "{kind}, {environment}: it takes clicks");
            if environment == "production" {
                ensure!(page.run(layout).await? == before, "{kind}: the page has moved");
            }
            page.close().await?;
        }
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn stronger_marks_are_not_printed_not_in_frames_and_not_on_a_paused_site() -> Result<()> {
    let browser = Browser::start().await?;
    for kind in STRONGER {
        mark(&browser, kind).await?;
        let page = browser.open(&format!("{SANDBOX}/?policy=none")).await?;
        page.marks_when(kind, |marks| marks.kind == kind).await?;
        page.run(
            "const frame = document.createElement('iframe'); frame.src = '/?framed'; document.body.append(frame);",
        )
        .await?;
        let parts = "const inner = document.querySelector('iframe').contentDocument;
            return inner?.readyState === 'complete' && inner.location.search === '?framed'
              ? inner.documentElement.children.length : 0;";
        eventually("the frame", async || page.run(parts).await, |count| *count == 2).await?;
        page.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
        eventually("not in print", async || page.badge().await, Option::is_none).await?;
        page.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await?;
        page.badge_when("drawn again", |_| true).await?;
        let popup = browser.popup_of(&page).await?;
        popup.press("#pause").await?;
        page.show().await?;
        eventually("not on a paused site", async || page.badge().await, Option::is_none).await?;
        popup.show().await?;
        popup.press("#pauseEnd").await?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn near_the_pointer_the_marks_are_see_through_until_they_are_used() -> Result<()> {
    let browser = Browser::start().await?;
    let is_clear = |marks: &Marks| marks.opacity < 0.3;
    let is_full = |marks: &Marks| marks.opacity > 0.99 && marks.edge_opacity > 0.99;
    for kind in ["pill", "bar", "frame"] {
        mark(&browser, kind).await?;
        let page = browser.open(&format!("{SANDBOX}/")).await?;
        page.show().await?;
        page.session_when(Sandbox, "signed out").await?;
        page.marks_when(kind, |marks| marks.kind == kind && is_full(marks)).await?;
        let [left, top, _, bottom] = page.badge_when("the badge", |_| true).await?.rect;
        let middle = (top + bottom) / 2.0;
        page.point((left - 40.0, middle), false).await?;
        page.marks_when("see-through nearby", is_clear).await?;
        page.point((100.0, 300.0), false).await?;
        page.marks_when("full again from afar", is_full).await?;
        // A bar hides something along its whole length.
        page.point((200.0, 60.0), false).await?;
        if kind == "bar" {
            page.marks_when("near the bar", |marks| is_clear(marks) && marks.edge_opacity < 0.3).await?;
        } else {
            page.marks_when("far from the badge", is_full).await?;
        }
        // A pointer that rests on the badge sees it, and one that moves on sees what is below.
        page.point((left + 12.0, middle), false).await?;
        page.marks_when("resting", |marks| marks.opacity > 0.99).await?;
        page.point((left - 30.0, middle), false).await?;
        page.marks_when("left", is_clear).await?;
        let [control_left, control_top, control_right, control_bottom] = page.control("fold").await?;
        let control = ((control_left + control_right) / 2.0, (control_top + control_bottom) / 2.0);
        page.point(control, false).await?;
        page.marks_when("on a control", |marks| marks.opacity > 0.99).await?;
        page.point((left - 30.0, middle), false).await?;
        page.marks_when("left again", is_clear).await?;
        // Who uses the keyboard sees the badge wherever the pointer is.
        let mut passed = 0;
        while page.focused().await? != "Collapse" {
            page.key("Tab", 0).await?;
            passed += 1;
            ensure!(passed < 40, "no way to the badge");
        }
        page.marks_when("focused", |marks| marks.opacity > 0.99).await?;
        page.close().await?;
    }
    browser.end().await
}

/// The stored corner of Sandbox badges.
async fn corner(browser: &Browser) -> Result<Value> {
    Ok(browser.ask_core(&json!("settings")).await?["sandbox"]["corner"].clone())
}

/// The middle of the badge's handle.
async fn handle(page: &Page<'_>) -> Result<(f64, f64)> {
    let [left, top, right, bottom] = page.control("move").await?;
    Ok(((left + right) / 2.0, (top + bottom) / 2.0))
}

/// Waits until the bundle that reacts to the pointer is there.
async fn pointing(page: &Page<'_>) -> Result<(f64, f64)> {
    page.show().await?;
    // The badge is as wide as what it says.
    page.session_when(Sandbox, "signed out").await?;
    let from = handle(page).await?;
    let [left, ..] = page.badge_when("the badge", |_| true).await?.rect;
    let beside = if left > 200.0 { left - 30.0 } else { left + 400.0 };
    page.point((beside, from.1), false).await?;
    page.point((beside + 1.0, from.1), false).await?;
    if left > 200.0 {
        page.marks_when("the pointer is known", |marks| marks.opacity < 0.3).await?;
    }
    Ok(from)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_badge_is_dragged_to_any_corner_and_stays_there() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{SANDBOX}/")).await?;
    pointing(&page).await?;
    let size = page.run("return [innerWidth, innerHeight];").await?;
    let (width, height) = (size[0].as_f64().context("a width")?, size[1].as_f64().context("a height")?);
    for (x, y, wanted) in [
        (60.0, 60.0, "top-left"),
        (width - 60.0, 60.0, "top-right"),
        (60.0, height - 60.0, "bottom-left"),
        (width * 0.6, height * 0.6, "bottom-right"),
    ] {
        let from = handle(&page).await?;
        page.hold(from, true).await?;
        for part in [0.3, 0.7, 1.0] {
            page.point((from.0 + (x - from.0) * part, from.1 + (y - from.1) * part), true).await?;
        }
        page.hold((x, y), false).await?;
        let named = wanted.replace('-', " ");
        let place = async || match page.badge().await? {
            Some(badge) => page.corner_of(&badge).await,
            None => Ok(String::new()),
        };
        eventually(wanted, place, |now| *now == named).await?;
        // A click would have moved it on.
        ensure!(corner(&browser).await? == wanted, "{}", corner(&browser).await?);
    }
    page.go(&format!("{SANDBOX}/extensions/")).await?;
    ensure!(corner(&browser).await? == "bottom-right");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_ends_a_drag_and_a_press_without_one_is_a_click() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{SANDBOX}/")).await?;
    page.run("window.keys = 0; addEventListener('keydown', () => { window.keys += 1; }, true);").await?;
    let from = pointing(&page).await?;
    let before = page.badge_when("the badge", |_| true).await?.rect;
    page.hold(from, true).await?;
    page.point((from.0 - 200.0, from.1 - 200.0), true).await?;
    page.badge_when("it follows the pointer", |badge| badge.rect[0] < before[0] - 150.0).await?;
    page.key("Escape", 0).await?;
    page.badge_when("it is back", |badge| badge.rect == before).await?;
    page.hold((from.0 - 200.0, from.1 - 200.0), false).await?;
    ensure!(
        corner(&browser).await? == "bottom-right" && page.run("return window.keys;").await? == 0,
        "the page got the key"
    );
    page.press_badge("move").await?;
    page.badge_when("a click moves it on", |badge| badge.rect[0] < 20.0).await?;
    ensure!(corner(&browser).await? == "bottom-left");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn label_and_color_are_chosen_in_the_options() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{PRODUCTION}/")).await?;
    let options = browser.panel("pages/options.html").await?;
    options.press("input[name=production-mark][value=frame]").await?;
    options.type_into("#production-label", "  חי LIVE ").await?;
    options.key("Tab", 0).await?;
    page.badge_when("the label", |badge| badge.name.starts_with("חי LIVE")).await?;
    let pick = async |environment: &str, color: &str| {
        let script = format!(
            "const field = document.getElementById('{environment}-color');
             field.value = '{color}';
             field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
        );
        options.run(&script).await.map(drop)
    };
    pick("production", "#ff0000").await?;
    // White text needs a slightly darker red.
    page.marks_when("the color", |marks| marks.kind == "frame" && marks.fill.contains("rgb(231, 0, 0)")).await?;
    pick("sandbox", "#e00010").await?;
    options.says("#sandbox-color-said", "Too similar to the other environment’s color").await?;
    let shown = async || options.run("return document.getElementById('sandbox-color').value;").await;
    eventually("the color that counts", shown, |value| *value == "#ffb224").await?;
    for scheme in ["light", "dark"] {
        options.colors(scheme, false).await?;
        let found = options.violations().await?;
        ensure!(found.is_empty(), "{scheme}: {found:?}");
    }
    options.press("#production-look-reset").await?;
    page.badge_when("Sandbar's own label", |badge| badge.name.starts_with("Production")).await?;
    page.marks_when("and color", |marks| marks.fill.contains("rgb(74, 63, 209)")).await?;
    let fields = async || {
        options.run("const [label, color] = ['label', 'color'].map((part) => document.getElementById(`production-${part}`).value); return [label, color, document.getElementById('production-look-reset').hidden];").await
    };
    eventually("empty fields", fields, |values| *values == json!(["", "#4a3fd1", true])).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_forced_colors_the_lines_differ() -> Result<()> {
    let browser = Browser::start().await?;
    call_it_live(&browser).await?;
    for kind in STRONGER {
        mark(&browser, kind).await?;
        for (url, environment) in BOTH {
            let page = browser.open(&format!("{url}/")).await?;
            page.devtools(
                "Emulation.setEmulatedMedia",
                json!({ "features": [{ "name": "forced-colors", "value": "active" }] }),
            )
            .await?;
            page.run("document.body.replaceChildren();").await?;
            let line = if environment == "production" { "solid" } else { "dashed" };
            let marks = page.marks_when(line, |marks| marks.kind == kind && marks.lines[1] == line).await?;
            ensure!(marks.back != "rgba(0, 0, 0, 0)", "the page shows through the badge");
            let own = async || {
                let picture = Picture::from_png(&page.picture().await?)?;
                let tones = [Tone::Production, Tone::Sandbox].map(color).into_iter().chain(["#0a7d2c"]);
                tones.map(|color| Ok(picture.count(picture::color(color)?, 2))).sum::<Result<usize>>()
            };
            eventually("system colors only", own, |count| *count == 0).await?;
            page.close().await?;
        }
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn stronger_marks_fit_a_narrow_window_and_large_text() -> Result<()> {
    let browser = Browser::start().await?;
    let label = "W".repeat(24);
    browser.choose("looks", json!({ "production": { "label": label }, "sandbox": { "label": label } })).await?;
    for kind in ["pill", "bar", "frame"] {
        mark(&browser, kind).await?;
        for size in ["normal", "large"] {
            set(&browser, "production", "size", json!(size)).await?;
            let page = browser.open(&format!("{PRODUCTION}/")).await?;
            page.marks_when(kind, |marks| marks.kind == kind).await?;
            for (width, height, scale) in [(360, 640, 1.0), (600, 400, 2.0), (320, 256, 4.0)] {
                page.resize(width, height, scale).await?;
                let room = room(&page).await?;
                let fits = async || Ok((page.badge().await?, page.marks().await?));
                let is_inside = |(badge, marks): &(Option<browser_tests::Badge>, Option<Marks>)| {
                    let Some((badge, marks)) = badge.as_ref().zip(marks.as_ref()) else { return false };
                    let [left, top, right, bottom] = badge.rect;
                    left >= 0.0
                        && top >= -0.5
                        && right <= room[0]
                        && bottom <= f64::from(height)
                        && is_in_place(marks, room)
                };
                eventually(&format!("{kind}, {size}, {width} × {height}"), fits, is_inside).await?;
            }
            page.close().await?;
        }
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn stronger_marks_are_in_front_of_dialogs_and_not_in_full_screen() -> Result<()> {
    let browser = Browser::start().await?;
    let violet = picture::color(color(Tone::Production))?;
    for kind in STRONGER {
        mark(&browser, kind).await?;
        let page = browser.open(&format!("{PRODUCTION}/")).await?;
        page.run(
            "const made = document.createElement('dialog');
             made.style.cssText = 'position: fixed; inset: 0; width: 100vw; height: 100vh; max-width: none; ' +
               'max-height: none; margin: 0; border: 0; background: white;';
             document.body.append(made);
             made.showModal();",
        )
        .await?;
        let seen = async || Ok(Picture::from_png(&page.picture().await?)?.count(violet, 2));
        eventually(kind, seen, |pixels| *pixels > 4000).await?;
        page.close().await?;
    }
    let page = browser.open(&format!("{PRODUCTION}/")).await?;
    page.badge_when("the badge", |_| true).await?;
    page.full_screen().await?;
    eventually("not in full screen", async || page.badge().await, Option::is_none).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_wrong_with_stronger_marks() -> Result<()> {
    let browser = Browser::start().await?;
    call_it_live(&browser).await?;
    let copy = browser.open("https://example.org/").await?;
    for kind in STRONGER {
        mark(&browser, kind).await?;
        for (url, environment) in BOTH {
            let page = browser.open(&format!("{url}/")).await?;
            page.marks_when(kind, |marks| marks.kind == kind).await?;
            for scheme in ["light", "dark"] {
                copy.colors(scheme, false).await?;
                let found = copy.violations_of(&page.drawn().await?).await?;
                ensure!(found.is_empty(), "{kind}, {environment}, {scheme}: {found:?}");
            }
            page.close().await?;
        }
    }
    browser.end().await
}
