//! Waiting for conditions.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long a condition may take on a slow machine before it counts as never.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(25);

/// Looks until `look` returns what `wanted` accepts, and returns that. A look
/// that fails counts as one that saw nothing; the last is told at the end.
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
