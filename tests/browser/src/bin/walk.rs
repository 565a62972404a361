//! `./build.sh run`: opens a browser with the extension on the demo portals. Without a display, it
//! demonstrates the main job instead, and prints what it saw.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use browser_tests::browser::built_extension;
use browser_tests::stage::Stage;
use browser_tests::{Options, PORTALS, Screen, launch, reload, scenes};
use demo_portals::Portals;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] if has_display() => show().await,
        [] | ["--headless"] => walk().await,
        _ => bail!("usage: ./build.sh run [--headless]"),
    }
}

fn has_display() -> bool {
    let named = |variable| std::env::var_os(variable).is_some_and(|display| !display.is_empty());
    cfg!(target_os = "macos") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

/// Plays all scenes. Fails if something expected didn't happen in one of them.
async fn walk() -> Result<()> {
    let stage = Stage::set(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pictures")).await?;
    scenes::play_all(&stage).await;
    match stage.strike().await? {
        0 => {
            println!("\n✓ everything expected happened");
            Ok(())
        }
        missed => bail!("{missed} expected things did not happen"),
    }
}

/// Opens a browser, and waits until it is closed or this is interrupted.
async fn show() -> Result<()> {
    let portals = Portals::start().await?;
    let profile = tempfile::Builder::new().prefix("sandbar-profile-").tempdir()?;
    let options = Options { screen: Screen::Display(None), window: (1280, 860), ..Options::default() };

    let mut arguments = launch::prepare(&portals, profile.path(), &options)?;
    if std::fs::metadata(profile.path())?.uid() == 0 {
        // As root, the browser starts only without its own sandbox.
        arguments.extend(["--no-sandbox".into(), "--test-type".into()]);
    }
    arguments.extend(PORTALS.map(|(host, ..)| format!("https://{host}/?policy=none")));
    arguments.push("https://example.org/".into());
    let (mut browser, pipe) = reload::start(&arguments)?;

    println!("{TRY}");
    tokio::select! {
        ended = browser.wait() => {
            println!("The browser ended: {}.", ended.context("waiting for the browser")?);
        }
        () = reload::after_each_build(pipe, built_extension()) => {}
        interrupted = tokio::signal::ctrl_c() => {
            interrupted.context("waiting for Ctrl+C")?;
            browser.kill().await.context("ending the browser")?;
        }
    }
    Ok(())
}

const TRY: &str = "
The browser is open, with the extension loaded. Its portals are demo portals on this machine.

Try:
  - Look at each tab: the badge in the corner, the toolbar button, the title and the icon name the
    environment. The last tab is no portal, so it has none of these.
  - Click the badge's two buttons: one moves it to the next corner, the other collapses it. Sandbar
    remembers this for each environment.
  - Sign in with any name, and try the portal's menu.
  - Add ?banner=misplaced to a production address:
    the page contradicts its address, and the badge says to check where you are.
  - Add ?policy=strict: the page refuses the changed icon and keeps its own.
  - Add ?slow=2000: the badge does not wait for the page.

In another terminal, ./build.sh watch builds after each save and reloads the extension in this browser.

Close the browser or press Ctrl+C to end.";
