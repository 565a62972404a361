//! The user moves the badge, and it stays there.

use anyhow::Result;

use crate::page::Page;
use crate::stage::Stage;

const URL: &str = "https://commercedeveloper-sandbox.adobe.com/";

pub async fn play(stage: &Stage) -> Result<()> {
    let page = stage.browser().open(URL).await?;
    page.badge_when("the badge", |badge| badge.tone == "sandbox").await?;
    for corner in ["bottom left", "top left", "top right"] {
        page.press_badge("move").await?;
        stage.see("moved", in_corner(&page, corner).await);
    }
    page.press_badge("fold").await?;
    let folded = page.badge_when("folded", |badge| badge.fold == "folded").await;
    stage.see("folded", folded.map(|badge| format!("shows “{}”, named “{}”", badge.text, badge.name)));
    page.go(URL).await?;
    stage.see("loaded again", in_corner(&page, "top right").await);
    stage.picture("folded", &page).await?;
    page.close().await
}

async fn in_corner(page: &Page<'_>, corner: &str) -> Result<String> {
    let look = async || match page.badge().await? {
        Some(badge) => page.corner_of(&badge).await,
        None => Ok("nowhere".to_owned()),
    };
    crate::wait::eventually("the badge's corner", look, |seen| seen == corner).await
}
