use anyhow::Result;
use browser_tests::session::origin;
use browser_tests::{Browser, Page};
use sandbar::portal::Environment::{Production, Sandbox};
use serde_json::json;

async fn snap(page: &Page<'_>, name: &str) -> Result<()> {
    std::fs::write(format!("/tmp/pics/{name}.png"), page.picture().await?)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures() -> Result<()> {
    std::fs::create_dir_all("/tmp/pics")?;
    let browser = Browser::start().await?;
    let sandbox = browser.sign_in(Sandbox, "/demo/form30").await?;
    sandbox.show().await?;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    snap(&sandbox, "reminder").await?;
    sandbox.run("document.querySelector('#f1').focus();").await?;
    sandbox.type_text("abc").await?;
    let sandbox2 = browser.sign_in(Sandbox, "/extensions/").await?;
    let page = browser.sign_in(Production, "/?menu=open").await?;
    page.show().await?;
    snap(&page, "quiet").await?;
    page.point_at("a[href='/account/logout']").await?;
    page.press("a[href='/account/logout']").await?;
    page.warned("Signing out of Production signs you out of Sandbox too").await?;
    snap(&page, "question").await?;
    page.resize(600, 400, 2.0).await?;
    snap(&page, "question-200").await?;
    page.resize(360, 400, 1.0).await?;
    snap(&page, "question-narrow").await?;
    page.devtools(
        "Emulation.setEmulatedMedia",
        json!({ "features": [{"name": "prefers-color-scheme", "value": "dark"}] }),
    )
    .await?;
    snap(&page, "question-dark").await?;
    page.press_warning("Sign out of both").await?;
    sandbox.ended("Signing out of Production").await?;
    sandbox.show().await?;
    snap(&sandbox, "ended").await?;
    sandbox.press_card("This page’s session has ended", "Copy what I typed").await?;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    snap(&sandbox, "ended-copied").await?;
    sandbox.resize(600, 400, 2.0).await?;
    snap(&sandbox, "ended-200").await?;
    sandbox.resize(360, 600, 1.0).await?;
    sandbox
        .devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{"name": "prefers-color-scheme", "value": "dark"}] }),
        )
        .await?;
    snap(&sandbox, "ended-narrow-dark").await?;
    sandbox2.show().await?;
    sandbox2.go(&format!("{}/?signedout=ambiguous", origin(Sandbox))).await?;
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    snap(&sandbox2, "both").await?;
    browser.end().await
}
