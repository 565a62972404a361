//! Observations that are applied to a ledger, and the resulting changes.

use serde::{Deserialize, Serialize};

use super::belief::{Cause, Origin, ProfileReminder, SessionScope};
use super::document::{Document, TabId};
use super::signs::Signs;
use crate::catalogue::Environment;
use crate::time::Timestamp;

/// An event in one cookie store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observation {
    /// The time of the event.
    pub now: Timestamp,
    /// The event.
    pub news: News,
}

/// How a sign-out was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignOutTrigger {
    /// By a trusted click, with pointer or keyboard, on a sign-out control.
    Click(Document),
    /// By a navigation to an address that [looks like a
    /// sign-out](super::looks_like_sign_out).
    Navigation(TabId),
}

impl SignOutTrigger {
    /// The tab in which it was started.
    #[must_use]
    pub const fn tab(self) -> TabId {
        match self {
            Self::Click(document) => document.tab,
            Self::Navigation(tab) => tab,
        }
    }
}

/// The kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// A page was read: after loading, after a change, or when it came back
    /// from the back/forward cache.
    PageSeen {
        /// The site of the page.
        site: SessionScope,
        /// The document.
        document: Document,
        /// The signs on the page.
        signs: Signs,
    },
    /// A page was left or closed.
    PageLeft {
        /// The site of the page.
        site: SessionScope,
        /// The document.
        document: Document,
    },
    /// A sign-out was started. It may not complete.
    SignOutBegun {
        /// The site where it was started.
        site: SessionScope,
        /// How it was started.
        how: SignOutTrigger,
    },
    /// The account site's sign-out page was loaded. It needs no confirmation,
    /// because loading it signs the user out.
    SignOutPageLoaded {
        /// The sign-out page.
        document: Document,
    },
    /// An HttpOnly cookie was removed without being replaced. The session
    /// cookie's name is unknown.
    CookieRemoved {
        /// The site that the cookie belongs to.
        site: SessionScope,
    },
    /// The browser started. Applied once per start, before any page is seen.
    BrowserStarted,
    /// The user marked the sandbox profile as set up.
    ProfileRebuilt,
}

/// A change that an event caused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A user is believed to be signed in who was not before.
    SignedIn {
        /// The environment.
        environment: Environment,
        /// Whether it is the first time in this cookie store.
        first_time: bool,
    },
    /// A session ended.
    Ended {
        /// The environment.
        environment: Environment,
        /// The cause for this environment.
        cause: Cause,
        /// What ended it.
        origin: Origin,
        /// The time of the end.
        at: Timestamp,
    },
    /// A cookie was removed while a user was believed to be signed in.
    Lowered {
        /// The environment.
        environment: Environment,
    },
    /// The environment was found signed out, but no known session ended.
    FoundSignedOut {
        /// The environment.
        environment: Environment,
    },
    /// The session's state is no longer known.
    Unsure {
        /// The environment.
        environment: Environment,
    },
    /// The reminder to set up the sandbox profile.
    Profile(ProfileReminder),
}
