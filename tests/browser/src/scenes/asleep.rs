//! Stops the worker, as the browser does after half a minute without events.

use anyhow::Result;

use super::{badge, toolbar};
use crate::stage::Stage;

pub async fn play(stage: &Stage) -> Result<()> {
    let page = stage.browser().new_tab().await?;
    stage.browser().kill_worker().await?;
    page.go("https://commercedeveloper-sandbox.adobe.com/extensions/").await?;
    stage.see("badge", badge(&page, "sandbox").await);
    stage.see("toolbar", toolbar(&page, "SBX").await);
    page.close().await
}
