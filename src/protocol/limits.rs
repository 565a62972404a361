//! Limits for content scripts.

use std::time::Duration;

/// How long a held paste or click waits for the background. After that, it goes
/// through, and a warning may follow later.
pub const PATIENCE: Duration = Duration::from_millis(300);
