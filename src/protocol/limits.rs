//! What content scripts keep to, next to the messages.

use std::time::Duration;

/// How long a paste or a click that is held back waits for the background.
/// After that it goes through, and what is said of it may follow.
pub const PATIENCE: Duration = Duration::from_millis(300);
