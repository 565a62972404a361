//! A page whose banner says another thing than its address.

use anyhow::Result;

use super::{badge, title, toolbar};
use crate::stage::Stage;

const PAGES: [(&str, &str); 2] = [
    ("https://commercedeveloper.adobe.com/?banner=misplaced", "check-production"),
    ("https://commercedeveloper-sandbox.adobe.com/?banner=missing", "check-sandbox"),
];

pub async fn play(stage: &Stage) -> Result<()> {
    for (url, name) in PAGES {
        println!("  {url}");
        let page = stage.browser().open(url).await?;
        stage.see("badge", badge(&page, "check").await);
        stage.see("toolbar", toolbar(&page, "?").await);
        stage.see("title", title(&page, "CHECK · ").await);
        stage.picture(name, &page).await?;
        page.close().await?;
    }
    Ok(())
}
