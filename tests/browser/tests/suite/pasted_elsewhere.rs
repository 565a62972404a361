//! Warnings about texts pasted into other sites: a CI server, an API client and a wiki, which are
//! watched and have no environment.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use anyhow::{Result, ensure};
use browser_tests::demo::{NEW_KEY, PRODUCTION_KEY, SANDBOX_KEY};
use browser_tests::watched::site;
use browser_tests::{Browser, Page};
use demo_portals::sites::{CI, CLIENT, WIKI};
use serde_json::json;

/// Keys of `fixtures/keyring.json`: secret, ID, token.
const SANDBOX: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
const SANDBOX_ID: &str = "SB3M8ZT61H";
const SANDBOX_TOKEN: &str = "sH4jK8mN1bV6cX3zL9qW5eR2tY7uI0oP.Gd6Fs3Ha9Jk1";
const PRODUCTION: &str = "c1d94b7e02f6a8835bb07d1e94f2a36580c7e9d1";
const PRODUCTION_BEARER: &str = "Bearer pQ7nW2kLx9TzR4vBy6MhJ1cDf8GsA3eU.Zk5Np8Wq2Xr7";
const RETIRED: &str = "9f3a6c81e7b04d25f8c1e6a3907b5d42c8f0e1a7";
const PRODUCTION_API: &str = "https://commercedeveloper-api.adobe.com/rest/v1/app/session/token";
const SANDBOX_API: &str = "https://commercedeveloper-sandbox-api.adobe.com/rest/v1/app/session/token";

const OLD_KEY: &str = "This key was regenerated or deleted";
const MIXED_PAIR: &str = "This ID and secret don’t belong together";

/// The expected answer.
#[derive(Debug)]
enum Said {
    /// A warning with this heading.
    Warning(&'static str),
    /// A chip that contains all of these texts.
    Chip(&'static [&'static str]),
    Nothing,
}
use Said::{Chip, Nothing, Warning};

const SANDBOX_CHIP: Said = Chip(&["Sandbox", "Application secret", "“CI”", "…1e3c"]);
const PRODUCTION_CHIP: Said = Chip(&["Production", "Application secret", "“Release”", "…e9d1"]);

/// The content of another field.
type Beside = (&'static str, &'static str);

/// A field, the content of other fields, the pasted text, and the expected answer.
type Case = (&'static str, &'static [Beside], &'static str, Said);

const NAME: &str = "#secret_name";
const VALUE: &str = "#secret_value";

/// The secret's name is in a field next to its value.
const NAMED: &[Case] = &[
    (VALUE, &[(NAME, "ADOBE_APP_SECRET_SANDBOX")], PRODUCTION, Warning(PRODUCTION_KEY)),
    (VALUE, &[(NAME, "ADOBE_APP_SECRET_SANDBOX")], SANDBOX, Nothing),
    (VALUE, &[(NAME, "ADOBE_APP_SECRET_PROD")], SANDBOX, Warning(SANDBOX_KEY)),
    (VALUE, &[(NAME, "ADOBE_EQP_APP_SECRET")], SANDBOX, SANDBOX_CHIP),
    (VALUE, &[(NAME, "LATEST_CONTEST_SECRET")], PRODUCTION, PRODUCTION_CHIP),
    (VALUE, &[(NAME, "PRE_PROD_SECRET")], SANDBOX, SANDBOX_CHIP),
    (VALUE, &[], PRODUCTION, PRODUCTION_CHIP),
    (VALUE, &[], "Merge the branch, then run the pipeline.", Nothing),
    (VALUE, &[], "ADOBE_EQP_APP_SECRET=1f8a5d0c3b7e92461a5cd8f037b9e264d1085f3c", Warning(NEW_KEY)),
    (VALUE, &[], "App Secret: 1f8a5d0c3b7e92461a5cd8f037b9e264d1085f3c", Nothing),
    (VALUE, &[], RETIRED, Warning(OLD_KEY)),
    (VALUE, &[], "App Id: PK7Q2XN40D\nApp Secret: 7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c", Warning(MIXED_PAIR)),
    (
        VALUE,
        &[],
        "curl -u SB3M8ZT61H:7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c https://commercedeveloper-api.adobe.com/rest",
        Warning(SANDBOX_KEY),
    ),
    (
        VALUE,
        &[(NAME, "ADOBE_APP_SECRET_SANDBOX")],
        "curl -u SB3M8ZT61H:7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c https://commercedeveloper-api.adobe.com/rest",
        Warning(SANDBOX_KEY),
    ),
    ("#masked [type=password]", &[("[name=key]", "eqp.live.secret")], SANDBOX, SANDBOX_CHIP),
    ("#masked [type=password]", &[("[name=description]", "used for production")], SANDBOX, SANDBOX_CHIP),
];

/// Each secret has its own form, which states its purpose in its own way.
const LABELLED: &[Case] = &[
    ("#by-label input", &[], PRODUCTION, Warning(PRODUCTION_KEY)),
    ("#member-names textarea", &[], SANDBOX, Warning(SANDBOX_KEY)),
    ("#by-wrapping-label textarea", &[], SANDBOX, Warning(SANDBOX_KEY)),
    ("#by-aria-label input", &[], SANDBOX, Warning(SANDBOX_KEY)),
    ("#by-labelled-by input", &[], SANDBOX, Warning(SANDBOX_KEY)),
    ("#by-name input", &[], PRODUCTION, Warning(PRODUCTION_KEY)),
    ("#by-placeholder input", &[], PRODUCTION, Warning(PRODUCTION_KEY)),
    ("#v7", &[], SANDBOX, Warning(SANDBOX_KEY)),
    ("#v8", &[], PRODUCTION, Warning(PRODUCTION_KEY)),
    ("#v8", &[], SANDBOX, Nothing),
    ("#by-form-label input", &[], PRODUCTION, Warning(PRODUCTION_KEY)),
    ("#by-form-name input", &[], SANDBOX, Warning(SANDBOX_KEY)),
    ("#german input", &[], PRODUCTION, Warning(PRODUCTION_KEY)),
    ("#spanish input", &[], SANDBOX, Warning(SANDBOX_KEY)),
    ("#nameless input", &[], SANDBOX, SANDBOX_CHIP),
    ("#trap input", &[], SANDBOX, SANDBOX_CHIP),
    ("#pre-production input", &[], PRODUCTION, PRODUCTION_CHIP),
    ("#torn input", &[], SANDBOX, SANDBOX_CHIP),
    ("#in-Production", &[], SANDBOX, Warning(SANDBOX_KEY)),
    ("#in-Development", &[], SANDBOX, SANDBOX_CHIP),
    ("#in-Development", &[], PRODUCTION, PRODUCTION_CHIP),
    ("#script", &[], PRODUCTION, PRODUCTION_CHIP),
    ("#c-sandbox", &[], PRODUCTION, Warning(PRODUCTION_KEY)),
    ("#c-production", &[], PRODUCTION, Nothing),
    ("#c-production", &[], SANDBOX, Warning(SANDBOX_KEY)),
    ("#v17", &[], PRODUCTION, Warning(PRODUCTION_KEY)),
    ("#v18", &[], SANDBOX, Warning(SANDBOX_KEY)),
    ("#v19", &[], PRODUCTION, Warning(PRODUCTION_KEY)),
];

/// Rows outside a form.
const ROWS: &[Case] = &[
    ("#row-0", &[], PRODUCTION, Warning(PRODUCTION_KEY)),
    ("#row-1", &[], PRODUCTION, Nothing),
    ("#row-2", &[], PRODUCTION, PRODUCTION_CHIP),
    ("#row-0", &[("#new-key", "ADOBE_APP_SECRET_PROD")], SANDBOX, Nothing),
    ("#new-value", &[("#new-key", "ADOBE_APP_SECRET_STAGING")], PRODUCTION, Warning(PRODUCTION_KEY)),
];

const URL: &str = "#first .url";

/// Requests as forms.
const REQUESTS: &[Case] = &[
    ("#first .password", &[(URL, SANDBOX_API)], PRODUCTION, Warning(PRODUCTION_KEY)),
    ("#first .username", &[(URL, PRODUCTION_API)], SANDBOX_ID, Warning(SANDBOX_KEY)),
    ("#first .username", &[(URL, SANDBOX_API)], SANDBOX_ID, Nothing),
    ("#second .password", &[(URL, SANDBOX_API)], PRODUCTION, PRODUCTION_CHIP),
    (
        "#first [name='header[1][value]']",
        &[(URL, PRODUCTION_API), ("#first [name='header[1][key]']", "Authorization")],
        "Basic U0IzTThaVDYxSDo3YWUwNWYzMzkxYzhkMjRiNmYxMGU3YTljMzVkODJiNGY2MDkxZTNj",
        Warning(SANDBOX_KEY),
    ),
    (
        "#first .body",
        &[(URL, PRODUCTION_API)],
        "curl https://commercedeveloper-sandbox-api.adobe.com/rest -u SB3M8ZT61H:7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c",
        Nothing,
    ),
    ("#first .password", &[(URL, "https://api.example.com/v1")], SANDBOX_TOKEN, Chip(&["Sandbox", "Session token"])),
    (URL, &[], SANDBOX_API, Nothing),
];

/// The same without a form. The address is an editable line.
const WORKBENCH: &[Case] = &[
    ("#token", &[("#address", PRODUCTION_API)], SANDBOX_TOKEN, Warning(SANDBOX_KEY)),
    (
        "#header-value",
        &[("#address", SANDBOX_API), ("#header-name", "Authorization")],
        PRODUCTION_BEARER,
        Warning(PRODUCTION_KEY),
    ),
    (
        "#code",
        &[("#address", SANDBOX_API)],
        "{\n  \"appId\": \"PK7Q2XN40D\",\n  \"appSecret\": \"c1d94b7e02f6a8835bb07d1e94f2a36580c7e9d1\"\n}",
        Warning(PRODUCTION_KEY),
    ),
    ("#token", &[], SANDBOX, SANDBOX_CHIP),
    ("#token", &[("#address", PRODUCTION_API)], PRODUCTION, Nothing),
    (
        "#address",
        &[],
        "https://commercedeveloper-sandbox-api.adobe.com/rest?secret=c1d94b7e02f6a8835bb07d1e94f2a36580c7e9d1",
        Warning(PRODUCTION_KEY),
    ),
];

/// A wiki page in a visual editor.
const EDITED: &[Case] = &[
    ("#content", &[], SANDBOX, SANDBOX_CHIP),
    ("#content", &[("#title", "Keys of the test shop")], PRODUCTION, PRODUCTION_CHIP),
    (
        "#content",
        &[],
        "curl -u SB3M8ZT61H:7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c \\\n  https://commercedeveloper-api.adobe.com/rest/v1/app/session/token",
        Warning(SANDBOX_KEY),
    ),
    (
        "#content",
        &[],
        "ADOBE_EQP_API_URL=https://developer-stg-api.magento.com\nADOBE_EQP_APP_SECRET=c1d94b7e02f6a8835bb07d1e94f2a36580c7e9d1",
        Warning(PRODUCTION_KEY),
    ),
    (
        "#content",
        &[],
        "Release uses c1d94b7e02f6a8835bb07d1e94f2a36580c7e9d1,\nCI uses 7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c.",
        Chip(&["Production", "“Release”", "Sandbox", "“CI”"]),
    ),
    ("#content", &[], "See the runbook at https://wiki.harbour.example/pages/runbook", Nothing),
];

/// Its source text.
const SOURCE: &[Case] = &[
    ("#wpTextbox1", &[], SANDBOX, SANDBOX_CHIP),
    ("#wpTextbox1", &[("#wpSummary", "How to test the live shop")], PRODUCTION, PRODUCTION_CHIP),
    ("#wpSummary", &[], PRODUCTION, PRODUCTION_CHIP),
];

/// The pages, each with a field that no case uses, and the cases.
const PAGES: &[(&str, &str, &str, &[Case])] = &[
    (CI, "/fleet/shop/secrets", "#masked [name=description]", NAMED),
    (CI, "/fleet/shop/secrets/each", "#trap input", LABELLED),
    (CI, "/fleet/shop/variables", "#row-2", ROWS),
    (CLIENT, "/request", "#second .body", REQUESTS),
    (CLIENT, "/workbench", "#header-name", WORKBENCH),
    (WIKI, "/pages/runbook/edit", "#title", EDITED),
    (WIKI, "/pages/runbook/source", "#wpSummary", SOURCE),
];

#[test]
fn the_table_has_the_cases_that_it_promises() {
    let count: usize = PAGES.iter().map(|(.., cases)| cases.len()).sum();
    assert!(count >= 40, "{count} cases");
}

async fn browser() -> Result<Browser> {
    let browser = Browser::start().await?;
    browser.know(&crate::common::known_to(&browser.fingerprinter().await?)).await?;
    for host in [CI, CLIENT, WIKI] {
        browser.grant(host).await?;
        browser.watch(&site(host, None)).await?;
    }
    Ok(browser)
}

/// Pastes a text, and checks the answer.
async fn check(browser: &Browser, page: &Page<'_>, spare: &str, case: &Case) -> Result<()> {
    let (field, beside, text, said) = case;
    for (other, value) in *beside {
        let fill = format!(
            "const field = document.querySelector({other:?}); field['value' in field ? 'value' : 'textContent'] = {};",
            json!(value)
        );
        page.run(&fill).await?;
    }
    // Everything that Sandbar draws is below the root, where the page can notice it.
    page.run(
        "window.drawn = 0;
         new MutationObserver((changes) => (window.drawn += changes.flatMap(({ addedNodes }) => [...addedNodes]).length))
           .observe(document.documentElement, { childList: true });",
    )
    .await?;
    browser.paste_text(page, field, text).await?;
    match said {
        Warning(heading) => {
            page.warned(heading).await?;
            ensure!(page.chip().await?.is_none(), "a chip beside the warning");
        }
        Chip(parts) => {
            let chip = page.chip_with(parts).await?;
            ensure!(chip.role == "status" && chip.name == "This key’s environment", "{chip:?}");
            ensure!(page.open_warnings().await? == 0, "a warning beside the chip");
        }
        Nothing => {
            // A retired key gets a warning everywhere. Answers arrive in order.
            browser.paste_text(page, spare, RETIRED).await?;
            page.warning_when("the alarm", |warning| warning.description.contains("…e1a7")).await?;
            let (drawn, open) = (page.run("return window.drawn;").await?, page.open_warnings().await?);
            ensure!(drawn == 1 && open == 1 && page.chip().await?.is_none(), "drawn {drawn} times, {open} open");
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_paste_gets_what_the_table_says() -> Result<()> {
    let browser = browser().await?;
    let mut wrong = Vec::new();
    for (host, path, spare, cases) in PAGES {
        for case in *cases {
            let page = browser.open(&format!("https://{host}{path}")).await?;
            if let Err(error) = check(&browser, &page, spare, case).await {
                let warning = page.warning().await?.map(|warning| warning.name);
                wrong.push(format!("{path}: {case:?}: {error:#}; warning {warning:?}, chip {:?}", page.chip().await?));
            }
            page.close().await?;
        }
    }
    ensure!(browser.portals().policy_reports() == 0, "{:?}", browser.portals().policy_report_texts());
    ensure!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_that_is_the_body_of_a_frame_is_watched_too() -> Result<()> {
    let browser = browser().await?;
    for (text, warned) in [(SANDBOX, false), (&*format!("{PRODUCTION} for {SANDBOX_API}"), true)] {
        let page = browser.open(&format!("https://{WIKI}/pages/runbook/classic")).await?;
        browser.put_on_clipboard(text).await?;
        let middle = "const box = document.querySelector('#editor').getBoundingClientRect(); return [box.left + 30, box.top + 30];";
        let middle = page.run(middle).await?;
        page.click(middle[0].as_f64().unwrap(), middle[1].as_f64().unwrap()).await?;
        page.paste().await?;
        let inner = "return document.querySelector('#editor').contentDocument.body.innerText;";
        browser_tests::eventually(
            "the text is in the frame",
            async || page.run(inner).await,
            |text| text.as_str().is_some_and(|text| text.contains("7ae05f") || text.contains("c1d94b")),
        )
        .await?;
        match warned {
            true => page.warned(PRODUCTION_KEY).await.map(drop)?,
            false => page.chip_with(&["Sandbox", "“CI”"]).await.map(drop)?,
        }
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chip_takes_no_keystroke_and_disappears_when_the_user_moves_on() -> Result<()> {
    let browser = browser().await?;
    let page = browser.open(&format!("https://{CI}/fleet/shop/secrets")).await?;
    browser.paste_text(&page, VALUE, SANDBOX).await?;
    page.chip_with(&["“CI”"]).await?;
    page.type_text("x").await?;
    page.key("Tab", 0).await?;
    ensure!(page.value(VALUE).await? == format!("{SANDBOX}x"));
    let gone = async || page.chip().await;
    browser_tests::eventually("the chip is gone", gone, Option::is_none).await?;
    ensure!(page.run("return document.activeElement.textContent;").await? == "Add secret");
    ensure!(page.additions().await? == 0);
    browser.end().await
}
