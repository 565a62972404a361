//! The extension pages in forced colors, and around names of any direction.

use anyhow::{Result, ensure};
use browser_tests::watched::site;
use browser_tests::{Browser, Page, Picture, eventually, picture};
use sandbar::catalogue::Environment::{Production, Sandbox};
use sandbar::view::theme::{Tone, color};
use serde_json::json;

use crate::options::knowing;

const CI: &str = "ci.harbour.example";

/// What cannot be told apart in forced colors: a sign in the color of what is below
/// it, and a choice that looks like the one beside it.
const UNSEEN: &str = "
    const wrong = [];
    const seen = (one) => one.checkVisibility({ visibilityProperty: true });
    const ground = (one) => {
      for (let at = one; at; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (!/^rgba\\(.*, 0\\)$/.test(backgroundColor)) return backgroundColor;
      }
      return getComputedStyle(document.documentElement).backgroundColor;
    };
    for (const sign of document.querySelectorAll('.sign'))
      if (seen(sign) && getComputedStyle(sign).backgroundColor === ground(sign.parentElement)) wrong.push(`sign: ${sign.parentElement.outerHTML}`);
    for (const path of document.querySelectorAll('svg.shape path')) {
      const svg = path.closest('svg');
      if (seen(svg) && getComputedStyle(path).fill === ground(svg)) wrong.push(`shape: ${svg.parentElement.outerHTML}`);
    }
    const chosen = ':is([aria-pressed=true], label:has(:checked))';
    const groups = [...document.querySelectorAll('.choices, .environments')].filter(seen);
    for (const group of groups) {
      const options = [...group.children].filter((one) => one.matches('label, button'));
      const [on, off] = [true, false].map((is) => options.find((one) => one.matches(chosen) === is));
      if (!on || !off) continue;
      const look = (one) => [one, ...one.querySelectorAll('*')].map((part) => getComputedStyle(part).backgroundColor).join();
      if (look(on) === look(off)) wrong.push(`choice: ${group.outerHTML}`);
      if (getComputedStyle(on).color === ground(on)) wrong.push(`text: ${on.outerHTML}`);
    }
    return { wrong: wrong.map((line) => line.slice(0, 160)), groups: groups.length };";

/// The page is readable in forced colors, light and dark, and has none of its own colors.
async fn is_clear_in_forced_colors(page: &Page<'_>, what: &str) -> Result<()> {
    for scheme in ["light", "dark"] {
        page.colors(scheme, true).await?;
        let unseen = page.run(UNSEEN).await?;
        ensure!(unseen["wrong"] == json!([]), "{what}, {scheme}: {:#}", unseen["wrong"]);
        ensure!(unseen["groups"].as_u64() > Some(0), "{what}: no choices to look at");
        let drawn = Picture::from_png(&page.picture().await?)?;
        for tone in [Tone::Production, Tone::Sandbox] {
            let own = drawn.count(picture::color(color(tone))?, 4);
            ensure!(own == 0, "{what}, {scheme}: {own} pixels of {}", tone.name());
        }
        let found = page.violations().await?;
        ensure!(found.is_empty(), "{what}, {scheme}: {found:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn popup_and_options_are_clear_in_forced_colors() -> Result<()> {
    let browser = Browser::start().await?;
    browser.grant(CI).await?;
    browser.watch(&site(CI, Some(Production))).await?;
    let options = knowing(&browser).await?;
    options.says("#watched", CI).await?;
    options.resize(1000, 3000, 1.0).await?;
    // A field for a color shows that color in any case.
    options
        .run("for (const field of document.querySelectorAll('[type=color]')) field.style.visibility = 'hidden';")
        .await?;
    is_clear_in_forced_colors(&options, "options").await?;
    options.close().await?;

    let production = browser.sign_in(Production, "/extensions/").await?;
    let sandbox = browser.sign_in(Sandbox, "/account/apikeys").await?;
    for (page, what) in [(&production, "production"), (&sandbox, "sandbox")] {
        let popup = browser.popup_of(page).await?;
        popup.resize(400, 600, 1.0).await?;
        popup.says("#lane-production", "Signed in since").await?;
        for scheme in ["light", "dark"] {
            popup.colors(scheme, true).await?;
            let unseen = popup.run(UNSEEN).await?;
            ensure!(unseen["wrong"] == json!([]), "{what}, {scheme}: {:#}", unseen["wrong"]);
        }
        popup.close().await?;
    }
    browser.end().await
}

/// The texts with this name or address that are not isolated from what is around them.
async fn mixed_up(page: &Page<'_>, name: &str) -> Result<Vec<String>> {
    let script = format!(
        "const found = [];
         const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
         while (walker.nextNode()) if (walker.currentNode.data.trim() === {name:?}) found.push(walker.currentNode.parentElement);
         if (!found.length) return ['not there'];
         return found.filter((one) => !one.closest('bdi')).map((one) => one.outerHTML);"
    );
    Ok(serde_json::from_value(page.run(&script).await?)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_addresses_keep_their_own_direction() -> Result<()> {
    const PORTAL: &str = "commercedeveloper.adobe.com";
    let browser = Browser::start().await?;
    browser.grant(CI).await?;
    browser.watch(&site(CI, Some(Production))).await?;
    browser.ask_core(&json!({ "turn-off": { "host": PORTAL, "off": true } })).await?;
    let options = knowing(&browser).await?;
    options.says("#exceptions-list", PORTAL).await?;
    let welcome = browser.panel("pages/welcome.html").await?;
    welcome.says("#places", "CircleCI").await?;
    welcome.press("#vendors-heading").await?;
    welcome.says("#vendors", "Stripe").await?;
    let ci = browser.open(&format!("https://{CI}/fleet/shop/secrets")).await?;
    let watched = browser.popup_of(&ci).await?;
    watched.says("#here", CI).await?;
    let portal = browser.open(&format!("https://{PORTAL}/")).await?;
    let portal_popup = browser.popup_of(&portal).await?;
    portal_popup.says("#here", PORTAL).await?;
    for (page, name) in [
        (&options, CI),
        (&options, PORTAL),
        (&options, "CircleCI"),
        (&options, "Stripe"),
        (&welcome, "CircleCI"),
        (&welcome, "app.circleci.com"),
        (&welcome, "Stripe"),
        (&watched, CI),
        (&portal_popup, PORTAL),
    ] {
        let found = eventually(name, async || mixed_up(page, name).await, |found| *found != ["not there"]).await?;
        ensure!(found.is_empty(), "{name}: {found:?}");
    }
    browser.end().await
}
