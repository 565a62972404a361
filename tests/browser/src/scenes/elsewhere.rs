//! Sandbar leaves pages outside the portals alone.

use anyhow::Result;

use super::{toolbar, untouched};
use crate::stage::Stage;

const SITES: [(&str, &str); 2] = [
    ("https://example.org/", "other-site"),
    ("https://commercedeveloper-sandbox.adobe.com.example.org/", "look-alike"),
];

pub async fn play(stage: &Stage) -> Result<()> {
    for (url, name) in SITES {
        println!("  {url}");
        let page = stage.browser().open(url).await?;
        stage.see("page", untouched(&page).await);
        stage.see("toolbar", toolbar(&page, "").await);
        stage.picture(name, &page).await?;
        page.close().await?;
    }
    Ok(())
}
