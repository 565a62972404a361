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
            println!("\n✓ everything happened");
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
The browser is open, with the extension loaded. The portals in it are the demo's, on this machine.

Try:
  - Go through the tabs: badge in the corner, toolbar button, title and icon name the environment.
    The last tab is no portal and has none of it.
  - Press the badge's two buttons: it moves to the next corner, and folds. It stays so, per environment.
  - Sign in with any name, and walk through the portal's menu.
  - Add ?banner=misplaced to a production address:
    the page contradicts its address, and the badge says to check where you are.
  - Add ?policy=strict: the page refuses a changed icon, and keeps its own.
  - Add ?slow=2000: the badge does not wait for the page.

In another terminal, ./build.sh watch builds after each save, and the extension is reloaded here.

Close the browser or press Ctrl+C to end.";
