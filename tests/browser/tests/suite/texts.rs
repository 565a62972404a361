//! Pastes the texts of `fixtures/texts.jsonl` and `fixtures/real-texts.txt` in a real browser, and
//! compares the warning with the native core's.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use anyhow::{Context as _, Result, ensure};
use browser_tests::watched::site;
use browser_tests::{Browser, Page};
use demo_portals::sites::{CI, WIKI};
use sandbar::catalogue::Environment::Sandbox;
use sandbar::catalogue::{Catalogue, Role};
use sandbar::messages::{Text, fill};
use sandbar::verdict::destination::Page as Surroundings;
use sandbar::verdict::{CheckInput, check};
use sandbar::view::warning::{Urgency, warning};
use serde_json::Value;

/// A text per environment that gets a warning there.
const ALARM: [(&str, &str); 2] = [
    ("production", "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c"),
    ("sandbox", "c1d94b7e02f6a8835bb07d1e94f2a36580c7e9d1"),
];

/// Every seventh text with known keys that goes to a portal.
#[tokio::test(flavor = "multi_thread")]
async fn every_text_gets_the_warning_that_its_line_says() -> Result<()> {
    let browser = Browser::start().await?;
    let fingerprinter = browser.fingerprinter().await?;
    let known = crate::common::known_to(&fingerprinter);
    browser.know(&known).await?;
    let english: Value = serde_json::from_str(include_str!("../../../../extension/_locales/en/messages.json"))?;
    let mut count = 0;
    let catalogue = Catalogue::default();
    for line in include_str!("../../../fixtures/texts.jsonl").lines().step_by(7) {
        let case: Value = serde_json::from_str(line)?;
        let site =
            case["at"].as_str().and_then(|host| catalogue.site_of_host(host)).filter(|site| site.role == Role::Portal);
        let (Some(site), "known") = (site, case["keyring"].as_str().unwrap()) else { continue };
        let (Some(environment), None) = (site.environment(), case.get("neighbours")) else { continue };
        let text = case["text"].as_str().unwrap();
        let report = check(
            &CheckInput { catalogue: &catalogue, text, page: Some(&site).into(), neighbours: &[] },
            &known,
            &fingerprinter,
        );
        let page = browser.open(&format!("https://{}/demo/fields", site.host)).await?;
        browser.paste_text(&page, "#body", text).await?;
        match warning(&report) {
            Some(said) => {
                let heading = english[said.heading.key.name()]["message"].as_str().unwrap();
                let seen = page.warned(heading).await.map_err(|error| error.context(line.to_owned()))?;
                for reason in said.reasons {
                    let reason = english[reason.key.name()]["message"].as_str().unwrap();
                    ensure!(seen.description.contains(reason), "{line}: {seen:?}");
                }
            }
            None => {
                let alarm = ALARM.iter().find(|(name, _)| *name == environment.name()).unwrap().1;
                browser.nothing_but(&page, 0, alarm).await.map_err(|error| error.context(line.to_owned()))?;
            }
        }
        page.close().await?;
        count += 1;
    }
    ensure!(count >= 30, "only {count} texts");
    browser.end().await
}

/// An English message with its arguments.
fn english(text: &Text) -> String {
    let all: Value = serde_json::from_str(include_str!("../../../../extension/_locales/en/messages.json")).unwrap();
    let message = &all[text.key.name()];
    let content = |name: &str| message["placeholders"][name]["content"].as_str().map(str::to_owned);
    fill(message["message"].as_str().unwrap(), &content, &text.args)
}

/// A page with only a field for long texts and one for searching.
const FIELDS: &str = "document.body.innerHTML = '<textarea id=t></textarea><input id=search>';";

/// A text that gets a warning everywhere.
const SURE: &str =
    "curl -u SB3M8ZT61H:7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c https://commercedeveloper-api.adobe.com/rest/v1/";

/// Pastes a text into the field, and compares the result with the core's. Portal
/// pages have no chips.
async fn appears(browser: &Browser, page: &Page<'_>, input: &CheckInput<'_>, has_chips: bool) -> Result<()> {
    let fingerprinter = browser.fingerprinter().await?;
    let known = crate::common::known_to(&fingerprinter);
    page.run(FIELDS).await?;
    browser.paste_text(page, "#t", input.text).await?;
    let said = warning(&check(input, &known, &fingerprinter));
    match said.filter(|said| has_chips || said.urgency != Urgency::Chip) {
        Some(said) if said.urgency == Urgency::Chip => {
            let hints: Vec<&str> = said.items.iter().map(|item| item.hint.as_str()).collect();
            page.chip_with(&hints).await?;
            page.key("Escape", 0).await
        }
        Some(said) => {
            let seen = page.warned(&english(&said.heading)).await?;
            let items = said.items.iter().flat_map(|item| [&item.line, &item.verdict]).flatten();
            for text in said.reasons.iter().chain(items) {
                ensure!(seen.description.contains(&english(text)), "{}: {seen:?}", english(text));
            }
            page.key("Escape", 0).await?;
            page.warning_gone().await
        }
        None => browser.nothing_but(page, 0, SURE).await,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn real_texts_get_their_warnings_on_portals_and_on_watched_sites() -> Result<()> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    for watched in [site(CI, Some(Sandbox)), site(WIKI, None)] {
        browser.grant(watched.scope.host()).await?;
        browser.watch(&watched).await?;
    }
    let portal = browser.open("https://commercedeveloper.adobe.com/demo/fields").await?;
    let with_environment = browser.open(&format!("https://{CI}/fleet/shop/secrets")).await?;
    let without = browser.open(&format!("https://{WIKI}/pages/runbook/edit")).await?;
    let catalogue = Catalogue::default();
    let site = catalogue.site_of_host("commercedeveloper.adobe.com");
    let labels = ["t"];
    let mut count = 0;
    // The texts alternate between the three pages.
    for (index, case) in crate::common::real_texts::cases().iter().step_by(4).enumerate() {
        let (page, surroundings): (&Page<'_>, Surroundings<'_>) = match index % 3 {
            0 => (&portal, site.as_ref().into()),
            1 => (&with_environment, Surroundings::Of(Sandbox)),
            _ => (&without, Surroundings::Labelled(&labels)),
        };
        let input = CheckInput { catalogue: &catalogue, text: &case.text, page: surroundings, neighbours: &[] };
        appears(&browser, page, &input, index % 3 > 0)
            .await
            .with_context(|| format!("{}\n{}", case.name, case.text))?;
        count += 1;
    }
    ensure!(count >= 30, "only {count} texts");
    browser.end().await
}

/// A pipeline page with everyday uses of these words: a stage, a test, production builds.
#[tokio::test(flavor = "multi_thread")]
async fn words_of_a_pipeline_raise_no_alarm() -> Result<()> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    let watched = site(WIKI, None);
    browser.grant(watched.scope.host()).await?;
    browser.watch(&watched).await?;
    let page = browser.open(&format!("https://{WIKI}/pages/runbook/edit")).await?;
    for secret in ["7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c", "c1d94b7e02f6a8835bb07d1e94f2a36580c7e9d1"] {
        page.run(
            "document.body.innerHTML = `<h2>Stage 2: Variables for stage Release</h2>
               <form><label for=v>E2E_TEST_ADOBE_APP_SECRET</label><input id=v aria-describedby=h>
               <small id=h>Available to production builds after the next release.</small></form><input id=search>`;",
        )
        .await?;
        browser.paste_text(&page, "#v", secret).await?;
        page.chip_with(&[secret.get(36..).unwrap()]).await?;
        ensure!(page.warning().await?.is_none(), "{:?}", page.warning().await?);
        page.key("Escape", 0).await?;
    }
    browser.end().await
}
