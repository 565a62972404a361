//! Everything that the portals remember between requests.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::keys::Keys;
use crate::log::Request;
use crate::profile::Profiles;
use crate::session::Sessions;

/// A handle to the data that all hosts share.
#[derive(Clone)]
pub struct World(Arc<Memory>);

struct Memory {
    sessions: Mutex<Sessions>,
    keys: Mutex<Keys>,
    profiles: Mutex<Profiles>,
    requests: Mutex<Vec<Request>>,
    policy_reports: Mutex<Vec<String>>,
}

impl World {
    /// The initial state: nobody is signed in, and the keys are the initial ones.
    pub fn new() -> Self {
        Self(Arc::new(Memory {
            sessions: Mutex::default(),
            keys: Mutex::new(Keys::first()),
            profiles: Mutex::new(Profiles::first()),
            requests: Mutex::default(),
            policy_reports: Mutex::default(),
        }))
    }

    /// The sessions.
    pub fn sessions(&self) -> MutexGuard<'_, Sessions> {
        lock(&self.0.sessions)
    }

    /// The keys of all users.
    pub fn keys(&self) -> MutexGuard<'_, Keys> {
        lock(&self.0.keys)
    }

    /// The profiles of all users.
    pub fn profiles(&self) -> MutexGuard<'_, Profiles> {
        lock(&self.0.profiles)
    }

    /// Logs a request.
    pub fn record(&self, request: Request) {
        lock(&self.0.requests).push(request);
    }

    /// All requests.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.0.requests).clone()
    }

    /// Stores a browser's report of a policy violation.
    pub fn take_policy_report(&self, report: String) {
        lock(&self.0.policy_reports).push(report);
    }

    /// All such reports.
    pub fn policy_reports(&self) -> Vec<String> {
        lock(&self.0.policy_reports).clone()
    }
}

/// A request that failed halfway must not block others.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
