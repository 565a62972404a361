//! Paused hosts.

use litemap::LiteMap;
use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// The paused hosts, with the end of each pause.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(String, Timestamp)>", into = "Vec<(String, Timestamp)>")]
pub struct Pauses(pub(in crate::app) LiteMap<String, Timestamp>);

impl From<Vec<(String, Timestamp)>> for Pauses {
    fn from(pauses: Vec<(String, Timestamp)>) -> Self {
        // `collect` would link the standard library's sort.
        let mut known = LiteMap::new();
        for (host, until) in pauses {
            known.insert(host, until);
        }
        Self(known)
    }
}

impl From<Pauses> for Vec<(String, Timestamp)> {
    fn from(Pauses(pauses): Pauses) -> Self {
        pauses.into_iter().collect()
    }
}

impl Pauses {
    /// The end of this host's pause, if it is paused.
    #[must_use]
    pub fn until(&self, host: &str) -> Option<Timestamp> {
        self.0.get(host).copied()
    }

    /// Ends the pauses of all hosts that don't match.
    pub fn retain(&mut self, is_paused: impl Fn(&str) -> bool) {
        self.0.retain(|host, _| is_paused(host));
    }

    /// Ends the pauses that have expired.
    pub fn retain_until(&mut self, now: Timestamp) {
        self.0.retain(|_, until| now < *until);
    }

    /// The paused hosts.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
