//! Demo portals.
