//! What is believed of one cookie store.

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

/// How long after it was begun a sign-out can be confirmed.
///
/// Long enough for a slow chain of redirects over the account site and a
/// worker that has to start; short enough that a user who stayed is not
/// taken to have left when the session ends for another reason. Beyond it a
/// session that is seen to have ended has still ended, only its cause is then
/// "seen".
pub const CONFIRMATION_WINDOW: Duration = Duration::from_secs(30);

/// A sign-out that was begun and not yet confirmed.
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

    /// Whether this is the very document in which the control was clicked.
    pub fn pressed_in(&self, document: Document) -> bool {
        self.how == SignOutTrigger::Click(document)
    }
}

/// What is believed of both environments in one cookie store, and why.
///
/// The caller keeps one per cookie store: an event of one never reaches
/// another's. It is stored as one item and can be put down and taken up again
/// between any two events.
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
    /// What is believed of an environment.
    #[must_use]
    pub const fn belief(&self, environment: Environment) -> &Belief {
        &self.session(environment).belief
    }

    /// Whether to remind of the sandbox profile.
    #[must_use]
    pub const fn profile_reminder(&self) -> ProfileReminder {
        self.profile
    }

    /// What happened.
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

    pub(super) const fn session_mut(&mut self, environment: Environment) -> &mut EnvironmentSession {
        match environment {
            Environment::Production => &mut self.production,
            Environment::Sandbox => &mut self.sandbox,
        }
    }
}
