//! Runs the scenes of the demonstration: starts a browser on the portals, prints one line per
//! observation, and saves pictures.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::browser::{Browser, Options, Screen};
use crate::desktop::Desktop;
use crate::page::Page;
use crate::picture::Picture;

/// The size of the browser's window.
const WINDOW: (u32, u32) = (1200, 800);

/// The stage. Prints one line for everything that was read back from the browser. Anything that was
/// expected but didn't appear counts as missed.
pub struct Stage {
    browser: Browser,
    desktop: Option<Desktop>,
    folder: PathBuf,
    missed: AtomicUsize,
}

impl Stage {
    /// Starts portals and browser, on a virtual desktop if possible. Pictures go to `folder`, which
    /// is emptied first.
    ///
    /// # Errors
    ///
    /// Returns an error if something doesn't start, or the folder can't be
    /// written.
    pub async fn set(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "png") {
                std::fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
            }
        }
        let (width, height) = WINDOW;
        let desktop = if Desktop::is_possible() { Some(Desktop::start(width, height).await?) } else { None };
        let screen = match &desktop {
            Some(desktop) => Screen::Display(Some(desktop.display().to_owned())),
            None => Screen::Headless,
        };
        let options = Options { screen, window: WINDOW, ..Options::default() };
        let browser = Browser::start_with(options).await?;
        let folder = folder.canonicalize().context("finding the folder for pictures")?;
        Ok(Self { browser, desktop, folder, missed: AtomicUsize::new(0) })
    }

    /// The browser.
    #[must_use]
    pub const fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Plays a scene. A scene that fails counts as missed, and the next one is still played.
    pub async fn play(&self, name: &str, scene: impl AsyncFnOnce(&Self) -> Result<()>) {
        println!("\n{name}");
        if let Err(error) = scene(self).await {
            self.miss("the scene", &error);
        }
    }

    /// Prints what was read back from the browser, or that it is missing.
    pub fn see(&self, what: &str, seen: Result<impl Display>) {
        match seen {
            Ok(seen) => println!("  ✓ {what}: {seen}"),
            Err(error) => self.miss(what, &error),
        }
    }

    fn miss(&self, what: &str, error: &anyhow::Error) {
        self.missed.fetch_add(1, Ordering::Relaxed);
        println!("  ✗ {what}: {error:#}");
    }

    /// Saves two pictures: the page, and the browser's toolbar above it.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser can't take pictures.
    pub async fn picture(&self, name: &str, page: &Page<'_>) -> Result<()> {
        self.save(&format!("{name}-page"), &page.picture().await?)?;
        let toolbar = match &self.desktop {
            Some(desktop) => {
                page.show().await?;
                let window = still(desktop).await?;
                let page_top = page.run("return outerHeight - innerHeight;").await?.as_u64().context("a height")?;
                self.save(&format!("{name}-window"), &window.to_png()?)?;
                window.rows(0, usize::try_from(page_top)?).to_png()?
            }
            None => self.browser.toolbar_drawn(page.tab_id()?).await?,
        };
        self.save(&format!("{name}-toolbar"), &toolbar)
    }

    fn save(&self, name: &str, png: &[u8]) -> Result<()> {
        let path = self.folder.join(format!("{name}.png"));
        std::fs::write(&path, png).with_context(|| format!("writing {}", path.display()))?;
        println!("    picture: {}", path.display());
        Ok(())
    }

    /// Ends the browser. Returns the number of missed observations.
    ///
    /// # Errors
    ///
    /// Returns an error if it doesn't end.
    pub async fn strike(self) -> Result<usize> {
        let missed = self.missed.load(Ordering::Relaxed);
        self.browser.end().await?;
        Ok(missed)
    }
}

/// The desktop, once two pictures in a row are the same, but after at most three seconds.
async fn still(desktop: &Desktop) -> Result<Picture> {
    let mut before = desktop.picture()?;
    for _ in 0..10 {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let now = desktop.picture()?;
        if now == before {
            break;
        }
        before = now;
    }
    Ok(before)
}
