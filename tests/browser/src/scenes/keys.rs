//! A key is learned in Sandbox and pasted in Production. The warning removes it.

use anyhow::{Context, Result, ensure};
use demo_portals::Person;
use sandbar::catalogue::Environment;

use crate::stage::Stage;
use crate::wait::eventually;

const LIST: &str = "https://commercedeveloper-sandbox.adobe.com/signin?as=ada&next=/account/apikeys";
const FIELDS: &str = "https://commercedeveloper.adobe.com/signin?as=ada&next=/demo/fields";

pub async fn play(stage: &Stage) -> Result<()> {
    let browser = stage.browser();
    let list = browser.open(LIST).await?;
    let keys = browser.portals().api_keys(Environment::Sandbox, Person::Ada);
    let parts = keys.len() * 2;
    let learned =
        eventually("the keys are learned", async || browser.entries().await, |seen| seen.len() >= parts).await;
    stage.see(
        "learned",
        learned.map(|seen| format!("{} parts of {} sandbox keys, as fingerprints", seen.len(), keys.len())),
    );
    stage.picture("keys-learned", &list).await?;

    let key = keys.first().context("a key")?;
    let page = browser.open(FIELDS).await?;
    browser.put_on_clipboard(&format!("App Id: {}\nApp Secret: {}", key.id, key.secret)).await?;
    page.paste_into("#area").await?;
    stage.see("warned", page.warned("This is a Sandbox key").await.map(|warning| format!("“{}”", warning.name)));
    stage.picture("warning", &page).await?;
    page.press_warning("Remove it").await?;
    stage.see("removed", removed(&page).await);
    list.close().await?;
    page.close().await
}

async fn removed(page: &crate::page::Page<'_>) -> Result<&'static str> {
    page.warning_gone().await?;
    ensure!(page.value("#area").await?.is_empty(), "the field still holds something");
    Ok("the field is empty, the warning closed")
}
