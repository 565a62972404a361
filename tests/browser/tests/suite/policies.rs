//! Managed policy, from the browsers' own policy files.

use anyhow::{Result, ensure};
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::engine::Engine;
use browser_tests::{Browser, Options, Page, eventually};
use serde_json::{Value, json};

/// A secret of a known Sandbox key.
const SANDBOX_SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";

/// Hosts of no real site, which the browser resolves to a plain page.
const PRODUCTION: &str = "portal.policy.test";
const SANDBOX: &str = "portal-sandbox.policy.test";
const SITE: &str = "ci.policy.test";

fn good() -> Value {
    json!({
        "watched-sites": [{ "address": format!("{SITE}/team"), "environment": "production" }],
        "portals": [{ "production": PRODUCTION, "sandbox": SANDBOX, "production-api": ["api.policy.test"] }],
        "strict-paste": "on",
        "production-corner": "top-left",
    })
}

async fn managed(policy: Value) -> Result<Browser> {
    let browser = Browser::start_with(Options { policy: Some(policy), ..Options::default() }).await?;
    // A browser that has just started may take a while until it knows the policy.
    let known = async || browser.ask_core(&json!("policy")).await;
    let nothing = serde_json::to_value(sandbar::settings::policy::Policy::default())?;
    eventually("the policy is known", known, |policy| *policy != nothing).await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    Ok(browser)
}

/// The registered scripts: for each its ID and where it runs.
async fn registered(browser: &Browser) -> Result<Value> {
    let list = "const kept = await browser.scripting.getRegisteredContentScripts();
        return Object.fromEntries(kept.map(({ id, matches }) => [id, matches.sort()]).sort());";
    browser.ask(list).await
}

/// Clicks in the popup to request access to what the organization added.
async fn grant(browser: &Browser, page: &Page<'_>, hosts: &[&str]) -> Result<()> {
    let popup = browser.popup_of(page).await?;
    for host in hosts {
        popup.says("#access", host).await?;
    }
    if Engine::chosen() == Engine::Chromium {
        // Chromium asks in a separate window that no page's tools can reach, unless its extensions
        // page granted access before.
        let settings = browser.open("chrome://extensions/").await?;
        for host in hosts {
            let id = browser.id()?;
            let allow = format!("await chrome.developerPrivate.addHostPermission('{id}', 'https://{host}/*');");
            settings.run(&allow).await?;
        }
        settings.close().await?;
    }
    popup.show().await?;
    popup.press("#access button").await?;
    eventually("nothing is missing", async || popup.text_of("#access").await, String::is_empty).await?;
    popup.close().await
}

/// The access to what the organization added.
async fn added_access(browser: &Browser) -> Result<Value> {
    let granted =
        "return (await browser.permissions.getAll()).origins.filter((origin) => origin.includes('policy.test'));";
    browser.ask(granted).await
}

/// Whether a control on the options page is disabled.
async fn is_disabled(options: &Page<'_>, selector: &str) -> Result<bool> {
    Ok(options.run(&format!("return document.querySelector({selector:?}).disabled;")).await? == true)
}

#[tokio::test(flavor = "multi_thread")]
async fn sites_portals_and_settings_of_a_policy_count() -> Result<()> {
    let browser = managed(good()).await?;
    let production = browser.open(&format!("https://{PRODUCTION}/")).await?;
    let sandbox = browser.open(&format!("https://{SANDBOX}/")).await?;
    let site = browser.open(&format!("https://{SITE}/team/secrets")).await?;
    // Sandbar runs nowhere before the user agrees.
    let kept = registered(&browser).await?;
    ensure!(kept["added-production"] == json!([format!("https://{PRODUCTION}/*")]), "{kept}");
    ensure!(kept["added-sandbox"] == json!([format!("https://{SANDBOX}/*")]), "{kept}");
    ensure!(kept[format!("watched:{SITE}/team")].is_array() && kept["strict"].is_array(), "{kept}");
    ensure!(production.badge().await?.is_none() && site.badge().await?.is_none());
    grant(&browser, &production, &[SITE, SANDBOX, PRODUCTION]).await?;

    // The pages were open the whole time.
    let badge = production.badge_when("Production", |badge| badge.tone == "production").await?;
    ensure!(production.corner_of(&badge).await? == "top left", "{badge:?}");
    // It shows no banner, and none is expected from a vendor that Sandbar doesn't know.
    sandbox.badge_when("Sandbox", |badge| badge.tone == "sandbox").await?;
    site.badge_when("a watched site of Production", |badge| badge.tone == "production").await?;
    // And pages that are opened now.
    for url in [format!("https://{PRODUCTION}/x"), format!("https://{SITE}/team")] {
        let page = browser.open(&url).await?;
        page.badge_when(&url, |badge| badge.tone == "production").await?;
        browser.paste_text(&page, "#note", SANDBOX_SECRET).await?;
        page.warned(SANDBOX_KEY).await?;
        ensure!(page.value("#note").await?.is_empty(), "the paste was not held");
        page.close().await?;
    }
    let beside = browser.open(&format!("https://{SITE}/teams")).await?;
    beside.run("return document.readyState;").await?;
    ensure!(beside.badge().await?.is_none());

    // The popup knows the pair, and links to its other environment.
    let popup = browser.popup_of(&production).await?;
    popup.says("main", "added by your organization").await?;
    let other = popup.run("return document.body.innerHTML;").await?;
    ensure!(
        other.as_str().is_some_and(|html| html.contains(&format!("https://{SANDBOX}/"))),
        "no way to the other side"
    );
    popup.close().await?;

    let sites = browser.ask_core(&json!("watched")).await?;
    ensure!(sites[0]["by-policy"] == true && sites[1].is_null(), "{sites}");
    browser.ask_core(&json!({ "unwatch": sites[0]["site"]["address"] })).await?;
    ensure!(browser.ask_core(&json!("watched")).await? == sites, "a site of a policy was removed");

    let options = browser.panel("pages/options.html").await?;
    for (selector, disabled) in [
        ("[name=strict-paste]", true),
        ("[name=production-corner][value=bottom-right]", true),
        ("[name=production-corner][value=top-left]", true),
        ("[name=sandbox-corner][value=top-left]", false),
        ("[name=learning]", false),
    ] {
        ensure!(is_disabled(&options, selector).await? == disabled, "{selector}");
    }
    options.says("label:has([name=strict-paste])", "Set by your organization").await?;
    options.says(".production .corners", "Set by your organization").await?;
    ensure!(options.text_of("#policy").await?.is_empty(), "a problem where there is none");
    // A setting that the policy doesn't set is saved, but one that it sets isn't.
    options.press("[name=learning]").await?;
    let stored = "return (await browser.storage.local.get('settings')).settings ?? {};";
    let kept = eventually("kept", async || browser.ask(stored).await, |kept| kept["learning"] == false).await?;
    ensure!(kept["strict-paste"] == false && kept["production"]["corner"] == "bottom-right", "{kept}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_policy_is_listed_with_its_reasons_and_what_is_good_of_it_counts() -> Result<()> {
    let mut policy = good();
    for bad in [
        json!({ "address": "http://ci.policy.test", "environment": "none" }),
        json!({ "address": "wiki.policy.test", "environment": "staging" }),
        json!({ "address": "developer.magento.com", "environment": "none" }),
        json!({ "environment": "none" }),
    ] {
        if let Some(sites) = policy["watched-sites"].as_array_mut() {
            sites.insert(0, bad);
        }
    }
    if let Some(portals) = policy["portals"].as_array_mut() {
        portals.insert(0, json!({ "production": "portal", "sandbox": SANDBOX }));
    }
    policy["language"] = json!("klingon");
    // A value of the wrong type: Chromium withholds the whole key, Firefox passes it on.
    policy["learning"] = json!(3);
    let browser = managed(policy).await?;

    let options = browser.panel("pages/options.html").await?;
    options.says("#policy", "From your organization").await?;
    let listed = options.run("return [...document.querySelectorAll('#policy-problems li')].map((one) => one.innerText.replace(/\\s+/g, ' '));");
    let listed: Vec<String> = serde_json::from_value(listed.await?)?;
    let mut wanted = vec![
        "portals 1 portal Not a host name.",
        "watched-sites 1 A required value is missing.",
        "watched-sites 2 developer.magento.com Sandbar already works on this host.",
        "watched-sites 3 wiki.policy.test The environment must be production, sandbox, or none.",
        "watched-sites 4 http://ci.policy.test Not an https:// address.",
        "language klingon This isn’t a valid value for the setting.",
    ];
    if Engine::chosen() == Engine::Firefox {
        wanted.push("learning Wrong format.");
    }
    ensure!(listed == wanted, "{listed:#?}");
    ensure!(!is_disabled(&options, "[name=language][value=de]").await?);
    ensure!(is_disabled(&options, "[name=strict-paste]").await?);
    // The popup shows that there is a problem.
    let production = browser.open(&format!("https://{PRODUCTION}/")).await?;
    grant(&browser, &production, &[SITE, SANDBOX, PRODUCTION]).await?;
    production.badge_when("Production", |badge| badge.tone == "production").await?;
    let site = browser.open(&format!("https://{SITE}/team")).await?;
    site.badge_when("a watched site of Production", |badge| badge.tone == "production").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_that_changes_counts_at_once_and_leaves_nothing_of_before() -> Result<()> {
    if Engine::Chromium.alone("tells of a policy that changes while it runs") {
        return Ok(());
    }
    let browser = managed(good()).await?;
    let production = browser.open(&format!("https://{PRODUCTION}/")).await?;
    grant(&browser, &production, &[SITE, SANDBOX, PRODUCTION]).await?;
    production.badge_when("Production", |badge| badge.tone == "production").await?;
    let options = browser.panel("pages/options.html").await?;
    ensure!(is_disabled(&options, "[name=strict-paste]").await?);
    // No worker is running when the policy changes.
    browser.kill_worker().await?;
    browser.preset(&json!({ "learning": "off" }))?;
    eventually("no badge", async || production.badge().await, Option::is_none).await?;
    eventually("no scripts", async || registered(&browser).await, |kept| *kept == json!({})).await?;
    eventually("no access", async || added_access(&browser).await, |granted| *granted == json!([])).await?;
    let switched = async || {
        Ok((is_disabled(&options, "[name=strict-paste]").await?, is_disabled(&options, "[name=learning]").await?))
    };
    eventually("the options follow", switched, |switched| *switched == (false, true)).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_that_is_gone_at_the_next_start_leaves_what_the_user_chose() -> Result<()> {
    let browser = managed(good()).await?;
    let page = browser.open("https://commercedeveloper.adobe.com/").await?;
    let badge = page.badge_when("Production", |badge| badge.tone == "production").await?;
    ensure!(page.corner_of(&badge).await? == "top left", "{badge:?}");
    let added = browser.open(&format!("https://{PRODUCTION}/")).await?;
    grant(&browser, &added, &[SITE, SANDBOX, PRODUCTION]).await?;
    ensure!(added_access(&browser).await? != json!([]));
    let browser = browser.restart(Options { policy: Some(json!({})), ..Options::default() }).await?;
    let page = browser.open("https://commercedeveloper.adobe.com/").await?;
    let there = async || {
        let badge = page.badge().await?;
        Ok(match badge {
            Some(badge) => page.corner_of(&badge).await?,
            None => String::new(),
        })
    };
    eventually("where the badge is by itself", there, |corner| corner == "bottom right").await?;
    eventually("no scripts", async || registered(&browser).await, |kept| *kept == json!({})).await?;
    eventually("no access", async || added_access(&browser).await, |granted| *granted == json!([])).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn access_to_a_vendors_portals_is_asked_for_with_the_rest() -> Result<()> {
    let browser = managed(json!({ "vendors": ["paddle"] })).await?;
    let hosts = ["vendors.paddle.com", "sandbox-vendors.paddle.com"];
    let page = browser.open(&format!("https://{}/orders", hosts[1])).await?;
    grant(&browser, &page, &hosts).await?;
    page.badge_when("the vendor's sandbox", |badge| badge.tone == "sandbox").await?;
    browser.end().await
}
