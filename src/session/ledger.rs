//! What Sandbar believes about one cookie store.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::belief::{Belief, ProfileReminder, SessionScope};
use super::document::{Document, TabId};
use super::environment_session::EnvironmentSession;
use super::event::SignOutTrigger;
use super::history::History;
use super::order::Order;
use crate::catalogue::Environment;
use crate::time::Timestamp;

/// How long after its start a sign-out can be confirmed.
///
/// This is long enough for slow redirects through the account site and a worker
/// that has to start first. It is short enough that a session that ends later
/// for another reason isn't attributed to an abandoned sign-out. After this
/// time, an ended session is still noticed, but its cause is then "seen".
pub const CONFIRMATION_WINDOW: Duration = Duration::from_secs(30);

/// How long a page must have looked signed out before a second sign ends the
/// session. If the second sign is a page, it must have been loaded this long.
///
/// A header that asks the server who the user is offers to sign in until the
/// answer arrives, on each page that is opened in that time.
pub const DOUBT_STANDS: Duration = Duration::from_secs(5);

/// A sign-out that was started but not yet confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Begun {
    pub at: Timestamp,
    pub site: SessionScope,
    pub how: SignOutTrigger,
}

impl Begun {
    pub const fn tab(&self) -> TabId {
        self.how.tab()
    }

    /// Whether the control was clicked in this very document.
    pub fn pressed_in(&self, document: Document) -> bool {
        self.how == SignOutTrigger::Click(document)
    }
}

/// What Sandbar believes about both environments in one cookie store, and why.
///
/// There is one ledger per cookie store, and it sees only that store's events.
/// It is stored as one item, and can be stored and restored between any two
/// events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Ledger {
    production: EnvironmentSession,
    sandbox: EnvironmentSession,
    pub(super) begun: Option<Begun>,
    pub(super) order: Order,
    pub(super) profile: ProfileReminder,
    pub(super) history: History,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            production: EnvironmentSession::NEW,
            sandbox: EnvironmentSession::NEW,
            begun: None,
            order: Order::default(),
            profile: ProfileReminder::default(),
            history: History::default(),
        }
    }
}

impl Ledger {
    /// The belief about an environment.
    #[must_use]
    pub const fn belief(&self, environment: Environment) -> &Belief {
        &self.session(environment).belief
    }

    /// Whether to remind the user of the sandbox profile.
    #[must_use]
    pub const fn profile_reminder(&self) -> ProfileReminder {
        self.profile
    }

    /// The history.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    pub(super) const fn session(&self, environment: Environment) -> &EnvironmentSession {
        match environment {
            Environment::Production => &self.production,
            Environment::Sandbox => &self.sandbox,
        }
    }

    /// Whether a sign-out has begun that a page may still confirm.
    #[must_use]
    pub fn awaits_sign_out(&self, now: Timestamp) -> bool {
        self.begun.is_some_and(|begun| now.since(begun.at).is_some_and(|time| time <= CONFIRMATION_WINDOW))
    }

    pub(super) const fn session_mut(&mut self, environment: Environment) -> &mut EnvironmentSession {
        match environment {
            Environment::Production => &mut self.production,
            Environment::Sandbox => &mut self.sandbox,
        }
    }
}
