//! Paused hosts.

use litemap::LiteMap;
use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// The paused hosts, each with the moment at which its pause ends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(String, Timestamp)>", into = "Vec<(String, Timestamp)>")]
pub struct Pauses(pub(in crate::app) LiteMap<String, Timestamp>);

impl From<Vec<(String, Timestamp)>> for Pauses {
    fn from(pauses: Vec<(String, Timestamp)>) -> Self {
        // Collecting them would bring the standard library's sort along.
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
    /// When the pause of this host ends, if it has one.
    #[must_use]
    pub fn until(&self, host: &str) -> Option<Timestamp> {
        self.0.get(host).copied()
    }

    /// Ends the pauses of other hosts than these.
    pub fn retain(&mut self, is_paused: impl Fn(&str) -> bool) {
        self.0.retain(|host, _| is_paused(host));
    }

    /// Ends those whose time is over.
    pub fn retain_until(&mut self, now: Timestamp) {
        self.0.retain(|_, until| now < *until);
    }

    /// The paused hosts.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
