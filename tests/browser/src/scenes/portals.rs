//! Every portal host is marked with its environment.

use anyhow::Result;
use sandbar::view::theme::toolbar_text;

use super::{badge, title, toolbar};
use crate::PORTALS;
use crate::stage::Stage;
use crate::wait::eventually;

pub async fn play(stage: &Stage) -> Result<()> {
    for (index, (host, tone, mark)) in PORTALS.into_iter().enumerate() {
        // The first two have the strictest page policy, which refuses marked icons; the others have
        // none.
        let legacy = index >= 2;
        println!("  https://{host}/");
        let page =
            stage.browser().open(&format!("https://{host}/{}", if legacy { "?policy=none" } else { "" })).await?;
        stage.see("badge", badge(&page, tone).await);
        stage.see("toolbar", toolbar(&page, toolbar_text(mark)).await);
        stage.see("title", title(&page, mark).await);
        if legacy {
            let icon = eventually("the icon", async || page.icon().await, |icon| icon.starts_with("data:image/svg"));
            stage.see("favicon", icon.await.map(|_| "marked"));
        }
        stage.picture(&format!("{tone}{}", if legacy { "-legacy" } else { "" }), &page).await?;
        page.close().await?;
    }
    Ok(())
}
