//! What sync has sent and received.

use crate::sync::Area;
use crate::sync::stamps::Stamps;

/// What is known about the browser's sync area.
#[derive(Default)]
pub struct SyncState {
    /// Durable: the version of each item that was sent or received.
    pub stamps: Stamps,
    /// The last read content of the area; `None` if it has changed since.
    pub area: Option<Area>,
}
