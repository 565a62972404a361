//! Everything the portals remember between requests.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::keys::Keys;
use crate::log::Request;
use crate::profile::Profiles;
use crate::session::Sessions;

/// A handle to the one memory all hosts share.
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
    /// As it is at the start: nobody signed in, everybody's first keys.
    pub fn new() -> Self {
        Self(Arc::new(Memory {
            sessions: Mutex::default(),
            keys: Mutex::new(Keys::first()),
            profiles: Mutex::new(Profiles::first()),
            requests: Mutex::default(),
            policy_reports: Mutex::default(),
        }))
    }

    /// Who is signed in where.
    pub fn sessions(&self) -> MutexGuard<'_, Sessions> {
        lock(&self.0.sessions)
    }

    /// Everybody's keys.
    pub fn keys(&self) -> MutexGuard<'_, Keys> {
        lock(&self.0.keys)
    }

    /// Everybody's profiles.
    pub fn profiles(&self) -> MutexGuard<'_, Profiles> {
        lock(&self.0.profiles)
    }

    /// Writes a request down.
    pub fn record(&self, request: Request) {
        lock(&self.0.requests).push(request);
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.0.requests).clone()
    }

    /// Writes a browser's report of a policy violation down.
    pub fn take_policy_report(&self, report: String) {
        lock(&self.0.policy_reports).push(report);
    }

    /// Every such report so far.
    pub fn policy_reports(&self) -> Vec<String> {
        lock(&self.0.policy_reports).clone()
    }
}

/// A request that failed half-way must not take the others down with it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
