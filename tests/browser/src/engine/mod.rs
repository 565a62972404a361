//! Selects the browser for the tests. They use the DevTools protocol: Chromium's own, or the parts
//! that [`firefox`] implements.

pub mod chromium;
pub mod firefox;

use std::fmt::{self, Display};

use anyhow::{Context, Result};
use serde_json::Value;
use thirtyfour::WindowHandle;

use chromium::Chromium;
use firefox::Firefox;

/// A browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, through the DevTools protocol.
    Chromium,
    /// Firefox, through geckodriver.
    Firefox,
}

impl Engine {
    /// The browser in `SANDBAR_BROWSER`: `chromium`, which is the default, or `firefox`.
    #[must_use]
    pub fn chosen() -> Self {
        match std::env::var("SANDBAR_BROWSER").as_deref() {
            Ok("firefox") => Self::Firefox,
            _ => Self::Chromium,
        }
    }

    /// Whether a test is skipped because only this browser can run it. Prints the reason.
    #[must_use]
    pub fn alone(self, why: &str) -> bool {
        let other = Self::chosen() != self;
        if other {
            println!("left out: only {self} {why}");
        }
        other
    }

    /// Its cookie store ID for normal windows.
    #[must_use]
    pub const fn store(self) -> &'static str {
        match self {
            Self::Chromium => "0",
            Self::Firefox => "firefox-default",
        }
    }

    /// Its cookie store ID for private windows.
    #[must_use]
    pub const fn private_store(self) -> &'static str {
        match self {
            Self::Chromium => "1",
            Self::Firefox => "firefox-private",
        }
    }

    /// The folder of its build in `dist`.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }
}

impl Display for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
        })
    }
}

/// A running browser, with the operations that both support.
pub(crate) enum Running {
    Chromium(Chromium),
    Firefox(Firefox),
}

impl Running {
    /// The tabs of all windows.
    pub async fn tabs(&self) -> Result<Vec<WindowHandle>> {
        match self {
            Self::Chromium(chromium) => chromium.devtools().tabs().await,
            Self::Firefox(firefox) => firefox.tabs().await,
        }
    }

    /// Opens an empty tab in front, in the window of `beside`.
    pub async fn new_tab(&self, beside: Option<&WindowHandle>) -> Result<WindowHandle> {
        match self {
            Self::Chromium(chromium) => chromium.devtools().new_tab().await,
            Self::Firefox(firefox) => firefox.new_tab(beside).await,
        }
    }

    /// Opens an address in a new tab in front, in the window of `beside`, and
    /// waits until it has loaded.
    pub async fn open(&self, url: &str, beside: Option<&WindowHandle>) -> Result<WindowHandle> {
        match self {
            Self::Chromium(chromium) => chromium.devtools().open(url).await,
            Self::Firefox(firefox) => {
                let tab = firefox.new_tab(beside).await?;
                firefox.go(&tab, url).await?;
                Ok(tab)
            }
        }
    }

    /// Navigates a tab and waits until it has loaded.
    pub async fn go(&self, tab: &WindowHandle, url: &str) -> Result<()> {
        match self {
            Self::Chromium(chromium) => chromium.devtools().go(tab, url).await,
            Self::Firefox(firefox) => firefox.go(tab, url).await,
        }
    }

    /// Reloads a tab's page and waits until it has loaded.
    pub async fn reload(&self, tab: &WindowHandle) -> Result<()> {
        match self {
            Self::Chromium(chromium) => chromium.devtools().reload(tab).await,
            Self::Firefox(firefox) => firefox.reload(tab).await,
        }
    }

    /// Goes back (-1) or forward (1) in a tab's history and waits until the page is there.
    pub async fn travel(&self, tab: &WindowHandle, steps: i64) -> Result<()> {
        match self {
            Self::Chromium(chromium) => chromium.devtools().travel(tab, steps).await,
            Self::Firefox(firefox) => firefox.travel(tab, steps).await,
        }
    }

    /// Shows a tab's window in full screen.
    pub async fn full_screen(&self, tab: &WindowHandle) -> Result<()> {
        match self {
            Self::Chromium(chromium) => chromium.devtools().full_screen(tab).await,
            Self::Firefox(firefox) => firefox.full_screen(tab).await,
        }
    }

    /// Closes a tab and waits until it is gone.
    pub async fn close(&self, tab: &WindowHandle) -> Result<()> {
        match self {
            Self::Chromium(chromium) => chromium.devtools().close(tab).await,
            Self::Firefox(firefox) => firefox.close(tab).await,
        }
    }

    /// Runs a script in a tab. The script is the body of an async function.
    pub async fn run(&self, tab: &WindowHandle, script: &str) -> Result<Value> {
        match self {
            Self::Chromium(chromium) => chromium.devtools().run(tab, script).await,
            Self::Firefox(firefox) => firefox::run(firefox.driver(), tab, script).await,
        }
    }

    /// A DevTools command for a tab.
    pub async fn command(&self, tab: &WindowHandle, method: &str, parameters: Value) -> Result<Value> {
        match self {
            Self::Chromium(chromium) => chromium.devtools().tab(tab, method, parameters).await,
            Self::Firefox(firefox) => firefox::devtools(firefox.driver(), tab, method, parameters).await,
        }
    }

    /// Quits the browser as a user does, so that everything is written to the profile.
    pub async fn quit(self) -> Result<()> {
        match self {
            Self::Chromium(chromium) => chromium.quit().await,
            Self::Firefox(firefox) => firefox.quit().await,
        }
    }

    /// Ends the browser when a test no longer needs it or its profile.
    pub async fn end(self) -> Result<()> {
        match self {
            Self::Chromium(chromium) => chromium.kill().await,
            Self::Firefox(firefox) => firefox.quit().await,
        }
    }

    /// The DevTools connections to the browser.
    ///
    /// # Errors
    ///
    /// Returns an error in Firefox, which has none.
    pub fn devtools(&self) -> Result<&chromium::DevTools> {
        match self {
            Self::Chromium(chromium) => Ok(chromium.devtools()),
            Self::Firefox(_) => None.context("only Chromium has them"),
        }
    }
}
