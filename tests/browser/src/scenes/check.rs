//! A Production page that shows the sandbox banner.

use anyhow::Result;

use super::{badge, title, toolbar};
use crate::stage::Stage;

const MISPLACED: &str = "https://commercedeveloper.adobe.com/?banner=misplaced";

pub async fn play(stage: &Stage) -> Result<()> {
    println!("  {MISPLACED}");
    let page = stage.browser().open(MISPLACED).await?;
    stage.see("badge", badge(&page, "check").await);
    stage.see("toolbar", toolbar(&page, "?").await);
    stage.see("title", title(&page, "CHECK · ").await);
    stage.picture("check-production", &page).await?;
    page.close().await
}
