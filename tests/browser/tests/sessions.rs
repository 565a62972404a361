//! Sessions: what open pages say when one is ended, and what is asked before.

use anyhow::{Context as _, Result, ensure};
use browser_tests::session::{origin, word};
use browser_tests::{Browser, Page, eventually};
use sandbar::portal::Environment::{self, Production, Sandbox};

/// The controls that sign out, by the demo portals' switch.
const CONTROLS: [(&str, &str); 4] = [
    ("link", "a[href='/account/logout']"),
    ("form", "form[action='/account/logout'] button"),
    ("script", "[data-sign-out]"),
    ("spa", "[data-sign-out]"),
];

/// Three signed-in tabs of an environment.
async fn three(browser: &Browser, environment: Environment) -> Result<Vec<Page<'_>>> {
    let mut pages = Vec::new();
    for path in ["/extensions/", "/reports/sales", "/account/profile"] {
        pages.push(browser.sign_in(environment, path).await?);
    }
    Ok(pages)
}

/// Every one of these pages says, everywhere, that its session ended.
async fn all_ended(pages: &[Page<'_>], why: &str) -> Result<()> {
    for page in pages {
        page.ended(why).await?;
        ensure!(page.title().await?.starts_with("ENDED · "), "{}", page.title().await?);
        eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == "END").await?;
    }
    Ok(())
}

async fn close_all(pages: Vec<Page<'_>>) -> Result<()> {
    for page in pages {
        page.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_by_a_press_ends_every_open_page_of_both_environments() -> Result<()> {
    let browser = Browser::start().await?;
    for left in Environment::ALL {
        let mut others = three(&browser, left.other()).await?;
        let mut own = three(&browser, left).await?;
        let page = own.pop().context("a page")?;
        for (kind, control) in CONTROLS {
            let why = format!("Signing out of {} at ", word(left));
            page.sign_in(left, &format!("/?menu=open&signout={kind}")).await?;
            page.point_at(control).await?;
            page.press(control).await?;
            page.warned(&format!("Signing out of {} signs you out of {} too", word(left), word(left.other()))).await?;
            page.press_warning("Sign out of both").await?;
            all_ended(&others, &why).await.with_context(|| format!("{kind} in {left:?}"))?;
            all_ended(&own, &format!("You signed out of {} at ", word(left))).await.with_context(|| kind.to_owned())?;
            page.not_ended().await?;
            // Signed in again, every older page is fine again.
            page.sign_in(left, "/").await?;
            for page in &own {
                page.not_ended().await?;
            }
            let again = others.pop().context("a page")?;
            again.sign_in(left.other(), "/extensions/").await?;
            others.push(again);
            for page in &others {
                page.not_ended().await?;
            }
        }
        close_all(others).await?;
        close_all(own).await?;
        page.close().await?;
    }
    browser.end().await
}
