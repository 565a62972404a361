//! Waits for conditions.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long to wait for a condition, even on a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// The first pause between two looks. Each is half as long again as the one before, because looks
/// take the browser's time.
const PAUSE: Duration = Duration::from_millis(25);
const LONGEST_PAUSE: Duration = Duration::from_millis(150);

/// Calls `look` until `wanted` accepts its result, and returns the result. A failed look counts as
/// one without a result; the error message contains the last one.
///
/// # Errors
///
/// Returns an error if that doesn't happen in time.
pub async fn eventually<T: Debug>(
    what: &str,
    mut look: impl AsyncFnMut() -> Result<T>,
    wanted: impl Fn(&T) -> bool,
) -> Result<T> {
    let begun = Instant::now();
    let mut pause = PAUSE;
    loop {
        let seen = look().await;
        match seen {
            Ok(seen) if wanted(&seen) => return Ok(seen),
            seen if begun.elapsed() > PATIENCE => {
                bail!("{what}: not so after {} s; last seen: {seen:?}", PATIENCE.as_secs())
            }
            _ => tokio::time::sleep(pause).await,
        }
        pause = (pause * 3 / 2).min(LONGEST_PAUSE);
    }
}

/// Calls `look` until it returns the same value twice in a row, and returns it.
///
/// # Errors
///
/// Returns an error if that doesn't happen in time.
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

/// Decides when to repeat an action while waiting for its effect: immediately, and then after
/// increasing pauses, so that the action can't prevent its own effect.
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
    /// Whether it is time to repeat. If so, starts the next pause.
    pub fn is_over(&mut self) -> bool {
        if self.last.is_some_and(|last| last.elapsed() < self.pause) {
            return false;
        }
        self.last = Some(Instant::now());
        self.pause *= 2;
        true
    }
}
