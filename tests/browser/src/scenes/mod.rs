//! The scenes of the demonstration, in order, one file each. A new scene is a file and a line here.

mod asleep;
mod check;
mod elsewhere;
mod keys;
mod placement;
mod portals;
mod sign_out;

use anyhow::{Result, ensure};

use crate::page::Page;
use crate::stage::Stage;
use crate::wait::eventually;

/// Plays all scenes.
pub async fn play_all(stage: &Stage) {
    stage.play("The portals, at their current hosts and at the ones before", portals::play).await;
    stage.play("Other sites", elsewhere::play).await;
    stage.play("The extension's worker asleep", asleep::play).await;
    stage.play("Address and banner disagree", check::play).await;
    stage.play("The badge moved and folded", placement::play).await;
    stage.play("A key from the wrong environment", keys::play).await;
    stage.play("Signing out of one environment", sign_out::play).await;
}

/// Waits until the badge has this tone, and returns its text and its corner.
async fn badge(page: &Page<'_>, tone: &str) -> Result<String> {
    let badge = page.badge_when("the badge", |badge| badge.tone == tone).await?;
    Ok(format!("“{}”, {}, {}", badge.name, badge.fold, page.corner_of(&badge).await?))
}

/// Waits until the toolbar button has this text.
async fn toolbar(page: &Page<'_>, text: &str) -> Result<String> {
    let toolbar = eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == text).await?;
    let text = if text.is_empty() { "no text" } else { text };
    Ok(format!("{text}, “{}”", toolbar.title))
}

/// Waits until the tab's title starts like this.
async fn title(page: &Page<'_>, beginning: &str) -> Result<String> {
    let title = eventually("the title", async || page.title().await, |title| title.starts_with(beginning)).await?;
    Ok(format!("“{title}”"))
}

/// Checks that the page is unchanged.
async fn untouched(page: &Page<'_>) -> Result<&'static str> {
    ensure!(page.badge().await?.is_none() && page.additions().await? == 0, "something was added");
    ensure!(!page.title().await?.contains(" · "), "the title was changed");
    Ok("nothing added, title as it was")
}
