//! Which browser the tests run in. They speak the DevTools protocol, as far as
//! they need it: to Chromium itself, and to [`firefox`], which answers for it.

pub mod chromium;
pub mod firefox;

use std::fmt::{self, Display};

/// A browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, by chromedriver.
    Chromium,
    /// Firefox, by geckodriver.
    Firefox,
}

impl Engine {
    /// The one named in `SANDBAR_BROWSER`: `chromium`, which is the default, or `firefox`.
    #[must_use]
    pub fn chosen() -> Self {
        match std::env::var("SANDBAR_BROWSER").as_deref() {
            Ok("firefox") => Self::Firefox,
            _ => Self::Chromium,
        }
    }

    /// Whether a test is left out in the chosen browser, because only this one
    /// can run it; then it says why.
    #[must_use]
    pub fn alone(self, why: &str) -> bool {
        let other = Self::chosen() != self;
        if other {
            println!("left out: only {self} {why}");
        }
        other
    }

    /// Its name of the cookies of normal windows.
    #[must_use]
    pub const fn store(self) -> &'static str {
        match self {
            Self::Chromium => "0",
            Self::Firefox => "firefox-default",
        }
    }

    /// Its name of the cookies of private windows.
    #[must_use]
    pub const fn private_store(self) -> &'static str {
        match self {
            Self::Chromium => "1",
            Self::Firefox => "firefox-private",
        }
    }

    /// The folder of its build, within `dist`.
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
