//! Two tabs, an edit in Sandbox, and a sign-out of Production: the question, the notice, and the
//! copy of what the user typed.

use anyhow::{Result, ensure};
use sandbar::catalogue::Environment::{Production, Sandbox};

use crate::session::ENDED;
use crate::stage::Stage;
use crate::wait::eventually;

const CONTROL: &str = "a[href='/account/logout']";

pub async fn play(stage: &Stage) -> Result<()> {
    let browser = stage.browser();
    let form = browser.sign_in(Sandbox, "/demo/form30").await?;
    form.run("document.querySelector('#f1').focus();").await?;
    form.type_text("Order Exporter").await?;
    browser.unsaved_reported(1).await?;
    let page = browser.sign_in(Production, "/?menu=open").await?;
    eventually("Sandbar would ask about the click", async || page.holds_presses().await, |holds| *holds).await?;

    page.point_at(CONTROL).await?;
    page.press(CONTROL).await?;
    let question = page.warned("Signing out of Production signs you out of Sandbox too").await;
    stage.see("asked", question.map(|question| format!("“{}” {}", question.name, question.description)));
    stage.picture("sign-out-question", &page).await?;
    page.press_warning("Sign out of both").await?;

    let ended = form.ended("You signed out of Production at ").await;
    stage.see(
        "ended",
        ended.map(|card| {
            card.text
                .lines()
                .skip_while(|line| *line != ENDED)
                .filter(|line| !line.is_empty())
                .take(2)
                .collect::<Vec<_>>()
                .join(": ")
        }),
    );
    stage.see("title", super::title(&form, "ENDED · SBX · ").await);
    stage.see("toolbar", super::toolbar(&form, "END").await);
    form.show().await?;
    stage.picture("sign-out-ended", &form).await?;
    form.press_card(ENDED, "Copy what I typed").await?;
    form.ended("Copied 1 field.").await?;
    stage.see("rescued", rescued(stage).await);
    form.close().await?;
    page.close().await
}

async fn rescued(stage: &Stage) -> Result<String> {
    let copied = stage.browser().clipboard().await?;
    ensure!(copied.contains("Name: Order Exporter"), "{copied}");
    Ok(format!("“{}” is on the clipboard", copied.lines().last().unwrap_or_default()))
}
