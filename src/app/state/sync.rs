//! What sync has sent and received.

use crate::sync::Area;
use crate::sync::stamps::Stamps;

/// What is known of the browser's sync area.
#[derive(Default)]
pub struct SyncState {
    /// Durable: the version of every item that was sent or received.
    pub stamps: Stamps,
    /// The area as it was read last; none where it has changed since.
    pub area: Option<Area>,
}
