//! Waiting for conditions.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long a condition may take on a slow machine before it counts as never.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(25);

/// Looks until `look` returns what `wanted` accepts, and returns that. A look
/// that fails counts as one that saw nothing; the last is sent at the end.
///
/// # Errors
/// When it never does.
pub async fn eventually<T: Debug>(
    what: &str,
    mut look: impl AsyncFnMut() -> Result<T>,
    wanted: impl Fn(&T) -> bool,
) -> Result<T> {
    let begun = Instant::now();
    loop {
        let seen = look().await;
        match seen {
            Ok(seen) if wanted(&seen) => return Ok(seen),
            seen if begun.elapsed() > PATIENCE => {
                bail!("{what}: not so after {} s; last seen: {seen:?}", PATIENCE.as_secs())
            }
            _ => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// Looks until it sees the same twice, and returns that.
///
/// # Errors
/// When it never does.
pub async fn still<T: Debug + PartialEq + Clone>(what: &str, mut look: impl AsyncFnMut() -> Result<T>) -> Result<T> {
    let mut before = None;
    let again = async || {
        let now = look().await?;
        let same = before.as_ref() == Some(&now);
        before = Some(now.clone());
        Ok(same.then_some(now))
    };
    eventually(what, again, Option::is_some).await?.context("what stands still")
}

/// Says when something is to be done again while its effect is waited for: at
/// once, and then after ever longer pauses, so that it cannot prevent its own effect.
#[derive(Debug)]
pub struct Respite {
    last: Option<Instant>,
    pause: Duration,
}

impl Default for Respite {
    fn default() -> Self {
        Self { last: None, pause: 2 * PAUSE }
    }
}

impl Respite {
    /// Whether it is time, which is then taken as used.
    pub fn is_over(&mut self) -> bool {
        if self.last.is_some_and(|last| last.elapsed() < self.pause) {
            return false;
        }
        self.last = Some(Instant::now());
        self.pause *= 2;
        true
    }
}
