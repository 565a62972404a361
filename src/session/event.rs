//! Observations, which a ledger applies, and the changes that follow.

use serde::{Deserialize, Serialize};

use super::belief::{Cause, Origin, ProfileReminder, SessionScope};
use super::document::{Document, TabId};
use super::signs::Signs;
use crate::catalogue::Environment;
use crate::time::Timestamp;

/// Something that happened in one cookie store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observation {
    /// When.
    pub now: Timestamp,
    /// What.
    pub news: News,
}

/// How a sign-out was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignOutTrigger {
    /// By a trusted click (pointer or keyboard) on a sign-out control.
    Click(Document),
    /// By a navigation that [looks like one](super::looks_like_sign_out).
    Navigation(TabId),
}

impl SignOutTrigger {
    /// The tab in which it was begun.
    #[must_use]
    pub const fn tab(self) -> TabId {
        match self {
            Self::Click(document) => document.tab,
            Self::Navigation(tab) => tab,
        }
    }
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// A page was looked at: when it was loaded, when it changed, when it came
    /// back from the back/forward cache.
    PageSeen {
        /// Whose page.
        site: SessionScope,
        /// Which document.
        document: Document,
        /// What its labels say.
        signs: Signs,
    },
    /// A sign-out was begun, and may come to nothing.
    SignOutBegun {
        /// Where.
        site: SessionScope,
        /// How.
        how: SignOutTrigger,
    },
    /// The account site's sign-out page was loaded. It needs no confirmation:
    /// loading it is what signs out.
    SignOutPageLoaded {
        /// That page.
        document: Document,
    },
    /// A cookie that scripts can't read was removed, and not by being
    /// overwritten. The name of the session's is unknown.
    CookieRemoved {
        /// Whose cookie.
        site: SessionScope,
    },
    /// The browser started. Applied once per start, before its pages are seen.
    BrowserStarted,
    /// The user marked the sandbox profile as rebuilt.
    ProfileRebuilt,
}

/// What an event changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Somebody is signed in who was not believed to be.
    SignedIn {
        /// Where.
        environment: Environment,
        /// Whether it is the first time in this cookie store.
        first_time: bool,
    },
    /// A session ended.
    Ended {
        /// Where.
        environment: Environment,
        /// Why, for this environment.
        cause: Cause,
        /// What ended it.
        origin: Origin,
        /// When.
        at: Timestamp,
    },
    /// A cookie was removed where somebody was believed signed in.
    Lowered {
        /// Where.
        environment: Environment,
    },
    /// Found to be signed out, which ended nothing.
    FoundSignedOut {
        /// Where.
        environment: Environment,
    },
    /// What was believed is not known any more.
    Unsure {
        /// Where.
        environment: Environment,
    },
    /// The reminder to rebuild the sandbox profile.
    Profile(ProfileReminder),
}
