//! The texts of `fixtures/texts.jsonl`, pasted in a real browser: the warning
//! is the one that the core words natively.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use anyhow::{Result, ensure};
use browser_tests::Browser;
use sandbar::catalogue::{Catalogue, Role};
use sandbar::verdict::{Question, check};
use sandbar::view::warning::warning;
use serde_json::Value;

const ALARM: [(&str, &str); 2] = [
    ("production", "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c"),
    ("sandbox", "c1d94b7e02f6a8835bb07d1e94f2a36580c7e9d1"),
];

/// Every seventh text that goes to a portal with the known keys.
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
            &Question { catalogue: &catalogue, text, page: Some(&site).into(), neighbours: &[] },
            &known,
            &fingerprinter,
        );
        let page = browser.open(&format!("https://{}/demo/fields", site.host)).await?;
        browser.paste_text(&page, "#body", text).await?;
        match warning(&report) {
            Some(said) => {
                let heading = english[said.heading.key]["message"].as_str().unwrap();
                let seen = page.warned(heading).await.map_err(|error| error.context(line.to_owned()))?;
                for reason in said.reasons {
                    let reason = english[reason.key]["message"].as_str().unwrap();
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
